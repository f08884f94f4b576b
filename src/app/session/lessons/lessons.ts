/**
 * Lessons: opening one, its steps, guesses and answers, its demonstration, and leaving it. The page's own controls do the rest;
 * what a step waits for is a condition on the page's facts. The reader's own study is put aside before the first step
 * (ownStudy.ts), and brought back when the lesson is left.
 */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { Script } from '../../../inference/simulators/own/scriptSystem.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { Claim, Condition, Lesson, Move, Step } from '../../../lessons/lesson.ts';
import type { Guess } from '../../../lessons/guess.ts';
import { parseAnchor } from '../../browser/anchor.ts';
import { type Facts, factsOf } from '../../readout/facts/facts.ts';
import { patch } from '../../store/appStore.ts';
import { runState } from '../../store/engineSlice.ts';
import { type Given, NO_PROGRESS, type OpenLesson } from '../../store/lessonSlice.ts';
import { type SessionContext, notify } from '../context.ts';
import type { Opening } from '../study/opening.ts';
import type { Training } from '../network/training.ts';
import { demonstrate, type MovingParts } from './demonstration.ts';
import type { Hands } from './hands.ts';
import type { OwnSimulators } from '../own/ownSimulators.ts';
import { compared, judged } from './judging.ts';
import { keepProgress, readProgress } from './keptProgress.ts';
import type { OwnParts, OwnStudy } from './ownStudy.ts';
import { opened, placeOf, wholeDemonstration } from './steps.ts';
import { StepStart } from './stepStart.ts';
import { untilTrue } from './untilTrue.ts';

/** How long the answer to a guess is waited for, seconds: a training may be among its moves. */
const LONGEST_REVEAL = 90;
/** How long what a step begins with is waited for, seconds; without it there is nothing to compare with, which the step tells. */
const LONGEST_BEGINNING = 30;

/** Shown to whoever is here for the first time. */
const TOUR = 'ninety-seconds';

export interface LessonLink {
  readonly lesson: string;
  /** From 1, or the id of the step. */
  readonly step: string | null;
  /** Added to the seeds of data and training: whether what is stated depends on them. */
  readonly seed: number;
  readonly lecture: boolean;
}

interface Parts extends MovingParts {
  readonly own: OwnStudy;
  readonly opening: Pick<Opening, 'openForLesson'> & OwnParts['opening'];
  readonly training: Pick<Training, 'reset' | 'pause'>;
  readonly ownSimulators: Pick<OwnSimulators, 'declare'>;
}

interface Registry {
  readonly lessons: readonly Lesson[];
  lessonById(id: string): Lesson | undefined;
}

/** A claim of a step as it stands: what the page has computed beside what the text says. */
export interface CheckedClaim {
  readonly lesson: string;
  readonly step: string;
  readonly text: string;
  readonly stated: number;
  readonly tolerance: number;
  readonly found: number | null;
  /** Said where it differs, in place of the numbers. */
  readonly otherwise?: string;
}

/** Whether a step speaks of the editor of simulators. */
function isEditor({ anchor }: Step): boolean {
  return anchor !== undefined && parseAnchor(anchor)?.kind === 'editor';
}

export class Lessons {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #start: StepStart;
  #registry: Promise<Registry> | null = null;
  #lesson: Lesson | null = null;
  #hands: Hands | null = null;
  #began: Facts | null = null;
  #seed = 0;
  /** Ends what belongs to the step: its demonstration, its reveal, its preparation. */
  #stepping = new AbortController();
  #showing: AbortController | null = null;
  /** Counts openings and leavings: the latest is the one that counts. */
  #turn = 0;
  /** Ends the wait before the reader's own study is put aside. */
  #entering = new AbortController();
  /** Putting the reader's own study aside and bringing it back, one after the other. */
  #ownMoves: Promise<void> = Promise.resolve();

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#start = new StepStart(context, parts);
    patch(context.store, 'lesson', { progress: readProgress() });
    context.store.subscribe(() => this.#look());
    context.telemetry.subscribe(() => this.#look());
  }

  /** Given by the page, which has buttons. */
  takeHands(hands: Hands): void {
    this.#hands = hands;
  }

  /** All lessons, fetched when they are first wanted. @throws (rejects) PartMissing */
  async all(): Promise<readonly Lesson[]> {
    return (await this.#load()).lessons;
  }

  /** The lesson that is open. */
  get current(): Lesson | null {
    return this.#lesson;
  }

  /** The facts when the step began. */
  get began(): Facts | null {
    return this.#began;
  }

  get step(): Step | null {
    const { open } = this.#context.store.getState().lesson;
    return open === null || this.#lesson === null ? null : (this.#lesson.steps[open.step] ?? null);
  }

  /**
   * Opens a lesson at a step; without one, where the reader was. Of two that are asked for at once the later one is opened.
   * @returns what is wrong with the link, in a sentence; null: nothing
   * @throws (rejects) PartMissing; and where the reader's own study cannot be put aside: the page is then as it was
   */
  async open({ lesson: id, step, seed, lecture }: LessonLink): Promise<string | null> {
    const registry = await this.#load();
    const lesson = registry.lessonById(id);
    if (lesson === undefined) {
      return `There is no lesson "${id}"; choose among ${registry.lessons.map((known) => known.id).join(', ')}.`;
    }
    const { progress } = this.#context.store.getState().lesson;
    const kept = progress[id];
    // Another version of the lesson may have had more steps.
    const reached = kept === undefined || kept.finished ? 0 : Math.min(kept.reached, lesson.steps.length - 1);
    const at = step === null ? reached : placeOf(lesson, step);
    if (at === null) return `Lesson "${id}" has no step "${step}"; it has ${lesson.steps.length}, from 1 on.`;
    const turn = ++this.#turn;
    patch(this.#context.store, 'view', { sheet: null });
    patch(this.#context.store, 'lesson', { lectureLook: {} });
    if (this.#lesson === null) this.#patchOpen({ ...opened(lesson, at, seed), preparing: true, lecture });
    try {
      await this.#putAside(this.#entering.signal);
    } catch (error) {
      if (turn === this.#turn) patch(this.#context.store, 'lesson', { open: null });
      throw error;
    }
    // Another lesson was opened meanwhile, or this one left.
    if (turn !== this.#turn) return null;
    this.#lesson = lesson;
    this.#seed = seed;
    // What another lesson has put there.
    patch(this.#context.store, 'own', { lesson: null });
    await this.#begin(at, 'all', lecture);
    return null;
  }

  /** The lesson of the first visit, from its beginning. */
  async openTour(): Promise<void> {
    await this.start(TOUR, '1');
  }

  /** Opens a lesson as a link would, and tells what is wrong. */
  async start(lesson: string, step: string | null = null, lecture = false): Promise<void> {
    try {
      const problem = await this.open({ lesson, step, seed: 0, lecture });
      if (problem !== null) notify(this.#context, 'problem', problem);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** The step after, where this one allows it; after the last the lesson is over. */
  async next(): Promise<void> {
    const { open } = this.#context.store.getState().lesson;
    if (open === null || this.#lesson === null || this.#waitsFor(open) !== null) return;
    if (open.step + 1 < open.steps) await this.#begin(open.step + 1, 'own', open.lecture);
    else {
      this.#keep({ finished: true });
      await this.leave();
    }
  }

  async back(): Promise<void> {
    const { open } = this.#context.store.getState().lesson;
    if (open !== null && open.step > 0) await this.#begin(open.step - 1, 'all', open.lecture);
  }

  async goTo(step: number): Promise<void> {
    const { open } = this.#context.store.getState().lesson;
    if (open !== null) await this.#begin(step, 'all', open.lecture);
  }

  /** The page as the step begins, and nothing guessed. */
  async reset(): Promise<void> {
    const { open } = this.#context.store.getState().lesson;
    if (open !== null) await this.#begin(open.step, 'all', open.lecture);
  }

  /** The lesson ends, and the reader's own study comes back; where that fails, it is told, and the lesson can be left again. */
  async leave(): Promise<void> {
    const { store } = this.#context;
    if (store.getState().lesson.open === null) return;
    const turn = ++this.#turn;
    this.#entering.abort();
    this.#entering = new AbortController();
    // Before that the network that trains is the reader's own.
    if (this.#parts.own.isAside) this.#endStep();
    this.#lesson = null;
    this.#began = null;
    if (store.getState().own.lesson !== null) {
      patch(store, 'own', { lesson: null });
      patch(store, 'view', { sheet: null });
    }
    this.#patchStep({ leaving: true });
    try {
      await this.#inOrder(() => this.#parts.own.bringBack());
    } catch (error) {
      this.#tell(error);
      if (turn === this.#turn) this.#patchStep({ leaving: false });
      return;
    }
    // Another lesson was opened meanwhile.
    if (turn === this.#turn) patch(store, 'lesson', { open: null });
  }

  setLecture(lecture: boolean): void {
    if (lecture) patch(this.#context.store, 'lesson', { lectureLook: {} });
    this.#patchStep({ lecture });
  }

  /** Why one cannot go on; null: one can. */
  waitsFor(): string | null {
    const { open } = this.#context.store.getState().lesson;
    return open === null ? null : this.#waitsFor(open);
  }

  guess(given: Guess): void {
    const { open } = this.#context.store.getState().lesson;
    if (open === null || open.outcome !== null || open.revealing) return;
    this.#patchStep({ given });
  }

  /** Makes the step's moves, waits for what the page answers, and compares. */
  async reveal(): Promise<void> {
    const step = this.step;
    const { open } = this.#context.store.getState().lesson;
    if (step?.kind !== 'predict' || open === null || open.given === null || open.revealing || open.outcome !== null) {
      return;
    }
    const { signal } = this.#stepping;
    this.#patchStep({ revealing: true });
    try {
      await this.#move(step.reveal ?? [], signal, true);
      const there = await this.#until(step.ready ?? answeredNow, LONGEST_REVEAL, signal);
      if (signal.aborted) return;
      if (!there) {
        throw new Error(`The page has not answered within ${LONGEST_REVEAL} seconds: reset this step, and try again.`);
      }
      const { given } = this.#context.store.getState().lesson.open ?? { given: null };
      if (given === null || given.kind === 'option' || given.kind === 'figure') return;
      const outcome = compared(step, given, this.#facts(), this.#began ?? this.#facts());
      this.#patchStep({ outcome, covered: [], fulfilled: true });
      this.#keep({ answer: [step.id, given] });
    } catch (error) {
      this.#tell(error);
    } finally {
      if (!signal.aborted) this.#patchStep({ revealing: false });
    }
  }

  /** @param value the place of the option, or the number */
  answer(value: number): void {
    const step = this.step;
    if (step?.kind !== 'ask') return;
    const given: Given = step.answer.kind === 'choice' ? { kind: 'option', option: value } : { kind: 'figure', value };
    const outcome = judged(step, value, this.#facts());
    this.#patchStep({ given, outcome, ...(outcome.right ? { fulfilled: true, covered: [] } : {}) });
    if (outcome.right) this.#keep({ answer: [step.id, given] });
  }

  /** Shows on the page how the step is done. */
  async show(paced = true): Promise<void> {
    const step = this.step;
    if (step === null || this.#showing !== null) return;
    const showing = new AbortController();
    this.#showing = showing;
    const signal = AbortSignal.any([this.#stepping.signal, showing.signal]);
    this.#patchStep({ showing: 'Showing' });
    try {
      await this.#until(({ run }) => run.state !== 'opening', LONGEST_REVEAL, signal);
      await this.#move(wholeDemonstration(step, this.#facts()), signal, paced);
    } catch (error) {
      this.#tell(error);
    } finally {
      this.#showing = null;
      this.#patchStep({ showing: null });
    }
  }

  stopShowing(): void {
    this.#showing?.abort();
  }

  /**
   * The editor of a lesson: its text becomes the simulator on screen, and is trained with the step's settings.
   * @returns null: no step is open
   */
  use(script: Script): System | null {
    const step = this.step;
    return step === null ? null : this.#start.use(script, step.start?.use ?? '', this.#seed);
  }

  /** The claims of the step as they stand now. */
  claims(): CheckedClaim[] {
    const step = this.step;
    const lesson = this.#lesson;
    if (step === null || lesson === null) return [];
    const [now, began] = [this.#facts(), this.#began ?? this.#facts()];
    return (step.claims ?? []).map(({ value, text, stated, tolerance, otherwise }: Claim) => ({
      lesson: lesson.id,
      step: step.id,
      text,
      stated,
      tolerance,
      found: value(now, began),
      otherwise,
    }));
  }

  forgetProgress(): void {
    keepProgress({});
    patch(this.#context.store, 'lesson', { progress: {} });
  }

  #putAside(signal: AbortSignal): Promise<void> {
    const { own } = this.#parts;
    return this.#inOrder(async () => {
      if (own.isAside) return;
      this.#patchStep({ entering: true });
      await own.putAside(signal);
      this.#patchStep({ entering: false });
    });
  }

  /** After what is under way, whether that ended well or not. */
  #inOrder(move: () => Promise<void>): Promise<void> {
    const moved = this.#ownMoves.then(move);
    this.#ownMoves = moved.catch(() => undefined);
    return moved;
  }

  #load(): Promise<Registry> {
    this.#registry ??= loadPart('holds the lessons', () => import('../../../lessons/registry.ts')).catch(
      (error: unknown) => {
        this.#registry = null;
        throw error;
      },
    );
    return this.#registry;
  }

  #facts(): Facts {
    return factsOf(this.#context.store.getState(), this.#context.telemetry.getState());
  }

  /** @param starts 'own': the step's own start over what there is; 'all': those of all steps up to it, from the beginning */
  async #begin(at: number, starts: 'own' | 'all', lecture: boolean): Promise<void> {
    const lesson = this.#lesson;
    if (lesson === null) return;
    this.#endStep();
    const { signal } = this.#stepping;
    this.#patchOpen({
      ...opened(lesson, at, this.#seed),
      covered: lesson.steps[at].covered ?? [],
      preparing: true,
      lecture,
    });
    const { store } = this.#context;
    patch(store, 'view', { pairs: lesson.steps[at].pairs === true });
    // The editor stays where the step before has it open, and is opened for others when there is something to show in it.
    const edits = isEditor(lesson.steps[at]);
    if (!edits && store.getState().own.lesson !== null) patch(store, 'view', { sheet: null });
    try {
      await this.#start.prepare(lesson, at, starts, this.#seed, signal);
      const { begins, anchor } = lesson.steps[at];
      if (begins !== undefined && !signal.aborted) {
        // Some is computed only while it is in sight.
        if (anchor !== undefined) this.#hands?.show(anchor);
        await this.#until(begins, LONGEST_BEGINNING, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#tell(error);
    }
    if (signal.aborted) return;
    this.#began = this.#facts();
    this.#patchStep({ preparing: false });
    this.#keep({ reached: at });
    const { anchor } = lesson.steps[at];
    if (anchor !== undefined) this.#hands?.show(anchor);
    this.#look();
  }

  #endStep(): void {
    this.#stepping.abort();
    this.#stepping = new AbortController();
    if (runState(this.#context.store.getState().engine) === 'running') this.#parts.training.pause();
  }

  #waitsFor(open: OpenLesson): string | null {
    const step = this.#lesson?.steps[open.step];
    const before = this.#context.store.getState().lesson.progress[open.id];
    if (open.preparing) return 'This step is being prepared';
    if (step === undefined || open.fulfilled || before?.finished || (before?.reached ?? 0) > open.step) return null;
    switch (step.kind) {
      case 'read':
        return null;
      case 'do':
        return 'Do it to go on, or press “Show me”';
      case 'predict':
        return open.given === null ? 'Guess to go on' : 'Reveal to go on';
      case 'ask':
        return 'Answer to go on';
      default:
        return step satisfies never;
    }
  }

  /** After every change of the page: whether the step is fulfilled. */
  #look(): void {
    const { open } = this.#context.store.getState().lesson;
    const step = this.step;
    if (open === null || step === null || open.preparing || this.#began === null) return;
    const now = this.#facts();
    this.#settle(now);
    if (step.kind !== 'do' || open.fulfilled || !step.done(now, this.#began)) return;
    const text = typeof step.said === 'function' ? step.said(now, this.#began) : step.said;
    const outcome = text === undefined ? null : { right: true, answer: null, text };
    this.#patchStep({ fulfilled: true, outcome, covered: [] });
  }

  /** The first answer to the state with which the step began is part of its beginning. */
  #settle(now: Facts): void {
    const began = this.#began;
    if (began === null || answeredNow(began, began) || !answeredNow(now, now)) return;
    const untouched =
      now.observation.change === began.observation.change &&
      // The log holds the last ones only: its length stays the same in time.
      now.actions.at(-1)?.order === began.actions.at(-1)?.order &&
      JSON.stringify(now.study) === JSON.stringify(began.study);
    if (untouched) this.#began = now;
  }

  async #move(moves: readonly Move[], signal: AbortSignal, paced: boolean): Promise<void> {
    const hands = this.#hands;
    if (hands === null) throw new Error('This page has no controls to show it with.');
    const player = {
      guess: (guess: Guess) => this.guess(guess),
      reveal: () => this.reveal(),
      answer: (given: number) => this.answer(given),
      until: (condition: Condition, seconds: number, within: AbortSignal) => this.#until(condition, seconds, within),
    };
    const say = (showing: string) => {
      if (this.#showing !== null) this.#patchStep({ showing });
    };
    await demonstrate(moves, { context: this.#context, parts: this.#parts, hands, player, signal, say, paced });
  }

  #until(condition: Condition, seconds: number, signal: AbortSignal): Promise<boolean> {
    const holds = () => condition(this.#facts(), this.#began ?? this.#facts());
    return untilTrue(this.#context, holds, seconds, signal);
  }

  #patchOpen(open: OpenLesson): void {
    patch(this.#context.store, 'lesson', { open });
  }

  #patchStep(change: Partial<OpenLesson>): void {
    const { open } = this.#context.store.getState().lesson;
    if (open !== null) patch(this.#context.store, 'lesson', { open: { ...open, ...change } });
  }

  #keep(change: {
    readonly reached?: number;
    readonly finished?: true;
    readonly answer?: readonly [string, Given];
  }): void {
    const { store } = this.#context;
    const { progress } = store.getState().lesson;
    const lesson = this.#lesson;
    if (lesson === null) return;
    const before = progress[lesson.id] ?? NO_PROGRESS;
    const { reached = 0, finished = before.finished, answer } = change;
    const answers = answer === undefined ? before.answers : { ...before.answers, [answer[0]]: answer[1] };
    const after = { reached: Math.max(before.reached, reached), finished, answers };
    const all = { ...progress, [lesson.id]: after };
    patch(store, 'lesson', { progress: all });
    keepProgress(all);
  }

  #tell(error: unknown): void {
    notify(this.#context, 'problem', error instanceof Error ? error.message : String(error));
  }
}

/** The posterior on screen is of the data on screen, and nothing trains. */
const answeredNow: Condition = ({ posterior, run }) =>
  posterior?.isOfTheseData === true && run.state !== 'running' && run.state !== 'stepping' && run.state !== 'opening';
