import { describe, expect, it } from 'vitest';
import { withoutFlaws } from '../../observation/preparedTable.ts';
import type { SimulatedTable } from '../../observation/simulatedTable.ts';
import { without } from '../../observation/tableFlaws.ts';
import { defaultProblem, validateProblem } from '../../simulators/problem.ts';
import { heldOutRows } from '../../simulators/table/rowOrder.ts';
import { tableSystem } from '../../simulators/table/tableSystem.ts';
import { SystemCatalogue } from '../../simulators/catalogue.ts';
import { defaultStudy } from '../defaults.ts';
import { readStudy, writeStudy } from '../document/document.ts';
import { networkSpec } from '../networkSpec.ts';
import { recordOfTable, tableProblems, type TableRecord } from './tableRecord.ts';
import { describedRows, describeTable, proposedPrior } from './describedTable.ts';
import { entryNames } from '../../simulators/dataShape.ts';

const N = 3000;
const table: SimulatedTable = {
  parameters: ['theta_1', 'theta_2'],
  data: ['count'],
  rows: N,
  // Uniform from -2 to 2, and log-uniform from 0.01 to 10: multiples of irrational numbers are evenly spread.
  theta: Float64Array.from({ length: 2 * N }, (_, i) =>
    i % 2 === 0 ? 4 * ((i * Math.SQRT2) % 1) - 2 : 0.01 * 1000 ** ((i * Math.sqrt(3)) % 1),
  ),
  x: Float64Array.from({ length: N }, (_, i) => i),
};
const priors = [proposedPrior(table, 0), proposedPrior(table, 1)];
const stated = [
  { name: 'mu', prior: priors[0] },
  { name: 'σ', prior: priors[1] },
];

describe('a table with named parameters and stated priors', () => {
  it('is proposed round priors that hold all of its rows', () => {
    expect(priors[0]).toEqual({ family: 'uniform', low: -2, high: 2 });
    expect(priors[1]).toEqual({ family: 'logUniform', low: 0.01, high: 10 });
    expect(describeTable('a.npz', table, stated)).toMatchObject({ ok: true });
  });

  it('remembers columns whose spread is that of a few huge values, and only those', () => {
    const filled = { ...table, x: table.x.map((value, i) => (i % 8 === 0 ? 1e20 : value)) };
    const described = describeTable('a.npz', filled, stated);
    if (!described.ok) throw new Error(described.problems.join(' '));
    expect(described.description.outlying).toEqual([0]);
    expect(tableSystem(described.description).outlying).toEqual(['count']);
    const plain = describeTable('a.npz', table, stated);
    expect(plain.ok && 'outlying' in plain.description).toBe(false);
  });

  it('becomes a sound system that knows its rows, keys and data', () => {
    const described = describeTable('a.npz', table, stated);
    if (!described.ok) throw new Error(described.problems.join(' '));
    const system = tableSystem(described.description);
    const problem = defaultProblem(system);
    expect(validateProblem(system, problem)).toEqual([]);
    expect(problem.priors).toEqual({ mu: priors[0], σ: priors[1] });
    expect(entryNames(system.model({}).s)).toEqual(['count']);
    expect(system.budget({}).simulations).toBe(N - heldOutRows(N));
    expect(() => system.model({}).simulate([0, 1], [], null as never, new Float64Array(1))).toThrow('no simulator');
  });

  it('of items without an order is a set, keyed apart; a document brings it back, and one of torn items is refused', () => {
    const data = ['x_1', 'x_2', 'x_3', 'x_4'];
    const four = { ...table, data, x: Float64Array.from({ length: 4 * N }, (_, i) => i) };
    const [plain, set] = [four, { ...four, items: { most: 2, size: 2 } }].map((of) => {
      const described = describeTable('a.npz', of, stated);
      if (!described.ok) throw new Error(described.problems.join(' '));
      return described.description;
    });
    expect(set.key).not.toBe(plain.key);
    expect('items' in plain).toBe(false);
    const system = tableSystem(set);
    expect(system.model({}).s).toMatchObject({ kind: 'set', most: 2, item: { kind: 'vector' } });
    expect(networkSpec(system, defaultStudy(system)).embedding).toMatchObject({ kind: 'set', most: 2, size: 2 });
    expect(networkSpec(tableSystem(plain), defaultStudy(tableSystem(plain))).embedding.kind).toBe('none');
    const catalogue = new SystemCatalogue();
    catalogue.define({ kind: 'table', description: set });
    const written = writeStudy({ study: defaultStudy(system), observation: null, view: null }, catalogue);
    const other = new SystemCatalogue();
    const reading = readStudy(written, other);
    if (!reading.ok) throw new Error(reading.problems.join(' '));
    expect(other.get(reading.document.study.problem.system).model({}).s).toMatchObject({ kind: 'set', most: 2 });
    const torn = describeTable('a.npz', { ...four, items: { most: 3, size: 2 } }, stated);
    expect(torn).toMatchObject({ ok: false, problems: [expect.stringContaining('no longer alike') as string] });
    expect(tableProblems({ ...recordOfTable(set), items: { most: 3, size: 2 } } as TableRecord)).toHaveLength(1);
  });

  it('has another key for other numbers, names or priors', () => {
    const keyOf = (of: SimulatedTable, by = stated) => {
      const described = describeTable('a.npz', of, by);
      return described.ok ? described.description.key : described.problems;
    };
    const keys = [
      keyOf(table),
      keyOf({ ...table, x: table.x.with(5, 5.5) }),
      keyOf(table, [{ ...stated[0], name: 'm' }, stated[1]]),
      keyOf(table, [{ ...stated[0], prior: { family: 'uniform', low: -3, high: 3 } }, stated[1]]),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(keyOf(table)).toBe(keys[0]);
  });

  it('is known again by its numbers, whatever names its file has now', () => {
    const described = describeTable('a.npz', table, stated);
    if (!described.ok) throw new Error(described.problems.join(' '));
    const { description } = described;
    expect(describedRows({ ...table, parameters: ['a', 'b'] }, description)?.rows).toBe(N);
    expect(describedRows({ ...table, theta: table.theta.with(7, 0.5) }, description)).toBeNull();
    expect(describedRows({ ...table, x: table.x.with(5, 5.5) }, description)).toBeNull();
    // The same numbers in another shape: 1,500 rows of four parameters and two data.
    const reshaped = { ...table, rows: N / 2, parameters: ['a', 'b', 'c', 'd'], data: ['x', 'y'] };
    expect(describedRows(reshaped, description)).toBeNull();
  });

  it.each([
    ['2mu', priors[0], 'begins with a letter'],
    ['constructor', priors[0], 'begins with a letter'],
    ['σ', priors[0], 'two parameters'],
    ['mu', { family: 'uniform', low: 3, high: 1 }, 'low must be below high'],
    ['mu', { family: 'uniform', low: -1, high: 2 }, '749 of 3,000 rows lie outside its prior'],
    ['mu', { family: 'normal', mean: 0, sd: 1, low: 0 }, 'not below 0), the first in row'],
    ['mu', { family: 'uniform', low: -2, high: 1 }, 'outside its prior'],
    ['mu', { family: 'fixed', value: 1 }, 'cannot be inferred'],
  ] as const)('with the name %s or the prior %o is refused in a sentence', (name, prior, said) => {
    const described = describeTable('a.npz', table, [{ name, prior }, stated[1]]);
    expect(described.ok ? '' : described.problems.join(' ')).toContain(said);
  });

  it('names the rows of the file, also where some of them were left out', () => {
    const theta = table.theta.slice();
    theta[0] = Number.NaN;
    theta[2 * 10] = Number.NaN;
    // The first row outside the prior is the 13th of the file, and the 11th of those that are left.
    theta.set([50], 2 * 12);
    const { table: left, leftOut } = withoutFlaws({ ...table, theta });
    const choices = { leftOut, jitter: [], refuted: 'refuse' } as const;
    const described = describeTable('a.npz', left, [{ name: 'mu', prior: priors[0] }, stated[1]], choices);
    expect(described.ok ? '' : described.problems.join(' ')).toContain(
      "1 of the 2,998 rows that are left lie outside its prior (uniform from -2 to 2), the first in row 13 of the file's 3,000 (50).",
    );
    // Rows that are left out once more keep the number that they have in the file.
    expect(without(left, [], Uint32Array.of(10)).fileRows?.at[10]).toBe(13);
  });
});
