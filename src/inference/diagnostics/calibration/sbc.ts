/**
 * Simulation-based calibration (Talts et al. 2018): n data sets from the prior predictive, L posterior draws each; the
 * ranks of the true values among the draws must be uniform on 0..L. Per quantity: a rank histogram with a chi-square
 * test, the empirical distribution function with its simultaneous band and the log-gamma statistic (gammaStatistic.ts),
 * z-scores of the mean and the spread of u = (rank + U(0,1)) / (L + 1), and effect sizes. Uniform ranks of the parameters
 * do not prove a good posterior: the prior itself has them, and only a quantity that depends on the data, such as the log
 * likelihood, tells the two apart (Modrák et al. 2023).
 */
import { chiSquareUniform } from '../../math/goodnessOfFit.ts';
import type { Random } from '../../math/random.ts';
import { normalCdf } from '../../math/special.ts';
import { binomialBand } from '../ranks/binomialBand.ts';
import { type EcdfBand, ecdfBand } from '../ranks/ecdfBand.ts';
import { ecdfPoints, gammaStatistic, rankEcdf } from '../ranks/gammaStatistic.ts';
import { holm } from '../../math/holm.ts';
import { rankShape } from '../ranks/rankShape.ts';
import { BAD, type Verdict, WARN } from '../report/verdict.ts';
import { pValue, twoDigits } from '../report/wording.ts';

/**
 * What is ranked: 'value', a parameter or a function of the parameters; 'density', ln q(theta | x) under the posterior
 * itself; 'likelihood', ln p(x | theta).
 */
export type QuantityKind = 'value' | 'density' | 'likelihood';

export interface RankedQuantity {
  readonly key: string;
  readonly symbol: string;
  /** 'value' by default. */
  readonly kind?: QuantityKind;
}

/** Ranks of one test quantity over n data sets, summarised. */
export interface SbcQuantity {
  readonly key: string;
  readonly symbol: string;
  readonly kind: QuantityKind;
  /** Rank of the true value among L draws, 0..L, one per data set. */
  readonly ranks: Uint16Array;
  /** Counts of ranks in equal bins. */
  readonly histogram: readonly number[];
  /** Pearson chi-square p-value of the histogram against uniformity. */
  readonly chiSquareP: number;
  /** Share of the ranks below z_k = k / K, k = 1..K, to be compared with `SbcReport.ecdfBand`. */
  readonly ecdf: readonly number[];
  /** Below 0: the ECDF leaves its simultaneous 95 % band. */
  readonly logGamma: number;
  readonly gammaP: number;
  /**
   * p-value of the four tests together (chi-square, gamma, bias, dispersion: four times the smallest), after Holm's
   * correction over the quantities.
   */
  readonly adjustedP: number;
  /** z-score of the mean rank: > 0, the posterior sits too low. */
  readonly zBias: number;
  /** z-score of the spread of the ranks: > 0, the ranks pile up at the ends (posterior too narrow, or shifted). */
  readonly zDispersion: number;
  /** Posterior sd over the sd that would be calibrated: 0.74 means too narrow by 26 %, or misplaced by varying amounts. */
  readonly widthFactor: number;
  /** Shift of the posterior in units of the calibrated sd (> 0: too high). */
  readonly shift: number;
  readonly verdict: Verdict;
}

export interface SbcReport {
  readonly datasets: number;
  /** L, posterior draws per data set. */
  readonly draws: number;
  readonly bins: number;
  /** 99 % binomial band of a bin's count (pointwise). */
  readonly band: { readonly low: number; readonly high: number };
  /** Simultaneous 95 % band of each quantity's ECDF. */
  readonly ecdfBand: EcdfBand;
  readonly quantities: readonly SbcQuantity[];
  readonly verdict: Verdict;
}

/** With fewer data sets a clean histogram says too little to be called good. */
const ENOUGH_DATASETS = 100;
const MIN_PER_BIN = 5;

/** The largest divisor of L + 1, at most 20, that leaves at least 5 data sets a bin. */
export function defaultBins(datasets: number, draws: number): number {
  for (let bins = 20; bins > 2; bins--) {
    if ((draws + 1) % bins === 0 && datasets / bins >= MIN_PER_BIN) return bins;
  }
  return (draws + 1) % 2 === 0 ? 2 : 1;
}

/**
 * Summarises ranks.
 * @param ranks 0..L, [n, quantities.length] row-major (see ranks.ts)
 * @param draws L
 * @param random for the continuous u of the z-scores: ranks are discrete
 * @param bins must divide L + 1; 20 by default where L and n allow it
 * @throws RangeError if the bins do not divide L + 1
 */
export function sbcReport(
  ranks: Uint16Array,
  draws: number,
  quantities: readonly RankedQuantity[],
  random: Random,
  bins = defaultBins(ranks.length / quantities.length, draws),
): SbcReport {
  if ((draws + 1) % bins !== 0) {
    throw new RangeError(
      `${bins} bins cannot hold equal numbers of the ${draws + 1} possible ranks: take L + 1 divisible by the number of bins, such as 199 draws and 20 bins.`,
    );
  }
  const count = quantities.length;
  const datasets = ranks.length / count;
  const measured = quantities.map(({ key, symbol, kind = 'value' }, q) => {
    const own = Uint16Array.from({ length: datasets }, (_, i) => ranks[i * count + q]);
    return { key, symbol, kind, ranks: own, ...measure(own, draws, bins, random) };
  });
  const adjusted = holm(measured.map(combinedP));
  const reported = measured.map((entry, q): SbcQuantity => {
    const corrected = { ...entry, adjustedP: adjusted[q] };
    return { ...corrected, verdict: quantityVerdict(corrected, draws) };
  });
  return {
    datasets,
    draws,
    bins,
    band: binomialBand(datasets, 1 / bins),
    ecdfBand: ecdfBand(datasets, ecdfPoints(draws)),
    quantities: reported,
    verdict: reportVerdict(reported, datasets),
  };
}

function measure(ranks: Uint16Array, draws: number, bins: number, random: Random) {
  const n = ranks.length;
  const histogram = Array.from({ length: bins }, () => 0);
  const perBin = (draws + 1) / bins;
  let sum = 0;
  let squares = 0;
  for (const rank of ranks) {
    histogram[Math.floor(rank / perBin)]++;
    const u = (rank + random.uniform()) / (draws + 1);
    sum += u;
    squares += (u - 0.5) ** 2;
  }
  const zBias = (sum / n - 0.5) * Math.sqrt(12 * n);
  const zDispersion = (squares / n - 1 / 12) * Math.sqrt(180 * n);
  const shape = rankShape(ranks, draws);
  const chiSquareP = bins > 1 ? chiSquareUniform(histogram).p : 1;
  const { logGamma, p: gammaP } = gammaStatistic(ranks, draws);
  return {
    histogram,
    chiSquareP,
    ecdf: rankEcdf(ranks, draws),
    logGamma,
    gammaP,
    zBias,
    zDispersion,
    widthFactor: shape.width,
    shift: shape.shift,
  };
}

/** Bonferroni's correction over the four tests: any of them may sound the alarm. */
function combinedP(entry: Pick<SbcQuantity, 'chiSquareP' | 'gammaP' | 'zBias' | 'zDispersion'>): number {
  const smallest = Math.min(entry.chiSquareP, entry.gammaP, twoSided(entry.zBias), twoSided(entry.zDispersion));
  return Math.min(1, 4 * smallest);
}

function twoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

function quantityVerdict(entry: Omit<SbcQuantity, 'verdict'>, draws: number): Verdict {
  const { symbol, adjustedP, ranks } = entry;
  if (adjustedP < WARN) {
    return {
      level: adjustedP < BAD ? 'bad' : 'warn',
      sentence: `${symbol}: ${adjustedP < BAD ? '' : 'weak evidence that '}the posterior is ${fault(entry, draws)} (${pValue(adjustedP)}).`,
    };
  }
  if (ranks.length < ENOUGH_DATASETS) {
    return {
      level: 'warn',
      sentence: `${symbol}: ${ranks.length} data sets are enough to exclude gross errors only.`,
    };
  }
  return {
    level: 'good',
    sentence: `${symbol}: no sign of miscalibration in ${ranks.length} data sets (${pValue(adjustedP)}).`,
  };
}

/** What the ranks of each kind of quantity say when the true value's are too low or too high. */
const FAULTS = {
  density: {
    low: 'too narrow or misplaced: true values lie too far out in it',
    high: 'too wide: true values lie too near its peak',
  },
  likelihood: {
    low: 'overconfident: its draws fit the data better than the true values do',
    high: 'too wide, misplaced or blind to part of the data: its draws fit the data worse than the true values do',
  },
} as const;

/**
 * 'too narrow by 26 % or misplaced, and too high by 0.5 sd', from those effects that exceed three standard errors. Ranks that
 * pile up at both ends come as well from posteriors of the right width in the wrong place, now too high, now too low: ranks
 * alone cannot tell the two apart.
 */
function fault({ ranks, kind, zBias }: Pick<SbcQuantity, 'ranks' | 'kind' | 'zBias'>, draws: number): string {
  if (kind !== 'value' && Math.abs(zBias) > 3) return FAULTS[kind][zBias < 0 ? 'low' : 'high'];
  if (kind !== 'value') return 'of the wrong shape: the rank histogram is not flat';
  const { width, widthError, shift, shiftError } = rankShape(ranks, draws);
  const found: string[] = [];
  if (Math.abs(width - 1) > 3 * widthError) {
    found.push(
      width < 1
        ? `too narrow by ${twoDigits(100 * (1 - width))} % or misplaced`
        : `too wide by ${twoDigits(100 * (width - 1))} %`,
    );
  }
  if (Math.abs(shift) > 3 * shiftError) {
    found.push(`too ${shift > 0 ? 'high' : 'low'} by ${twoDigits(Math.abs(shift))} sd`);
  }
  return found.length > 0 ? found.join(', and ') : 'of the wrong shape: the rank histogram is not flat';
}

function reportVerdict(quantities: readonly SbcQuantity[], datasets: number): Verdict {
  const worst = quantities.reduce((a, b) => (b.adjustedP < a.adjustedP ? b : a));
  if (worst.adjustedP >= WARN) {
    if (datasets < ENOUGH_DATASETS) {
      return {
        level: 'warn',
        sentence: `No gross errors in ${datasets} data sets; use ${ENOUGH_DATASETS} or more for a verdict.`,
      };
    }
    return {
      level: 'good',
      sentence: `No sign of miscalibration in ${datasets} data sets (smallest ${pValue(worst.adjustedP)}).`,
    };
  }
  const failing = quantities.filter((entry) => entry.verdict.level === worst.verdict.level).length;
  const others = failing > 1 ? ` ${failing} of ${quantities.length} quantities fail.` : '';
  return { level: worst.verdict.level, sentence: `${worst.verdict.sentence}${others}` };
}
