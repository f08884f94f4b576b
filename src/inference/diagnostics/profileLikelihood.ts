/**
 * Profile likelihood, where the likelihood is known: for each parameter the largest ln p(x | theta) over all others, as a
 * function of that parameter. Where it stays within 1.92 of its top (half the 95 % quantile of chi-square with one degree of
 * freedom) the data do not tell the values apart, whatever the prior is: 'identified' if the profile falls by more on both
 * sides inside the prior's range, 'one-sided', or 'flat'. Searched in whitened coordinates within the central 99.8 % of the
 * prior, from the top outwards, so that each search starts where the one before ended.
 */
import { maximise } from '../math/nelderMead.ts';
import { Random, STREAMS } from '../math/random.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asZ } from '../priors/space.ts';
import { inferredPrior } from '../simulators/problem.ts';
import type { Problem, System } from '../simulators/system.ts';
import { likelihoodIsKnown } from '../simulators/testLikelihood.ts';
import type { Verdict } from './verdict.ts';
import { twoDigits } from './wording.ts';

export interface Profile {
  readonly key: string;
  readonly symbol: string;
  /** Values of the parameter, ascending, natural units. */
  readonly at: readonly number[];
  /** How far the profile lies below its top there, >= 0. */
  readonly drop: readonly number[];
  /** Where it crosses 1.92, on either side of the top; null where it does not inside the prior's range. */
  readonly low: number | null;
  readonly high: number | null;
  readonly state: 'identified' | 'one-sided' | 'flat';
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
  let top = start
    .slice(0, 3)
    .map(({ at }) => maximise(f, at, search))
    .reduce((a, b) => (b.value > a.value ? b : a));
  if (!Number.isFinite(top.value)) {
    throw new RangeError(
      `The likelihood of these data is ${top.value} at all ${STARTS} values tried: they lie outside what the model can produce.`,
    );
  }
  const found = prior.keys.map((_, j) => {
    const nodes = profileOf(f, j, top, search);
    // The search may have found a higher place than the first one did.
    top = nodes.reduce((best, node) => (node.value > best.value ? node : best), top);
    onProgress((j + 1) / D);
    return nodes;
  });
  const profiles = found.map((nodes, j) => described(nodes, j, top.value, prior, symbols[j]));
  return { profiles, verdict: verdictOf(profiles) };
}

/**
 * The profiles of a system's parameters, given data x [dataSize].
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

/** Nodes from low to high z_j, the top among them. */
function profileOf(
  f: (z: Float64Array) => number,
  j: number,
  top: Node,
  search: Parameters<typeof maximise>[2],
): readonly Node[] {
  const nodeAt = (z: number, near: Node): Node => {
    const whole = (others: Float64Array) =>
      Float64Array.from(top.at, (_, k) => (k === j ? z : others[k < j ? k : k - 1]));
    const best = maximise(
      (others) => f(whole(others)),
      near.at.filter((_, k) => k !== j),
      search,
    );
    return { at: whole(best.at), value: best.value };
  };
  const outside = (node: Node) => top.value - node.value > THRESHOLD;
  /** Closes in on the crossing between two nodes. */
  const between = (inner: Node, outer: Node): Node[] => {
    const nodes: Node[] = [];
    for (let round = 0; round < BISECTIONS; round++) {
      const middle = nodeAt((inner.at[j] + outer.at[j]) / 2, inner);
      nodes.push(middle);
      if (outside(middle)) outer = middle;
      else inner = middle;
    }
    return nodes.sort((a, b) => Math.abs(a.at[j] - top.at[j]) - Math.abs(b.at[j] - top.at[j]));
  };
  const walk = (sign: 1 | -1): Node[] => {
    const nodes: Node[] = [];
    let former = top;
    for (let distance = FIRST_DISTANCE; ; distance *= GROWTH) {
      const z = Math.max(-BOUND, Math.min(BOUND, top.at[j] + sign * distance));
      const node = nodeAt(z, former);
      if (outside(node) && !outside(former)) nodes.push(...between(former, node));
      nodes.push(node);
      former = node;
      if (Math.abs(z) === BOUND) return nodes;
    }
  };
  return [...walk(-1).reverse(), top, ...walk(1)];
}

function described(nodes: readonly Node[], j: number, top: number, prior: JointPrior, symbol: string): Profile {
  const thetaAt = (node: Node) => prior.unwhiten(asZ(node.at))[j];
  const drop = nodes.map(({ value }) => Math.max(0, top - value));
  const middle = drop.indexOf(Math.min(...drop));
  const crossing = (inside: number, outside: number): number => {
    // The root of the drop is nearly linear where the profile is nearly a parabola.
    const [a, b] = [Math.sqrt(drop[inside]), Math.sqrt(drop[outside])];
    const part = Number.isFinite(b) ? (Math.sqrt(THRESHOLD) - a) / (b - a) : 0;
    const z = nodes[inside].at.map((value, k) => value + part * (nodes[outside].at[k] - value));
    return prior.unwhiten(asZ(z))[j];
  };
  let below = middle;
  while (below >= 0 && drop[below] <= THRESHOLD) below--;
  let above = middle;
  while (above < drop.length && drop[above] <= THRESHOLD) above++;
  const low = below < 0 ? null : crossing(below + 1, below);
  const high = above === drop.length ? null : crossing(above - 1, above);
  const ends = (low === null ? 0 : 1) + (high === null ? 0 : 1);
  return {
    key: prior.keys[j],
    symbol,
    at: nodes.map(thetaAt),
    drop,
    low,
    high,
    state: (['flat', 'one-sided', 'identified'] as const)[ends],
  };
}

function verdictOf(profiles: readonly Profile[]): Verdict {
  const flat = profiles.filter(({ state }) => state === 'flat').map(({ symbol }) => symbol);
  const oneSided = profiles.filter(({ state }) => state === 'one-sided').map(bounded);
  const identified = profiles
    .filter(({ state }) => state === 'identified')
    .map(({ symbol, low, high }) => `${symbol} between ${twoDigits(low ?? 0)} and ${twoDigits(high ?? 0)}`);
  const parts = [
    flat.length > 0
      ? `the likelihood is flat along ${flat.join(' and ')}: every value fits as well as the best, if the others follow`
      : '',
    oneSided.length > 0 ? `the likelihood leaves ${oneSided.join(' and ')}` : '',
    identified.length > 0 ? `the data alone put ${identified.join(', ')} (95 %)` : '',
  ].filter((part) => part !== '');
  const [first, ...rest] = parts;
  return {
    level: flat.length + oneSided.length > 0 ? 'warn' : 'good',
    sentence: `${first.charAt(0).toUpperCase()}${first.slice(1)}${rest.map((part) => `; ${part}`).join('')}.`,
  };
}

/** 'ν above 0.52, with no upper end'. */
function bounded({ symbol, low, high }: Profile): string {
  return low === null
    ? `${symbol} below ${twoDigits(high ?? 0)}, with no lower end`
    : `${symbol} above ${twoDigits(low)}, with no upper end`;
}
