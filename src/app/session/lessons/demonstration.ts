/**
 * The moves of a demonstration, one after the other, by the same calls of the session as a hand's. It ends early when it is
 * cancelled; a move that is not possible is told with what it was.
 */
import { mergeLink } from '../../../inference/study/link/mergeLink.ts';
import { withSystem } from '../../../inference/simulators/catalogue.ts';
import { readLink } from '../../../inference/study/link/readLink.ts';
import { writeLink } from '../../../inference/study/link/writeLink.ts';
import { readLaw } from '../../../inference/priors/lawText.ts';
import { withLaw } from '../../../inference/simulators/nuisanceLaw.ts';
import type { Condition, Move } from '../../../lessons/lesson.ts';
import type { Guess } from '../../../lessons/guess.ts';
import { documentOf, withDocument } from '../../readout/network/pageDocument.ts';
import type { Trust } from '../checks/trust.ts';
import { patch } from '../../store/appStore.ts';
import { lessonEditor } from '../../store/ownSlice.ts';
import type { SessionContext } from '../context.ts';
import type { Files } from '../data/files.ts';
import type { ObservationEditing } from '../data/observationEditing.ts';
import type { StudyEditing } from '../study/studyEditing.ts';
import type { Hands } from './hands.ts';

/** How long a condition is waited for, seconds. */
const WAIT = 30;
/** Between two moves, so that the eye can follow, ms. */
const PACE = 700;

export interface MovingParts {
  readonly observationEditing: Pick<ObservationEditing, 'setTruth' | 'setPoint'>;
  readonly studyEditing: Pick<
    StudyEditing,
    'setPrior' | 'setNuisance' | 'setDesignField' | 'setTraining' | 'setIgnored'
  >;
  readonly trust: Pick<Trust, 'perturbation'>;
  readonly files: Pick<Files, 'read'>;
}

/** What the player does of it. */
export interface Player {
  guess(guess: Guess): void;
  reveal(): Promise<void>;
  answer(given: number): void;
  /** Resolves to whether it came true in time and nothing was cancelled. */
  until(condition: Condition, seconds: number, signal: AbortSignal): Promise<boolean>;
}

export async function demonstrate(
  moves: readonly Move[],
  {
    context,
    parts,
    hands,
    player,
    signal,
    say,
    paced,
  }: {
    readonly context: SessionContext;
    readonly parts: MovingParts;
    readonly hands: Hands;
    readonly player: Player;
    readonly signal: AbortSignal;
    /** What is being done, in a few words. */
    readonly say: (doing: string) => void;
    readonly paced: boolean;
  },
): Promise<void> {
  for (const [i, move] of moves.entries()) {
    if (signal.aborted) return;
    if (move.do === 'wait') {
      say(`Waiting for ${move.for}`);
      const seconds = move.seconds ?? WAIT;
      const came = await player.until(move.until, seconds, signal);
      if (!came && !signal.aborted) throw new Error(`Waited ${seconds} seconds for ${move.for}: it did not come.`);
      continue;
    }
    say('Showing');
    await make(move, context, parts, hands, player);
    if (paced && i < moves.length - 1) await new Promise((resolve) => setTimeout(resolve, PACE));
  }
}

async function make(
  move: Exclude<Move, { readonly do: 'wait' }>,
  context: SessionContext,
  { observationEditing, studyEditing, trust, files }: MovingParts,
  hands: Hands,
  player: Player,
): Promise<void> {
  switch (move.do) {
    case 'perform':
      hands.perform(move.action);
      return;
    case 'truth':
      observationEditing.setTruth(move.to);
      return;
    case 'point':
      observationEditing.setPoint(move.entry, move.to);
      return;
    case 'write':
      patch(context.store, 'own', {
        lesson: lessonEditor(move.text, context.store.getState().own.lesson?.used ?? null),
      });
      return;
    case 'drop':
      await files.read(move.name, move.content);
      return;
    case 'prior':
      setLaw(move.key, move.law, context, studyEditing);
      return;
    case 'design':
      studyEditing.setDesignField(move.key, move.to);
      return;
    case 'training':
      studyEditing.setTraining(move.change);
      return;
    case 'ignore':
      studyEditing.setIgnored(move.keys);
      return;
    case 'break':
      trust.perturbation(isIdentity(move.perturbation) ? null : move.perturbation);
      return;
    case 'view':
      setView(move.link, context);
      return;
    case 'press':
      hands.press(move.anchor, move.name);
      return;
    case 'slide':
      hands.slide(move.anchor, move.name, move.to);
      return;
    case 'guess':
      player.guess(move.guess);
      return;
    case 'reveal':
      await player.reveal();
      return;
    case 'answer':
      player.answer(move.with);
      return;
    default:
      move satisfies never;
  }
}

/** Width 1 and shift 0 leave the posterior as it is. */
export function isIdentity({ width, shift }: { readonly width: number; readonly shift: number }): boolean {
  return width === 1 && shift === 0;
}

function setLaw(key: string, text: string, { store }: SessionContext, studyEditing: MovingParts['studyEditing']): void {
  const law = readLaw(text);
  if (!law.ok) throw new Error(`The prior of ${key} is refused: ${law.problem}.`);
  const { problem } = store.getState().study;
  if (Object.hasOwn(problem.priors, key)) studyEditing.setPrior(key, law.prior);
  else studyEditing.setNuisance(key, withLaw(problem.nuisances[key], law.prior));
}

/** What a link says of the view, and nothing else. */
function setView(link: string, { store, catalogue }: SessionContext): void {
  const state = store.getState();
  const known = withSystem(catalogue, state.study.system);
  const read = readLink(mergeLink(writeLink(documentOf(state), catalogue), link), known);
  if (!read.ok) throw new Error(read.problems.join(' '));
  const { view } = withDocument(state, read.document, state.study.system);
  if (view !== undefined) store.setState({ view });
}
