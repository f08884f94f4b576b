/**
 * Floating-point operations that a training step needs for one sample: two for each weight that the masks leave, in the
 * forward product, in the gradient of the weights, and in the gradient of the layer's inputs where anyone asks for it.
 * Splines, activations and the optimiser are left out.
 */
import { layout } from '../src/inference/flow/layout.ts';
import { masks } from '../src/inference/flow/masks.ts';
import type { FlowSpec } from '../src/inference/flow/spec.ts';

export function stepFlops(spec: FlowSpec): number {
  const { input, hidden, output } = masks(spec);
  const kept = (mask: Float32Array): number => mask.reduce((sum, value) => sum + value, 0);
  const left: Readonly<Record<string, number>> = {
    M1: kept(input),
    M2: kept(hidden),
    M3: kept(hidden),
    M4: kept(output),
  };
  let flops = 0;
  for (const { name, shape } of layout(spec)) {
    if (shape.length === 1) continue;
    const [owner, matrix] = name.split('.');
    const embedding = owner === 'embedding';
    const weights = embedding || matrix === 'C1' ? shape[0] * shape[1] : left[matrix];
    // Nobody needs the gradient of the data: not of the context (unless it is embedded), nor of z itself.
    const ofData = embedding ? matrix === 'M1' : matrix === 'C1' ? spec.embedding === 0 : name === '0.M1';
    flops += 2 * weights * (ofData ? 2 : 3);
  }
  return flops;
}
