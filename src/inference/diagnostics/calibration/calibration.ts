/**
 * The calibration of a posterior over many data sets: ranks of the true values among posterior draws, for the parameters,
 * the derived quantities, ln q(theta | s) and (where it can be computed) ln p(x | theta); from them simulation-based
 * calibration (sbc.ts), three kinds of coverage (coverage.ts), and, where the data say nothing along a ridge, whether the
 * draws follow the prior there (ridgeCheck.ts). Works in chunks, so that its caller can report, yield to messages and stop.
 */
import { Random, STREAMS } from '../../math/random.ts';
import { type AmortisedPosterior, repeatedRows } from '../../posterior/amortised.ts';
import type { JointPrior } from '../../priors/jointPrior.ts';
import { asTheta } from '../../priors/space.ts';
import type { Problem, System } from '../../simulators/system.ts';
import { centralCoverage, type CoverageReport, regionCoverage } from '../coverage/coverage.ts';
import { rankAmong, ranksOf } from '../ranks/ranks.ts';
import { referencePoints } from '../coverage/referencePoints.ts';
import { type RidgeCheck, ridgeCheck } from './ridgeCheck.ts';
import { type RankedQuantity, type SbcReport, sbcReport } from './sbc.ts';

export interface CalibrationInput {
  readonly system: Pick<System, 'display' | 'derived' | 'ridgePosition'>;
  readonly problem: Problem;
  readonly prior: JointPrior;
  readonly posterior: AmortisedPosterior;
  /** Data sets from the joint law: theta [n, D], s [n, C]. */
  readonly truths: { readonly theta: Float64Array; readonly s: Float64Array };
  /** L, posterior draws for each data set. */
  readonly draws: number;
  readonly seed: number;
  /** Which check of this seed it is: each has noise, ties and reference points of its own. 0 by default. */
  readonly run?: number;
  /**
   * ln p(x_i | theta) of rows theta [datasets, any, D] for the data sets from number `from` on; null where it is no test
   * (see simulators/testLikelihood.ts).
   */
  readonly logLikelihoods: ((from: number, thetas: Float64Array, datasets: number) => Promise<Float64Array>) | null;
  /** Called after every chunk with the fraction done; may throw to end the check. */
  readonly onChunk: (fraction: number) => Promise<void> | void;
}

export interface Calibration {
  readonly sbc: SbcReport;
  readonly coverage: {
    readonly central: CoverageReport;
    readonly highestDensity: CoverageReport;
    readonly tarp: CoverageReport;
  };
  /** Null where the data leave no exact ridge. */
  readonly ridge: RidgeCheck | null;
}

const DENSITY: RankedQuantity = { key: 'logDensity', symbol: 'ln q', kind: 'density' };
const LIKELIHOOD: RankedQuantity = { key: 'logLikelihood', symbol: 'ln p', kind: 'likelihood' };

/**
 * One draw in so many is ranked by its likelihood, which may cost a thousand times the draw. A rank among fewer draws stands
 * for as many ranks among all, of which one is taken at random: uniform ranks stay uniform.
 */
const THINNING = 4;

/** More data sets than any check has: their reference points are apart by as many. */
const RUN_APART = 2 ** 20;

/** Data sets a chunk: some 30 ms of a small flow. */
const TOGETHER = 50;

/** @throws RangeError if the posterior gives values that are not numbers; what `onChunk` throws */
export async function calibrate(input: CalibrationInput): Promise<Calibration> {
  const { system, problem, truths, draws: each, seed, run = 0 } = input;
  const D = input.prior.D;
  const n = truths.theta.length / D;
  const width = truths.s.length / n;
  const values = [...system.display(problem.design), ...system.derived(problem.design)];
  const quantities: readonly RankedQuantity[] = [
    ...values,
    DENSITY,
    ...(input.logLikelihoods === null ? [] : [LIKELIHOOD]),
  ];
  const ranks = new Uint16Array(n * quantities.length);
  const columns = {
    central: new Uint16Array(n * values.length),
    density: new Uint16Array(n),
    tarp: new Uint16Array(n),
  };
  const firstDraws = new Float64Array(n * D);
  const random = new Random(seed, STREAMS.checkNoise, run);
  const ties = new Random(seed, STREAMS.ties, run);
  const points = referencePoints(input.prior.whiten(asTheta(truths.theta)), truths.s, D, seed, run * RUN_APART);

  for (let from = 0; from < n; from += TOGETHER) {
    const datasets = Math.min(TOGETHER, n - from);
    const chunk = {
      theta: truths.theta.subarray(from * D, (from + datasets) * D),
      s: truths.s.subarray(from * width, (from + datasets) * width),
    };
    const drawn = await input.posterior.draw(chunk.s, each, random);
    const rows = withTruths(drawn, chunk.theta, datasets, D);
    const density = await input.posterior.logDensity(rows, repeatedRows(chunk.s, width, each + 1));
    const few = thinned(rows, datasets, each, D);
    const likelihood = (await input.logLikelihoods?.(from, few.rows, datasets)) ?? null;
    const distance = distances(input.prior, rows, points.subarray(from * D, (from + datasets) * D));
    const own = ranksOf(
      { draws: drawn, truths: chunk.theta, datasets, drawsPerDataset: each },
      values.map(({ value }) => value),
      ties,
    );
    for (let i = 0; i < datasets; i++) {
      const ofValues = own.subarray(i * values.length, (i + 1) * values.length);
      const ofDensity = rankOfRow(density, i, each, ties, DENSITY.symbol);
      columns.central.set(ofValues, (from + i) * values.length);
      columns.density[from + i] = ofDensity;
      columns.tarp[from + i] = rankOfRow(distance, i, each, ties, 'distance');
      ranks.set(ofValues, (from + i) * quantities.length);
      ranks[(from + i) * quantities.length + values.length] = ofDensity;
      if (likelihood !== null) {
        const rank = rankOfRow(likelihood, i, few.draws, ties, LIKELIHOOD.symbol);
        ranks[(from + i + 1) * quantities.length - 1] = rank * few.every + ties.integer(few.every);
      }
      firstDraws.set(drawn.subarray(i * each * D, (i * each + 1) * D), (from + i) * D);
    }
    await input.onChunk((from + datasets) / n);
  }
  const position = system.ridgePosition?.(problem) ?? null;
  return {
    sbc: sbcReport(ranks, each, quantities, ties),
    coverage: {
      central: centralCoverage(columns.central, each, values),
      highestDensity: regionCoverage('highest-density', columns.density, each),
      tarp: regionCoverage('tarp', columns.tarp, each),
    },
    ridge: position === null ? null : ridgeCheck(position, firstDraws, D),
  };
}

/** The true theta of each data set in front of its draws: [datasets, L + 1, D]. */
function withTruths(draws: Float64Array, theta: Float64Array, datasets: number, D: number): Float64Array {
  const block = draws.length / datasets;
  const rows = new Float64Array(draws.length + theta.length);
  for (let i = 0; i < datasets; i++) {
    rows.set(theta.subarray(i * D, (i + 1) * D), i * (block + D));
    rows.set(draws.subarray(i * block, (i + 1) * block), i * (block + D) + D);
  }
  return rows;
}

/** The true theta of each data set and the first of its draws, so many that `every` ranks of all stand for one of theirs. */
function thinned(rows: Float64Array, datasets: number, each: number, D: number) {
  const every = (each + 1) % THINNING === 0 ? THINNING : 1;
  const kept = (each + 1) / every;
  const few = new Float64Array(datasets * kept * D);
  for (let i = 0; i < datasets; i++) {
    const start = i * (each + 1) * D;
    few.set(rows.subarray(start, start + kept * D), i * kept * D);
  }
  return { rows: few, draws: kept - 1, every };
}

/**
 * Squared distance of every row from its data set's point, in whitened coordinates, in which the prior is N(0, I).
 * @param points whitened [datasets, D]
 */
function distances(prior: JointPrior, rows: Float64Array, points: Float64Array): Float64Array {
  const { D } = prior;
  const z = prior.whiten(asTheta(rows));
  const each = z.length / points.length;
  return Float64Array.from({ length: z.length / D }, (_, row) => {
    const point = Math.floor(row / each) * D;
    let sum = 0;
    for (let j = 0; j < D; j++) sum += (z[row * D + j] - points[point + j]) ** 2;
    return sum;
  });
}

/** Rank of the first of a data set's L + 1 values among the others. */
function rankOfRow(values: Float64Array, dataset: number, draws: number, ties: Random, what: string): number {
  const row = values.subarray(dataset * (draws + 1), (dataset + 1) * (draws + 1));
  if (row.some(Number.isNaN)) {
    throw new RangeError(
      `${what} is not a number for data set ${dataset}: the network may have diverged; reset it and train again.`,
    );
  }
  return rankAmong(row[0], row.subarray(1), ties);
}
