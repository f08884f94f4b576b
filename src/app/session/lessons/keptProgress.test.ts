// @vitest-environment happy-dom
/** What the browser keeps of lessons is read with distrust: what is not as it was written counts as nothing. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LessonProgress } from '../../store/lessonSlice.ts';
import { keepProgress, readProgress } from './keptProgress.ts';

const KEY = 'posterior-playground.lessons';

const progress: Readonly<Record<string, LessonProgress>> = {
  ridge: {
    reached: 3,
    finished: false,
    answers: {
      draw: { kind: 'ellipse', ellipse: { x: 1, y: 1.2, width: 0.2, height: 0.1, turn: -40 } },
      which: { kind: 'choice', option: 2 },
    },
  },
  credible: {
    reached: 6,
    finished: true,
    answers: {
      count: { kind: 'number', value: 12 },
      why: { kind: 'option', option: 1 },
      share: { kind: 'figure', value: 0.6 },
    },
  },
};

afterEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

describe('progress of lessons', () => {
  test('is read as it was kept, every kind of answer included', () => {
    keepProgress(progress);
    expect(readProgress()).toEqual(progress);
  });

  test('leaves nothing behind once it is forgotten', () => {
    keepProgress(progress);
    keepProgress({});
    expect(localStorage.getItem(KEY)).toBeNull();
    expect(readProgress()).toEqual({});
  });

  test.each([
    ['no JSON', '{"ridge":'],
    ['a list', '[1]'],
    ['a step that there cannot be', JSON.stringify({ ridge: { reached: 31, finished: false, answers: {} } })],
    ['half a step', JSON.stringify({ ridge: { reached: 1.5, finished: false, answers: {} } })],
    ['a field too many', JSON.stringify({ ridge: { reached: 1, finished: false, answers: {}, by: 'x' } })],
    ['no answers', JSON.stringify({ ridge: { reached: 1, finished: false } })],
    ['an answer of no kind', withAnswer({ kind: 'colour', value: 1 })],
    ['an answer that is no number', withAnswer({ kind: 'number', value: '1' })],
    ['an answer without its value', withAnswer({ kind: 'number' })],
    ['an id that is too long', JSON.stringify({ ['r'.repeat(61)]: { reached: 1, finished: false, answers: {} } })],
    ['more lessons than there can be', JSON.stringify(lessonsOf(101))],
  ])('that is %s counts as none', (_, text) => {
    localStorage.setItem(KEY, text);
    expect(readProgress()).toEqual({});
  });

  test('of as many lessons as there can be is read', () => {
    localStorage.setItem(KEY, JSON.stringify(lessonsOf(100)));
    expect(Object.keys(readProgress())).toHaveLength(100);
  });

  test('that is too long is neither read nor written over what there is', () => {
    localStorage.setItem(KEY, ' '.repeat(60_000) + JSON.stringify(progress));
    expect(readProgress()).toEqual({});
    keepProgress(progress);
    const answers = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`answer-${i}`, { kind: 'choice', option: 1 } as const]),
    );
    keepProgress({ ridge: { reached: 1, finished: false, answers } });
    expect(readProgress()).toEqual(progress);
  });

  test('is none where storage is forbidden, and nothing is thrown', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    try {
      keepProgress(progress);
      expect(readProgress()).toEqual({});
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

function withAnswer(answer: unknown): string {
  return JSON.stringify({ ridge: { reached: 1, finished: false, answers: { draw: answer } } });
}

function lessonsOf(count: number): unknown {
  const one = { reached: 1, finished: false, answers: {} };
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`lesson-${i}`, one]));
}
