/**
 * The address holds the study as it goes. Its hash is read when the page opens and when it changes (a link pasted into the
 * open page, or the way back), and written some rest after the study, the observation or the view has changed. A hash that
 * cannot be read changes no study: the page names it and says what is wrong until the next change of the study, and the address
 * goes back to what it held, which at the opening of the page is nothing: it never stands for another study than the one on screen.
 * A term's address (`#term-sbc`) or that of a chapter of the text is no study: the glossary shows the term, and the address goes back likewise.
 */
import { fewOf, shown } from '../../../inference/math/shown.ts';
import { readLink } from '../../../inference/study/link/readLink.ts';
import { LONGEST_LINK, writeLink } from '../../../inference/study/link/writeLink.ts';
import { type AppState, patch } from '../../store/appStore.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import type { Restored } from './restored.ts';
import { isLessonLink, lessonLink, readLessonLink } from './lessonLink.ts';
import { type SessionContext, type StudyOpener, notify } from '../context.ts';
import { isWithinPage, termOfHash } from '../../words/termLink.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';

/** The address, apart from the page's path; the browser's own in startApp.ts. */
export interface Address {
  /** The hash, with its "#" or empty. */
  read(): string;
  /** @param hash without "#" */
  write(hash: string, how: 'replace' | 'push'): void;
  /** Opens the page again with the address as it is. */
  reload(): void;
}

/** Opens a lesson that a link names; session/lessons does. */
export interface LessonOpener {
  open(link: {
    readonly lesson: string;
    readonly step: string | null;
    readonly seed: number;
    readonly lecture: boolean;
  }): Promise<string | null>;
  leave(): Promise<void>;
}

/** Browsers allow some hundred changes of the address in half a minute. */
const REST = 500;
/** Characters of a refused link that the message repeats. */
const LONGEST_SHOWN = 120;

export class AddressBar {
  readonly #context: SessionContext;
  readonly #address: Address;
  readonly #opening: StudyOpener;
  readonly #lessons: LessonOpener | null;
  /** The address of the reader's own study while a lesson is open. */
  #own: { readonly held: string | null; readonly hash: string } | null = null;
  /** What the address holds, or held when it was read. */
  #hash = '';
  /** The link of the state that the address stands for; null: a link was opened, and is to be written in our own words. */
  #held: string | null;
  #system: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The message about a link that was refused, while it is shown; null: none. */
  #refusal: string | null = null;
  /** What an earlier page has left is coming: that is no change by the user. */
  #restoring = false;
  #tooLong = false;

  /** @param lessons null: on a page without lessons, which refuses their links */
  constructor(context: SessionContext, address: Address, opening: StudyOpener, lessons: LessonOpener | null) {
    this.#context = context;
    this.#lessons = lessons;
    this.#address = address;
    this.#opening = opening;
    const state = context.store.getState();
    this.#held = writeLink(documentOf(state), context.catalogue);
    this.#system = state.study.system.id;
    context.store.subscribe((state, before) => this.#react(state, before));
  }

  /** Opens what the address holds: at the start, and after it has changed. */
  changed(): void {
    const hash = this.#read();
    if (hash === this.#hash) return;
    if (isWithinPage(hash)) {
      const term = termOfHash(hash);
      if (term !== null) patch(this.#context.store, 'view', { sheet: null, sought: term });
      this.#address.write(this.#hash, 'replace');
      return;
    }
    const before = this.#hash;
    // A simulator that waits came with the link before.
    if (this.#waits) patch(this.#context.store, 'own', { pending: null });
    this.#hash = hash;
    this.#withdraw();
    if (isLessonLink(hash)) {
      void this.#openLesson(hash, before);
      return;
    }
    if (this.#context.store.getState().lesson.open !== null) {
      void this.#leaveFor(hash, before);
      return;
    }
    if (hash === '') return;
    const read = readLink(hash, this.#context.catalogue);
    if (!read.ok) {
      this.#refuse(hash, read.problems, before);
      return;
    }
    const { script, document } = read;
    if (script !== undefined && !this.#context.catalogue.has(document.study.problem.system)) {
      // It is shown first, and run when the reader presses Run (own/ownSimulators.ts).
      patch(this.#context.store, 'own', { pending: { from: { link: hash }, script, saved: { document, run: null } } });
      return;
    }
    this.#system = document.study.problem.system;
    this.#held = null;
    this.#opening.openStudy({ document: read.document, run: null });
    // A network must not be trained on two engines: the one that runs is left with the page.
    const asked = read.document.view?.engine === 'reproducible';
    if (asked && this.#context.store.getState().engine.choice !== 'wasm-reproducible') this.#address.reload();
  }

  #refuse(hash: string, problems: readonly string[], before: string): void {
    const batch = problems.length === 1 ? '' : `${problems.length} problems: `;
    this.#refusal = `This link was not opened: #${shown(hash, LONGEST_SHOWN)}. ${batch}${fewOf(problems).join(' ')}`;
    notify(this.#context, 'problem', this.#refusal);
    this.#address.write(before, 'replace');
    this.#hash = this.#read();
  }

  async #openLesson(hash: string, before: string): Promise<void> {
    const read = readLessonLink(hash);
    if (!read.ok) {
      this.#refuse(hash, read.problems, before);
      return;
    }
    if (this.#context.store.getState().lesson.open === null) this.#own = { held: this.#held, hash: before };
    const problem =
      this.#lessons === null
        ? 'Lessons open on the whole page, not on an embedded one.'
        : await this.#lessons.open(read.link).catch((error: unknown) => sentenceOf(error));
    if (problem !== null) this.#refuse(hash, [problem], before);
  }

  /** Another link takes the place of a lesson: the reader's own study is back before it is opened. */
  async #leaveFor(hash: string, lesson: string): Promise<void> {
    const own = this.#own?.hash;
    await this.#lessons?.leave();
    // It could not be left, or another one was opened meanwhile.
    if (this.#context.store.getState().lesson.open !== null) return;
    // Opening the study that is back would give it another network: after a reload in the lesson its address is not known.
    if (hash === own || hash === '' || this.#isOnScreen(hash)) return;
    this.#hash = lesson;
    if (this.#read() === hash) this.changed();
  }

  /**
   * What an earlier page has left to go on with, unless the address says something else: a link wins over it, but the link of
   * that very study, which a reload brings, keeps its network. What a link hides, locks or says goes with the link, and so does what it begins with.
   */
  reconciled(left: Restored | null): Restored | null {
    const link = this.#hash !== '' && this.#refusal === null && !isLessonLink(this.#hash);
    if (left === null || (link && writeLink(left.document, this.#context.catalogue) !== this.#linkNow())) return null;
    // The reader has seen and run it: it is the study that was on screen.
    if (link && this.#waits) patch(this.#context.store, 'own', { pending: null });
    this.#restoring = true;
    this.#system = left.document.study.problem.system;
    const { view } = left.document;
    if (link || view === null) return left;
    const { title: _title, task: _task, ...rest } = view;
    const start = typeof view.start === 'boolean' ? view.start : view.start === 'train';
    return { ...left, document: { ...left.document, view: { ...rest, start, hidden: [], locked: [] } } };
  }

  /** Whether a link, in whatever words, is of the study on screen. */
  #isOnScreen(hash: string): boolean {
    const read = readLink(hash, this.#context.catalogue);
    if (!read.ok || !this.#context.catalogue.has(read.document.study.problem.system)) return false;
    return writeLink(read.document, this.#context.catalogue) === this.#linkNow();
  }

  #read(): string {
    return this.#address.read().replace(/^#/, '');
  }

  /** Takes the message about a refused link away. */
  #withdraw(): void {
    const text = this.#refusal;
    if (text === null) return;
    this.#refusal = null;
    const { messages } = this.#context.store.getState().view;
    patch(this.#context.store, 'view', { messages: messages.filter((message) => message.text !== text) });
  }

  /** Of the study on screen, or of the one that waits behind a simulator which the reader is shown. */
  #linkNow(): string {
    const { catalogue, store } = this.#context;
    const { pending } = store.getState().own;
    if (this.#waits && pending !== null) {
      const { document } = pending.saved;
      return catalogue.has(document.study.problem.system) ? writeLink(document, catalogue) : this.#hash;
    }
    return writeLink(documentOf(store.getState()), catalogue);
  }

  /** Whether the address holds a link whose simulator the reader is being shown. */
  get #waits(): boolean {
    const { pending } = this.#context.store.getState().own;
    return pending !== null && 'link' in pending.from;
  }

  #react(state: AppState, before: AppState): void {
    const same =
      state.study === before.study &&
      state.observation.current === before.observation.current &&
      state.observation.dragging === before.observation.dragging &&
      state.engine.choice === before.engine.choice &&
      state.lesson.open?.id === before.lesson.open?.id &&
      state.lesson.open?.step === before.lesson.open?.step &&
      state.lesson.open?.lecture === before.lesson.open?.lecture &&
      state.concepts.hikers.scene === before.concepts.hikers.scene &&
      state.concepts.nuisanceTrial.chosen === before.concepts.nuisanceTrial.chosen &&
      state.own.pending === before.own.pending &&
      state.view === before.view;
    if (same) return;
    // The reader has decided: the address is that of the study on screen again.
    const { pending } = before.own;
    if (pending !== null && 'link' in pending.from && state.own.pending === null) this.#held = null;
    if (state.study !== before.study) {
      if (this.#restoring) this.#restoring = false;
      else this.#withdraw();
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), REST);
  }

  #write(): void {
    // A link has come of which a busy browser has not told yet: it is not overwritten.
    if (this.#read() !== this.#hash) {
      this.changed();
      return;
    }
    const state = this.#context.store.getState();
    if (state.observation.dragging || state.view.thumbHeld || this.#waits) return;
    const { open } = state.lesson;
    if (open !== null) {
      this.#own ??= { held: this.#held, hash: this.#hash };
      this.#put(lessonLink(open));
      return;
    }
    if (this.#own !== null) {
      // The reader's own study is back, and so is its address.
      const { held, hash } = this.#own;
      this.#own = null;
      this.#held = held;
      this.#system = state.study.system.id;
      this.#put(hash);
    }
    const link = writeLink(documentOf(state), this.#context.catalogue);
    if (link === this.#held) return;
    const linkable = capabilitiesOf(state.study).link === true;
    const tooLong = linkable && link.length > LONGEST_LINK;
    if (tooLong && !this.#tooLong) {
      const text = 'This study no longer fits into the address: share it as a file.';
      notify(this.#context, 'note', text);
    }
    this.#tooLong = tooLong;
    const hash = linkable && !tooLong ? link : '';
    this.#held = link;
    if (hash === this.#hash) return;
    const system = state.study.system.id;
    this.#address.write(hash, system === this.#system ? 'replace' : 'push');
    this.#system = system;
    this.#hash = this.#read();
  }

  #put(hash: string): void {
    if (hash === this.#hash) return;
    this.#address.write(hash, 'replace');
    this.#hash = this.#read();
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
