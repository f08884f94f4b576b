/**
 * Coverage of credible regions, averaged over the prior predictive (not at one true value): of all data sets, a mass m of
 * the true values must lie in the region of mass m. It needs the ranks of simulation-based calibration and nothing else:
 * with U uniform, u = (rank + U) / (L + 1) is uniform, and the true value lies in the region of mass m if
 *   central interval of a quantity: |2u - 1| <= m;
 *   highest-density region, u that of ln q(theta | x): 1 - u <= m;
 *   ball round a point chosen from the data (TARP, Lemos et al. 2023), u that of the distance from it: u <= m.
 * The average over U is taken exactly. Each curve is an empirical distribution function, so that ecdfBand.ts holds for it.
 */
import { binomialCdf } from '../../math/special.ts';
import { ecdfBand } from '../ranks/ecdfBand.ts';
import { gammaStatistic, probabilityOf } from '../ranks/gammaStatistic.ts';
import { holm } from '../../math/holm.ts';
import { BAD, type Verdict, WARN } from '../report/verdict.ts';
import { percent, pValue } from '../report/wording.ts';

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
/** The mass that is quoted where a curve stays in its band; one that leaves it is quoted where it is farthest outside. */
const STATED = 0.9;
const ENOUGH_DATASETS = 100;

const REGIONS: Readonly<Record<RegionKind, string>> = {
  central: 'intervals',
  'highest-density': 'highest-density regions',
  tarp: 'balls around points chosen from the data',
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
  const common = report('central', datasets, quantities, (q, level) => heldAt('central', columns[q], draws, level));
  const worst = common.curves.map(({ held }) => worstLevel(held, datasets));
  const { gamma } = ecdfBand(datasets, POINTS);
  // Inside the 95 % band no probability is needed, and each costs a recursion.
  const adjusted = holm(worst.map(({ tail }) => (2 * tail > gamma ? 1 : probabilityOf(2 * tail, datasets, POINTS))));
  const q = adjusted.reduce((best, p, i) => (p < adjusted[best] ? i : best), 0);
  const { held, symbol } = common.curves[q];
  const { level } = worst[q];
  const at = held[LEVELS.indexOf(level)];
  const stated = common.curves.reduce((sum, curve) => sum + curve.held[LEVELS.indexOf(STATED)], 0) / count;
  const verdict =
    adjusted[q] < WARN
      ? alarm(`${symbol}: `, statement('central', level, at, datasets), at > level, adjusted[q])
      : calm('central', stated, datasets);
  return { ...common, verdict };
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
  const datasets = ranks.length;
  const common = report(kind, datasets, [{ key: 'theta', symbol: 'θ' }], (_, level) =>
    heldAt(kind, ranks, draws, level),
  );
  const [{ held }] = common.curves;
  const { p } = gammaStatistic(ranks, draws);
  if (p >= WARN) return { ...common, verdict: calm(kind, held[LEVELS.indexOf(STATED)], datasets) };
  const { level } = worstLevel(held, datasets);
  const at = held[LEVELS.indexOf(level)];
  // Only the outer half: a narrow posterior has too many true values near a point that is not its centre, and too many far.
  const outer = held.reduce((sum, share, i) => (LEVELS[i] >= 0.5 ? sum + share - LEVELS[i] : sum), 0);
  const wide = kind === 'tarp' ? outer > 0 : at > level;
  return { ...common, verdict: alarm('', statement(kind, level, at, datasets), wide, p) };
}

/** Where a curve lies farthest outside of its pointwise band, and the binomial tail there. */
function worstLevel(held: readonly number[], datasets: number): { readonly level: number; readonly tail: number } {
  return held.slice(1, -1).reduce(
    (worst, share, i) => {
      const level = LEVELS[i + 1];
      const count = Math.round(share * datasets);
      // The upper tail is a lower one of the failures: no cancellation.
      const tail = Math.min(binomialCdf(count, datasets, level), binomialCdf(datasets - count, datasets, 1 - level));
      return tail < worst.tail ? { level, tail } : worst;
    },
    { level: STATED, tail: 1 },
  );
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

function alarm(subject: string, statistic: string, wide: boolean, p: number): Verdict {
  const bad = p < BAD;
  return {
    level: bad ? 'bad' : 'warn',
    sentence: `${subject}${statistic}: ${bad ? '' : 'weak evidence that they are '}too ${wide ? 'wide' : 'narrow or misplaced'} (${pValue(p)}).`,
  };
}

function calm(kind: RegionKind, held: number, datasets: number): Verdict {
  const few = datasets < ENOUGH_DATASETS;
  return {
    level: few ? 'warn' : 'good',
    sentence: `${statement(kind, STATED, held, datasets)}${few ? `; ${datasets} data sets are too few to say more` : ''}.`,
  };
}

/** '90 % intervals contain 89.4 ± 1.4 % of the true values'; the error is the binomial one for one quantity. */
function statement(kind: RegionKind, level: number, held: number, datasets: number): string {
  const error = Math.sqrt(Math.max(held * (1 - held), level * (1 - level)) / datasets);
  return `${Math.round(100 * level)} % ${REGIONS[kind]} contain ${percent(held)} ± ${percent(error)} % of the true values`;
}
