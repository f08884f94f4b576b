// @vitest-environment happy-dom
/** The dialog about a table of simulations: what is left out, the names and priors that are stated, and what is wrong with them. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import type { SimulatedTable } from '../../../inference/observation/simulatedTable.ts';
import { surveyOf } from '../../../inference/observation/tableSurvey.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { SimulationsDialog } from './SimulationsDialog.tsx';

const N = 2500;

/** theta of independent draws, x = theta + noise. */
function tableOf(draw: (random: Random, i: number) => readonly number[], changes: Partial<SimulatedTable> = {}) {
  const random = new Random(6, STREAMS.simulation);
  const rows = Array.from({ length: N }, (_, i) => draw(random, i));
  const width = rows[0].length;
  const theta = Float64Array.from(rows.flat());
  const table: SimulatedTable = {
    parameters: Array.from({ length: width }, (_, j) => `p${j + 1}`),
    data: Array.from({ length: width }, (_, j) => `x_${j + 1}`),
    rows: N,
    theta,
    x: theta.map((value) => value + 0.5 * random.normal()),
    ...changes,
  };
  const survey = surveyOf(table);
  if (!survey.ok) throw new Error(survey.problem.problem);
  return { table, survey: survey.value };
}

const uniform = (random: Random) => [4 * random.uniform() - 2, random.uniform()];

async function renderDialog(offered: ReturnType<typeof tableOf>) {
  const page = await renderInApp(<SimulationsDialog />);
  await page.session.simulations.load();
  await page.change(() => page.session.simulations.offer('night.npz', offered));
  const type = async (name: string, text: string) => {
    const box = screen.getByRole('textbox', { name });
    await page.user.clear(box);
    await page.user.type(box, `${text}{Enter}`);
  };
  const press = (name: string) => page.user.click(screen.getByRole('button', { name }));
  const says = () => screen.getByRole('dialog').textContent;
  return { ...page, type, press, says };
}

it('says how large the table is, proposes a prior for each parameter, and trains under the stated names', async () => {
  const { type, press, says, store } = await renderDialog(tableOf(uniform));
  expect(says()).toContain('night.npz: 2,500 simulations of 2 parameters and 2 data values.');
  expect(screen.getAllByRole<HTMLSelectElement>('combobox').map(({ value }) => value)).toEqual(['uniform', 'uniform']);
  expect(says()).toMatch(/Fitted to the rows \(largest difference [\d.]+ %\)/);
  await type('Name of parameter 1', 'mu');
  await type('Name of parameter 2', 'mu');
  await press('Train on these');
  expect(screen.getByRole('alert').textContent).toContain('two parameters have this name');
  expect(store.getState().simulations.pending).not.toBeNull();
  await type('Name of parameter 2', 'nu');
  await press('Train on these');
  expect(store.getState().simulations.pending).toBeNull();
  const { system, problem } = store.getState().study;
  expect(system.parameters(problem.design).map(({ symbol }) => symbol)).toEqual(['mu', 'nu']);
});

it('refutes a prior that the rows do not follow, and offers to weight the rows, or to train all the same', async () => {
  // A first round of the prior, and a second one near 0.5: no family fits.
  const twoRounds = (random: Random, i: number) => [
    4 * random.uniform() - 2,
    i % 3 === 0 ? random.uniform() : Math.abs(0.5 + 0.03 * random.normal()),
  ];
  const { type, press, says, user, store } = await renderDialog(tableOf(twoRounds));
  expect(says()).toContain('none fits: state the prior that the posterior should use');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Prior of parameter 2' }), 'uniform');
  await type('from, parameter 2', '0.4');
  // Rows lie outside of it: they cannot be weighted to follow it, nor is there a posterior under it.
  expect(screen.queryByRole('button', { name: 'Train anyway' })).toBeNull();
  await type('from, parameter 2', '0');
  await type('to, parameter 2', '1');
  expect(says()).toContain('the rows do not follow this prior (uniform from 0 to 1)');
  expect(screen.getByRole('button', { name: 'Train anyway' })).not.toBeNull();
  expect(screen.queryByRole('button', { name: 'Train on these' })).toBeNull();
  await press('Weight the rows and train');
  // Two thirds of the rows lie close together: too few of them can stay.
  expect(screen.getByRole('alert').textContent).toMatch(/rows/);
  expect(store.getState().simulations.pending).not.toBeNull();
  await press('Train anyway');
  expect(store.getState().simulations.pending).toBeNull();
  expect(
    store
      .getState()
      .view.messages.map(({ text }) => text)
      .join(' '),
  ).toContain('rows');
});

it('says which parameters are not independent, which no separate priors can express', async () => {
  const { says } = await renderDialog(
    tableOf((random) => {
      const a = random.normal();
      return [a, a + 0.3 * random.normal()];
    }),
  );
  expect(says()).toMatch(/p1 and p2 are not independent in these rows \(rank correlation 0\.9\d\)/);
});

it('asks before failed simulations are left out', async () => {
  const { table } = tableOf(uniform);
  const x = table.x.map((value, i) => (i === 11 ? Number.NaN : value));
  const { press, says, store } = await renderDialog(tableOf(uniform, { x }));
  expect(says()).toContain('Not all of night.npz can be trained on:');
  expect(says()).toMatch(/1 of 2,500 simulations .* not a finite number/);
  await press('Leave these out');
  expect(says()).toContain('2,499 simulations');
  await press('Cancel');
  expect(store.getState().simulations.pending).toBeNull();
});
