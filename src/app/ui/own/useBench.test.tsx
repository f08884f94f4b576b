// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { type Bench, useBench } from './useBench.ts';

const report = vi.fn<Bench['report']>();
const put = vi.fn<(text: string) => void>();
const bench = (given: Bench['given']): Bench => ({
  opened: given.text,
  given,
  seed: 0,
  simulations: null,
  held: null,
  report,
});
const TRIAL = {
  analysis: { tried: 200, failed: 1, marks: [{ key: 'heads', strongest: 0.9, p: 0.001 }] },
};
const FOUND = { tried: 200, failed: 1, p: { heads: 0.001 } };
const MISTAKEN = { text: 'mistaken' };

type State = Parameters<typeof useBench>[1];
const hook = (given: Bench['given'] | null, state: State) =>
  renderHook(
    (now: { given: Bench['given'] | null; state: State }) =>
      useBench(now.given === null ? undefined : bench(now.given), now.state, put),
    { initialProps: { given, state } },
  );

beforeEach(() => void vi.clearAllMocks());

it('tells what stands there, whether it can be read, and the marks of its trial', () => {
  const { rerender } = hook(MISTAKEN, { text: 'mistaken', read: false, trial: null });
  expect(report).toHaveBeenLastCalledWith({ text: 'mistaken', read: false, trial: null });
  rerender({ given: MISTAKEN, state: { text: 'mistaken', read: true, trial: TRIAL } });
  expect(report).toHaveBeenLastCalledWith({ text: 'mistaken', read: true, trial: FOUND });
  expect(put).not.toHaveBeenCalled();
});

it('puts what is given into it, and tells nothing of what stood there before', () => {
  const state = { text: 'repaired', read: true, trial: TRIAL };
  const { rerender } = hook(MISTAKEN, state);
  report.mockClear();
  rerender({ given: { text: 'mistaken' }, state });
  expect(put.mock.calls).toEqual([['mistaken']]);
  expect(report).not.toHaveBeenCalled();
});

it('the same words given again were not tried', () => {
  const state = { text: 'mistaken', read: true, trial: TRIAL };
  const { rerender } = hook(MISTAKEN, state);
  expect(report).toHaveBeenLastCalledWith({ text: 'mistaken', read: true, trial: FOUND });
  rerender({ given: { text: 'mistaken' }, state });
  expect(put.mock.calls).toEqual([['mistaken']]);
  expect(report).toHaveBeenLastCalledWith({ text: 'mistaken', read: true, trial: null });
});

it('outside of a lesson nobody is told', () => {
  hook(null, { text: 'mine', read: true, trial: null });
  expect(report).not.toHaveBeenCalled();
});
