/**
 * Profile likelihood, where the likelihood is known: for each parameter the largest ln p(x | theta) over all others, as a
 * function of that parameter. Where it stays within 1.92 of its top (half the 95 % quantile of chi-square with one degree of
 * freedom) the data do not tell the values apart, whatever the prior is: 'identified' if the profile falls by more on both
 * sides inside the prior's range, 'split' where it does so between values that fit, too, 'one-sided', or 'flat'. Searched in
 * whitened coordinates within the central 99.8 % of the prior, from every peak that several starts have found outwards, so that
 * each search starts where the one before ended; the profile is the highest of these walks.
 */
import { maximise } from '../../math/nelderMead.ts';
import { Random, STREAMS } from '../../math/random.ts';
import type { JointPrior } from '../../priors/jointPrior.ts';
import { asZ } from '../../priors/space.ts';
import { inferredPrior } from '../../simulators/problem.ts';
import type { Problem, System } from '../../simulators/system.ts';
import { likelihoodIsKnown } from '../../simulators/testLikelihood.ts';
import type { Verdict } from '../report/verdict.ts';
import { twoDigits } from '../report/wording.ts';

export interface ProfileInterval {
  readonly low: number | null;
  readonly high: number | null;
}

export interface Profile {
  readonly key: string;
  readonly symbol: string;
  /** Values of the parameter, ascending, natural units. */
  readonly at: readonly number[];
  /** How far the profile lies below its top there, >= 0. */
  readonly drop: readonly number[];
  /** Where it stays within 1.92 of its top, ascending; an end is null where that is the end of the prior's range. */
  readonly intervals: readonly ProfileInterval[];
  readonly state: 'identified' | 'split' | 'one-sided' | 'flat';
}

export interface ProfileReport {
  readonly profiles: readonly Profile[];
  readonly verdict: Verdict;
}

export const THRESHOLD = 1.92;
/** Phi^-1(0.999). */
const BOUND = 3.09;
/** Distances of the nodes from the top, in whitened units: fine where a sharp profile falls, coarse further out. */
const FIRST_DISTANCE = 0.005;
const GROWTH = 1.45;
const BISECTIONS = 4;
const STARTS = 400;
/** Of them so many are followed to a peak, chosen one after the other: the best that is not near those already chosen. */
const FOLLOWED = 12;
/** Starts and peaks this near to each other, whitened, count as one. */
const SAME = 0.15;
/** A peak farther below the top cannot reach into a 95 % interval, but where its ridge rises along the way. */
const WALKED = 6;
const MOST_PEAKS = 5;
/** A way between two peaks that falls by less, at these parts of it, has no valley. */
const VALLEY = 0.1;
const WAY = [1, 2, 3, 4, 5, 6, 7].map((part) => part / 8);
const SEARCH = { step: 0.2, bound: BOUND, tolerance: 1e-3, precision: 0.01 } as const;

/**
 * @param logLikelihood ln p(x | theta) up to a constant, for one row theta [D]
 * @param onProgress called with the fraction done
 * @throws RangeError if the likelihood is 0 wherever it is tried
 */
export function profileLikelihood(
  logLikelihood: (theta: Float64Array) => number,
  prior: JointPrior,
  symbols: readonly string[],
  onProgress: (fraction: number) => void = () => {},
): ProfileReport {
  const { D } = prior;
  const f = (z: Float64Array) => logLikelihood(prior.unwhiten(asZ(z)));
  const search = { ...SEARCH, evaluations: 150 * D };
  const random = new Random(0, STREAMS.profile);
  const start = Array.from({ length: STARTS }, () => {
    const at = Float64Array.from({ length: D }, () => Math.max(-BOUND, Math.min(BOUND, random.normal())));
    return { at, value: f(at) };
  }).sort((a, b) => b.value - a.value);
  const peaks = peaksOf(f, start, search);
  if (peaks.length === 0) {
    throw new RangeError(
      `The likelihood of these data is ${start[0].value} at all ${STARTS} values tried: they lie outside what the model can produce.`,
    );
  }
  let [top] = peaks;
  const walked = prior.keys.map((_, j) => {
    const walks: (readonly Node[])[] = [];
    for (const peak of peaks) {
      if (!walks.some((walk) => passes(walk, j, peak))) walks.push(profileOf(f, j, peak, top.value, search));
    }
    // A walk may have found a higher place than the first searches did.
    for (const walk of walks) top = walk.reduce((best, node) => (node.value > best.value ? node : best), top);
    onProgress((j + 1) / D);
    return walks;
  });
  const profiles = walked.map((walks, j) => {
    // Of a place that another parameter's walk has found this one may have no node near the top.
    const all = walks.some((walk) => walk.includes(top)) ? walks : [...walks, [top]];
    return described(highest(all, j), j, top.value, prior, symbols[j]);
  });
  return { profiles, verdict: verdictOf(profiles) };
}

/**
 * The profiles of a system's parameters, given data x in the order of its shape.
 * @throws RangeError where `likelihoodIsKnown` says no, or the data lie outside what the model can produce
 */
export function profileOfProblem(
  system: System,
  problem: Problem,
  x: Float64Array,
  onProgress?: (fraction: number) => void,
): ProfileReport {
  const model = system.model(problem.design);
  if (!likelihoodIsKnown(system, problem)) {
    throw new RangeError(
      `the likelihood of "${system.id}" cannot be profiled: it must be known, and all nuisance parameters fixed`,
    );
  }
  const eta = Float64Array.from(system.nuisances(problem.design), ({ key }) => problem.nuisances[key].value);
  const symbols = system.parameters(problem.design).map(({ symbol }) => symbol);
  const logLikelihood = (theta: Float64Array) => model.logLikelihood?.(theta, eta, x) ?? Number.NaN;
  return profileLikelihood(logLikelihood, inferredPrior(system, problem), symbols, onProgress);
}

interface Node {
  /** The maximum over the others, whitened [D]. */
  readonly at: Float64Array;
  readonly value: number;
}

/** Different local maxima, the highest first; none where the likelihood is 0 wherever it was tried. */
function peaksOf(
  f: (z: Float64Array) => number,
  starts: readonly Node[],
  search: Parameters<typeof maximise>[2],
): readonly Node[] {
  const apart = (node: Node, others: readonly Node[]) =>
    others.every(({ at }) => Math.max(...at.map((value, k) => Math.abs(value - node.at[k]))) > SAME);
  const followed: Node[] = [];
  for (const start of starts) {
    if (followed.length === FOLLOWED) break;
    if (Number.isFinite(start.value) && apart(start, followed)) followed.push(start);
  }
  const peaks: Node[] = [];
  for (const peak of followed
    .map(({ at }) => maximise(f, at, search))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value)) {
    if (peaks.length > 0 && peaks[0].value - peak.value > WALKED) break;
    if (peaks.length < MOST_PEAKS && !peaks.some((other) => joined(f, other, peak))) peaks.push(peak);
  }
  return peaks;
}

/** Whether no valley lies on the straight way between two places: two ends of one search, or of one straight ridge. */
function joined(f: (z: Float64Array) => number, a: Node, b: Node): boolean {
  const least = Math.min(a.value, b.value) - VALLEY;
  return WAY.every((part) => f(a.at.map((value, k) => value + part * (b.at[k] - value))) >= least);
}

/** Whether a walk comes by a peak, as along a ridge: another walk from there would find the same. */
function passes(walk: readonly Node[], j: number, peak: Node): boolean {
  const next = walk.findIndex(({ at }) => at[j] >= peak.at[j]);
  if (next < 1) return false;
  const [a, b] = [walk[next - 1], walk[next]];
  const part = (peak.at[j] - a.at[j]) / Math.max(b.at[j] - a.at[j], Number.MIN_VALUE);
  return peak.at.every((value, k) => Math.abs(a.at[k] + part * (b.at[k] - a.at[k]) - value) < SAME);
}

/** The upper envelope of walks, each ascending in z_j, at the nodes of all of them. */
function highest(walks: readonly (readonly Node[])[], j: number): readonly Node[] {
  const nodes = walks.flat().sort((a, b) => a.at[j] - b.at[j]);
  return nodes.filter((node) => walks.every((walk) => !(valueAt(walk, j, node.at[j]) > node.value)));
}

/** Of a walk between its nodes: at least what a straight line gives; -Infinity beside an impossible node. */
function valueAt(walk: readonly Node[], j: number, z: number): number {
  const next = walk.findIndex(({ at }) => at[j] >= z);
  if (next < 0) return -Infinity;
  if (walk[next].at[j] === z || next === 0) return walk[next].at[j] === z ? walk[next].value : -Infinity;
  const [a, b] = [walk[next - 1], walk[next]];
  const part = (z - a.at[j]) / (b.at[j] - a.at[j]);
  const value = a.value + part * (b.value - a.value);
  return Number.isFinite(value) ? value : -Infinity;
}

/** Nodes from low to high z_j, the peak among them. */
function profileOf(
  f: (z: Float64Array) => number,
  j: number,
  peak: Node,
  highest: number,
  search: Parameters<typeof maximise>[2],
): readonly Node[] {
  const nodeAt = (z: number, near: Node): Node => {
    const whole = (others: Float64Array) =>
      Float64Array.from(peak.at, (_, k) => (k === j ? z : others[k < j ? k : k - 1]));
    const best = maximise(
      (others) => f(whole(others)),
      near.at.filter((_, k) => k !== j),
      search,
    );
    return { at: whole(best.at), value: best.value };
  };
  const outside = (node: Node) => highest - node.value > THRESHOLD;
  /** Closes in on the crossing between two nodes. */
  const between = (inner: Node, outer: Node): Node[] => {
    const nodes: Node[] = [];
    for (let round = 0; round < BISECTIONS; round++) {
      const middle = nodeAt((inner.at[j] + outer.at[j]) / 2, inner);
      nodes.push(middle);
      if (outside(middle)) outer = middle;
      else inner = middle;
    }
    return nodes.sort((a, b) => Math.abs(a.at[j] - peak.at[j]) - Math.abs(b.at[j] - peak.at[j]));
  };
  const walk = (sign: 1 | -1): Node[] => {
    const nodes: Node[] = [];
    let former = peak;
    for (let distance = FIRST_DISTANCE; ; distance *= GROWTH) {
      const z = Math.max(-BOUND, Math.min(BOUND, peak.at[j] + sign * distance));
      const node = nodeAt(z, former);
      if (outside(node) && !outside(former)) nodes.push(...between(former, node));
      else if (!outside(node) && outside(former)) nodes.push(...between(node, former));
      nodes.push(node);
      former = node;
      if (Math.abs(z) === BOUND) return nodes;
    }
  };
  return [...walk(-1).reverse(), peak, ...walk(1)];
}

function described(nodes: readonly Node[], j: number, top: number, prior: JointPrior, symbol: string): Profile {
  const thetaAt = (node: Node) => prior.unwhiten(asZ(node.at))[j];
  const drop = nodes.map(({ value }) => Math.max(0, top - value));
  const crossing = (inside: number, outside: number): number => {
    // The root of the drop is nearly linear where the profile is nearly a parabola.
    const [a, b] = [Math.sqrt(drop[inside]), Math.sqrt(drop[outside])];
    const part = Number.isFinite(b) ? (Math.sqrt(THRESHOLD) - a) / (b - a) : 0;
    const z = nodes[inside].at.map((value, k) => value + part * (nodes[outside].at[k] - value));
    return prior.unwhiten(asZ(z))[j];
  };
  const intervals: ProfileInterval[] = [];
  for (let i = 0; i < drop.length; i++) {
    if (drop[i] > THRESHOLD) continue;
    const low = i === 0 ? null : crossing(i, i - 1);
    while (i + 1 < drop.length && drop[i + 1] <= THRESHOLD) i++;
    intervals.push({ low, high: i + 1 === drop.length ? null : crossing(i, i + 1) });
  }
  return { key: prior.keys[j], symbol, at: nodes.map(thetaAt), drop, intervals, state: stateOf(intervals) };
}

function stateOf(intervals: readonly ProfileInterval[]): Profile['state'] {
  if (intervals.length > 1) return 'split';
  const [{ low, high }] = intervals;
  if (low === null && high === null) return 'flat';
  return low === null || high === null ? 'one-sided' : 'identified';
}

function verdictOf(profiles: readonly Profile[]): Verdict {
  const of = (state: Profile['state']) => profiles.filter((profile) => profile.state === state);
  const flat = of('flat').map(({ symbol }) => symbol);
  const oneSided = of('one-sided').map(bounded);
  const split = of('split').map(({ symbol, intervals }) => `${symbol} ${intervals.map(inWords).join(' or ')}`);
  const identified = of('identified').map(({ symbol, intervals }) => `${symbol} ${inWords(intervals[0])}`);
  const parts = [
    flat.length > 0
      ? `the likelihood is flat along ${flat.join(' and ')}: every value fits as well as the best if the others adjust`
      : '',
    oneSided.length > 0 ? `the data alone give only a one-sided limit, ${oneSided.join('; ')}` : '',
    split.length > 0 ? `the data alone allow separate intervals, ${split.join('; ')} (95 %)` : '',
    identified.length > 0 ? `the data alone put ${identified.join(', ')} (95 %)` : '',
  ].filter((part) => part !== '');
  const [first, ...rest] = parts;
  return {
    level: identified.length < profiles.length ? 'warn' : 'good',
    sentence: `${first.charAt(0).toUpperCase()}${first.slice(1)}${rest.map((part) => `; ${part}`).join('')}.`,
  };
}

/** 'between 0.1 and 0.3', 'below 0.3', 'above 0.1'. */
function inWords({ low, high }: ProfileInterval): string {
  if (low === null) return `below ${twoDigits(high ?? 0)}`;
  return high === null ? `above ${twoDigits(low)}` : `between ${twoDigits(low)} and ${twoDigits(high)}`;
}

/** 'ν above 0.52'. */
function bounded({ symbol, intervals: [interval] }: Profile): string {
  return `${symbol} ${inWords(interval)}`;
}
