/** The dense embedding for the WebAssembly kernels: two layers of one place (assembly/embedding.ts). */
import type { DenseEmbedding } from '../../spec.ts';
import type { WasmEmbedding, WasmLayer } from '../embedding.ts';

export function denseWasm({ widths: [wide, features] }: DenseEmbedding, context: number): WasmEmbedding {
  return {
    items: 1,
    layers: [
      denseLayer('embedding.M1', 'embedding.b1', context, wide),
      denseLayer('embedding.M2', 'embedding.b2', wide, features),
    ],
    pool: null,
    place: (input) => ({ layer: 0, entry: input }),
  };
}

/** relu(input W + b), W [rows, columns] and b by their names in the layout table. */
export function denseLayer(matrix: string, bias: string, rows: number, columns: number): WasmLayer {
  return {
    matrices: [{ name: matrix, rowOf: (row) => row }],
    bias,
    rows,
    columns,
    reach: () => 0,
    input: { height: 1, width: 1, channels: rows },
    border: [0, 0],
    runs: 1,
    run: rows,
    places: [1, 1],
    stride: [1, 1],
  };
}
