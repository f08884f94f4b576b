/** What a lesson makes of the text that its reader has written. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { yourOwn } from '../../../lessons/yourOwn.ts';
import { hikers } from '../../../lessons/hikers.ts';
import { patch } from '../../store/appStore.ts';
import { lessonEditor } from '../../store/ownSlice.ts';
import type { Opening } from '../study/opening.ts';
import { trainingSession } from '../testing/scriptedEngine.ts';
import { StepStart } from './stepStart.ts';
import { simulationsInUse } from './steps.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const script = {
  text: 'export const …',
  declaration: {
    name: 'Coin',
    parameters: [{ key: 'p', prior: { family: 'uniform' as const, low: 0, high: 1 } }],
    data: { kind: 'vector' as const, names: ['heads'] },
    example: [10],
  },
};
const TRAINING = 'simulations=8000&fresh=0&epochs=20&batchSize=200';

async function start() {
  const context = await trainingSession();
  const openForLesson = vi.fn<Opening['openForLesson']>(() => Promise.resolve());
  const { ownSimulators, trust, training } = context.session;
  const made = new StepStart(context, { opening: { openForLesson }, ownSimulators, trust, training });
  return { ...context, made, openForLesson };
}

it('the text is trained as the step says, with seeds of its own, and is the one in use', async () => {
  const { made, openForLesson, store } = await start();
  patch(store, 'own', { lesson: lessonEditor('export const …', null) });
  const system = made.use(script, TRAINING, 0);
  const other = made.use(script, TRAINING, 1);
  expect(other.id).toBe(system.id);
  expect(store.getState().own.lesson?.used).toBe(system.id);
  const [first, second] = openForLesson.mock.calls.map(([{ study }]) => study);
  expect(first.problem.system).toBe(system.id);
  expect(first.training).toMatchObject({ simulations: 8000, fresh: false, epochs: 20, batchSize: 200 });
  expect(second).toEqual({ ...first, seed: first.seed + 1 });
  expect(openForLesson.mock.calls.map(([, network]) => network)).toEqual(['trained', 'trained']);
});

it('keys of an author that are no link are refused, and nothing is in use', async () => {
  const { made, openForLesson, store } = await start();
  patch(store, 'own', { lesson: lessonEditor('export const …', null) });
  expect(() => made.use(script, 'simulations=many', 0)).toThrow(RangeError);
  expect(store.getState().own.lesson?.used).toBeNull();
  expect(openForLesson).not.toHaveBeenCalled();
});

it('how many simulations that takes is known before the step', () => {
  expect(simulationsInUse(yourOwn)).toBe(8000);
  expect(simulationsInUse(hikers)).toBeNull();
});
