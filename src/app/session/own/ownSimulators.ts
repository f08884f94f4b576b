/** Simulators that the user writes in the page: what a text declares, a trial of it, and a study of its system. */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { Script } from '../../../inference/simulators/own/scriptSystem.ts';
import type { TrialRun } from '../../../inference/simulators/own/trialRun.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { OwnClient, TextReading } from '../../../worker/own/ownClient.ts';
import { patch } from '../../store/appStore.ts';
import { sourceWords } from '../../store/ownSlice.ts';
import { keepsSystem, notify, type SessionContext, type StudyOpener } from '../context.ts';
import type { StudyEditing } from '../study/studyEditing.ts';

/** Parts that it uses. */
interface Parts {
  readonly studyEditing: Pick<StudyEditing, 'selectSystem'>;
  readonly opening: StudyOpener;
}

/** What the editor asks for. */
export type OwnTools = Pick<OwnSimulators, 'declare' | 'trial' | 'use'>;

export class OwnSimulators {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #client: Promise<OwnClient> | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Runs a text in the sandbox as far as its declaration, to which data of one simulation are added; or says what is wrong with it,
   * with the place where that is known.
   * @throws (rejects) AbortError when `signal` is or gets aborted; PartMissing where the sandbox cannot be loaded
   */
  async declare(text: string, signal?: AbortSignal): Promise<TextReading> {
    return (await this.#own()).declare(text, signal);
  }

  /**
   * Simulates at draws of the prior, in the sandbox.
   * @throws (rejects) as `declare` does; an Error with a sentence where nothing comes to its end
   */
  async trial(script: Script, seed: number, count: number, signal?: AbortSignal): Promise<TrialRun> {
    return (await this.#own()).trial(script, seed, count, signal);
  }

  /**
   * A new study of the script's system, which begins with the example that `declare` has added.
   * @returns the system; null: a link keeps the one on screen
   */
  use(script: Script): System | null {
    if (keepsSystem(this.#context, `“${script.declaration.name}”`)) return null;
    const system = this.#context.catalogue.define({ kind: 'script', language: 'javascript', ...script });
    this.#parts.studyEditing.selectSystem(system);
    return system;
  }

  /** Whether this page runs simulators; the one to embed only shows their texts. */
  get canRun(): boolean {
    return this.#context.sandbox !== undefined;
  }

  /** The reader has seen the text of the script that waits: its study is opened, and simulates from then on. */
  run(): void {
    const { catalogue, store } = this.#context;
    const { pending } = store.getState().own;
    if (pending === null || !this.canRun) return;
    catalogue.define({ kind: 'script', language: 'javascript', ...pending.script });
    patch(store, 'own', { pending: null });
    this.#parts.opening.openStudy(pending.saved);
    notify(this.#context, 'note', `${sourceWords(pending)} has been opened.`);
    const asked = pending.saved.document.view?.engine === 'reproducible';
    if (asked && store.getState().engine.choice !== 'wasm-reproducible') {
      notify(this.#context, 'note', 'It asks for the reproducible engine: choose that in the engine menu.');
    }
  }

  /** The script that waits is not run. */
  dismiss(): void {
    patch(this.#context.store, 'own', { pending: null });
  }

  #own(): Promise<OwnClient> {
    const { sandbox } = this.#context;
    if (sandbox === undefined) throw new Error('This page runs no simulators.');
    this.#client ??= loadPart('runs simulators of your own', () => import('../../../worker/own/ownClient.ts')).then(
      ({ OwnClient: Client }) => new Client((port) => sandbox.open(port)),
    );
    this.#client.catch(() => (this.#client = null));
    return this.#client;
  }
}
