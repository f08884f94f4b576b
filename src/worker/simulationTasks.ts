/** What a simulation worker can do: the pure task functions behind the pool's commands. */
import { Random, STREAMS } from '../inference/math/random.ts';
import { type PredictiveBands, predictiveBands } from '../inference/posterior/predictive.ts';
import { simulatePairs } from '../inference/simulators/problem.ts';
import { systemById } from '../inference/simulators/registry.ts';
import type { Problem, ReferenceAnswer } from '../inference/simulators/system.ts';
import { Transferred } from './dispatcher.ts';
import type { Handlers } from './dispatcher.ts';

/** Pairs `from` to `from + count - 1` of a stream of simulations. */
export interface SimulatedChunk {
  readonly from: number;
  readonly count: number;
  /** [count, D] row-major, natural units. */
  readonly theta: Float64Array;
  /** [count, C] row-major. */
  readonly s: Float32Array;
}

export interface SimulationCommands {
  simulate: {
    params: {
      readonly problem: Problem;
      readonly seed: number;
      readonly stream: number;
      readonly from: number;
      readonly count: number;
    };
    progress: never;
    result: SimulatedChunk;
  };
  reference: {
    params: { readonly problem: Problem; readonly x: Float64Array; readonly draws: number };
    progress: { readonly fraction: number };
    result: ReferenceAnswer;
  };
  predictive: {
    params: { readonly problem: Problem; readonly source: PredictiveSource; readonly seed: number };
    progress: never;
    result: PredictiveBands;
  };
}

/** Draws from the prior, or given ones: theta [n, D]. */
export type PredictiveSource = { readonly thetas: Float64Array } | { readonly priorDraws: number };

/** The draws of a reference are the same each time: they stand for the answer, not for a sample of answers. */
const REFERENCE_SEED = 0;

/** A hundred reports are enough for a progress bar; a sampler may call more often. */
const LEAST_PROGRESS = 0.01;

export const simulationTasks: Handlers<SimulationCommands> = {
  simulate: ({ problem, seed, stream, from, count }) => {
    const { theta, s } = simulatePairs(systemById(problem.system), problem, seed, stream, from, count);
    return new Transferred({ from, count, theta, s }, [theta.buffer, s.buffer]);
  },

  reference: ({ problem, x, draws }, { progress }) => {
    let reported = 0;
    const answer = systemById(problem.system).reference({
      problem,
      x,
      draws,
      random: new Random(REFERENCE_SEED, STREAMS.reference),
      onProgress: (fraction) => {
        if (fraction < reported + LEAST_PROGRESS) return;
        reported = fraction;
        progress({ fraction });
      },
    });
    return answer.kind === 'reference' ? new Transferred(answer, [answer.draws.buffer]) : answer;
  },

  predictive: ({ problem, source, seed }) => predictiveBands(systemById(problem.system), problem, source, seed),
};
