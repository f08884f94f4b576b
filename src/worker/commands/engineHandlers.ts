/**
 * The engine worker's commands. One study is open at a time; training, live frames and answers to the page take turns on
 * this one thread, training yielding after every step. Long work that is not the network's (simulations, references,
 * predictive bands) goes to the simulation pool. When an engine fails, the next best takes over from the run's last snapshot,
 * whatever it was asked, and the page is told.
 */
import { LossNotFinite } from '../../inference/training/lossNotFinite.ts';
import { problemKey, validateProblem } from '../../inference/simulators/problem.ts';
import { systemById } from '../../inference/simulators/registry.ts';
import type { ReferenceAnswer } from '../../inference/simulators/system.ts';
import type { Study } from '../../inference/study/study.ts';
import type { TrainerSnapshot } from '../../inference/training/snapshot.ts';
import type { CheckCommands } from './checkCommands.ts';
import { reportAndYieldFor } from '../rpc/reportAndYield.ts';
import { checkHandlers, type WorkOnStudy } from './checkHandlers.ts';
import { type Handlers, type HandlerContext, Transferred } from '../rpc/dispatcher.ts';
import { EngineChooser, NoEngine } from '../engine/engineChoice.ts';
import { EngineFailure } from '../engine/engineFailure.ts';
import { EngineSelector, type FailureKind } from '../engine/engineSelector.ts';
import { type EngineSource, ON_GPU } from '../engine/engines.ts';
import type { StudyShape } from '../engine/engineTrial.ts';
import { LiveFrames } from '../run/liveFrames.ts';
import type { Commands } from './protocol.ts';
import type { EngineEvent, TrainingProgress } from '../run/reports.ts';
import type { EngineMove } from '../engine/engineInfo.ts';
import type { SimulationPool } from '../pool/simulationPool.ts';
import type { ExportCommands } from './exportCommands.ts';
import { preparedChecks } from '../run/preparedChecks.ts';
import { exportHandlers } from './exportHandlers.ts';
import { TablePairs } from '../pool/tablePairs.ts';
import { shapeOf, TrainingSession } from '../run/trainingSession.ts';
import { yieldToMessages } from '../rpc/yieldToMessages.ts';

/** References kept: a user goes back and forth between a few observations. */
const KEPT_REFERENCES = 40;
/** How often, and how long each time, it is waited for the browser to say that the GPU is lost. */
const LOST_WAITS = 25;
const LOST_WAIT_MS = 20;

export class EngineHandlers {
  readonly handlers: Handlers<Commands>;
  readonly #pool: SimulationPool;
  readonly #engines: EngineSource;
  readonly #selector: EngineSelector;
  readonly #notify: (event: EngineEvent) => void;
  readonly #references = new Map<string, ReferenceAnswer>();
  /** The simulations made elsewhere that the page has sent. */
  #table: TablePairs | null = null;
  #session: TrainingSession | null = null;
  #observation: { readonly s: Float64Array; readonly id: number } | null = null;
  /** The training run in progress, or the last one: the next waits for its end. */
  #running: Promise<void> = Promise.resolve();
  #stop = new AbortController();
  /** Of the training run in progress, or the last one: that it shall end, by whoever's wish. */
  #ending: AbortSignal = this.#stop.signal;
  /** Whether a training run takes events from the trainer. */
  #pulling = false;
  /** Commands that change engine, study or run take turns. */
  #turn: Promise<unknown> = Promise.resolve();
  #replacing: Promise<void> | null = null;

  /** @param tell says something to the page by itself */
  constructor(pool: SimulationPool, engines: EngineSource, notify: (event: EngineEvent) => void) {
    this.#pool = pool;
    this.#engines = engines;
    this.#selector = new EngineSelector(new EngineChooser(engines, () => performance.now()), pool.size);
    this.#notify = notify;
    const work: WorkOnStudy = (task) => this.#withEngine(task);
    const prepared = preparedChecks(pool);
    this.handlers = {
      ...this.#own,
      ...checkHandlers(prepared, work),
      ...exportHandlers(pool, prepared, work),
    };
  }

  readonly #own: Omit<
    Handlers<Commands>,
    keyof CheckCommands | keyof ExportCommands | 'posterior.transform' | 'calibration.live'
  > = {
    'engine.select': ({ choice, passOver }, { progress }) =>
      this.#inTurn(async () => {
        this.#selector.prefer(choice, passOver);
        const session = this.#session;
        if (session === null) return null;
        await this.#stopTraining();
        const now = await session.snapshot().catch((cause: unknown) => {
          // The user may be leaving an engine that gives nothing away any more.
          if (cause instanceof EngineFailure) return session.lastSnapshot;
          throw cause;
        });
        const report = (message: string) => progress({ message });
        await this.#selector.start(session.shape, report, (chosen) => session.replaceEngine(chosen, now));
        return this.#selector.info;
      }),

    'table.keep': ({ description, rows }) => {
      this.#table = new TablePairs(description, rows);
      return null;
    },

    'table.kept': () =>
      this.#table === null ? null : { key: this.#table.description.key, rows: this.#table.missing === null },

    'study.open': ({ study, resume, warm }, { progress }) =>
      this.#inTurn(() => this.#openStudy(study, resume, warm, (message) => progress({ message }))),

    'train.snapshot': () =>
      this.#inTurn(async () => {
        if (this.#pulling) return this.#open().lastSnapshot;
        return this.#withEngine((session) => session.snapshot());
      }),

    'train.reset': () =>
      this.#inTurn(async () => {
        const session = this.#open();
        await this.#stopTraining();
        await this.#withEngine(() => session.reset());
        return session.info;
      }),

    'train.run': (params, context) => this.#train(params.steps, context),

    'observation.set': (observation) => {
      this.#observation = observation;
      return null;
    },

    'posterior.draw': async ({ s, draws, priors }) => {
      // The network of a run that was paused is that of the run's last step.
      if (this.#ending.aborted) await this.#running;
      if (priors !== null) this.#open().network.ask(priors);
      const answer = await this.#withEngine((session) => session.answers.draw(s, draws));
      return new Transferred(answer, [answer.draws.buffer as ArrayBuffer]);
    },

    'posterior.take': async ({ s, draws }, context) => {
      const answer = await this.#withEngine((session) => session.answers.take(s, draws, reportAndYieldFor(context)));
      return new Transferred(answer, [answer.draws.buffer as ArrayBuffer]);
    },

    'calibration.run': ({ problem, datasets, draws }, context) =>
      this.#withEngine((session) => session.checks.final(datasets, draws, reportAndYieldFor(context), problem)),

    'coverage.at': ({ problem, theta, datasets, draws }, context) =>
      this.#withEngine((session) =>
        session.checks.coverageAt(theta, datasets, draws, reportAndYieldFor(context), problem),
      ),

    'profile.compute': ({ problem, x }, { progress, signal }) =>
      this.#pool.profile(problem, x, (fraction) => progress({ fraction }), signal),

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

    'posterior.referenceDistance': (params, { signal }) => this.#pool.distance(params, signal),
    'posterior.identifiability': (params, { signal }) => this.#pool.identifiability(params, signal),

    'predictive.replicate': (params, { signal }) => this.#pool.replicate(params, signal),

    'predictive.prior': ({ problem, draws, seed }, { signal }) =>
      this.#pool.predictive({ problem, source: { priorDraws: draws }, seed }, signal),

    'predictive.posterior': ({ problem, thetas, seed }, { signal }) =>
      this.#pool.predictive({ problem, source: { thetas }, seed }, signal),
  };

  #open(): TrainingSession {
    if (this.#session === null) throw new Error('No study is open.');
    return this.#session;
  }

  async #openStudy(
    study: Study,
    resume: TrainerSnapshot | null,
    warm: boolean,
    report: (message: string) => void,
  ): Promise<Commands['study.open']['result']> {
    const system = systemById(study.problem.system);
    const problems = validateProblem(system, study.problem);
    if (problems.length > 0) throw new Error(problems.join(' '));
    const pairs = this.#table?.system === system ? this.#table : this.#pool;
    this.#selector.forgiveLosses();
    const now = () => performance.now();
    const shape = shapeOf(system, study);
    const initial = warm && resume === null ? await this.#weightsOf(shape) : undefined;
    const session = await this.#selector.start(
      shape,
      report,
      (engine) => new TrainingSession({ system, study, pairs, engine, resume, initial, now }),
    );
    const former = this.#session;
    this.#session = session;
    former?.close();
    await this.#stopTraining();
    former?.dispose();
    const { step, finished } = session;
    return { ...session.info, engine: this.#selector.info, step, finished };
  }

  /** The weights of the network that is open, where a network of that shape can begin with them. */
  async #weightsOf({ spec, members }: StudyShape): Promise<Float32Array | undefined> {
    const session = this.#session;
    const alike = session?.shape.members === members && JSON.stringify(session.shape.spec) === JSON.stringify(spec);
    if (session === null || !alike) return undefined;
    try {
      return await session.engine.parameters();
    } catch (cause) {
      // An engine that fails while its network is given up: the seed's weights do as well.
      if (cause instanceof EngineFailure) return undefined;
      throw cause;
    }
  }

  async #train(
    steps: number | null,
    context: HandlerContext<TrainingProgress>,
  ): Promise<Commands['train.run']['result']> {
    const session = this.#open();
    const run = await this.#inTurn(async () => {
      await this.#stopTraining();
      this.#stop = new AbortController();
      const signal = AbortSignal.any([context.signal, this.#stop.signal]);
      const goal = steps === null ? null : session.step + steps;
      this.#ending = signal;
      const run = this.#pull(session, goal, { signal, progress: context.progress });
      this.#running = run.catch(() => {});
      return { ended: run };
    });
    await run.ended;
    return { finished: session.finished, step: session.step };
  }

  /** Ends the run in progress between two of its steps. Its call is answered as if its steps were done. */
  async #stopTraining(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Trains up to step `goal`, or (null) to the end of the budget, on whatever engine goes on. */
  async #pull(
    session: TrainingSession,
    goal: number | null,
    { signal, progress }: HandlerContext<TrainingProgress>,
  ): Promise<void> {
    const frames = new LiveFrames(session, () => this.#observation, progress);
    this.#pulling = true;
    try {
      await this.#withEngine(async () => {
        const steps = goal === null ? null : Math.max(0, goal - session.step);
        // Takes events from the trainer until it is done, cancelled, or its study is closed; live frames go in between.
        for await (const event of session.run(steps, progress)) {
          if (signal.aborted) return;
          progress(event);
          await frames.next(event.kind === 'finished');
          await yieldToMessages();
          if (signal.aborted) return;
        }
        if (!signal.aborted && goal !== null) await frames.next(true);
      });
    } catch (cause) {
      // A study that is closed in the middle of a step fails somewhere; nobody waits for its result any more.
      if (!signal.aborted) throw cause;
    } finally {
      this.#pulling = false;
    }
  }

  /**
   * Works with the engine of the study that is open; when it fails, the next best takes over and the work is done again.
   * @throws what the work throws otherwise; NoEngine when no engine is left
   */
  async #withEngine<T>(work: (session: TrainingSession) => T | Promise<T>): Promise<T> {
    const session = this.#open();
    for (;;) {
      const { engine } = session;
      try {
        return await work(session);
      } catch (cause) {
        // Work of a study that has been closed fails somehow; nobody waits for it any more.
        if (session !== this.#session) throw new DOMException('Another study has been opened.', 'AbortError');
        if (!(cause instanceof EngineFailure || cause instanceof LossNotFinite)) throw cause;
        // Others may have met the same failure and have seen to it.
        if (session.engine === engine) {
          this.#replacing ??= this.#replaceEngine(session, cause).finally(() => (this.#replacing = null));
          await this.#replacing;
        }
      }
    }
  }

  async #replaceEngine(session: TrainingSession, cause: EngineFailure | LossNotFinite): Promise<void> {
    const { step } = session;
    const { engine, threads } = this.#selector.info;
    const lost = ON_GPU.has(engine) ? await this.#lostDevice() : null;
    let kind: FailureKind = 'threw';
    if (cause instanceof LossNotFinite) {
      // The second engine with this trouble acquits the first: it is the study's.
      if (this.#selector.lossesFailed) throw cause;
      kind = 'not-finite';
    } else if (lost !== null) kind = 'lost';
    const message = lost ?? cause.message;
    this.#selector.blame(
      { engine, threads },
      kind,
      kind === 'lost' ? `the GPU was lost (${message})` : `it failed (${message})`,
    );
    try {
      const from = session.lastSnapshot;
      await this.#selector.start(
        session.shape,
        () => {},
        (chosen) => session.replaceEngine(chosen, from),
      );
    } catch (none) {
      throw none instanceof NoEngine && kind === 'not-finite' ? cause : none;
    }
    const move: EngineMove = {
      failure: { kind, engine, threads, message, step },
      engine: this.#selector.info,
      step: session.step,
    };
    this.#notify({ kind: 'moved', move });
  }

  /** What the browser says of a lost GPU: the device fails whatever waits for it before it says so itself. */
  async #lostDevice(): Promise<string | null> {
    for (let wait = 0; wait < LOST_WAITS && this.#engines.lost === null; wait++) {
      await new Promise((resolve) => setTimeout(resolve, LOST_WAIT_MS));
    }
    return this.#engines.lost;
  }

  /** Runs a task after those before it, failed or not. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => {});
    return result;
  }
}
