/**
 * Coverage of credible regions, averaged over the prior predictive (not at one true value): of all data sets, a mass m of
 * the true values must lie in the region of mass m. It needs the ranks of simulation-based calibration and nothing else:
 * with U uniform, u = (rank + U) / (L + 1) is uniform, and the true value lies in the region of mass m if
 *   central interval of a quantity: |2u - 1| <= m;
 *   highest-density region, u that of ln q(theta | x): 1 - u <= m;
 *   ball round a random point (TARP, Lemos et al. 2023), u that of the distance from it: u <= m.
 * The average over U is taken exactly. Each curve is an empirical distribution function, so that ecdfBand.ts holds for it.
 */
import { binomialCdf } from '../math/special.ts';
import { ecdfBand } from './ecdfBand.ts';
import { gammaTest } from './gammaTest.ts';
import { holm } from './holm.ts';
import { BAD, type Verdict, WARN } from './verdict.ts';
import { percent, pValue } from './wording.ts';

export type RegionKind = 'central' | 'highest-density' | 'tarp';

export interface CoverageReport {
  readonly kind: RegionKind;
  readonly datasets: number;
  /** Nominal masses, 0, 0.01, ..., 1. */
  readonly levels: readonly number[];
  /** Per quantity: fraction of data sets whose true value lies in the region of that mass. */
  readonly curves: readonly { readonly key: string; readonly symbol: string; readonly held: readonly number[] }[];
  /** Simultaneous 95 % band of a whole curve. */
  readonly band: { readonly low: readonly number[]; readonly high: readonly number[] };
  readonly verdict: Verdict;
}

const POINTS = 100;
const LEVELS: readonly number[] = Array.from({ length: POINTS + 1 }, (_, i) => i / POINTS);
/** The verdict on central intervals tests these masses, with Holm's correction over masses and quantities. */
const TESTED = [0.5, 0.68, 0.9] as const;
const STATED = 0.9;
const ENOUGH_DATASETS = 100;

const REGIONS: Readonly<Record<RegionKind, string>> = {
  central: 'intervals',
  'highest-density': 'highest-density regions',
  tarp: 'balls round random points',
};

/**
 * Central intervals of several quantities.
 * @param ranks 0..L, [n, quantities.length] row-major (see ranks.ts)
 * @param draws L
 */
export function centralCoverage(
  ranks: Uint16Array,
  draws: number,
  quantities: readonly { readonly key: string; readonly symbol: string }[],
): CoverageReport {
  const count = quantities.length;
  const datasets = ranks.length / count;
  const columns = quantities.map((_, q) => Uint16Array.from({ length: datasets }, (__, i) => ranks[i * count + q]));
  const tested = quantities.flatMap(({ symbol }, q) =>
    TESTED.map((level) => ({ symbol, level, held: heldAt('central', columns[q], draws, level) })),
  );
  return {
    ...report('central', datasets, quantities, (q, level) => heldAt('central', columns[q], draws, level)),
    verdict: centralVerdict(tested, datasets),
  };
}

/**
 * Regions of the whole parameter vector.
 * @param ranks 0..L, one per data set: of ln q(theta | x) ('highest-density'), or of the distance from a point ('tarp')
 */
export function regionCoverage(
  kind: Exclude<RegionKind, 'central'>,
  ranks: Uint16Array,
  draws: number,
): CoverageReport {
  const held = heldAt(kind, ranks, draws, STATED);
  const { p } = gammaTest(ranks, draws);
  // Only the outer half: a narrow posterior has too many true values near a random point, too, and too many far from it.
  const excess = LEVELS.filter((level) => level >= 0.5).map((level) => heldAt(kind, ranks, draws, level) - level);
  return {
    ...report(kind, ranks.length, [{ key: 'theta', symbol: 'θ' }], (_, level) => heldAt(kind, ranks, draws, level)),
    verdict: regionVerdict({ kind, held, p, wide: excess.reduce((sum, value) => sum + value, 0) > 0 }, ranks.length),
  };
}

function report(
  kind: RegionKind,
  datasets: number,
  quantities: readonly { readonly key: string; readonly symbol: string }[],
  held: (q: number, level: number) => number,
) {
  const { low, high } = ecdfBand(datasets, POINTS);
  return {
    kind,
    datasets,
    levels: LEVELS,
    curves: quantities.map(({ key, symbol }, q) => ({ key, symbol, held: LEVELS.map((level) => held(q, level)) })),
    band: { low: [0, ...low], high: [0, ...high] },
  };
}

/** Share of the ranks whose u lies where the region of the mass puts it. */
function heldAt(kind: RegionKind, ranks: Uint16Array, draws: number, mass: number): number {
  const [from, to] = {
    central: [(1 - mass) / 2, (1 + mass) / 2],
    'highest-density': [1 - mass, 1],
    tarp: [0, mass],
  }[kind].map((u) => u * (draws + 1));
  let sum = 0;
  // A rank's cell is [r, r + 1] in units of 1 / (L + 1).
  for (const rank of ranks) sum += Math.max(0, Math.min(rank + 1, to) - Math.max(rank, from));
  return sum / ranks.length;
}

interface Tested {
  readonly symbol: string;
  readonly level: number;
  readonly held: number;
}

function centralVerdict(tested: readonly Tested[], datasets: number): Verdict {
  const adjusted = holm(
    tested.map(({ level, held }) => twoSidedBinomial(Math.round(held * datasets), datasets, level)),
  );
  const worst = adjusted.reduce((best, p, i) => (p < adjusted[best] ? i : best), 0);
  if (adjusted[worst] < WARN) {
    const { symbol, held, level } = tested[worst];
    return alarm(`${symbol}: `, statement('central', level, held, datasets), held > level, adjusted[worst]);
  }
  const stated = tested.filter(({ level }) => level === STATED);
  return calm('central', stated.reduce((sum, { held }) => sum + held, 0) / stated.length, datasets);
}

function regionVerdict(
  {
    kind,
    held,
    p,
    wide,
  }: { readonly kind: RegionKind; readonly held: number; readonly p: number; readonly wide: boolean },
  datasets: number,
): Verdict {
  return p < WARN ? alarm('', statement(kind, STATED, held, datasets), wide, p) : calm(kind, held, datasets);
}

function alarm(subject: string, statistic: string, wide: boolean, p: number): Verdict {
  const bad = p < BAD;
  const start = subject === '' ? 'Weak' : 'weak';
  return {
    level: bad ? 'bad' : 'warn',
    sentence: `${subject}${bad ? '' : `${start} evidence that `}${statistic}: too ${wide ? 'wide' : 'narrow or misplaced'} (${pValue(p)}).`,
  };
}

function calm(kind: RegionKind, held: number, datasets: number): Verdict {
  const few = datasets < ENOUGH_DATASETS;
  return {
    level: few ? 'warn' : 'good',
    sentence: `${statement(kind, STATED, held, datasets)}${few ? `; ${datasets} data sets are too few to say more` : ''}.`,
  };
}

/** '90 % intervals hold 89.4 ± 1.4 % of the true values'; the error is the binomial one for one quantity. */
function statement(kind: RegionKind, level: number, held: number, datasets: number): string {
  const error = Math.sqrt(Math.max(held * (1 - held), level * (1 - level)) / datasets);
  return `${Math.round(100 * level)} % ${REGIONS[kind]} hold ${percent(held)} ± ${percent(error)} % of the true values`;
}

/** Twice the smaller tail of Binomial(n, p) from k on. */
function twoSidedBinomial(k: number, n: number, p: number): number {
  const lower = binomialCdf(k, n, p);
  const upper = k > 0 ? 1 - binomialCdf(k - 1, n, p) : 1;
  return Math.min(1, 2 * Math.min(lower, upper));
}
