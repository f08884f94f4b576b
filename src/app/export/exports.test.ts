/** Every file of the Export sheet: its names, why it cannot be had, and what becomes of one that is made, refused or cancelled. */
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { UNTRANSFORMED, type PosteriorTransform } from '../../inference/correction/posteriorTransform.ts';
import { download } from '../browser/download.ts';
import { drawsOf, trainingSession } from '../session/testing/scriptedEngine.ts';
import { drawsAsCsv, drawsAsNpz } from './drawsFiles.ts';
import { exportGroups, exports } from './exports.ts';
import { networkAsSafetensors } from './networkFiles.ts';

vi.mock('../browser/download.ts', () => ({ download: vi.fn() }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  vi.mocked(download).mockClear();
});
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(50);
const taken = () => vi.mocked(download).mock.calls.map(([blob, name]) => ({ blob, name }));

describe('the list', () => {
  test('has no id twice, no group without a title, and no format of a label twice', () => {
    const ids = exports.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const buttons = exports.map(({ label, format }) => `${label}: ${format}`);
    expect(new Set(buttons).size).toBe(buttons.length);
    expect(new Set(exports.map(({ group }) => group))).toEqual(new Set(Object.keys(exportGroups)));
  });

  test.each(exports.map((entry) => [entry.id, entry] as const))(
    '%s is named after the system, and says in a sentence why it cannot be had yet',
    async (_, entry) => {
      const { store, telemetry } = await trainingSession(undefined, false);
      const state = store.getState();
      expect(entry.fileName(state)).toMatch(new RegExp(`^${state.study.system.id}-[a-z-]+\\.[a-z]+$`));
      const enabled = entry.enabled(state, telemetry.getState());
      // The data are there from the start; whatever else there is to take away needs a network.
      expect(String(enabled)).toMatch(entry.id.startsWith('observation-') ? /^true$/ : /^[A-Z].*\.$/);
    },
  );
});

describe('draws as a table', () => {
  const draws = Float64Array.of(1, 2, 3, 4);

  async function asked(transform: PosteriorTransform = UNTRANSFORMED) {
    const page = await trainingSession();
    page.session.exporting.take(drawsAsCsv);
    await settle();
    const [call] = page.of('posterior.take');
    return { ...page, call, answer: () => call.resolve(drawsOf(draws, 1, transform)) };
  }

  it('has a line for each draw and a column for each quantity', async () => {
    const { answer, store } = await asked();
    answer();
    await settle();
    const [{ blob, name }] = taken();
    const { system } = store.getState().study;
    expect(name).toBe(`${system.id}-posterior.csv`);
    const lines = (await blob.text())
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    const [head, ...rows] = lines.map((line) => line.trim().split(','));
    const { problem } = store.getState().study;
    expect(head).toEqual(system.display(problem.design).map(({ key }) => key));
    expect(rows).toHaveLength(2);
    expect(rows.flat().every((cell) => Number.isFinite(Number(cell)))).toBe(true);
    expect(store.getState().exporting).toMatchObject({ making: null, failure: null, notice: null });
  });

  it('of a posterior that was altered says so in its name and inside', async () => {
    const { answer, store } = await asked({ perturbation: { width: 0.5, shift: 0 }, correction: null });
    answer();
    await settle();
    const [{ blob, name }] = taken();
    expect(name).not.toBe(drawsAsCsv.fileName(store.getState()));
    expect(await blob.text()).toContain('width × 0.5');
  });

  it('tells how far it is, and nothing is taken once it is cancelled', async () => {
    const { call, answer, store, session } = await asked();
    call.progress({ fraction: 0.4 });
    expect(store.getState().exporting.making).toEqual({ id: 'draws-csv', fraction: 0.4 });
    session.exporting.cancel();
    answer();
    await settle();
    expect(call.aborted).toBe(true);
    expect(taken()).toEqual([]);
    expect(store.getState().exporting).toMatchObject({ making: null, failure: null });
  });

  it('that the engine refuses is told beside its line, with the name of the file', async () => {
    const { call, store } = await asked();
    call.reject(new Error('The memory is full.'));
    await settle();
    expect(taken()).toEqual([]);
    const { failure, making } = store.getState().exporting;
    expect(failure).toMatchObject({ id: 'draws-csv' });
    expect(failure?.sentence).toMatch(/posterior\.csv could not be made: The memory is full\./);
    expect(making).toBeNull();
  });

  it('is given up for another file', async () => {
    const { call, session, of } = await asked();
    session.exporting.take(drawsAsNpz);
    await settle();
    expect(call.aborted).toBe(true);
    expect(of('posterior.take')).toHaveLength(2);
  });
});

it('the trained network is what the engine writes', async () => {
  const { session, of, store } = await trainingSession();
  session.exporting.take(networkAsSafetensors);
  await settle();
  const [call] = of('network.file');
  expect(call.params).toMatchObject({ format: 'safetensors' });
  call.resolve(Uint8Array.of(1, 2, 3));
  await settle();
  const [{ blob, name }] = taken();
  expect(name).toBe(networkAsSafetensors.fileName(store.getState()));
  expect(new Uint8Array(await blob.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
});
