/**
 * An engine worker beside the page's own, for networks that a view trains to show something. It is started when a view needs it
 * and ended when that has its answer: the user's network, its run and its simulations stay in a worker that knows nothing of it.
 */
import type { NpeQuestions } from '../../../worker/run/npe/questions.ts';
import type { Study } from '../../../inference/study/study.ts';
import { askNpe, type EngineClient } from '../../../worker/clients.ts';
import type { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { EngineChoice } from '../../../worker/engine/engineInfo.ts';

export type SpareEngine = Pick<EngineClient, 'call' | 'terminate'>;

/** One network that has been trained there, until the next one is. */
export interface SpareNetwork {
  ask<Q extends keyof NpeQuestions>(question: Q, params: NpeQuestions[Q]['params']): Promise<NpeQuestions[Q]['result']>;
  /** Seconds that its simulations and its training have taken together. */
  readonly seconds: number;
  /** Trains on, by so many steps or to the end of the budget; told the steps since it was opened, whenever some are done. */
  more(steps: number, onStep: (step: number) => void): Promise<void>;
}

export interface SpareTraining {
  readonly study: Study;
  /** Only so many steps; absent: the whole budget. */
  readonly steps?: number;
  readonly onProgress: (fraction: number) => void;
}

/**
 * Lends an engine for as long as the work takes, and ends it then, whatever comes of the work.
 * @param choice the engine that the page uses, which spares the trial of all
 * @param work is given what trains one network after another
 */
export async function withSpareEngine<R>(
  make: () => SpareEngine,
  catalogue: SystemCatalogue,
  choice: EngineChoice,
  signal: AbortSignal,
  work: (train: (training: SpareTraining) => Promise<SpareNetwork>) => Promise<R>,
): Promise<R> {
  const engine = make();
  const end = () => engine.terminate();
  signal.addEventListener('abort', end, { once: true });
  try {
    await engine.call('engine.select', { choice, passOver: [] }, { signal });
    return await work(async ({ study, steps = null, onProgress }) => {
      const system = catalogue.sourceOf(study.problem.system);
      const begin = performance.now();
      await engine.call('run.open', { study, system, data: null, resume: null, warm: false }, { signal });
      const trainOn = (most: number | null, onStep: (step: number, all: number) => void) =>
        engine.call(
          'run.train',
          { steps: most },
          {
            signal,
            onProgress: (event) => {
              if (event.kind === 'steps') onStep(event.step, event.totalSteps);
            },
          },
        );
      await trainOn(steps, (step, all) => onProgress(step / (steps ?? all)));
      return {
        seconds: (performance.now() - begin) / 1000,
        more: async (further, onStep) => void (await trainOn(further, onStep)),
        ask: (question, params) => askNpe(engine, question, params, { signal }),
      };
    });
  } finally {
    signal.removeEventListener('abort', end);
    engine.terminate();
  }
}
