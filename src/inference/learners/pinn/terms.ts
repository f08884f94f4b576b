/** The terms of the loss at a point, nats, and its bars. */
import type { LearnerFrame } from '../learner.ts';
import { WEIGHTS } from './sizes.ts';
import { PLACES, residualsOf, type Wall } from './wall.ts';

export interface Terms {
  readonly data: number;
  readonly inside: number;
  /** 0 where the edge terms are left out. */
  readonly inner: number;
  readonly outer: number;
  /** Priors of the moduli, and of the pressure where it is inferred. */
  readonly parameters: number;
  /** Priors of pressure and offset where they are marginalised. */
  readonly nuisances: number;
  readonly weights: number;
}

export function termsAt(wall: Wall, x: Float64Array): Terms {
  const residuals = residualsOf(wall);
  const f = new Float64Array(residuals.size);
  residuals.evaluate(x, f, null);
  const half = (from: number, to: number) => f.subarray(from, to).reduce((sum, v) => sum + (v * v) / 2, 0);
  const { centre, variance } = wall.prior;
  const prior = (from: number, to: number) => {
    let sum = 0;
    for (let j = from; j < to; j++) sum += (x[j] - centre[j]) ** 2 / variance[j] / 2;
    return sum;
  };
  const n = wall.radii.length;
  const edge = n + PLACES;
  const after = WEIGHTS + wall.inferred.length;
  return {
    data: half(0, n),
    inside: half(n, edge),
    inner: half(edge, edge + 1),
    outer: half(edge + 1, edge + 2),
    parameters: prior(WEIGHTS, after),
    nuisances: prior(after, wall.unknowns),
    weights: prior(0, WEIGHTS),
  };
}

export function totalOf(terms: Terms): number {
  return Object.values(terms).reduce((sum: number, value: number) => sum + value, 0);
}

/** By the keys of `losses`. */
export function lossesOf({ data, inside, inner, outer, parameters, nuisances, weights }: Terms) {
  return { data, inside, edges: inner + outer, parameters: parameters + nuisances, weights };
}

/** The truth leaves half a nat a reading, on average. */
const AT_TRUTH = 0.5;

export function barsOf(wall: Wall, terms: Terms): LearnerFrame['bars'] {
  const names = wall.inferred.map(({ symbol }) => `ln ${symbol}`).join(', ');
  const hasNuisances = wall.unknowns > WEIGHTS + wall.inferred.length;
  const edges =
    wall.edge === null
      ? []
      : [
          { name: 'pressure at the inner edge', value: terms.inner, group: 'the physics' },
          { name: 'no pressure at the outer edge', value: terms.outer, group: 'the physics' },
        ];
  return {
    title: 'The loss, a negative log posterior',
    bars: [
      {
        name: 'gauges',
        value: terms.data,
        group: 'the data',
        mark: { name: 'at the truth, on average', value: AT_TRUTH * wall.radii.length },
      },
      { name: 'equilibrium inside', value: terms.inside, group: 'the physics' },
      ...edges,
      { name: `on ${names}`, value: terms.parameters, group: 'the priors' },
      ...(hasNuisances ? [{ name: 'on pressure and offset', value: terms.nuisances, group: 'the priors' }] : []),
      { name: 'on the weights', value: terms.weights, group: 'the priors' },
    ],
  };
}
