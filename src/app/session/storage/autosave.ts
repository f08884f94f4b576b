/**
 * What this tab is doing, saved by itself, and taken up again after a reload. A run is saved from its last snapshot, so that
 * nothing waits for it; how often depends on how long it takes.
 */
import type { SavedRun } from '../../../inference/study/run/savedRun.ts';
import { readSaved, writeSaved } from '../../../inference/study/run/savedStudy.ts';
import type { AppState } from '../../store/appStore.ts';
import { isNetworkOf } from '../../store/shippedStudies.ts';
import { studyOf } from '../../store/studySlice.ts';
import { untilState } from '../../store/untilState.ts';
import type { Database, TabState } from '../../browser/database.ts';
import { noteKept } from '../../browser/kept.ts';
import { adoptTab, claimTab, leftAt, noteLeaving, type Tab, whileGone } from '../../browser/tab.ts';
import { type SessionContext, notify } from '../context.ts';
import type { BrowserStorage } from './browserStorage.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import type { Restored } from '../study/restored.ts';
import type { Training } from '../network/training.ts';
import { focusOf } from '../../readout/concepts/focusQuestion.ts';
import { openStudy, runState } from '../../store/engineSlice.ts';

/** Time between two writes of a network that trains, ms: what is lost where the write of a page that is left does not end. */
const WHILE_TRAINING = 1500;
/** From a change to its write, ms: a hand on a slider changes much at once. */
const AFTER_CHANGE = 1000;
/** Time between two writes at least, as a multiple of what the last one took: large networks take long. */
const REST_SHARE = 20;
/** Tabs that are gone, and in which nothing has changed for so long, are forgotten, ms. */
const FORGOTTEN = 30 * 24 * 3600 * 1000;

/** Parts that it uses. */
interface Parts {
  readonly training: Pick<Training, 'saved' | 'lastSaved'>;
  readonly browserStorage: Pick<BrowserStorage, 'use'>;
}

export class Autosave {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #tab: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer will go off. */
  #due = Number.POSITIVE_INFINITY;
  #writing = false;
  #written: { readonly state: AppState; readonly run: SavedRun | null } | null = null;
  /** The study that every page opens with, as it is written. */
  readonly #opening: string;
  /** No write before this moment. */
  #rest = 0;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#opening = writeSaved({ document: documentOf(context.store.getState()), run: null }, context.catalogue).study;
  }

  /**
   * What this tab was doing before it was reloaded, or the last tab that was closed; null: nothing.
   * @param adopting whether another tab may be gone on with: not on a page that a link has opened
   */
  async restore(adopting: boolean): Promise<Restored | null> {
    const found = await this.#parts.browserStorage.use(async (database) => {
      const left = leftAt();
      return { left, kept: await this.#find(database, await claimTab(), adopting) };
    }, null);
    if (found === null || found.kept === null) return null;
    const { left, kept } = found;
    const reading = readSaved(kept, this.#context.catalogue);
    if (!reading.ok) {
      notify(
        this.#context,
        'problem',
        `The study that was open in this tab could not be restored. ${reading.problem.problem}`,
      );
      return null;
    }
    const lost = left === null || left < kept.changed ? null : (left - kept.changed) / 1000;
    return { ...reading.value, running: kept.running, lost };
  }

  /** Saves whatever changes from now on. */
  begin(): void {
    const { store } = this.#context;
    store.subscribe((state, before) => {
      if (isChanged(state, before)) this.#schedule(AFTER_CHANGE);
    });
    window.addEventListener('pagehide', () => {
      if (this.#tab !== null) noteLeaving();
      this.#hurry();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#hurry();
    });
    this.#schedule(AFTER_CHANGE);
  }

  /** Writes what there is now. @returns whether the browser has kept it */
  async save(): Promise<boolean> {
    const { store } = this.#context;
    if (isOfLesson(store.getState())) return true;
    // What is on screen and what the engine has belong together when the study is open.
    await untilState(store, ({ engine }) => runState(engine) !== 'opening');
    return this.#put(await this.#parts.training.saved().catch(() => this.#parts.training.lastSaved()));
  }

  async #find(database: Database, tab: Tab, adopting: boolean): Promise<TabState | null> {
    this.#tab = tab.id;
    const tabs = await database.tabs();
    const own = tabs.find(({ id }) => id === tab.id);
    if (own !== undefined || !tab.fresh) return own ?? null;
    const old = tabs.filter(({ changed }) => changed < Date.now() - FORGOTTEN);
    for (const { id } of old) await whileGone(id, () => database.deleteTabs([id]));
    if (!adopting) return null;
    for (const gone of tabs.toSorted((a, b) => b.changed - a.changed)) {
      if (!(await adoptTab(gone.id))) continue;
      this.#tab = gone.id;
      return gone;
    }
    return null;
  }

  #schedule(wait: number): void {
    if (this.#writing || inLesson(this.#context.store.getState())) return;
    const now = performance.now();
    const due = Math.max(now + wait, this.#rest);
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.#write(), due - now);
  }

  async #write(): Promise<void> {
    this.#due = Number.POSITIVE_INFINITY;
    this.#writing = true;
    const before = this.#context.store.getState();
    try {
      // While a study is being opened, what is on screen and what the engine has do not belong together.
      if (runState(before.engine) !== 'opening' && !inLesson(before)) {
        // Where the engine cannot be asked, which is told by whoever needs it: as it was put by.
        await this.#put(await this.#parts.training.saved().catch(() => this.#parts.training.lastSaved()));
      }
    } finally {
      this.#writing = false;
    }
    const now = this.#context.store.getState();
    if (isChanged(now, before)) this.#schedule(AFTER_CHANGE);
    else if (runState(now.engine) === 'running' || runState(now.engine) === 'opening') this.#schedule(WHILE_TRAINING);
  }

  /** The page may be gone at any moment: what there is, without asking the engine. */
  #hurry(): void {
    const state = this.#context.store.getState();
    if (runState(state.engine) !== 'opening' && !inLesson(state)) void this.#put(this.#parts.training.lastSaved());
  }

  /** Of another system; or pre-trained for what is still assumed, so that it comes with the page. */
  #isDispensable({ study }: SavedRun, state: AppState): boolean {
    if (study.problem.system !== state.study.system.id) return true;
    return this.#context.telemetry.getState().pretrainedNotes !== null && isNetworkOf(study, studyOf(state.study));
  }

  /** @returns whether the browser has it */
  async #put(trained: SavedRun | null): Promise<boolean> {
    const state = this.#context.store.getState();
    const tab = this.#tab;
    if (tab === null || isOfLesson(state)) return false;
    const run = trained === null || this.#isDispensable(trained, state) ? null : trained;
    const same = this.#written !== null && !isChanged(state, this.#written.state);
    if (same && run?.snapshot === this.#written?.run?.snapshot) return true;
    const start = performance.now();
    const running = runState(state.engine) === 'running';
    const saved = writeSaved({ document: documentOf(state), run, focus: focusOf(state) }, this.#context.catalogue);
    const kept = { ...saved, id: tab, changed: Date.now(), running };
    if (run !== null || kept.study !== this.#opening) noteKept();
    const put = await this.#parts.browserStorage.use((database) => database.putTab(kept).then(() => true), null);
    if (put !== null) this.#written = { state, run };
    const end = performance.now();
    this.#rest = end + REST_SHARE * (end - start);
    return put !== null;
  }
}

/**
 * What a lesson does to the page is not saved: the reader's own study stays as it was written before, and comes back. While it is
 * being put aside it is the page's still.
 */
function isOfLesson({ lesson }: AppState): boolean {
  return lesson.open !== null && !lesson.open.entering;
}

/** From when a lesson is asked for: the one write of that time is asked for by whoever puts the study aside, before it pauses it. */
function inLesson({ lesson }: AppState): boolean {
  return lesson.open !== null;
}

/** Whether something has changed that is saved. */
function isChanged({ study, observation, view, engine, concepts, lesson }: AppState, before: AppState): boolean {
  return (
    (lesson.open === null) !== (before.lesson.open === null) ||
    study !== before.study ||
    observation.current !== before.observation.current ||
    runState(engine) !== runState(before.engine) ||
    openStudy(engine) !== openStudy(before.engine) ||
    engine.choice !== before.engine.choice ||
    view.column !== before.view.column ||
    view.inferTab !== before.view.inferTab ||
    view.zoomed !== before.view.zoomed ||
    view.corner !== before.view.corner ||
    view.ridge !== before.view.ridge ||
    view.flow !== before.view.flow ||
    view.rejection !== before.view.rejection ||
    concepts.focus.found !== before.concepts.focus.found ||
    concepts.hikers.scene !== before.concepts.hikers.scene ||
    concepts.nuisanceTrial.chosen !== before.concepts.nuisanceTrial.chosen ||
    view.retrainByItself !== before.view.retrainByItself
  );
}
