/**
 * A simulator in Python on the user's machine: the page connects to it by the link that posterior_bridge.py prints, studies it like any
 * other system, and watches whether it answers. The link's key is kept for this tab alone (sessionStorage), so that a reload goes on;
 * it enters no study, link or file. What waits for the program, and asks again, is in worker/pool/remote/.
 */
import * as v from 'valibot';
import { loadPart, PartMissing } from '../../../inference/parts/loadPart.ts';
import { isRemote, remoteId } from '../../../inference/simulators/remote/remoteSystem.ts';
import type { BridgeConnection } from '../../../worker/pool/remote/bridgeConnection.ts';
import { BridgeRefusal } from '../../../worker/pool/remote/bridgeRefusal.ts';
import { patch } from '../../store/appStore.ts';
import type { BridgeState } from '../../store/bridgeSlice.ts';
import { type SessionContext, keepsSystem, report } from '../context.ts';
import type { ObservationEditing } from '../data/observationEditing.ts';
import type { StudyEditing } from '../study/studyEditing.ts';

/** Between two looks at it, ms. */
const REST = 2000;
const KEY = 'posterior-playground.bridge';
/** @throws (rejects) PartMissing where it cannot be fetched */
const talk = () => loadPart('speaks with a bridge', () => import('./bridgeTalk.ts'));

const stored = v.object({ port: v.number(), token: v.string(), workers: v.pipe(v.number(), v.minValue(1)) });

const UNREACHED = `Is it running, and was it started for this page (--page ${globalThis.location?.origin ?? ''}/)? Safari lets no page of https reach it: start it with --page and the folder of a built page.`;
const OTHER =
  'Another simulator than the one of this study answers there. Connect once more to study it, or start the former one again.';

/** Parts that it uses. */
interface Parts {
  readonly studyEditing: Pick<StudyEditing, 'selectSystem'>;
  readonly observationEditing: Pick<ObservationEditing, 'observe'>;
}

export class Bridge {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #connection: BridgeConnection | null = null;
  /** Of the simulator that was connected. */
  #key: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the connection: answers to an earlier one are dropped. */
  #turn = 0;
  /** Ends the answers to a program that asks the page. */
  #answering: AbortController | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    context.store.subscribe(({ engine }, before) => {
      // A worker that is started afresh knows of no connection.
      const starts = engine.status !== before.engine.status && engine.status.kind === 'starting';
      if (starts && before.engine.status.kind !== 'starting') this.#tellEngine();
    });
  }

  /**
   * After a reload of the tab: as it was connected before.
   * @param restored when the study that the tab had is on screen again
   */
  resume(restored: Promise<unknown> = Promise.resolve()): void {
    let kept: unknown = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    } catch {
      // Storage is forbidden, or holds something else.
    }
    const read = v.safeParse(stored, kept);
    if (!read.success) return;
    this.#connection = read.output;
    this.#tellEngine();
    this.#say({ kind: 'connecting', doing: 'Connecting again to the simulator' });
    const turn = ++this.#turn;
    void restored.finally(() => void this.#look(turn));
  }

  /**
   * Connects by a link, or "PORT.KEY", and studies what is there.
   * @param until what must be done before the study is opened
   */
  async connect(text: string, until: Promise<unknown> = Promise.resolve()): Promise<void> {
    // The key is in this text alone: what cannot be fetched now is asked for again with it.
    const part = await talk().catch((error: unknown) => sentenceOf(error));
    if (typeof part === 'string') {
      patch(this.#context.store, 'bridge', { problem: part });
      patch(this.#context.store, 'view', { sheet: 'bridge' });
      return;
    }
    const link = part.readBridgeLink(text);
    if (link === null) {
      patch(this.#context.store, 'bridge', {
        problem:
          'This is not the link of the bridge: it ends in #bridge=, a port, a dot and a key. Copy it from the window in which the bridge runs.',
      });
      return;
    }
    if (keepsSystem(this.#context, 'The simulator of the bridge')) return;
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    patch(this.#context.store, 'bridge', { problem: null });
    this.#say({ kind: 'connecting', doing: 'Asking the bridge what it simulates' });
    try {
      const { catalogue } = this.#context;
      const { remote, text: shown, work, asks } = await part.bridgeDeclaration(link);
      const connection = { ...link, workers: work.workers };
      const known = catalogue.has(remoteId(remote));
      if (!known) this.#say({ kind: 'connecting', doing: 'Simulating the first data' });
      const source = known ? remote : { ...remote, declaration: await part.exampled(remote, connection) };
      await until;
      if (turn !== this.#turn) return;
      this.#connection = connection;
      this.#key = remote.key;
      this.#keep();
      this.#tellEngine();
      const system = catalogue.define({ kind: 'remote', ...source });
      const { port } = link;
      patch(this.#context.store, 'bridge', {
        about: { system: system.id, name: system.name, port, text: shown, ...work },
      });
      this.#say({ kind: 'connected' });
      patch(this.#context.store, 'view', { sheet: null });
      this.#parts.studyEditing.selectSystem(system);
      this.#answer(asks ? system.id : null);
      this.#again(turn);
    } catch (error) {
      if (turn !== this.#turn) return;
      const problem = error instanceof BridgeRefusal ? error.message : `${sentenceOf(error)} ${UNREACHED}`;
      patch(this.#context.store, 'bridge', { problem });
      // What was connected before is so still.
      if (this.#connection === null) {
        this.#say({ kind: 'none' });
        patch(this.#context.store, 'view', { sheet: 'bridge' });
      } else void this.#look(turn);
    }
  }

  /** Simulates no more by it; what is kept and trained stays. */
  disconnect(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#connection = null;
    this.#key = null;
    this.#answer(null);
    this.#keep();
    void this.#context.engine
      .call('bridge.connect', { connection: null })
      .catch((error: unknown) => report(this.#context, error));
    this.#say({ kind: 'none' });
  }

  /** The end of an address that connects another page as this one is; null: it is not connected. */
  link(): string | null {
    return this.#connection === null ? null : `bridge=${this.#connection.port}.${this.#connection.token}`;
  }

  /** Answers what a program behind the bridge asks. @param system that it is about; null: nothing asks */
  #answer(system: string | null): void {
    this.#answering?.abort();
    this.#answering = null;
    const connection = this.#connection;
    if (system === null || connection === null) return;
    const answering = new AbortController();
    this.#answering = answering;
    const { signal } = answering;
    void loadPart('answers a program', () => import('./programAnswers.ts')).then(
      ({ answerBridge, answerProgram }) =>
        answerBridge(
          connection,
          (question) => answerProgram(this.#context, this.#parts, system, question, signal),
          touched,
          signal,
        ),
      (error: unknown) => report(this.#context, error),
    );
  }

  #tellEngine(): void {
    if (this.#connection === null) return;
    const told = this.#context.engine.call('bridge.connect', { connection: this.#connection });
    told.catch((error: unknown) => report(this.#context, error));
  }

  #say(now: BridgeState): void {
    patch(this.#context.store, 'bridge', { state: now });
  }

  #keep(): void {
    try {
      if (this.#connection === null) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, JSON.stringify(this.#connection));
    } catch {
      // A reload will ask for the link again.
    }
  }

  #again(turn: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(turn), REST);
  }

  /** Looks whether it answers, and what it has done. */
  async #look(turn: number): Promise<void> {
    const connection = this.#connection;
    if (connection === null || turn !== this.#turn) return;
    const { store } = this.#context;
    const before = store.getState().bridge;
    try {
      const { bridgeWork } = await talk();
      // Where it was away, another one may have come.
      if (before.state.kind === 'connected' && before.about !== null) {
        const now = await bridgeWork(connection);
        if (turn === this.#turn) patch(store, 'bridge', { about: { ...before.about, ...now } });
      } else await this.#recover(connection, turn);
    } catch (error) {
      if (turn !== this.#turn) return;
      const told = error instanceof BridgeRefusal || error instanceof PartMissing;
      this.#say(told ? { kind: 'refused', problem: error.message } : { kind: 'silent' });
    }
    if (turn === this.#turn) this.#again(turn);
  }

  async #recover(connection: BridgeConnection, turn: number): Promise<void> {
    const { store } = this.#context;
    const { bridgeDeclaration } = await talk();
    const { remote, text, work, asks } = await bridgeDeclaration(connection);
    if (turn !== this.#turn) return;
    const shown = store.getState().study.system.id;
    const id = remoteId(remote);
    if (this.#key === null ? isRemote(shown) && shown !== id : this.#key !== remote.key) throw new BridgeRefusal(OTHER);
    this.#key = remote.key;
    const { port } = connection;
    patch(store, 'bridge', { about: { system: id, name: remote.declaration.name, port, text, ...work } });
    this.#say({ kind: 'connected' });
    this.#answer(asks ? id : null);
  }
}

/** Resolves when the user comes to this page, or it is aborted. */
function touched(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    for (const kind of ['focus', 'pointerdown']) window.addEventListener(kind, () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
