/**
 * Starting the engine, changing it, and what happens when it stops by itself: a fresh worker goes on with the study that was
 * open, first on the same engine, and on the next best if it stops again soon.
 */
import { type EngineChoice, type EngineInfo, type EngineName, engineNames } from '../../../worker/engine/engineInfo.ts';
import type { EngineMove } from '../../../worker/engine/engineInfo.ts';
import { count } from '../../format/number.ts';
import { dispatch } from '../../store/appStore.ts';
import { type EngineSlice, openStudy, runState } from '../../store/engineSlice.ts';
import { isHeld, runOf } from '../../store/network.ts';
import { type SessionContext, isAbort, report, notify } from '../context.ts';
import { moveSentence, restartSentence } from '../../readout/text/resumeText.ts';
import type { Training } from './training.ts';

/** A worker that stops again within this time after a restart may stop because of its engine, ms. */
const TOO_SOON = 30_000;
/** Workers that may stop so soon one after the other before no more are started. */
const MOST_CRASHES = 3;

/** What an engine that is there goes on with. */
interface Starting {
  /** A worker without a study is ready for one. */
  begin(): Promise<void>;
  /** The same where the engine had stopped for good, and the network was lost with it. */
  startAgain(): Promise<void>;
}

/** Parts that it uses. */
interface Parts {
  readonly training: Pick<Training, 'abandon' | 'lastSaved' | 'pause' | 'reopen' | 'train' | 'wentBack'>;
  readonly opening: Starting;
}

export class EngineLifecycle {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #lastCrash = -Infinity;
  #crashes = 0;
  /** Engines that have brought a worker down, with the reason. */
  readonly #passOver = new Map<EngineName, string>();
  #selection = 0;
  /** While another engine is started for the study that is open: the one before, and whether training continues afterwards. */
  #changing: {
    readonly former: { readonly choice: EngineChoice; readonly info: EngineInfo | null } | null;
    readonly going: boolean;
  } | null = null;
  /** Why the engine stopped last. */
  #stopped = '';

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * The user's choice. A study that is open continues on it from where it stands, also where another engine is still being
   * started for it; one that the engine has lost is opened again from its last snapshot.
   */
  async select(choice: EngineChoice): Promise<void> {
    const { store } = this.#context;
    this.#passOver.clear();
    this.#crashes = 0;
    const { engine } = store.getState();
    if (engine.network.kind === 'interrupted') await this.#start(choice, () => this.#reopen());
    else if (openStudy(engine) === null || engine.status.kind === 'failed') {
      await this.#start(choice, () => this.#begin());
    } else await this.#change(choice, engine);
  }

  /** Another engine for the study that is open. */
  async #change(choice: EngineChoice, { status, choice: present, network }: EngineSlice): Promise<void> {
    const { store } = this.#context;
    const selection = ++this.#selection;
    const run = runOf(network);
    const going = run === 'running' || run === 'opening' || this.#changing?.going === true;
    const former = status.kind === 'ready' ? { choice: present, info: status.info } : (this.#changing?.former ?? null);
    this.#changing = { former, going };
    dispatch(store, { kind: 'engineStarting', choice, message: `Starting ${nameOf(choice)}` });
    this.#parts.training.pause();
    try {
      const info = (await this.#call(choice, selection)) ?? former?.info ?? null;
      if (selection !== this.#selection) return;
      dispatch(store, { kind: 'engineReady', choice, info });
    } catch (error) {
      if (selection !== this.#selection || isAbort(error)) return;
      if (former === null) dispatch(store, { kind: 'engineFailed', sentence: sentenceOf(error) });
      else dispatch(store, { kind: 'engineReady', ...former });
      report(this.#context, error);
    }
    this.#changing = null;
    if (going && runState(store.getState().engine) === 'paused') await this.#parts.training.train(null);
  }

  /** The worker goes on with another engine, by itself. */
  moved(move: EngineMove): void {
    const { store } = this.#context;
    this.#parts.training.wentBack(move.step);
    const engine = dispatch(store, { kind: 'engineReady', choice: 'auto', info: move.engine });
    notify(this.#context, 'problem', moveSentence(move, runState(engine) === 'running'));
  }

  /** The client says that the worker has stopped; its next call starts a fresh one, which knows nothing. */
  crashed(sentence: string, now: number): void {
    const { store } = this.#context;
    const { choice, status } = store.getState().engine;
    const soon = now - this.#lastCrash < TOO_SOON;
    this.#lastCrash = now;
    this.#stopped = sentence;
    this.#changing = null;
    this.#crashes = soon ? this.#crashes + 1 : 1;
    this.#parts.training.abandon();
    if (this.#crashes >= MOST_CRASHES) {
      this.#selection++;
      dispatch(store, { kind: 'gaveUp', sentence });
      const times = `It stopped ${this.#crashes} times in a short time and was not restarted.`;
      const step = this.#parts.training.lastSaved()?.snapshot.step ?? 0;
      const kept = step === 0 ? '' : ` The network of step ${count(step)} is kept.`;
      notify(this.#context, 'problem', `${sentence} ${times}${kept} Restart the engine in the engine menu.`);
      return;
    }
    const suspect = soon && status.kind === 'ready' && status.info !== null;
    if (suspect) this.#passOver.set(status.info.engine, 'it stopped twice in a short time');
    const again = suspect ? 'auto' : choice;
    const { network } = dispatch(store, { kind: 'crashed', choice: again });
    if (network.kind !== 'interrupted') {
      notify(this.#context, 'problem', `${sentence} It was restarted.`);
      void this.#start(again, () => this.#begin());
      return;
    }
    void this.#start(again, () => this.#reopen());
  }

  /** A fresh worker takes up the study that was open. */
  async #reopen(): Promise<void> {
    const resumption = await this.#parts.training.reopen();
    if (resumption !== null) notify(this.#context, 'problem', restartSentence(this.#stopped, resumption));
  }

  /** A worker without a study is ready for one. */
  #begin(): void {
    const { opening } = this.#parts;
    if (this.#context.store.getState().engine.network.kind === 'lost') void opening.startAgain();
    else void opening.begin();
  }

  /** Tells a worker what to use, which then does what `then` says unless it has a study. */
  async #start(choice: EngineChoice, then: () => void | Promise<void>): Promise<void> {
    const { store } = this.#context;
    const selection = ++this.#selection;
    dispatch(store, { kind: 'engineStarting', choice, message: 'Starting the engine' });
    try {
      const info = await this.#call(choice, selection);
      if (selection !== this.#selection) return;
      const { network } = store.getState().engine;
      // A study that was being opened is open by now: it continues.
      if (info !== null && isHeld(network)) dispatch(store, { kind: 'engineReady', choice, info });
      else await then();
    } catch (error) {
      if (selection !== this.#selection || isAbort(error)) return;
      dispatch(store, { kind: 'engineFailed', sentence: sentenceOf(error) });
    }
  }

  #call(choice: EngineChoice, selection: number) {
    const { store, engine } = this.#context;
    return engine.call(
      'engine.select',
      { choice, passOver: [...this.#passOver] },
      {
        onProgress: ({ message }) => {
          if (selection === this.#selection) dispatch(store, { kind: 'engineProgress', message });
        },
      },
    );
  }
}

function nameOf(choice: EngineChoice): string {
  return choice === 'auto' ? 'the fastest engine' : engineNames[choice];
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
