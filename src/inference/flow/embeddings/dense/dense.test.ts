import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../../math/random.ts';
import type { DenseEmbedding } from '../../spec.ts';
import { denseEmbedding } from './dense.ts';

const widths: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [7, 5, 3],
  [40, 14, 7],
];

describe.each(widths)('the dense embedding of %i numbers, %i and %i units', (context, wide, features) => {
  const spec: DenseEmbedding = { kind: 'dense', widths: [wide, features], mask: false };
  const embedding = denseEmbedding(spec, context);
  const random = new Random(3, STREAMS.weights);
  const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());
  const size = embedding.weights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((n, length) => n * length, 1),
    0,
  );
  // Biases above 0, so that some units are active whatever the input.
  const phi = normals(size).map((weight) => weight + 0.2);
  const [input, gradient] = [normals(context), normals(features)];
  const loss = (weights: ArrayLike<number>, at: ArrayLike<number>): number =>
    Array.from(embedding.forward(weights, at).features).reduce((sum, value, i) => sum + gradient[i] * value, 0);
  const difference = (along: (by: number) => number): number => (along(1e-6) - along(-1e-6)) / 2e-6;

  it('gives the gradient of its weights and of its input (central differences)', () => {
    const { phi: ofPhi, input: ofInput } = embedding.forward(phi, input).backward(gradient);
    expect(ofPhi.length).toBe(size);
    expect(ofPhi.some((entry) => entry !== 0)).toBe(true);
    for (const [i, entry] of ofPhi.entries()) {
      expect(entry).toBeCloseTo(
        difference((by) => loss(phi.with(i, phi[i] + by), input)),
        6,
      );
    }
    for (const [k, entry] of ofInput.entries()) {
      expect(entry).toBeCloseTo(
        difference((by) => loss(phi, input.with(k, input[k] + by))),
        6,
      );
    }
  });
});
