/**
 * The engine worker's commands. One study is open at a time; training, live frames and answers to the page take turns on
 * this one thread, training yielding after every step. Long work that is not the network's (simulations, references,
 * predictive bands) goes to the simulation pool.
 */
import type { FlowEngine } from '../inference/flow/engines/engine.ts';
import type { FlowSpec } from '../inference/flow/spec.ts';
import { problemKey, validateProblem } from '../inference/simulators/problem.ts';
import { systemById } from '../inference/simulators/registry.ts';
import type { ReferenceAnswer } from '../inference/simulators/system.ts';
import { type Handlers, type HandlerContext, Transferred } from './dispatcher.ts';
import { type ChosenEngine, chooseEngine, type EngineOptions } from './engineChoice.ts';
import { LiveFrames } from './liveFrames.ts';
import type { Commands, EngineChoice, EngineInfo, TrainingProgress } from './protocol.ts';
import type { SimulationPool } from './simulationPool.ts';
import { TrainingSession } from './trainingSession.ts';
import { yieldToMessages } from './yieldToMessages.ts';

/** References kept: a user goes back and forth between a few observations. */
const KEPT_REFERENCES = 40;

export class EngineHandlers {
  readonly #pool: SimulationPool;
  readonly #engineOptions: EngineOptions;
  readonly #references = new Map<string, ReferenceAnswer>();
  #engine: ChosenEngine | null = null;
  #session: TrainingSession | null = null;
  #lostDevice: string | null = null;
  #observation: { readonly s: Float64Array; readonly id: number } | null = null;
  /** The training run in progress, or the last one: the next waits for its end. */
  #running: Promise<void> = Promise.resolve();
  #stop = new AbortController();

  constructor(pool: SimulationPool, engineOptions: Omit<EngineOptions, 'onDeviceLost'>) {
    this.#pool = pool;
    this.#engineOptions = { ...engineOptions, onDeviceLost: (message) => (this.#lostDevice = message) };
  }

  readonly handlers: Handlers = {
    'engine.select': ({ choice }, { progress }) => this.#selectEngine(choice, (message) => progress({ message })),

    'study.open': async ({ study }) => {
      const system = systemById(study.problem.system);
      const problems = validateProblem(system, study.problem);
      if (problems.length > 0) throw new Error(problems.join(' '));
      const session = new TrainingSession({
        system,
        study,
        pairs: this.#pool,
        makeEngine: (spec) => this.#makeEngine(spec),
        callMs: this.#chosen.callMs,
        now: () => performance.now(),
      });
      const former = this.#session;
      this.#session = session;
      former?.close();
      await this.#stopTraining();
      former?.dispose();
      return session.info;
    },

    'train.reset': async () => {
      const session = this.#open();
      await this.#stopTraining();
      session.reset();
      return session.info;
    },

    'train.run': (params, context) => this.#train(params.steps, context),

    'observation.set': (observation) => {
      this.#observation = observation;
      return null;
    },

    'posterior.draw': async ({ s, draws }) => {
      const answer = await this.#open().draw(s, draws);
      return new Transferred(answer, [answer.draws.buffer as ArrayBuffer]);
    },

    'calibration.run': ({ datasets, draws }, { progress }) =>
      this.#open().finalCalibration(datasets, draws, (fraction) => progress({ fraction })),

    'reference.compute': async ({ problem, x, draws }, { progress, signal }) => {
      const key = `${draws} ${problemKey(problem)} ${x.join(' ')}`;
      const known = this.#references.get(key);
      if (known !== undefined) return known;
      const answer = await this.#pool.reference(problem, x, draws, (fraction) => progress({ fraction }), signal);
      const oldest = this.#references.keys().next();
      if (this.#references.size >= KEPT_REFERENCES && !oldest.done) this.#references.delete(oldest.value);
      this.#references.set(key, answer);
      return answer;
    },

    'predictive.prior': ({ problem, draws, seed }, { signal }) =>
      this.#pool.predictive({ problem, source: { priorDraws: draws }, seed }, signal),

    'predictive.posterior': ({ problem, thetas, seed }, { signal }) =>
      this.#pool.predictive({ problem, source: { thetas }, seed }, signal),
  };

  get #chosen(): ChosenEngine {
    if (this.#engine === null) throw new Error('The engine has not been started yet: select one first.');
    return this.#engine;
  }

  async #selectEngine(choice: EngineChoice, report: (message: string) => void): Promise<EngineInfo> {
    await this.#stopTraining();
    const session = this.#session;
    const select = async (): Promise<void> => {
      this.#lostDevice = null;
      this.#engine = await chooseEngine(choice, this.#engineOptions, report);
    };
    if (session === null) await select();
    else {
      await session.moveTo(async (spec) => {
        await select();
        return { engine: this.#makeEngine(spec), callMs: this.#chosen.callMs };
      });
    }
    const { engine, software, reason, candidates } = this.#chosen;
    return { engine, software, reason, candidates, simulationWorkers: this.#pool.size };
  }

  #makeEngine(spec: FlowSpec): FlowEngine {
    return this.#chosen.make(spec);
  }

  #open(): TrainingSession {
    if (this.#session === null) throw new Error('No study is open.');
    return this.#session;
  }

  async #train(
    steps: number | null,
    context: HandlerContext<TrainingProgress>,
  ): Promise<Commands['train.run']['result']> {
    const session = this.#open();
    await this.#stopTraining();
    this.#stop = new AbortController();
    const signal = AbortSignal.any([context.signal, this.#stop.signal]);
    const run = this.#pull(session, steps, { signal, progress: context.progress });
    this.#running = run.catch(() => {});
    await run;
    return { finished: session.finished, step: session.step };
  }

  /** Ends the run in progress between two of its steps. Its call is answered as if its steps were done. */
  async #stopTraining(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Takes events from the trainer until it is done, cancelled, or its study is closed; live frames go in between. */
  async #pull(
    session: TrainingSession,
    steps: number | null,
    { signal, progress }: HandlerContext<TrainingProgress>,
  ): Promise<void> {
    const frames = new LiveFrames(session, () => this.#observation, progress);
    try {
      for await (const event of session.run(steps, progress)) {
        if (signal.aborted) return;
        if (this.#lostDevice !== null) {
          throw lostDevice(this.#lostDevice);
        }
        progress(event);
        await frames.next(event.kind === 'finished');
        await yieldToMessages();
      }
      if (!signal.aborted && steps !== null) await frames.next(true);
    } catch (cause) {
      // A study that is closed in the middle of a step fails somewhere; nobody waits for its result any more.
      if (signal.aborted) return;
      // A lost device fails whatever waits for it, with a message that says less, and perhaps before it says so itself.
      await yieldToMessages();
      throw this.#lostDevice === null ? cause : lostDevice(this.#lostDevice, cause);
    }
  }
}

function lostDevice(message: string, cause?: unknown): Error {
  return new Error(`The GPU was lost (${message}). Choose another engine and train again.`, { cause });
}
