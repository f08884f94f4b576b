import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeStudyFile } from '../../../inference/export/studyFile.ts';
import { patch } from '../../store/appStore.ts';
import { LOCKED } from '../../store/controls.ts';
import { inText, sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import type { SavedStudy } from '../../../inference/study/run/savedStudy.ts';
import { Dispatcher } from '../../../worker/rpc/dispatcher.ts';
import { type FileCommands, fileHandlers } from '../../../worker/commands/fileCommands.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';
import { runState } from '../../store/engineSlice.ts';

const catalogue = new SystemCatalogue();

const run = sampleRun({ finished: true });
// Read from two texts, equal parts are objects of their own.
const saved: SavedStudy = { document: { study: structuredClone(run.study), observation: null, view: null }, run };

/** The file worker in this thread. */
class FileWorkerHere {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  readonly #dispatcher = new Dispatcher<FileCommands>(fileHandlers(new SystemCatalogue()), (message) =>
    this.onmessage?.({ data: structuredClone(message) }),
  );

  postMessage(message: never): void {
    this.#dispatcher.receive(message);
  }

  terminate(): void {
    this.onmessage = null;
  }
}

type Parts = Awaited<ReturnType<typeof trainingSession>>;

// The database of these tests answers in tasks of its own; timers stand still.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  vi.stubGlobal('indexedDB', new IDBFactory());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function settle(): Promise<void> {
  for (let task = 0; task < 60; task++) await new Promise((resolve) => setImmediate(resolve));
}

/** A session with a study that was opened with its network, 140 steps and finished. */
async function withStudy(): Promise<Parts> {
  const parts = await trainingSession();
  parts.session.opening.openStudy(saved);
  await settle();
  parts
    .of('run.open')
    .at(-1)
    ?.resolve({ ...opened, step: 140, finished: true });
  await settle();
  return parts;
}

const listOf = ({ store }: Parts) => store.getState().saved.list ?? [];
const messages = ({ store }: Parts) => store.getState().view.messages.map(({ text }) => text);

describe('a study that is opened with its network', () => {
  it('answers without being trained, with its losses on screen', async () => {
    const parts = await withStudy();
    expect(parts.of('run.open').at(-1)?.params).toMatchObject({ study: run.study });
    expect(parts.of('run.train')).toHaveLength(1);
    expect(runState(parts.store.getState().engine)).toBe('finished');
    expect(parts.telemetry.getState().trace.steps).toEqual(run.history.trace.steps);
    expect(parts.telemetry.getState().progress).toMatchObject({ step: 140 });
    expect(parts.store.getState().study.system.id).toBe('two-moons');
    // How long it has trained is not known here.
    expect(parts.session.comparison.numbers().seconds).toBeNull();
    await vi.advanceTimersByTimeAsync(5000);
    expect(parts.of('run.train')).toHaveLength(1);
  });
});

describe('saved studies', () => {
  it('are listed with what they are, and opened as they were', async () => {
    const parts = await withStudy();
    await parts.session.savedStudies.save('  <b>My\nstudy</b> ');
    expect(listOf(parts)).toMatchObject([{ name: '<b>My study</b>', system: 'two-moons', step: 140, finished: true }]);
    await parts.session.savedStudies.open(listOf(parts)[0].id);
    const asked = parts.of('run.open').at(-1)?.params as { readonly resume: unknown };
    expect(inText(asked.resume)).toBe(inText(run.snapshot));
  });

  it('are not opened where a link keeps the system on screen', async () => {
    const parts = await withStudy();
    await parts.session.savedStudies.save('Mine');
    const asked = parts.of('run.open').length;
    patch(parts.store, 'view', { locked: ['system'] });
    await parts.session.savedStudies.open(listOf(parts)[0].id);
    expect(parts.of('run.open')).toHaveLength(asked);
    expect(messages(parts).at(-1)).toBe(`“Mine” was not opened. ${LOCKED}`);
    vi.stubGlobal('Worker', FileWorkerHere);
    const bytes = writeStudyFile({ saved, observation: null, draws: null }, catalogue);
    const file = new File([bytes as BlobPart], 'mine.npe.zip');
    await parts.session.files.readFiles([file] as unknown as FileList);
    expect(parts.of('run.open')).toHaveLength(asked);
    expect(messages(parts).at(-1)).toBe(`mine.npe.zip was not opened. ${LOCKED}`);
    patch(parts.store, 'view', { locked: [] });
    await parts.session.files.readFiles([file] as unknown as FileList);
    expect(parts.of('run.open').length).toBeGreaterThan(asked);
    expect(messages(parts).at(-1)).toBe('mine.npe.zip has been opened.');
  });

  it('are listed with the steps that their training has: half as many after a warm start', async () => {
    const parts = await withStudy();
    await parts.session.savedStudies.save('Cold');
    parts.session.opening.openStudy({ ...saved, run: { ...run, snapshot: { ...run.snapshot, warm: true } } });
    await settle();
    parts
      .of('run.open')
      .at(-1)
      ?.resolve({ ...opened, step: 140, finished: true });
    await settle();
    await parts.session.savedStudies.save('Warm');
    const steps = (wanted: string) => listOf(parts).find(({ name }) => name === wanted)?.totalSteps ?? 0;
    expect(Math.abs(steps('Warm') - steps('Cold') / 2)).toBeLessThanOrEqual(0.5);
  });

  it('are renamed and copied', async () => {
    const parts = await withStudy();
    await parts.session.savedStudies.save('First');
    const [{ id }] = listOf(parts);
    await parts.session.savedStudies.duplicate(id);
    await parts.session.savedStudies.rename(id, 'Best');
    await parts.session.savedStudies.rename(id, '   ');
    expect(
      listOf(parts)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Best', 'First, copy']);
  });

  it('can be had back for ten seconds after they were deleted', async () => {
    const parts = await withStudy();
    await parts.session.savedStudies.save('First');
    const [{ id }] = listOf(parts);
    parts.session.savedStudies.delete([id]);
    expect(parts.store.getState().saved.deleted).toEqual([id]);
    vi.advanceTimersByTime(9000);
    parts.session.savedStudies.undelete([id]);
    vi.advanceTimersByTime(9000);
    await settle();
    expect(listOf(parts)).toHaveLength(1);
    parts.session.savedStudies.delete([id]);
    vi.advanceTimersByTime(11_000);
    await settle();
    expect(listOf(parts)).toHaveLength(0);
    expect(parts.store.getState().saved.deleted).toEqual([]);
  });

  it('that another page has deleted are told of', async () => {
    const parts = await withStudy();
    await parts.session.savedStudies.open('nobody');
    expect(messages(parts).at(-1)).toContain('Another page has deleted or changed it.');
  });

  it('where the browser keeps nothing are told of, each time that they are asked for', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const parts = await withStudy();
    await parts.session.savedStudies.save('First');
    expect(messages(parts).at(-1)).toMatch(/^The study could not be saved: .* A study can be saved as a file/);
  });
});

describe('where the browser blocks storage', () => {
  it('the list says so at once, and reads on when it can', async () => {
    const parts = await withStudy();
    const { session, store } = parts;
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
    await session.savedStudies.refresh();
    expect(store.getState().saved).toMatchObject({ list: null });
    expect(store.getState().saved.fault).toMatch(/^This browser blocks storage .*\. Allow site data .*\.$/);
    await session.savedStudies.refresh();
    // Told once, for nothing was asked for.
    expect(messages(parts).filter((text) => text.includes('blocks storage'))).toHaveLength(1);
    vi.stubGlobal('indexedDB', new IDBFactory());
    await session.savedStudies.refresh();
    expect(store.getState().saved).toMatchObject({ list: [], fault: null });
  });
});
