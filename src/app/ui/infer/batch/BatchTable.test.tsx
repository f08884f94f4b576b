// @vitest-environment happy-dom
/** The table of a batch: its rows and marks, sorting by the heads, and how the keyboard and a click go through it. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { readText } from '../../../../inference/observation/readFile.ts';
import { exampleBatch } from '../../../../inference/observation/writeBatch.ts';
import { TABLE_LEVELS } from '../../../../inference/posterior/table.ts';
import { systems } from '../../../../inference/simulators/registry.ts';
import { defaultProblem } from '../../../../inference/simulators/problem.ts';
import { patch } from '../../../store/appStore.ts';
import { renderInApp } from '../../testing/renderInApp.tsx';
import { BatchTable } from './BatchTable.tsx';
import { useBatchRows } from './useBatchRows.ts';

const [system] = systems;
const problem = defaultProblem(system);
const N = 60;
const read = readText(
  { name: 'night.csv', bytes: new TextEncoder().encode(exampleBatch(system, problem, N, 3)) },
  system,
  problem.design,
  systems,
);
if (!read.ok || read.batch === null) throw new Error('The example cannot be read.');
const file = read.batch;
const Q = system.display(problem.design).length;

/** Ranks of the means of the first quantity: another order than that of the file, none twice. */
const ranks = Array.from({ length: N }, (_, i) => (7 * i) % N);
const byMean = ranks.map((_, rank) => file.labels[ranks.indexOf(rank)]);
const answers = {
  table: {
    mean: Float64Array.from({ length: N * Q }, (_, k) => 1 + ranks[Math.floor(k / Q)] / 100),
    sd: new Float64Array(N * Q).fill(0.1),
    robustSd: new Float64Array(N * Q).fill(0.1),
    strays: new Float64Array(N * Q),
    quantiles: new Float64Array(N * Q * TABLE_LEVELS.length).fill(1),
  },
  outlier: Float64Array.from({ length: N }, (_, i) => (i === 2 ? 1e-6 : 0.5)),
  step: 100,
  marks: [],
};

function Table() {
  const shown = useBatchRows();
  return shown === null ? null : <BatchTable quantity={shown.quantity} rows={shown.rows} />;
}

async function renderTable(answered = true) {
  const page = await renderInApp(<Table />);
  await page.change(() => patch(page.store, 'batch', { file, answers: answered ? answers : null, stale: null }));
  const grid = () => screen.getByRole('grid');
  const names = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);
  const active = () => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '');
  const atName = () => active()?.querySelector('th')?.textContent;
  const column = (name: string) => screen.getByRole('columnheader', { name });
  return { ...page, grid, names, atName, column };
}

it('tells how many rows it has, and draws those in sight', async () => {
  const { grid, names } = await renderTable();
  expect(grid().getAttribute('aria-rowcount')).toBe(String(N + 1));
  expect(grid().getAttribute('aria-label')).toMatch(/^Posterior of .* for 60 observations$/);
  expect(names().slice(0, 3)).toEqual(file.labels.slice(0, 3));
  expect(names().length).toBeLessThan(N);
});

it('has dashes before the answers, then numbers, and marks data that the network was trained on none of', async () => {
  const { change, store } = await renderTable(false);
  const cellsOf = (k: number) =>
    within(screen.getAllByRole('row')[k])
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
  const dashed = cellsOf(1);
  expect(dashed[0]).toBe('–');
  // The example knows its true values.
  expect(Number(dashed[7])).toBeGreaterThan(0);
  expect(dashed.at(-1)).toBe('–');
  await change(() => patch(store, 'batch', { answers }));
  expect(Number(cellsOf(1)[0])).toBeCloseTo(1, 2);
  expect(cellsOf(1).at(-1)).toBe('not checked');
  expect(screen.getByTitle(/trained on no data like this/).textContent).toBe('! 10⁻⁶');
  const verdict = {
    level: 'bad',
    sentence: 'Do not trust it.',
    looked: [],
    notLooked: [],
    predictiveP: 0,
    recoveryShift: 1,
  } as const;
  await change(() => patch(store, 'batch', { verdicts: [verdict] }));
  expect(cellsOf(1).at(-1)).toBe('do not trust');
  expect(screen.getByTitle('Do not trust it.')).not.toBeNull();
});

it('is sorted by a head, and the other way by pressing it again', async () => {
  const { names, column, user, store } = await renderTable();
  await user.click(within(column('mean')).getByRole('button'));
  expect(column('mean').getAttribute('aria-sort')).toBe('ascending');
  expect(names()[0]).toBe(byMean[0]);
  await user.click(within(column('mean')).getByRole('button'));
  expect(column('mean').getAttribute('aria-sort')).toBe('descending');
  expect(column('row').getAttribute('aria-sort')).toBe('none');
  expect(names()[0]).toBe(byMean[N - 1]);
  expect(store.getState().batch.order).toEqual({ column: 'mean', descending: true });
});

it('is gone through by keys, in the order of the table, and not past its ends', async () => {
  const { grid, atName, user, column } = await renderTable();
  await user.click(within(column('mean')).getByRole('button'));
  grid().focus();
  expect(atName()).toBe(byMean[0]);
  await user.keyboard('{ArrowUp}');
  expect(atName()).toBe(byMean[0]);
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(atName()).toBe(byMean[2]);
  await user.keyboard('{ArrowUp}');
  expect(atName()).toBe(byMean[1]);
  await user.keyboard('{PageDown}{PageUp}');
  expect(atName()).toBe(byMean[1]);
});

it('shows the observation that Enter or a click is at', async () => {
  const { grid, user, store, names } = await renderTable();
  grid().focus();
  await user.keyboard('{ArrowDown}{Enter}');
  expect(store.getState().observation.current.source).toMatchObject({ name: 'night.csv', row: file.labels[1] });
  const row = screen.getByRole('row', { name: new RegExp(`^${names()[1]} `) });
  expect(row.getAttribute('aria-selected')).toBe('true');
  await user.click(screen.getAllByRole('rowheader')[3]);
  expect(store.getState().observation.current.source).toMatchObject({ row: file.labels[3] });
  expect(store.getState().batch.active).toBe(3);
});
