/**
 * Whether a likelihood that somebody wrote is that of the simulator beside it. Theta is drawn from the prior and x simulated, so that theta
 * is a draw of p(theta | x). A Markov chain that leaves the posterior by the given likelihood unchanged is led from it both ways, its place in
 * the chain chosen at random: where the likelihood is right, theta is one of the chain's states like any other (Besag & Clifford 1989;
 * for data sets in numbers, Cook, Gelman & Rubin 2006), however slowly the chain moves. Ranks are compared of each parameter and of ln p
 * (Modrak et al. 2023), which sees a likelihood that is too narrow or too wide; and of each parameter with the sign of whether mean and
 * spread of x are above those of most data sets, which sees one that leaves the data out. A factor that does not depend on theta may be missing.
 */
import { chiSquareUniform, kolmogorovSmirnovUniform } from '../../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { mean, quantile, sd, sorted } from '../../math/statistics.ts';
import { asTheta, asZ } from '../../priors/space.ts';
import { sizeOf } from '../dataShape.ts';
import { inferredPrior, type ProblemSystem, simulatePairs } from '../problem.ts';
import type { Problem } from '../system.ts';

/** Data sets of the whole check, */
export const LIKELIHOOD_DATASETS = 200;
/** states of a chain beside the one that it is led from, */
const STATES = 19;
/** and moves between two of them, and further ones for each parameter. */
const MOVES = { least: 6, each: 2 } as const;
/** Widths of moves are 2.4 / sqrt(D) prior sds and halves of it, down to this power: posteriors are of any width. */
const HALVES = 8;
/** A right likelihood is refused in about one of 10,000 simulators. */
const REFUSED = 1e-4;
/** Ranks expected of each value from which their counts follow the law of the chi-square test; fewer are judged by the other test alone. */
const EXPECTED = 5;

/** What a check has found. */
export interface LikelihoodFinding {
  /** What is wrong, in sentences; null: nothing was found. */
  readonly problem: string | null;
  /** Data sets that were looked at: fewer find less. */
  readonly datasets: number;
}

/**
 * @param system whose model has a likelihood
 * @param seed of the data sets and the chains
 * @returns what is wrong, in sentences; null: nothing was found
 * @throws what the simulator or the likelihood throws
 */
export function likelihoodProblem(system: ProblemSystem, problem: Problem, seed = 0): string | null {
  return checkLikelihood(system, problem, seed).problem;
}

/**
 * The check, or its first part: of data sets 0, 1, ... of the same random sequences.
 * @param most data sets that are simulated
 * @param goOn asked before each data set; false: those before it are judged
 * @throws what the simulator or the likelihood throws
 */
export function checkLikelihood(
  system: ProblemSystem,
  problem: Problem,
  seed: number,
  most = LIKELIHOOD_DATASETS,
  goOn: () => boolean = () => true,
): LikelihoodFinding {
  const prior = inferredPrior(system, problem);
  const { D } = prior;
  const model = system.model(problem.design);
  const { theta, s } = simulatePairs(ofData(system), problem, seed, STREAMS.likelihood, 0, most);
  const size = sizeOf(model.x);
  const random = new Random(seed, STREAMS.likelihood);
  const data = Array.from({ length: most }, (_, i) => Float64Array.from(s.subarray(i * size, (i + 1) * size)));
  const signs = (size > 1 ? [mean, sd] : [mean]).map((measure) => aboveMost(data.map(measure)));
  /** Ranks of ln p, of each parameter, and of it with each sign, [1 + 3 D][datasets]. */
  const ranks = Array.from({ length: 1 + (1 + signs.length) * D }, () => new Float64Array(most));
  let done = 0;
  for (; done < most && goOn(); done++) {
    const i = done;
    const x = data[i];
    const logLikelihood = (z: Float64Array): number =>
      model.logLikelihood?.(prior.unwhiten(asZ(z)), [], x) ?? Number.NaN;
    const start = prior.whiten(asTheta(theta.slice(i * D, (i + 1) * D)));
    const from: State = { z: start, ln: logLikelihood(start) };
    if (from.ln === Number.NEGATIVE_INFINITY) return { problem: IMPOSSIBLE, datasets: done + 1 };
    random.at(STREAMS.likelihood, i, 1);
    const before = random.integer(STATES + 1);
    const states = [
      ...walk(from, before, logLikelihood, random),
      ...walk(from, STATES - before, logLikelihood, random),
    ];
    const rank = (of: (state: State) => number) => {
      const own = of(from);
      const below = states.filter((state) => of(state) < own).length;
      // The chain may stay where it is: equal values are put in any order.
      const equal = states.filter((state) => of(state) === own).length;
      return below + random.integer(equal + 1);
    };
    ranks[0][i] = rank(({ ln }) => ln);
    for (let j = 0; j < D; j++) {
      const own = rank(({ z }) => z[j]);
      ranks[1 + j][i] = own;
      for (const [k, sign] of signs.entries()) ranks[1 + (k + 1) * D + j][i] = sign[i] ? own : STATES - own;
    }
  }
  if (done === 0) return { problem: null, datasets: 0 };
  const p = Math.min(...ranks.map((own) => uniformity(own.subarray(0, done), random)));
  return { problem: p * ranks.length < REFUSED ? refusal(done) : null, datasets: done };
}

/** The system whose network is given the data themselves: the likelihood is theirs, whatever summaries there are. */
function ofData(system: ProblemSystem): ProblemSystem {
  return {
    ...system,
    model(design) {
      const model = system.model(design);
      return { ...model, s: model.x, summarise: (x, out) => out.set(x) };
    },
  };
}

const IMPOSSIBLE =
  'logLikelihood is −Infinity for data that simulate has given at the very same parameters. One of the two is wrong, so it gives no reference.';

function refusal(datasets: number): string {
  return `logLikelihood is not that of simulate: of ${datasets} simulated data sets it does not find the parameters again as often as it claims (p < 0.0001). Look for a missing factor, for a variance in place of an sd, or for data of another order. It gives no reference, no weights and no check by ln p.`;
}

function aboveMost(values: readonly number[]): boolean[] {
  const median = quantile(sorted(Float64Array.from(values)), 0.5);
  return values.map((value) => value > median);
}

interface State {
  readonly z: Float64Array;
  readonly ln: number;
}

/** `count` states of a reversible chain (Metropolis, symmetric moves). */
function walk(from: State, count: number, logLikelihood: (z: Float64Array) => number, random: Random): State[] {
  const D = from.z.length;
  const states: State[] = [];
  let now = from;
  for (let k = 0; k < count; k++) {
    for (let move = 0; move < MOVES.least + MOVES.each * D; move++) {
      const width = 2 ** -random.integer(HALVES);
      const z = now.z.slice();
      const alone = D > 1 && random.uniform() < 0.5 ? random.integer(D) : null;
      for (let j = 0; j < D; j++) {
        if (alone === null) z[j] += ((width * 2.4) / Math.sqrt(D)) * random.normal();
        else if (alone === j) z[j] += 2.4 * width * random.normal();
      }
      const ln = logLikelihood(z);
      if (Math.log(1 - random.uniform()) < ln - now.ln + prior(z) - prior(now.z)) now = { z, ln };
    }
    states.push(now);
  }
  return states;
}

/** ln of N(0, I), up to a constant. */
function prior(z: Float64Array): number {
  return -0.5 * z.reduce((sum, value) => sum + value * value, 0);
}

/** p that ranks from 0 to STATES are uniform: the smaller one of two tests, twice; where they are few, of one. */
function uniformity(ranks: Float64Array, random: Random): number {
  const counts = new Float64Array(STATES + 1);
  for (const rank of ranks) counts[rank]++;
  const spread = ranks.map((rank) => (rank + random.uniform()) / (STATES + 1));
  const { p } = kolmogorovSmirnovUniform(spread);
  if (ranks.length < EXPECTED * counts.length) return p;
  return Math.min(1, 2 * Math.min(chiSquareUniform(counts).p, p));
}
