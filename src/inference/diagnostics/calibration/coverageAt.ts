/**
 * Credible and confidence: coverage of central credible intervals at ONE true value, over data sets that it gives. A credible
 * interval of mass m holds the true value with probability m on average over the prior; at a given value it may hold it more
 * often or less, and a posterior that is exactly right does so too: with theta ~ N(0, 1), x | theta ~ N(theta, 1) the 90 %
 * interval holds theta = 0 in 98 % and theta = 2 in 63 % of all data sets. A confidence interval is one that keeps its rate
 * at every value.
 */
import { Random, STREAMS } from '../../math/random.ts';
import { asTheta } from '../../priors/space.ts';
import type { CalibrationInput } from './calibration.ts';
import { centralCoverage, type CoverageReport } from '../coverage/coverage.ts';
import { ranksOf } from '../ranks/ranks.ts';
import type { Verdict } from '../report/verdict.ts';
import { percent } from '../report/wording.ts';

export interface CoverageAt {
  /** The true value, [D]. */
  readonly theta: Float64Array;
  readonly datasets: number;
  readonly levels: CoverageReport['levels'];
  readonly curves: CoverageReport['curves'];
  /** Simultaneous 95 % band of a curve whose rate is the credible mass. */
  readonly band: CoverageReport['band'];
  /** Always 'good': a rate that differs from the mass at one value is no fault. */
  readonly verdict: Verdict;
}

export type CoverageAtInput = Pick<
  CalibrationInput,
  'system' | 'problem' | 'posterior' | 'draws' | 'seed' | 'run' | 'onChunk'
> & {
  readonly theta: Float64Array;
  /** Summaries of data sets simulated at theta, [n, C]. */
  readonly s: Float64Array;
  readonly datasets: number;
};

const TOGETHER = 50;
const MASS = 0.9;

/** @throws what `onChunk` throws */
export async function coverageAt(input: CoverageAtInput): Promise<CoverageAt> {
  const { system, problem, posterior, theta, s, datasets, draws: each, seed, run = 0 } = input;
  const quantities = system.display(problem.design);
  const width = s.length / datasets;
  const ranks = new Uint16Array(datasets * quantities.length);
  const random = new Random(seed, STREAMS.coverageNoise, run);
  const ties = new Random(seed, STREAMS.coverageTies, run);
  for (let from = 0; from < datasets; from += TOGETHER) {
    const n = Math.min(TOGETHER, datasets - from);
    const draws = await posterior.draw(s.subarray(from * width, (from + n) * width), each, random);
    const truths = asTheta(Float64Array.from({ length: n * theta.length }, (_, i) => theta[i % theta.length]));
    const values = quantities.map(({ value }) => value);
    const own = ranksOf({ draws, truths, datasets: n, drawsPerDataset: each }, values, ties);
    ranks.set(own, from * quantities.length);
    await input.onChunk((from + n) / datasets);
  }
  const { levels, curves, band } = centralCoverage(ranks, each, quantities);
  return { theta, datasets, levels, curves, band, verdict: sentenceOf(curves, levels.indexOf(MASS), datasets) };
}

function sentenceOf(curves: CoverageReport['curves'], at: number, datasets: number): Verdict {
  const held = curves.map(({ symbol, held: shares }) => {
    const share = shares[at];
    const error = Math.sqrt(Math.max(share * (1 - share), 1 / datasets) / datasets);
    return `${symbol} in ${percent(share)} ± ${percent(error)} %`;
  });
  return {
    level: 'good',
    sentence: `At this true value the ${Math.round(100 * MASS)} % intervals contain ${held.join(', ')} of ${datasets} data sets.`,
  };
}
