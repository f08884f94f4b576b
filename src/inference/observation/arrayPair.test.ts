import { expect, it } from 'vitest';
import { writeNpy } from '../files/npy.ts';
import { archiveOf, arrayPair, halfOfPair } from './arrayPair.ts';
import { readSimulations as simulationsIn } from './readSimulations.ts';
import { TableFile } from './tableFile.ts';

const readSimulations = (bytes: Uint8Array) => simulationsIn(new TableFile(bytes));

it.each([
  [['theta.npy', 'x.npy'], { theta: 0, x: 1 }],
  [['x_all.npy', 'Theta_all.npy'], { theta: 1, x: 0 }],
  [['params.npy', 'spectra.npy'], { theta: 0, x: 1 }],
  [['x.npy', 'y.npy'], null],
  [['theta.npy', 'theta_2.npy'], null],
  [['theta.npy', 'x.csv'], null],
  [['theta.npy'], null],
  [['theta.npy', 'x.npy', 'y.npy'], null],
] as const)('%j is told to be %j', (names, pair) => {
  expect(arrayPair(names)).toEqual(pair);
});

it('half of a table is known by its name', () => {
  const names = ['theta.npy', 'X.npy', 'params_all.npy', 'spectra.npy', 'theta.csv', 'box.npy'];
  expect(names.map((name) => halfOfPair(name) !== null)).toEqual([true, true, true, false, false, false]);
});

it('two arrays become a table of simulations', async () => {
  const values = Float64Array.from({ length: 2000 }, (_, i) => (i * Math.SQRT2) % 1);
  const table = await readSimulations(
    archiveOf(writeNpy({ shape: [2000], values }), writeNpy({ shape: [2000, 1], values: values.toReversed() })),
  );
  expect(table).toMatchObject({ ok: true, value: { rows: 2000, theta: values, x: values.toReversed() } });
});
