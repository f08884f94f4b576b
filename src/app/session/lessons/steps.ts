/** Steps of a lesson: where one is, how one is opened, and what its demonstration does. Pure. */
import type { Lesson, Move, Start, Step } from '../../../lessons/lesson.ts';
import type { Facts } from '../../readout/facts/facts.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import { firstGuess } from './judging.ts';

export function placeOf({ steps }: Lesson, step: string): number | null {
  const named = steps.findIndex(({ id }) => id === step);
  if (named >= 0) return named;
  const at = /^\d+$/.test(step) ? Number(step) - 1 : -1;
  return at >= 0 && at < steps.length ? at : null;
}

export function opened({ id, steps }: Lesson, step: number, seed: number): OpenLesson {
  return {
    id,
    step,
    steps: steps.length,
    preparing: false,
    fulfilled: false,
    covered: [],
    given: null,
    revealing: false,
    outcome: null,
    showing: null,
    seed,
    lecture: false,
    entering: false,
    leaving: false,
  };
}

/** Whether a step begins with another system's first study. */
export function namesSystem({ link, simulator }: Start): boolean {
  return simulator !== undefined || /(^|&)system=/.test(link);
}

/** How many simulations a lesson trains on once the reader's text is used; null: as many as the page takes by itself. */
export function simulationsInUse({ steps }: Lesson): number | null {
  const use = steps.find(({ start }) => start?.use !== undefined)?.start?.use;
  const count = Number(new URLSearchParams(use).get('simulations') ?? 0);
  return count > 0 ? count : null;
}

/** With the guess and the answer that the author has left out. */
export function wholeDemonstration(step: Step, facts: Facts): readonly Move[] {
  const moves = step.show ?? [];
  switch (step.kind) {
    case 'read':
    case 'do':
      return moves;
    case 'predict': {
      const guessed = moves.some((move) => move.do === 'guess');
      const revealed = moves.some((move) => move.do === 'reveal');
      const guess: Move = { do: 'guess', guess: firstGuess(step) };
      return [...moves, ...(guessed ? [] : [guess]), ...(revealed ? [] : [{ do: 'reveal' } as const])];
    }
    case 'ask': {
      if (moves.some((move) => move.do === 'answer')) return moves;
      const { answer } = step;
      const right = answer.kind === 'choice' ? answer.options.findIndex((option) => option.right) : answer.right(facts);
      return [...moves, { do: 'answer', with: right }];
    }
    default:
      return step satisfies never;
  }
}
