/** The view of pixels: it follows image and quantity while it is open, shows nothing of another design, and is taken away as a file. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { NpeQuestions } from '../../../worker/run/npe/questions.ts';
import type { NetworkPixels } from '../../../worker/run/reports.ts';
import { conceptFigures } from '../../export/conceptFigures.ts';
import { headed } from '../../export/figures.ts';
import { pixelsFacts } from '../../readout/facts/conceptFacts.ts';
import { createAppStore, patch } from '../../store/appStore.ts';
import type { PixelsState } from '../../store/conceptsSlice.ts';
import { engineSlice } from '../../store/engineSlice.ts';
import { studyOf } from '../../store/studySlice.ts';
import { createTelemetry } from '../../store/telemetry.ts';
import type { SessionContext } from '../context.ts';
import { opened, scriptedEngine } from '../testing/scriptedEngine.ts';
import { PixelTracing } from './pixelTracing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with a trained network of galaxy images. */
function page() {
  const { engine, of } = scriptedEngine();
  const store = createAppStore(builtIn('galaxy-image'), 'light');
  const open = { study: studyOf(store.getState().study), info: opened };
  store.setState({
    engine: {
      ...engineSlice,
      network: { kind: 'finished', open, turn: 1 },
      status: { kind: 'ready', info: opened.engine },
    },
  });
  const tracing = new PixelTracing({ store, engine } as unknown as SessionContext);
  const set = (change: Partial<PixelsState>) => {
    patch(store, 'concepts', { pixels: { ...store.getState().concepts.pixels, ...change } });
    tracing.request();
  };
  const asked = () => of('posterior.pixels');
  const params = (i: number) => asked()[i].params as NpeQuestions['posterior.pixels']['params'];
  const rest = () => vi.advanceTimersByTimeAsync(200);
  return { store, tracing, set, asked, params, rest };
}

const answer: NetworkPixels = {
  gradient: new Float64Array(1024).fill(1e-3),
  mean: 10,
  sd: 0.1,
  draws: 256,
  scatter: 0.02,
  held: 0,
  members: 1,
  step: 500,
  milliseconds: 100,
};

it('asks nothing while it is closed; open, it follows the image and the quantity, one after the other', async () => {
  const { store, tracing, set, asked, params, rest } = page();
  tracing.request();
  expect(asked()).toHaveLength(0);
  set({ open: true });
  expect(params(0).quantity).toBe('logL');
  asked()[0].progress({ fraction: 0.5 });
  expect(store.getState().concepts.pixels.progress).toBe(0.5);
  // Three changes meanwhile: the newest is asked once the former is answered.
  tracing.request();
  tracing.request();
  set({ shown: 'n' });
  expect(asked()).toHaveLength(1);
  asked()[0].resolve(answer);
  await rest();
  expect(store.getState().concepts.pixels.progress).toBeNull();
  expect(asked()).toHaveLength(2);
  expect(params(1).quantity).toBe('n');
  // What was answered first is of another quantity.
  expect(pixelsFacts(store.getState())).toBeNull();
  asked()[1].resolve(answer);
  await rest();
  expect(pixelsFacts(store.getState())).toMatchObject({ quantity: 'n', seen: 1024 });
});

it('ends what is under way when it is closed', async () => {
  const { store, tracing, set, asked, rest } = page();
  set({ open: true });
  asked()[0].progress({ fraction: 0.5 });
  set({ open: false });
  tracing.cancel();
  await rest();
  expect(asked()[0].aborted).toBe(true);
  expect(store.getState().concepts.pixels).toMatchObject({ found: null, progress: null });
});

it('drops the answer of a design that is no longer on screen, and does not ask a network of another one', async () => {
  const { store, tracing, set, asked, rest } = page();
  set({ open: true });
  const { problem } = store.getState().study;
  const design = { ...problem.design, exposure: 3600 };
  patch(store, 'study', { problem: { ...problem, design } });
  asked()[0].resolve(answer);
  await rest();
  expect(store.getState().concepts.pixels.found).toBeNull();
  tracing.request();
  expect(asked()).toHaveLength(1);
});

it('can be taken away as a figure once it is of the image on screen', async () => {
  const { store, set, asked, rest } = page();
  const shown = () => ({ state: store.getState(), telemetry: createTelemetry().getState() });
  expect(conceptFigures.pixels.obstacle(shown())).toMatch(/Open “What did it learn/);
  set({ open: true });
  asked()[0].resolve(answer);
  await rest();
  expect(conceptFigures.pixels.obstacle(shown())).toBeNull();
  const { rasters } = headed(conceptFigures.pixels, shown());
  expect(rasters?.map(({ name }) => name)).toEqual(['data', null, 'effect on the mean of log L', null]);
  patch(store, 'observation', { id: store.getState().observation.id + 1 });
  expect(conceptFigures.pixels.obstacle(shown())).toMatch(/Open “What did it learn/);
});
