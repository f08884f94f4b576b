/**
 * What is done with a system's simulator and likelihood: the tasks of a simulation worker that need them. A lane, in which a
 * simulator of one's own runs, can do these and no others (worker/own/lane.ts).
 */
import type { ProfileReport } from '../../inference/diagnostics/identifiability/profileLikelihood.ts';
import { Random, STREAMS } from '../../inference/math/random.ts';
import { observedData } from '../../inference/observation/observation.ts';
import { loadPart } from '../../inference/parts/loadPart.ts';
import { type Predictive, predictive } from '../../inference/posterior/predictive.ts';
import { replicatedSummaries } from '../../inference/posterior/replicated.ts';
import { SimulationFailure } from '../../inference/simulators/attempts.ts';
import { sizeOf } from '../../inference/simulators/dataShape.ts';
import { LikelihoodRefusal } from '../../inference/simulators/likelihoodRefusal.ts';
import { logTarget } from '../../inference/simulators/logTarget.ts';
import { type OwnPriors, simulatePairs, type ThetaSource } from '../../inference/simulators/problem.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import { simulatedData } from '../../inference/simulators/simulatedData.ts';
import { testLikelihoods } from '../../inference/simulators/testLikelihood.ts';
import type { Problem, ReferenceAnswer, System } from '../../inference/simulators/system.ts';
import { Transferred, type Handlers } from '../rpc/dispatcher.ts';

/** Of a worker's catalogue: the systems of what messages carry. */
export interface Definer {
  define(source: SystemSource): System;
}

/** Pairs `from` to `from + count - 1` of a stream of simulations. */
export interface SimulatedChunk {
  readonly from: number;
  readonly count: number;
  /** [count, D] row-major, natural units. */
  readonly theta: Float64Array;
  /** [count, C] row-major. */
  readonly s: Float64Array;
  readonly own?: OwnPriors;
  /** Attempts that failed (simulators/attempts.ts); absent: none. */
  readonly failed?: number;
}

/**
 * A problem, and where its system comes from: a worker may have been started afresh, and knows the systems that come with the
 * program alone.
 */
export interface Posed {
  readonly problem: Problem;
  readonly system: SystemSource;
}

export interface SystemCommands {
  simulate: {
    params: Posed & {
      readonly seed: number;
      readonly stream: number;
      readonly from: number;
      readonly count: number;
      readonly at: ThetaSource;
      /** Whether it is simulated once more, and not taken from what is kept. */
      readonly again?: boolean;
    };
    progress: never;
    result: SimulatedChunk;
  };
  /** ln p(x_i | theta) of several theta for each data set of a stream, [datasets, each]. */
  likelihoods: {
    params: Posed & {
      readonly source: { readonly seed: number; readonly stream: number; readonly from: number };
      /** [datasets, each, D] */
      readonly thetas: Float64Array;
      readonly datasets: number;
    };
    progress: never;
    result: Float64Array;
  };
  /** Raw data x of the pairs `from` to `from + count - 1` of a stream, [count, size of x]. */
  data: {
    params: Posed & {
      readonly source: { readonly seed: number; readonly stream: number; readonly from: number };
      readonly count: number;
    };
    progress: never;
    result: Float64Array;
  };
  /** Raw data of an observation at theta, with the random numbers of a seed. */
  observe: {
    params: Posed & { readonly theta: readonly number[]; readonly seed: number };
    progress: never;
    result: Float64Array;
  };
  /** Summaries of data that were given, of a simulator which computes its own. */
  summaries: {
    params: Posed & {
      /** [n, size of x] */
      readonly x: Float64Array;
    };
    progress: never;
    result: Summarised;
  };
  profile: {
    params: Posed & { readonly x: Float64Array };
    progress: { readonly fraction: number };
    result: ProfileReport;
  };
  reference: {
    params: Posed & { readonly x: Float64Array; readonly draws: number };
    progress: ReferenceProgress;
    result: ReferenceAnswer;
  };
  predictive: {
    params: Posed & { readonly source: PredictiveSource; readonly seed: number };
    progress: never;
    result: Predictive;
  };
  /** Summaries [n, C] of one data set for each row of thetas [n, D]; `from` and `present` as in replicatedSummaries. */
  replicate: {
    params: Posed & {
      readonly thetas: Float64Array;
      readonly seed: number;
      readonly from?: number;
      readonly present?: Uint8Array | null;
    };
    progress: never;
    result: Float64Array;
  };
  /** ln p(x | theta) + ln p(theta), up to a constant, of each row of thetas [n, D]: one data set, many theta. */
  target: {
    params: Posed & { readonly x: Float64Array; readonly thetas: Float64Array };
    progress: never;
    result: Float64Array;
  };
}

export interface Summarised {
  /** [n, C]; of data whose summaries fail, NaN. */
  readonly s: Float64Array;
  /** Those, with the reason as a sentence, in order. */
  readonly failures: readonly { readonly row: number; readonly message: string }[];
}

export interface ReferenceProgress {
  readonly fraction: number;
  /** What was found so far, a phrase; left out: there is nothing to say. */
  readonly remark?: string | undefined;
}

/** Draws from the prior, or given ones: theta [n, D]. */
export type PredictiveSource = { readonly thetas: Float64Array } | { readonly priorDraws: number };

/** The draws of a reference are the same each time: they stand for the answer, not for a sample of answers. */
const REFERENCE_SEED = 0;

/** A hundred reports are enough for a progress bar; a sampler may call more often. */
const LEAST_PROGRESS = 0.01;

/** @throws (rejects) LikelihoodRefusal where the likelihood was found to be another one than the simulator's */
async function withSoundLikelihood(system: System, problem: Problem): Promise<System> {
  const fault = (await system.likelihoodFault?.(problem)) ?? null;
  if (fault !== null) throw new LikelihoodRefusal(fault);
  return system;
}

function summarisedData(system: System, { design }: Problem, x: Float64Array): Summarised {
  const model = system.model(design);
  const [size, C] = [sizeOf(model.x), sizeOf(model.s)];
  const n = x.length / size;
  const s = new Float64Array(n * C);
  const failures: { row: number; message: string }[] = [];
  for (let row = 0; row < n; row++) {
    const out = s.subarray(row * C, (row + 1) * C);
    try {
      model.summarise(x.subarray(row * size, (row + 1) * size), out);
    } catch (cause) {
      if (!(cause instanceof SimulationFailure)) throw cause;
      out.fill(Number.NaN);
      failures.push({ row, message: cause.message });
    }
  }
  return { s, failures };
}

/** @param catalogue of the worker */
export function systemTasks(catalogue: Definer): Handlers<SystemCommands> {
  return {
    simulate: ({ problem, system, seed, stream, from, count, at }) => {
      const pairs = simulatePairs(catalogue.define(system), problem, seed, stream, from, count, at);
      const { theta, s, own } = pairs;
      const buffers = [theta, s, ...(own === undefined ? [] : [own.z, own.h])].map(
        ({ buffer }) => buffer as ArrayBuffer,
      );
      return new Transferred({ from, count, ...pairs }, buffers);
    },

    likelihoods: async ({ problem, system, source, thetas, datasets }) => {
      const sound = await withSoundLikelihood(catalogue.define(system), problem);
      const values = testLikelihoods(sound, problem, source, thetas, datasets);
      return new Transferred(values, [values.buffer as ArrayBuffer]);
    },

    data: ({ problem, system, source, count }) => {
      const x = simulatedData(catalogue.define(system), problem, source, count);
      return new Transferred(x, [x.buffer as ArrayBuffer]);
    },

    observe: ({ problem, system, theta, seed }) => {
      const x = observedData(catalogue.define(system), problem, theta, seed);
      return new Transferred(x, [x.buffer as ArrayBuffer]);
    },

    summaries: ({ problem, system, x }) => {
      const summarised = summarisedData(catalogue.define(system), problem, x);
      return new Transferred(summarised, [summarised.s.buffer as ArrayBuffer]);
    },

    profile: async ({ problem, system, x }, { progress }) => {
      const { profileOfProblem } = await loadPart(
        'follows the likelihood',
        () => import('../../inference/diagnostics/identifiability/profileLikelihood.ts'),
      );
      const sound = await withSoundLikelihood(catalogue.define(system), problem);
      return profileOfProblem(sound, problem, x, (fraction) => progress({ fraction }));
    },

    reference: async ({ problem, system, x, draws }, { progress }) => {
      let reported = 0;
      const answer = await catalogue.define(system).reference({
        problem,
        x,
        draws,
        random: new Random(REFERENCE_SEED, STREAMS.reference),
        onProgress: (fraction, remark) => {
          if (fraction < reported + LEAST_PROGRESS) return;
          reported = fraction;
          progress({ fraction, remark });
        },
      });
      return answer.kind === 'reference' ? new Transferred(answer, [answer.draws.buffer]) : answer;
    },

    predictive: ({ problem, system, source, seed }) => predictive(catalogue.define(system), problem, source, seed),

    replicate: ({ problem, system, thetas, seed, from, present }) =>
      replicatedSummaries(catalogue.define(system), problem, thetas, seed, from, present),

    target: async ({ problem, system, x, thetas }) =>
      logTarget(await withSoundLikelihood(catalogue.define(system), problem), problem, x, thetas),
  };
}
