/**
 * The runs that are repeated to compare code with the code that trained a network. The first steps of the very training
 * show simulators, whitening, standardisation, initial weights, gradients, optimiser and warm-up as they are in it, but end
 * before the last simulations have come in. What follows then (epochs in random order or of fresh simulations, the decline
 * of the learning rate, validations that compare, the choice of the weights that are kept, the end) two small runs of the
 * same study go through: one to the end of its steps, one until it has lost patience.
 */
import { cpus } from 'node:os';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { Study } from '../../src/inference/study/study.ts';
import type { TrainingEvent } from '../../src/inference/training/events.ts';
import type { TrainingSettings } from '../../src/inference/training/settings.ts';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { openSession } from '../headless/trainStudy.ts';
import { digestOf, type RunName, type RunRecord } from './record.ts';

/** Steps of the very training that are repeated. */
export const FIRST_STEPS = 200;

interface RepeatedRun {
  /** What differs from the study of the network. */
  readonly settings: Partial<TrainingSettings>;
  /** Null: to its end. */
  readonly steps: number | null;
}

const RUNS: Readonly<Record<RunName, RepeatedRun>> = {
  start: { settings: {}, steps: FIRST_STEPS },
  short: { settings: { simulations: 2000, epochs: 12 }, steps: null },
  // Of so few simulations a network soon learns what is true of no others.
  stopping: { settings: { simulations: 400, epochs: 200, patience: 3 }, steps: null },
};

export interface Repeated {
  readonly runs: Readonly<Record<RunName, RunRecord>>;
  /** The state after the first steps of the very training. */
  readonly start: TrainerSnapshot;
  /** See TrainingRecord. */
  readonly made: string;
}

export async function repeatRuns(study: Study, pairs: PairSource): Promise<Repeated> {
  const start = await repeat(study, RUNS.start, pairs);
  const short = await repeat(study, RUNS.short, pairs);
  const stopping = await repeat(study, RUNS.stopping, pairs);
  return {
    runs: { start: start.record, short: short.record, stopping: stopping.record },
    start: start.snapshot,
    made: `${start.engine}; Node ${process.versions.node}; ${machine()}`,
  };
}

export function machine(): string {
  return `${cpus()[0].model.trim()}, ${cpus().length} cores`;
}

async function repeat(study: Study, { settings, steps }: RepeatedRun, pairs: PairSource) {
  const changed = { ...study, training: { ...study.training, ...settings } };
  const { session, engine } = await openSession(changed, { system: builtIn(study.problem.system), pairs });
  const told = new ToldRun();
  for await (const event of session.run(steps, () => {})) told.take(event);
  const snapshot = await session.snapshot();
  session.close();
  session.dispose();
  return { record: told.record(snapshot), snapshot, engine };
}

/** What a run tells, as far as it is compared. */
export class ToldRun {
  readonly #losses: number[] = [];
  readonly #validations: number[] = [];
  #end: RunRecord['end'] = null;

  take(event: TrainingEvent): void {
    if (event.kind === 'steps') this.#losses.push(...event.losses);
    if (event.kind === 'validation') {
      // While simulations come in, a validation is of those that happen to be there; the first that compares is the lowest.
      const compares = event.best || this.#validations.length > 0;
      if (compares) this.#validations.push(event.step, event.loss, Number(event.best));
    }
    if (event.kind === 'finished') this.#end = { reason: event.reason, bestStep: event.bestStep };
  }

  /** Of the first steps at most so many. */
  losses(steps = Number.POSITIVE_INFINITY): Float32Array {
    return Float32Array.from(this.#losses.slice(0, steps));
  }

  record({ checkpoint }: TrainerSnapshot): RunRecord {
    return {
      losses: this.losses(),
      weights: digestOf(checkpoint.phi),
      validations: digestOf(Float64Array.from(this.#validations)),
      end: this.#end,
    };
  }
}
