import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patch } from '../../store/appStore.ts';
import { trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('simulations are asked for while the view is on screen, in pieces that join, and no more than are wanted', async () => {
  const { of, store } = await trainingSession();
  await vi.advanceTimersByTimeAsync(1000);
  expect(of('pairs.simulate')).toHaveLength(0);
  const { rejection } = store.getState().view;
  patch(store, 'view', { inferTab: 'rejection', rejection: { ...rejection, simulations: 1200 } });
  await vi.advanceTimersByTimeAsync(400);
  const answer = async (i: number) => {
    const { params, resolve } = of('pairs.simulate')[i];
    const { from, count } = params as { readonly from: number; readonly count: number };
    resolve({ theta: new Float64Array(2 * count).fill(from), s: new Float64Array(9 * count) });
    await vi.advanceTimersByTimeAsync(0);
    return { from, count };
  };
  expect(await answer(0)).toEqual({ from: 0, count: 500 });
  expect(store.getState().rejection).toMatchObject({ simulating: true, simulated: { count: 500 } });
  expect(await answer(1)).toEqual({ from: 500, count: 500 });
  expect(await answer(2)).toEqual({ from: 1000, count: 200 });
  const { simulated, simulating } = store.getState().rejection;
  expect(simulating).toBe(false);
  expect(simulated?.count).toBe(1200);
  expect([0, 999, 1000, 2399].map((at) => simulated?.theta[at])).toEqual([0, 0, 500, 1000]);
  expect(of('pairs.simulate')).toHaveLength(3);
});

test('pieces of assumptions that are no longer made are dropped, and a failure is a sentence in the view', async () => {
  const { of, store } = await trainingSession();
  patch(store, 'view', { inferTab: 'rejection' });
  await vi.advanceTimersByTimeAsync(400);
  const [first] = of('pairs.simulate');
  patch(store, 'study', { seed: 99 });
  await vi.advanceTimersByTimeAsync(0);
  expect(first.aborted).toBe(true);
  expect(store.getState().rejection.simulated).toBeNull();
  await vi.advanceTimersByTimeAsync(400);
  of('pairs.simulate')[1].reject(new Error('The table has 10 to train on: ask for no more.'));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.getState().rejection).toMatchObject({
    simulating: false,
    problem: 'The table has 10 to train on: ask for no more.',
  });
});
