import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import { InputError } from './arguments.ts';
import { planOf } from './plan.ts';
import { statedTable, type TableSource } from './tables.ts';

// Threads have entries of their own in the bundle alone (scripts/infer.test.ts runs that).
vi.mock('../headless/reading.ts', async (original) => {
  const { simulationsIn } = await import('../headless/readTask.ts');
  return { ...(await original<Record<string, unknown>>()), readSimulationsApart: simulationsIn };
});

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

const put = (name: string, header: string, row: (random: Random, i: number) => string) => {
  const random = new Random(5, STREAMS.example);
  const lines = Array.from({ length: 2500 }, (_, i) => row(random, i));
  writeFileSync(join(folder, name), [header, ...lines, ''].join('\n'));
};
/** theta ~ U(-2, 2), x = theta + N(0, 0.5). */
const usual = (random: Random): string => {
  const theta = 4 * random.uniform() - 2;
  return `${theta},${theta + 0.5 * random.normal()}`;
};
put('table.csv', 'theta_a,x_1', usual);
put('flawed.csv', 'theta_a,x_1,x_2', (random, i) => `${usual(random)},${i === 7 ? 'nan' : '3'}`);
put('ragged.txt', 'theta_a x_1', (random, i) =>
  usual(random)
    .split(',')
    .slice(0, i === 7 ? 1 : 2)
    .join(' '),
);
writeFileSync(join(folder, 'x.csv'), 'x_1\n0.4\n');

function source(
  file: string,
  priors: readonly string[],
  changes: Partial<Omit<TableSource, 'kind'>> = {},
): TableSource {
  const usualSource = { kind: 'table', file, priors, leaveOut: false, weightRows: false, simulations: null } as const;
  return { ...usualSource, members: 1, seed: 1, ...changes };
}

async function refusal(...args: Parameters<typeof source>): Promise<string> {
  try {
    await planOf({ source: source(...args), observations: ['none'] }, folder, new SystemCatalogue());
    return 'accepted';
  } catch (cause) {
    return cause instanceof InputError ? cause.message : `no refusal: ${String(cause)}`;
  }
}

const STATED = ['a=uniform(-2, 2)'];

describe('a table of simulations on the command line', () => {
  it('is a system with the priors that are stated', async () => {
    const { pairs, notices } = await statedTable(source('table.csv', STATED), folder, new SystemCatalogue());
    expect(defaultProblem(pairs.system).priors).toEqual({ a: { family: 'uniform', low: -2, high: 2 } });
    expect(pairs.description.rows).toBe(2500);
    expect(pairs.missing).toBeNull();
    expect(notices).toEqual([]);
  });

  it('is answered by as many networks as the page trains, unless that is said', async () => {
    const members = async (given: number | null) => {
      const asked = source('table.csv', STATED, { members: given });
      return (await planOf({ source: asked, observations: [] }, folder, new SystemCatalogue())).study.training.members;
    };
    const { pairs } = await statedTable(source('table.csv', STATED), folder, new SystemCatalogue());
    const onPage = defaultTraining(pairs.system, pairs.system.defaultDesign).members;
    expect(onPage).toBeGreaterThan(1);
    expect([await members(null), await members(1)]).toEqual([onPage, 1]);
  });

  it.each<[string, Parameters<typeof source>, string]>([
    ['without a prior', ['table.csv', []], "--prior 'a=LAW'. The rows of a look like uniform(-2,2)"],
    ['with one that the rows contradict', ['table.csv', ['a=normal(0, 1)']], 'the rows do not follow this prior'],
    ['with one for nobody', ['table.csv', [...STATED, 'b=uniform(0, 1)']], 'no parameter "b"; choose among a'],
    ['with an unsound one', ['table.csv', ['a=uniform(2, 1)']], 'low must be below high'],
    ['for more simulations than rows', ['table.csv', STATED, { simulations: 9000 }], 'the table has 20'],
    ['with a column that never varies', ['flawed.csv', STATED], 'leave these out with --leave-out'],
    ['that is none', ['x.csv', STATED], 'is not a table of simulations'],
    ['with a row that lacks a cell', ['ragged.txt', STATED], 'row 9: The row has 1 of the 2 cells'],
    ['that is not there', ['none.csv', STATED], 'cannot be read'],
  ])('is refused %s, with the remedy', async (_, args, said) => {
    expect(await refusal(...args)).toContain(said);
  });

  it('loses its flaws, and rows beside a stated prior, where that is asked for, and says so', async () => {
    const clean = await statedTable(source('flawed.csv', STATED, { leaveOut: true }), folder, new SystemCatalogue());
    expect(clean.notices.join(' ')).toContain('x_2');
    expect(clean.pairs.description.data).toHaveLength(1);
    const weighted = source('table.csv', ['a=normal(0, 1, -2, 2)'], { weightRows: true });
    const { pairs, notices } = await statedTable(weighted, folder, new SystemCatalogue());
    expect(pairs.description.rows).toBeLessThan(2500);
    expect(notices.length).toBeGreaterThan(0);
  });
});
