import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patch } from '../../store/appStore.ts';
import { LOCKED } from '../../store/controls.ts';
import type { SimulatedTable } from '../../../inference/observation/simulatedTable.ts';
import { surveyOf } from '../../../inference/observation/tableSurvey.ts';
import { tableSystem } from '../../../inference/simulators/table/tableSystem.ts';
import { describeTable, proposedPrior } from '../../../inference/study/table/describedTable.ts';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import { tableDocument } from '../../../inference/study/testing/sampleTable.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import { pairsObstacle } from '../../readout/network/obstacles.ts';
import { TableRows } from '../network/tableRows.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';
import { runState } from '../../store/engineSlice.ts';

const N = 2000;
const table: SimulatedTable = {
  parameters: ['mu', 'nu'],
  data: ['x_1', 'x_2'],
  rows: N,
  theta: Float64Array.from({ length: 2 * N }, (_, i) => (i * Math.SQRT2) % 1),
  x: Float64Array.from({ length: 2 * N }, (_, i) => Math.cos(i)),
};
const stated = table.parameters.map((name, j) => ({ name, prior: proposedPrior(table, j) }));
const described = describeTable('night.npz', table, stated);
if (!described.ok) throw new Error(described.problems.join(' '));
const { description } = described;
const source = { kind: 'table', description } as const;
const system = tableSystem(description);

function surveyed(of: SimulatedTable) {
  const survey = surveyOf(of);
  if (!survey.ok) throw new Error(survey.problem.problem);
  return { table: of, survey: survey.value };
}

// Promises settle, timers stand still.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

/** A page on which a saved study of the table was opened with its network, and the engine has answered. */
async function withoutRows(finished: boolean) {
  const parts = await trainingSession();
  const { catalogue, of, session } = parts;
  catalogue.define(source);
  const run = sampleRun({ finished, system });
  session.opening.openStudy({ document: tableDocument(description), run });
  await settle();
  of('run.open')
    .at(-1)
    ?.resolve({ ...opened, step: 140, finished });
  await settle();
  // No live check without rows.
  of('posterior.transform').at(-1)?.resolve(null);
  of('calibration.live').at(-1)?.resolve(null);
  await settle();
  const messages = () => parts.store.getState().view.messages.map(({ text }) => text);
  return { ...parts, run, messages, studiesOpened: () => of('run.open').length };
}

/** The snapshot that the study was last opened with. */
function resumed(of: Awaited<ReturnType<typeof trainingSession>>['of']) {
  const params = of('run.open').at(-1)?.params as Commands['run.open']['params'] | undefined;
  return params?.resume;
}

type Page = Awaited<ReturnType<typeof withoutRows>>;

/** The table is dropped; the engine takes it and opens the study again. */
async function drop({ of, session }: Page, finished: boolean): Promise<void> {
  await session.simulations.load();
  session.simulations.offer('renamed.csv', surveyed(table));
  await settle();
  of('table.kept').at(-1)?.resolve(null);
  await settle();
  of('table.keep').at(-1)?.resolve(null);
  await settle();
  of('run.open')
    .at(-1)
    ?.resolve({ ...opened, step: 140, finished });
  await settle();
}

describe('a saved study of a table', () => {
  it('is opened with its network, whose worker is told of the table and gets no rows', async () => {
    const { of, run, store } = await withoutRows(true);
    expect(of('run.open').at(-1)?.params).toMatchObject({ system: source });
    expect(of('table.keep')).toEqual([]);
    expect(resumed(of)).toBe(run.snapshot);
    expect(runState(store.getState().engine)).toBe('finished');
    expect(pairsObstacle(store.getState())).toContain('night.npz (2,000 simulations of 2 parameters and 2 data values');
  });

  it('keeps that network, whatever is done that would train another', async () => {
    const page = await withoutRows(true);
    const before = page.studiesOpened();
    page.session.opening.trainNow();
    expect(page.messages().join()).toContain('drop that file again to train or to check');
    page.session.studyEditing.restoreDefaults();
    page.session.studyEditing.setTraining({ epochs: 3 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(page.studiesOpened()).toBe(before);
  });

  it('gets its rows when that very table is dropped, and is checked', async () => {
    const page = await withoutRows(true);
    await drop(page, true);
    const kept = page.of('table.keep').at(-1)?.params as Commands['table.keep']['params'] | undefined;
    expect(kept?.system).toEqual(source);
    expect(kept?.rows.theta).toBe(table.theta);
    expect(resumed(page.of)).toBe(page.run.snapshot);
    expect(pairsObstacle(page.store.getState())).toBeNull();
    expect(page.store.getState().simulations.pending).toBeNull();
    expect(page.of('calibration.live').length).toBeGreaterThan(1);
    expect(new TableRows(page).heldOut(0).source).toMatchObject({ kind: 'file', name: 'night.npz' });
  });

  it('trains on when its rows have come, if it had not trained to its end', async () => {
    const page = await withoutRows(false);
    const before = page.of('run.train').length;
    await drop(page, false);
    expect(page.of('run.train').length).toBe(before + 1);
  });

  it('is told from one of another table, which is asked about as any is', async () => {
    const { session, store, messages } = await withoutRows(true);
    patch(store, 'view', { locked: ['system'] });
    await session.simulations.load();
    session.simulations.offer('other.npz', surveyed({ ...table, x: table.x.with(7, 0.5) }));
    expect(messages().at(-1)).toBe(`other.npz was not opened. ${LOCKED}`);
    expect(store.getState().simulations.pending).toBeNull();
    patch(store, 'view', { locked: [] });
    await session.simulations.load();
    session.simulations.offer('other.npz', surveyed({ ...table, x: table.x.with(7, 0.5) }));
    expect(messages().join()).toContain('other.npz does not hold the simulations of the study on screen');
    expect(store.getState().simulations.pending?.file).toBe('other.npz');
    expect(pairsObstacle(store.getState())).not.toBeNull();
  });

  it('sends its rows once: a worker that has them is not sent them again', async () => {
    const page = await withoutRows(true);
    await page.session.simulations.load();
    page.session.simulations.offer('renamed.csv', surveyed(table));
    await settle();
    page.of('table.kept').at(-1)?.resolve(system.id);
    await settle();
    expect(page.of('table.keep')).toEqual([]);
    expect(resumed(page.of)).toBe(page.run.snapshot);
  });

  it('is not trained under other priors than its rows were drawn from, which is told', async () => {
    const page = await withoutRows(true);
    await drop(page, true);
    const before = page.studiesOpened();
    page.session.studyEditing.setPrior('mu', { family: 'uniform', low: -9, high: 9 });
    page.session.opening.trainNow();
    await settle();
    expect(page.messages().join()).toContain('drawn from other priors than the present ones: restore the defaults');
    expect(page.studiesOpened()).toBe(before);
  });

  it.each([true, false])('comes back from another system while its rows are here (%s)', async (here) => {
    const page = await withoutRows(true);
    if (here) await drop(page, true);
    page.session.studyEditing.selectSystem(page.catalogue.get('two-moons'));
    const kept = page.store.getState().former.networks.map((network) => network.system.id);
    expect(kept.includes(system.id)).toBe(here);
  });
});
