import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { initialise } from './initialise.ts';
import { layout, parameterCount } from './layout.ts';
import { ReferenceFlow } from './referenceFlow.ts';
import { randomNetwork } from './testing/randomNetwork.ts';
import { withEstimator } from './testing/specs.ts';
import { type NetworkSpec, flowSpec } from './spec.ts';

const small = (dim: number, context: number): NetworkSpec =>
  withEstimator(flowSpec('small', dim, context), { hidden: 16, bins: 5 });
const numbers = (random: Random, n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());

describe.each([1, 2, 3])('the flow in %i dimensions', (dim) => {
  const spec = small(dim, 4);
  const flow = new ReferenceFlow(spec, randomNetwork(spec, 7));
  const random = new Random(1, STREAMS.base);

  it('is undone by its inverse', () => {
    for (let repeat = 0; repeat < 20; repeat++) {
      const [z, c] = [numbers(random, dim), numbers(random, 4)];
      const back = flow.fromBase(flow.toBase(z, c).base, c);
      for (let i = 0; i < dim; i++) expect(back[i]).toBeCloseTo(z[i], 7);
    }
  });

  it('states the determinant of its Jacobian (central differences)', () => {
    const h = 1e-6;
    for (let repeat = 0; repeat < 10; repeat++) {
      const [z, c] = [numbers(random, dim), numbers(random, 4)];
      const columns = Array.from({ length: dim }, (_, j) => {
        const shifted = (sign: number) =>
          flow.toBase(
            z.map((value, i) => (i === j ? value + sign * h : value)),
            c,
          ).base;
        const [up, down] = [shifted(1), shifted(-1)];
        return Array.from(up, (value, i) => (value - down[i]) / (2 * h));
      });
      expect(Math.log(Math.abs(determinant(columns)))).toBeCloseTo(flow.toBase(z, c).logDeterminant, 4);
    }
  });
});

/** By cofactors; for matrices up to 3 x 3. */
function determinant(m: readonly (readonly number[])[]): number {
  if (m.length === 1) return m[0][0];
  const minor = (j: number) => m.slice(1).map((row) => row.filter((_, k) => k !== j));
  return m[0].reduce((sum, value, j) => sum + (j % 2 === 0 ? 1 : -1) * value * determinant(minor(j)), 0);
}

describe('the density', () => {
  it('integrates to 1 in one dimension (trapezoid rule)', () => {
    const spec = small(1, 2);
    const flow = new ReferenceFlow(spec, randomNetwork(spec, 3));
    const step = 0.002;
    let mass = 0;
    for (let z = -8; z <= 8; z += step) mass += Math.exp(flow.logDensity([z], [0.4, -1])) * step;
    expect(mass).toBeCloseTo(1, 3);
  });

  it('integrates to 1 in two dimensions (midpoint rule)', () => {
    const spec = small(2, 2);
    const flow = new ReferenceFlow(spec, randomNetwork(spec, 3));
    const step = 0.08;
    let mass = 0;
    for (let a = -7 + step / 2; a < 7; a += step) {
      for (let b = -7 + step / 2; b < 7; b += step) mass += Math.exp(flow.logDensity([a, b], [0.4, -1])) * step * step;
    }
    expect(Math.abs(mass - 1)).toBeLessThan(0.01);
  });

  it('is that of the base for a fresh network, nearly', () => {
    const spec = flowSpec('small', 2, 9);
    const flow = new ReferenceFlow(spec, initialise(spec, new Random(5, STREAMS.weights)));
    const standard = -0.5 * (0.3 ** 2 + 1.1 ** 2) - Math.log(2 * Math.PI);
    expect(Math.abs(flow.logDensity([0.3, -1.1], new Float64Array(9)) - standard)).toBeLessThan(0.02);
  });
});

describe('the layout', () => {
  it('covers the vector without gap or overlap, with and without an embedding', () => {
    for (const spec of [flowSpec('small', 2, 9), flowSpec('standard', 3, 80), flowSpec('large', 1, 6)]) {
      let offset = 0;
      for (const entry of layout(spec)) {
        expect(entry.offset).toBe(offset);
        offset += entry.shape.reduce<number>((product, length) => product * length, 1);
      }
      expect(parameterCount(spec)).toBe(offset);
    }
  });

  it('has the sizes that the presets promise at D = 2 and 10 summaries: about 35, 65 and 450 thousand', () => {
    const thousands = (['small', 'standard', 'large'] as const).map(
      (preset) => parameterCount(flowSpec(preset, 2, 10)) / 1000,
    );
    expect(thousands[0]).toBeCloseTo(36.4, 0);
    expect(thousands[1]).toBeCloseTo(66, -1);
    expect(thousands[2]).toBeCloseTo(450, -2);
  });
});

describe('the masks', () => {
  it('let the spline of a dimension see only the dimensions before it', () => {
    const spec = withEstimator(small(3, 2), { transforms: 1 });
    const flow = new ReferenceFlow(spec, randomNetwork(spec, 11));
    const base = (z: number[]) => flow.toBase(z, [0.2, 0.1]).base;
    const [u, last, middle] = [base([0.5, -0.3, 0.2]), base([0.5, -0.3, 0.9]), base([0.5, 0.8, 0.2])];
    expect([last[0], last[1]]).toEqual([u[0], u[1]]);
    expect(middle[0]).toBe(u[0]);
    expect(middle[2]).not.toBe(u[2]);
  });
});
