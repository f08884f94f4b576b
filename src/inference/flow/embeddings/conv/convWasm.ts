/** The convolutional embedding for the WebAssembly kernels (assembly/embedding.ts). */
import type { WasmEmbedding, WasmLayer } from '../embedding.ts';
import { denseLayer } from '../dense/denseWasm.ts';
import { convGeometry, type Convolutions, type StageGeometry } from './geometry.ts';

export function convWasm(embedding: Convolutions, context: number): WasmEmbedding {
  const geometry = convGeometry(embedding, context);
  const { stages, items, flat, extras, maskOf, pooled } = geometry;
  const overPlaces = embedding.pool === 'mean';
  return {
    items,
    layers: [
      ...stages.map((stage, i) => convLayer(String(i + 1), stage)),
      denseLayer('embedding.KDense', 'embedding.bDense', flat + extras, embedding.features),
    ],
    pool: pooled || overPlaces ? { mask: pooled ? maskOf : [0, 0], overPlaces, counts: pooled } : null,
    place: (input) => {
      const { of, entry } = geometry.place(input);
      return of === 'plane' ? { layer: 0, entry } : { layer: stages.length, entry: flat + entry };
    },
  };
}

function convLayer(name: string, { input, output, kernel, stride, border }: StageGeometry): WasmLayer {
  const run = kernel[1] * input.channels;
  // Four rows of weights are one block of the kernels: each run begins with a block of its own.
  const padded = (run + 3) & ~3;
  return {
    matrices: [{ name: `embedding.K${name}`, rowOf: (row) => Math.floor(row / run) * padded + (row % run) }],
    bias: `embedding.b${name}`,
    rows: kernel[0] * padded,
    columns: output.channels,
    reach: () => 0,
    input,
    border,
    runs: kernel[0],
    run,
    places: [output.height, output.width],
    stride,
  };
}
