import { describe, expect, test } from 'vitest';
import { Random } from '../math/random.ts';
import { layerStates } from './layerStates.ts';
import { ReferenceFlow } from './referenceFlow.ts';
import { randomNetwork } from './testing/randomNetwork.ts';
import { specOf } from './testing/specs.ts';

const specs = [
  specOf({ dim: 1, context: 3, transforms: 4, hidden: 8, bins: 6 }),
  specOf({ dim: 2, context: 3, transforms: 3, hidden: 8, bins: 6 }),
  specOf({ dim: 3, context: 5, embedding: 4, transforms: 2, hidden: 8, bins: 6 }),
];

describe.each(specs)('dim $dim, $estimator.transforms transforms', (spec) => {
  const phi = randomNetwork(spec, 3);
  const flow = new ReferenceFlow(spec, phi);
  const random = new Random(1, 900, 0);
  const { dim } = spec;
  const { transforms } = spec.estimator;
  const size = 40;
  const context = Float64Array.from({ length: spec.context }, () => random.normal());
  const base = Float64Array.from({ length: size * dim }, () => random.normal());
  const row = (values: Float64Array, i: number) => values.subarray(i * dim, (i + 1) * dim);
  const z = new Float64Array(size * dim);
  for (let i = 0; i < size; i++) z.set(flow.fromBase(row(base, i), context), i * dim);
  const found = layerStates(spec, phi, z, context);
  const at = (layer: number, i: number) =>
    found.states.subarray((layer * size + i) * dim, (layer * size + i + 1) * dim);

  test('begins at the base that z was made from, in the order of the parameters, and ends at z', () => {
    for (let i = 0; i < size; i++) {
      expect(Array.from(at(transforms, i))).toEqual(Array.from(row(z, i)));
      const u = Array.from(row(base, i));
      // The base of the flow stands in the order of its last transform.
      const inOrder = transforms % 2 === 0 ? u.toReversed() : u;
      for (const [j, value] of at(0, i).entries()) expect(Math.abs(value - inOrder[j])).toBeLessThan(1e-8);
    }
  });

  test('has the density of the flow at the end and that of the base at the start', () => {
    for (let i = 0; i < size; i++) {
      expect(found.logDensity[transforms * size + i]).toBeCloseTo(flow.logDensity(row(z, i), context), 9);
      const gaussian = row(base, i).reduce((sum, u) => sum - (u * u) / 2 - Math.log(2 * Math.PI) / 2, 0);
      expect(found.logDensity[i]).toBeCloseTo(gaussian, 8);
    }
  });
});

test('of one parameter, every layer has a density of mass 1', () => {
  const [spec] = specs;
  const phi = randomNetwork(spec, 4);
  const n = 4001;
  const z = Float64Array.from({ length: n }, (_, i) => 6 * ((2 * i) / (n - 1) - 1));
  const { states, logDensity } = layerStates(spec, phi, z, [0.3, -1, 0.5]);
  for (let layer = 0; layer <= spec.estimator.transforms; layer++) {
    let mass = 0;
    for (let i = layer * n + 1; i < (layer + 1) * n; i++) {
      mass += ((Math.exp(logDensity[i]) + Math.exp(logDensity[i - 1])) / 2) * (states[i] - states[i - 1]);
    }
    expect(mass).toBeCloseTo(1, 3);
  }
});
