import { expect, it } from 'vitest';
import { decidedBy } from '../../../lessons/conditions.ts';
import type { AskStep, PredictStep } from '../../../lessons/lesson.ts';
import type { Facts } from '../../readout/facts/facts.ts';
import { compared, judged } from './judging.ts';

const facts = {} as Facts;
const base = { id: 'a', heading: '', text: '', kind: 'predict' as const, said: () => 'Said.' };

it('an answer that could not be computed makes no guess right or wrong', () => {
  const step: PredictStep = {
    ...base,
    guess: { kind: 'choice', options: ['Less', 'More'], right: () => decidedBy(Number.NaN, (v) => (v < 1 ? 0 : 1)) },
  };
  for (const option of [0, 1]) {
    expect(compared(step, { kind: 'choice', option }, facts, facts)).toMatchObject({ right: null, answer: null });
  }
  const number: PredictStep = {
    ...base,
    guess: { kind: 'number', label: '', low: 0, high: 1, start: 0.5, right: () => Number.NaN, close: 0.1 },
  };
  const outcome = compared(number, { kind: 'number', value: 0.5 }, facts, facts);
  expect(outcome).toMatchObject({ right: null, answer: null });
  expect(outcome.text).toContain('could not compute');
  const ask: AskStep = {
    ...base,
    kind: 'ask',
    answer: {
      kind: 'number',
      label: '',
      right: () => Number.NaN,
      tolerance: 1,
      mistakes: [],
      otherwise: 'No.',
      why: 'Yes.',
    },
  };
  expect(judged(ask, 1, facts).right).toBeNull();
});

it('a number that there is not is told as what was found', () => {
  const step: PredictStep = {
    ...base,
    said: () => 'It never pays.',
    guess: { kind: 'number', label: '', low: 0, high: 1, start: 0.5, right: () => Infinity, close: 0.1 },
  };
  const outcome = compared(step, { kind: 'number', value: 0.5 }, facts, facts);
  expect(outcome).toEqual({ right: null, answer: null, text: 'It never pays.' });
});

it('one that was computed does, within what is called close', () => {
  const step: PredictStep = {
    ...base,
    guess: { kind: 'number', label: '', low: 0, high: 1, start: 0.5, right: () => 0.8, close: 0.1 },
  };
  expect(compared(step, { kind: 'number', value: 0.87 }, facts, facts)).toEqual({
    right: true,
    answer: 0.8,
    text: 'Said.',
  });
  expect(compared(step, { kind: 'number', value: 0.89 }, facts, facts).right).toBe(false);
  expect(decidedBy(2, (v) => (v < 1 ? 0 : 1))).toBe(1);
});
