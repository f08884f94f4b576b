/** The dense embedding for the WebAssembly kernels, which run its two layers before the transforms. */
import type { DenseEmbedding } from '../../spec.ts';
import type { LayerShape, WasmEmbedding } from '../embedding.ts';

export function denseWasm({ widths: [wide, features] }: DenseEmbedding, context: number): WasmEmbedding {
  const layer = (index: number, rows: number, columns: number): LayerShape => ({
    matrices: [{ name: `embedding.M${index}`, row: 0 }],
    bias: `embedding.b${index}`,
    rows,
    columns,
    reach: () => 0,
  });
  return { layers: [layer(1, context, wide), layer(2, wide, features)], tables: [context, wide, features] };
}
