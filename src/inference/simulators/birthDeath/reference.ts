/**
 * The reference posterior of the three rates from the exact likelihood, on a grid in (ln mu, rho, ln nu) for any priors:
 * with perfect detection by the product of transition probabilities, with known imperfect detection by the forward filter
 * where that is fast enough. A prior that fixes a parameter takes its axis away. Draws are exact draws from the grid's
 * multilinear interpolant. Markov chains take over where the detector is unknown or the grid too dear (markovReference.ts),
 * nearest simulations where the network sees two or three summaries only (summaryReference.ts).
 */
import { sampleGrid } from '../../math/grid.ts';
import { logDensity, quantile, support, type Prior } from '../../priors/prior.ts';
import type { NuisanceSetting, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { allCounts, countingPlan, SATURATION, type CountingPlan } from './design.ts';
import { filterCost, ForwardFilter, startingStates, type Detection } from './forward.ts';
import { seriesLikelihood } from './likelihood.ts';
import { markovReference } from './markovReference.ts';
import { summaryReference } from './summaryReference.ts';
import { type Interval, type ZoomedGrid, adaptiveGrid } from '../../reference/adaptiveGrid.ts';

/** Prior mass cut off where a support has no usable end. */
const TAIL = 1e-7;
/** Grid error (in posterior sd) up to which the answer is called exact. */
const EXACT = 0.01;
/** Terms of the transition sums over the finer grid; one takes about two nanoseconds. */
const FINER_BUDGET = 1.5e9;
/** Multiply-adds of the forward filter over the whole grid; one takes about a nanosecond. */
const FILTER_BUDGET = 4.5e9;

/** One axis of the grid: ln theta for rates, theta for the ratio. */
interface Coordinate {
  readonly box: Interval;
  readonly theta: (u: number) => number;
  readonly logPrior: (u: number) => number;
}

function coordinate(prior: Prior, scale: 'log' | 'linear'): Coordinate {
  const ends = support(prior);
  // A beta or gamma density may be infinite at its ends, and ln theta or an unbounded support has none.
  const soft = prior.family === 'beta' || prior.family === 'gamma';
  const low = soft || ends.low === -Infinity || (scale === 'log' && ends.low <= 0) ? quantile(prior, TAIL) : ends.low;
  const high = soft || ends.high === Infinity ? quantile(prior, 1 - TAIL) : ends.high;
  const clamp = (value: number): number => Math.min(high, Math.max(low, value));
  if (scale === 'linear') {
    return { box: { low, high }, theta: clamp, logPrior: (u) => logDensity(prior, clamp(u)) };
  }
  return {
    box: { low: Math.log(low), high: Math.log(high) },
    theta: (u) => clamp(Math.exp(u)),
    logPrior: (u) => logDensity(prior, clamp(Math.exp(u))) + u,
  };
}

const PARAMETERS = [
  { key: 'mu', scale: 'log', name: 'ln μ' },
  { key: 'rho', scale: 'linear', name: 'ρ' },
  { key: 'nu', scale: 'log', name: 'ln ν' },
] as const;

type LogLikelihood = (lambda: number, mu: number, nu: number) => number;

interface Nodes {
  readonly coarse: number;
  readonly fine: number;
}
/** Nodes an axis for 0, 1, 2 and 3 free parameters. */
const EXACT_NODES: readonly Nodes[] = [
  { coarse: 1, fine: 1 },
  { coarse: 101, fine: 1001 },
  { coarse: 33, fine: 121 },
  { coarse: 17, fine: 31 },
];
const FILTER_NODES: readonly Nodes[] = [
  { coarse: 1, fine: 1 },
  { coarse: 51, fine: 101 },
  { coarse: 17, fine: 41 },
  { coarse: 11, fine: 21 },
];
/** Second try where the usual grid of three dimensions misses its error bound. */
const FINER: Nodes = { coarse: 21, fine: 61 };
/** Coarse passes a zoom takes, as found on the default problem and its neighbours. */
const USUAL_PASSES = 3;

/** The law of a nuisance parameter: a fixed prior where its value is known. */
function law(setting: NuisanceSetting | undefined, absent: number): Prior {
  if (setting?.mode === 'marginalised') return setting.prior;
  return { family: 'fixed', value: setting?.value ?? absent };
}

/** The grid posterior and the map from grid coordinates to theta; null when the priors give the data probability 0. */
export function gridPosterior(
  priors: readonly Prior[],
  likelihood: LogLikelihood,
  nodes: Nodes,
  onProgress?: (fraction: number) => void,
): { grid: ZoomedGrid | null; theta: (point: ArrayLike<number>) => number[] } {
  const fixed = priors.map((prior) => (prior.family === 'fixed' ? prior.value : Number.NaN));
  const free = PARAMETERS.flatMap(({ scale }, j) =>
    priors[j].family === 'fixed' ? [] : [{ j, ...coordinate(priors[j], scale) }],
  );
  const theta = (point: ArrayLike<number>): number[] => {
    const value = [...fixed];
    for (let d = 0; d < free.length; d++) value[free[d].j] = free[d].theta(point[d]);
    return value;
  };
  const value = [...fixed];
  const target = (point: Float64Array): number => {
    let ln = 0;
    for (let d = 0; d < free.length; d++) {
      ln += free[d].logPrior(point[d]);
      value[free[d].j] = free[d].theta(point[d]);
    }
    return ln === -Infinity ? ln : ln + likelihood(value[1] * value[0], value[0], value[2]);
  };
  if (free.length === 0) return { grid: { axes: [], logDensity: new Float64Array(1), error: 0 }, theta };
  const boxes = free.map(({ box }) => box);
  return { grid: adaptiveGrid(boxes, target, nodes, onProgress), theta };
}

function filterLikelihood(
  counts: Float64Array,
  { n0, dt }: CountingPlan,
  detection: Detection,
  dimensions: number,
): LogLikelihood | null {
  const size = startingStates(counts, n0, detection);
  const { coarse, fine } = FILTER_NODES[dimensions];
  const points = USUAL_PASSES * coarse ** dimensions + fine ** dimensions;
  if (points * filterCost(size, counts.length) > FILTER_BUDGET) return null;
  const filter = new ForwardFilter(counts, n0, dt, detection, size);
  return (lambda, mu, nu) => filter.run({ lambda, mu, nu }).logLikelihood;
}

function finerIsAffordable(counts: Float64Array, n0: number): boolean {
  let terms = 0;
  for (let i = 0; i < counts.length; i++) terms += Math.min(i === 0 ? n0 : counts[i - 1], counts[i]);
  return terms * (USUAL_PASSES * FINER.coarse ** 3 + FINER.fine ** 3) < FINER_BUDGET;
}

function gridWords({ axes }: ZoomedGrid, priors: readonly Prior[]): string {
  const free = PARAMETERS.filter((_, j) => priors[j].family !== 'fixed').map(({ name }) => name);
  if (free.length === 0) return 'at the one point that the priors allow';
  return `on a grid of ${axes.map((axis) => axis.length).join(' × ')} points in (${free.join(', ')})`;
}

/** See the file comment. Unavailable, with a plain sentence, where a browser has no time for it. */
export function birthDeathReference(request: ReferenceRequest): ReferenceAnswer {
  const { problem, x, draws, random, onProgress } = request;
  const plan = countingPlan(problem.design);
  if (plan.summaries === 'S1' || plan.summaries === 'S2') return summaryReference(request, plan);
  const unavailable = (reason: string): ReferenceAnswer => ({ kind: 'unavailable', reason });
  if (x.some((count) => count >= SATURATION)) {
    return unavailable(`A count has reached the detector's limit of ${SATURATION}: how many there were is not known.`);
  }
  const priors = PARAMETERS.map(({ key }) => problem.priors[key]);
  const dimensions = priors.filter(({ family }) => family !== 'fixed').length;
  const p = law(problem.nuisances.p, 1);
  const kappa = law(problem.nuisances.kappa, 0);
  if (p.family !== 'fixed' || kappa.family !== 'fixed') return markovReference(request, plan, { p, kappa });
  const perfect = p.value === 1 && kappa.value === 0;
  const likelihood = perfect
    ? seriesLikelihood(x, plan.n0, plan.dt)
    : filterLikelihood(x, plan, { p: p.value, kappa: kappa.value }, dimensions);
  if (!likelihood) return markovReference(request, plan, { p, kappa });

  const half = (from: number) => (fraction: number) => onProgress?.(from + fraction / 2);
  const nodes = (perfect ? EXACT_NODES : FILTER_NODES)[dimensions];
  let { grid, theta } = gridPosterior(priors, likelihood, nodes, half(0));
  if (grid && grid.error > EXACT && perfect && dimensions === 3 && finerIsAffordable(x, plan.n0)) {
    ({ grid, theta } = gridPosterior(priors, likelihood, FINER, half(0.5)));
  }
  if (!grid) return unavailable('These priors give the observed counts probability zero.');

  const d = grid.axes.length;
  const points = d > 0 ? sampleGrid(grid.axes, grid.logDensity, draws, random) : new Float64Array(0);
  const out = new Float64Array(draws * PARAMETERS.length);
  for (let i = 0; i < draws; i++) out.set(theta(points.subarray(i * d, (i + 1) * d)), i * PARAMETERS.length);
  onProgress?.(1);
  return {
    kind: 'reference',
    label: grid.error <= EXACT ? 'exact' : 'approx',
    method: `${perfect ? 'Exact transition probabilities' : 'Forward filter over the hidden populations'} ${gridWords(grid, priors)}.`,
    conditionsOn: allCounts(plan),
    comparable: plan.summaries === 'raw',
    draws: out,
  };
}
