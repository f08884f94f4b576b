/**
 * How good a posterior is on pairs to which neither network nor correction was fitted: its mean -ln q, its calibration (SBC of the
 * parameters and derived quantities), and how many true values its 90 % intervals hold.
 */
import { centralCoverage } from '../diagnostics/coverage/coverage.ts';
import { ranksOf } from '../diagnostics/ranks/ranks.ts';
import { sbcReport } from '../diagnostics/calibration/sbc.ts';
import type { Verdict } from '../diagnostics/report/verdict.ts';
import { Random, STREAMS } from '../math/random.ts';
import { mean } from '../math/statistics.ts';
import type { AmortisedPosterior } from '../posterior/amortised.ts';
import type { Problem, System } from '../simulators/system.ts';

export interface PosteriorScore {
  /** Mean of -ln q(theta* | s), nats of theta. */
  readonly loss: number;
  /** Share of true values in the central 90 % intervals, mean over the quantities. */
  readonly held90: number;
  /** Smallest p-value of SBC, corrected. */
  readonly p: number;
  /** SBC's verdict. */
  readonly verdict: Verdict;
}

/** Pairs from the joint law: theta [n, D], s [n, C]. */
export interface TruePairs {
  readonly theta: Float64Array;
  readonly s: ArrayLike<number>;
}

/** L; L + 1 is divisible by 20 bins. */
const DRAWS = 99;

export async function scorePosterior(
  posterior: AmortisedPosterior,
  { theta, s }: TruePairs,
  system: Pick<System, 'display' | 'derived'>,
  problem: Problem,
  dim: number,
): Promise<PosteriorScore> {
  const datasets = theta.length / dim;
  const quantities = [...system.display(problem.design), ...system.derived(problem.design)];
  const random = new Random(0, STREAMS.correction, 2);
  const draws = await posterior.draw(s, DRAWS, random);
  const ranks = ranksOf(
    { draws, truths: theta, datasets, drawsPerDataset: DRAWS },
    quantities.map(({ value }) => value),
    random,
  );
  const sbc = sbcReport(ranks, DRAWS, quantities, random);
  const coverage = centralCoverage(ranks, DRAWS, quantities);
  const at90 = coverage.levels.findIndex((level) => Math.abs(level - 0.9) < 1e-9);
  return {
    loss: -mean(await posterior.logDensity(theta, s)),
    held90: mean(coverage.curves.map(({ held }) => held[at90])),
    p: Math.min(...sbc.quantities.map(({ adjustedP }) => adjustedP)),
    verdict: sbc.verdict,
  };
}
