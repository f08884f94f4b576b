/**
 * Coverage of central credible intervals, averaged over the prior predictive (not at one true value): of all data sets,
 * a mass m of the true values must lie in the central interval of mass m. It needs the ranks of simulation-based
 * calibration and nothing else: with U uniform, u = (rank + U) / (L + 1) lies in [(1 - m)/2, (1 + m)/2] with
 * probability m. The average over U is taken exactly, so the curve has no noise of its own.
 */
import { binomialCdf } from '../math/special.ts';
import { binomialBand } from './binomialBand.ts';
import { holm } from './holm.ts';
import type { Verdict } from './verdict.ts';
import { percent, pValue } from './wording.ts';

export interface CoverageReport {
  readonly datasets: number;
  /** Nominal masses, rising from 0 to 1. */
  readonly levels: readonly number[];
  /** Per quantity: fraction of data sets whose true value lies in the central interval of that mass. */
  readonly curves: readonly { readonly key: string; readonly symbol: string; readonly held: readonly number[] }[];
  /** 99 % binomial band of `held` at each level (pointwise). */
  readonly band: { readonly low: readonly number[]; readonly high: readonly number[] };
  readonly verdict: Verdict;
}

/** 0, 0.02, ..., 1 and 0.95. */
const LEVELS: readonly number[] = [...Array.from({ length: 51 }, (_, i) => i / 50), 0.95].sort((a, b) => a - b);
/** The verdict tests these masses, with Holm's correction over masses and quantities. */
const TESTED = [0.5, 0.68, 0.9] as const;
const BAD = 0.01;
const WARN = 0.05;
const ENOUGH_DATASETS = 100;

/**
 * @param ranks 0..L, [n, quantities.length] row-major (see ranks.ts)
 * @param draws L
 */
export function coverageReport(
  ranks: Uint16Array,
  draws: number,
  quantities: readonly { readonly key: string; readonly symbol: string }[],
): CoverageReport {
  const count = quantities.length;
  const datasets = ranks.length / count;
  const heldAt = (q: number, level: number): number => {
    let sum = 0;
    for (let i = 0; i < datasets; i++) sum += heldBy(ranks[i * count + q], draws, level);
    return sum / datasets;
  };
  const bands = LEVELS.map((level) => binomialBand(datasets, level));
  return {
    datasets,
    levels: LEVELS,
    curves: quantities.map(({ key, symbol }, q) => ({ key, symbol, held: LEVELS.map((level) => heldAt(q, level)) })),
    band: { low: bands.map((band) => band.low / datasets), high: bands.map((band) => band.high / datasets) },
    verdict: verdictOf(
      quantities.flatMap(({ symbol }, q) => TESTED.map((level) => ({ symbol, level, held: heldAt(q, level) }))),
      datasets,
    ),
  };
}

/** Part of the rank's cell [r/(L+1), (r+1)/(L+1)] that lies in the central interval of the mass. */
function heldBy(rank: number, draws: number, mass: number): number {
  const cells = draws + 1;
  const low = Math.max(rank, (cells * (1 - mass)) / 2);
  const high = Math.min(rank + 1, (cells * (1 + mass)) / 2);
  return Math.max(0, high - low);
}

interface Tested {
  readonly symbol: string;
  readonly level: number;
  readonly held: number;
}

function verdictOf(tested: readonly Tested[], datasets: number): Verdict {
  const adjusted = holm(
    tested.map(({ level, held }) => twoSidedBinomial(Math.round(held * datasets), datasets, level)),
  );
  const worst = adjusted.reduce((best, p, i) => (p < adjusted[best] ? i : best), 0);
  if (adjusted[worst] < WARN) {
    const { symbol, held, level } = tested[worst];
    const bad = adjusted[worst] < BAD;
    return {
      level: bad ? 'bad' : 'warn',
      sentence: `${symbol}: ${bad ? '' : 'weak evidence that '}${statement(level, held, datasets)}: too ${held < level ? 'narrow or misplaced' : 'wide'} (${pValue(adjusted[worst])}).`,
    };
  }
  const at90 = tested.filter(({ level }) => level === 0.9);
  const mean = at90.reduce((sum, { held }) => sum + held, 0) / at90.length;
  const few = datasets < ENOUGH_DATASETS;
  return {
    level: few ? 'warn' : 'good',
    sentence: `${statement(0.9, mean, datasets)}${few ? `; ${datasets} data sets are too few to say more` : ''}.`,
  };
}

/** '90 % intervals hold 89.4 ± 1.4 % of the true values'; the error is the binomial one for one quantity. */
function statement(level: number, held: number, datasets: number): string {
  const error = Math.sqrt(Math.max(held * (1 - held), level * (1 - level)) / datasets);
  return `${Math.round(100 * level)} % intervals hold ${percent(held)} ± ${percent(error)} % of the true values`;
}

/** Twice the smaller tail of Binomial(n, p) from k on. */
function twoSidedBinomial(k: number, n: number, p: number): number {
  const lower = binomialCdf(k, n, p);
  const upper = k > 0 ? 1 - binomialCdf(k - 1, n, p) : 1;
  return Math.min(1, 2 * Math.min(lower, upper));
}
