import { expect, test } from 'vitest';
import { Random } from '../math/random.ts';
import { ReferenceFlow } from './referenceFlow.ts';
import { DrawSensitivity } from './sensitivity.ts';
import type { NetworkSpec } from './spec.ts';
import { evaluate, gradientOfRaw, splineFrom } from './spline.ts';
import { randomNetwork } from './testing/randomNetwork.ts';
import { specOf } from './testing/specs.ts';

test('the gradient of a spline agrees with central differences, and there is none outside', () => {
  const random = new Random(3, 900, 0);
  const [bins, bound, scale] = [6, 5, 0.4];
  for (let trial = 0; trial < 20; trial++) {
    const raw = Float64Array.from({ length: 3 * bins - 1 }, () => 3 * random.normal());
    const x = 6 * (2 * random.uniform() - 1);
    const found = new Float64Array(raw.length + 1);
    const slope = gradientOfRaw(splineFrom(raw, 0, bins, bound, scale), x, scale, found, 1);
    const { logDerivative } = evaluate(splineFrom(raw, 0, bins, bound, scale), x);
    expect(slope).toBeCloseTo(Math.exp(logDerivative), 10);
    for (let r = 0; r < raw.length; r++) {
      const at = (step: number) => {
        const moved = raw.slice();
        moved[r] += step;
        return evaluate(splineFrom(moved, 0, bins, bound, scale), x).value;
      };
      expect(found[r + 1]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
  }
});

const conv: NetworkSpec = {
  ...specOf({ dim: 2, context: 3, transforms: 3, hidden: 16, bins: 6 }),
  context: 38,
  embedding: {
    kind: 'conv',
    dimensions: 2,
    input: { channels: 1, height: 6, width: 6 },
    stages: [{ channels: 4, kernel: 3, stride: 2 }],
    pool: 'all',
    features: 8,
    mask: false,
  },
};
const specs = [
  specOf({ dim: 1, context: 3, transforms: 4, hidden: 8, bins: 6 }),
  specOf({ dim: 2, context: 3, transforms: 3, hidden: 8, bins: 6 }),
  specOf({ dim: 3, context: 5, embedding: 4, transforms: 2, hidden: 8, bins: 6 }),
  conv,
];

test.each(specs)('draws move with the input as those of the reference flow do, $dim $embedding.kind', (spec) => {
  const { dim } = spec;
  const phi = randomNetwork(spec, 3);
  const flow = new ReferenceFlow(spec, phi);
  const random = new Random(1, 900, 0);
  const context = Float64Array.from({ length: spec.context }, () => random.normal());
  const draws = Array.from({ length: 12 }, () => ({
    u: Float64Array.from({ length: dim }, () => random.normal()),
    slope: Float64Array.from({ length: dim }, () => random.normal()),
  }));
  const sensitivity = new DrawSensitivity(spec, phi, context);
  for (const { u, slope } of draws) sensitivity.add(flow.fromBase(u, context), slope);
  const found = sensitivity.gradient();

  const sum = (c: Float64Array) =>
    draws.reduce((all, { u, slope }) => {
      return flow.fromBase(u, c).reduce((part, z, j) => part + slope[j] * z, all);
    }, 0);
  let largest = 0;
  for (let j = 0; j < spec.context; j++) {
    const at = (step: number) => {
      const moved = context.slice();
      moved[j] += step;
      return sum(moved);
    };
    const expected = (at(1e-5) - at(-1e-5)) / 2e-5;
    largest = Math.max(largest, Math.abs(expected));
    expect(Math.abs(found[j] - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
  }
  // Nothing of this is a test of a network that its input does not move.
  expect(largest).toBeGreaterThan(0.05);
});
