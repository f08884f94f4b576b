/** The floor of the loss: computed once training rests, and again where the network before was too poor to tell it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AttainableLoss } from '../../../inference/diagnostics/floor/attainableLoss.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { createAppStore } from '../../store/appStore.ts';
import { engineSlice } from '../../store/engineSlice.ts';
import { studyOf } from '../../store/studySlice.ts';
import type { SessionContext } from '../context.ts';
import { opened } from '../testing/scriptedEngine.ts';
import { LossFloor } from './lossFloor.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page whose network rests, and answers with one floor after another. */
function page(...reports: Partial<AttainableLoss>[]) {
  const store = createAppStore(builtIn('two-moons'), 'light');
  const { study } = store.getState();
  store.setState({
    engine: {
      ...engineSlice,
      network: { kind: 'finished', open: { study: studyOf(study), info: opened }, turn: 1 },
      status: { kind: 'ready', info: opened.engine },
    },
  });
  const call = vi.fn(() =>
    Promise.resolve({ se: 0.03, datasets: 100, leftOut: 0, effective: 0.5, ...reports.shift() }),
  );
  const floor = new LossFloor({ store, engine: { call } } as unknown as SessionContext);
  const rest = async () => {
    floor.afterTraining();
    await vi.advanceTimersByTimeAsync(5000);
  };
  return { rest, call, shown: () => store.getState().results.floor?.report };
}

it('stays for all networks of a problem once it is told well', async () => {
  const { rest, call, shown } = page({ floor: -3.8 }, { floor: -3.7 });
  await rest();
  await rest();
  expect(call).toHaveBeenCalledTimes(1);
  expect(shown()?.floor).toBe(-3.8);
});

it('is computed again after more training where a network of a single step could not tell it', async () => {
  const { rest, call, shown } = page({ floor: null, effective: 0.004, leftOut: 98 }, { floor: -3.8 });
  await rest();
  expect(shown()?.floor).toBeNull();
  await rest();
  expect(call).toHaveBeenCalledTimes(2);
  expect(shown()?.floor).toBe(-3.8);
});

it('and where it told it from few effective draws', async () => {
  const { rest, shown } = page({ floor: -3.6, effective: 0.06 }, { floor: -3.8 });
  await rest();
  await rest();
  expect(shown()?.floor).toBe(-3.8);
});
