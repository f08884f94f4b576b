/** Guesses and answers of a lesson's steps, compared with what the page has computed. Pure. */
import type { AskStep, PredictStep } from '../../../lessons/lesson.ts';
import type { Guess } from '../../../lessons/guess.ts';
import type { Facts } from '../../readout/facts/facts.ts';
import type { Outcome } from '../../store/lessonSlice.ts';

/** The page has not computed what the answer is made of: nothing is called right or wrong. */
const NO_ANSWER: Outcome = {
  right: null,
  answer: null,
  text: 'The page could not compute the answer to this: reset this step, and try again.',
};

/** What the form of a guess begins with. */
export function firstGuess({ guess }: PredictStep): Guess {
  switch (guess.kind) {
    case 'choice':
      return { kind: 'choice', option: 0 };
    case 'number':
      return { kind: 'number', value: guess.start };
    case 'ellipse':
      return { kind: 'ellipse', ellipse: guess.start };
    default:
      return guess satisfies never;
  }
}

/** What is said of a guess once the answer can be computed. */
export function compared(step: PredictStep, given: Guess, now: Facts, began: Facts): Outcome {
  const text = step.said(now, given, began);
  const { guess } = step;
  switch (guess.kind) {
    case 'choice': {
      const answer = guess.right(now, began);
      if (!Number.isFinite(answer)) return NO_ANSWER;
      return { right: given.kind === 'choice' && given.option === answer, answer, text };
    }
    case 'number': {
      const answer = guess.right(now, began);
      if (Number.isNaN(answer)) return NO_ANSWER;
      // There is no such number: that is what was found.
      if (!Number.isFinite(answer)) return { right: null, answer: null, text };
      const off = given.kind === 'number' ? Math.abs(given.value - answer) : Number.POSITIVE_INFINITY;
      return { right: off <= guess.close * Math.max(Math.abs(answer), Number.EPSILON), answer, text };
    }
    case 'ellipse':
      return { right: null, answer: null, text };
    default:
      return guess satisfies never;
  }
}

/** What is said of the answer to a question: `value` is the place of the option, or the number. */
export function judged({ answer }: AskStep, value: number, facts: Facts): Outcome {
  if (answer.kind === 'choice') {
    const option = answer.options[value];
    const right = answer.options.findIndex((one) => one.right);
    return { right: option?.right === true, answer: right, text: option?.why ?? '' };
  }
  const right = answer.right(facts);
  if (!Number.isFinite(right)) return NO_ANSWER;
  if (Math.abs(value - right) <= answer.tolerance * Math.abs(right)) {
    return { right: true, answer: right, text: answer.why };
  }
  const mistake = answer.mistakes.find(({ when }) => when(value, right));
  return { right: false, answer: right, text: mistake?.why ?? answer.otherwise };
}
