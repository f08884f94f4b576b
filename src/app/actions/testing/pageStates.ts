/** For tests: pages in every state that decides what can be done on them. Fake timers must be on. */
import { vi } from 'vitest';
import { tableSystem } from '../../../inference/simulators/table/tableSystem.ts';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import { sampleTable, tableDocument } from '../../../inference/study/testing/sampleTable.ts';
import { engineInfo, opened, trainingSession } from '../../session/testing/scriptedEngine.ts';
import { type EngineEvent, engineAfter } from '../../store/engineSlice.ts';

export type Page = Awaited<ReturnType<typeof trainingSession>>;

const settle = () => vi.advanceTimersByTimeAsync(0);

function happens({ store }: Page, event: EngineEvent): void {
  store.setState(({ engine }) => ({ engine: engineAfter(engine, event) }));
}

/** No network is pre-trained. */
const none = () => Promise.resolve(null);

/** The first study is being opened by an engine that is there. */
async function opening(): Promise<Page> {
  const page = await trainingSession(none, false);
  happens(page, { kind: 'engineReady', choice: 'auto', info: engineInfo });
  return page;
}

async function training(): Promise<Page> {
  return trainingSession();
}

/** @param finished whether its training has ended, or was paused after a few steps */
async function trained(finished: boolean): Promise<Page> {
  const page = await trainingSession();
  if (!finished) page.session.training.pause();
  page.of('run.train')[0].resolve({ finished, step: finished ? 100 : 7 });
  await settle();
  return page;
}

/** The engine worker has stopped and is started again; its network will be opened from its last snapshot. */
async function starting(): Promise<Page> {
  const page = await trained(true);
  happens(page, { kind: 'crashed', choice: 'auto' });
  return page;
}

/** An engine is there, and no study is open or on its way. */
async function nothing(): Promise<Page> {
  const page = await opening();
  const { turn } = page.store.getState().engine.network;
  happens(page, { kind: 'openFailed', turn, why: { cause: 'cancelled' } });
  return page;
}

/** The engine has stopped for good. */
async function lost(): Promise<Page> {
  const page = await trained(true);
  happens(page, { kind: 'gaveUp', sentence: 'The engine stopped.' });
  return page;
}

/** A trained study of a table of simulations whose rows are not on the page. */
async function rowless(): Promise<Page> {
  const page = await trainingSession();
  const system = tableSystem(sampleTable);
  page.catalogue.define({ kind: 'table', description: sampleTable });
  page.session.opening.openStudy({ document: tableDocument(sampleTable), run: sampleRun({ finished: true, system }) });
  await settle();
  page
    .of('run.open')
    .at(-1)
    ?.resolve({ ...opened, step: 140, finished: true });
  await settle();
  return page;
}

export const states = {
  starting,
  nothing,
  opening,
  training,
  paused: () => trained(false),
  finished: () => trained(true),
  lost,
  rowless,
} as const;
