/** A table whose rows do not follow the priors that are stated for it: two rounds of simulations, the second near an answer. */
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { NOTHING_LEFT_OUT } from '../../observation/preparedTable.ts';
import type { SimulatedTable } from '../../observation/simulatedTable.ts';
import type { Prior } from '../../priors/prior.ts';
import { conditionsOf } from '../../simulators/table/preparation.ts';
import { describedRows, describeTable, type StatedParameter, type TableChoices } from './describedTable.ts';

const random = new Random(20261201, STREAMS.simulation);
const NOISE = 0.5;
const theta = Float64Array.from({ length: 6000 }, (_, i) =>
  i < 2000 ? 4 * random.uniform() - 2 : 0.5 + 0.1 * random.normal(),
);
const table: SimulatedTable = {
  parameters: ['a'],
  data: ['x'],
  rows: 6000,
  theta,
  x: theta.map((value) => value + NOISE * random.normal()),
};
const uniform: Prior = { family: 'uniform', low: -2, high: 2 };
const stated: StatedParameter[] = [{ name: 'a', prior: uniform }];
const choose = (refuted: TableChoices['refuted']): TableChoices => ({ leftOut: NOTHING_LEFT_OUT, jitter: [], refuted });

/** Mean of theta given x = 1, of rows weighted by their exact likelihood. */
function meanAtOne(rows: Float64Array): number {
  const weights = rows.map((value) => Math.exp(-0.5 * ((1 - value) / NOISE) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return rows.reduce((sum, value, i) => sum + value * weights[i], 0) / total;
}

describe('two rounds of simulations stated as drawn from the first', () => {
  it('are refused, with the difference in a sentence', () => {
    const reading = describeTable('two.npz', table, stated);
    expect(reading.ok ? [] : reading.problems).toMatchObject([
      expect.stringMatching(/^a: the rows do not follow this prior \(uniform from -2 to 2\): .* p < 1e-6\)\.$/),
      expect.stringContaining('or weight the rows'),
    ]);
  });

  it('are weighted on request: the rows kept follow the stated prior, and give its posterior', () => {
    const reading = describeTable('two.npz', table, stated, choose('weight'));
    if (!reading.ok) throw new Error(reading.problems.join(' '));
    const { description, table: kept } = reading;
    // A third of the rows has the stated prior, and each row is used once at most.
    expect(kept.rows).toBeGreaterThan(1500);
    expect(kept.rows).toBeLessThan(2400);
    expect(description.preparation).toMatchObject({ weighted: { rows: kept.rows, of: 6000 }, refuted: [] });
    // Exact: theta given x = 1 is N(1, 0.5) cut to [-2, 2], of mean 0.972; the rows as they are give 0.58.
    expect(meanAtOne(table.theta)).toBeLessThan(0.65);
    // 600 rows have a likelihood that counts: a standard error of 0.02; beyond 4.5 of them once in 100,000 seeds.
    expect(Math.abs(meanAtOne(kept.theta) - 0.972)).toBeLessThan(0.09);
    // Rows come with their data.
    for (const row of [0, 700, kept.rows - 1]) expect(table.x[theta.indexOf(kept.theta[row])]).toBe(kept.x[row]);
  });

  it('are known again from their file, thinned alike', () => {
    const reading = describeTable('two.npz', table, stated, choose('weight'));
    if (!reading.ok) throw new Error(reading.problems.join(' '));
    expect(describedRows(table, reading.description)).toEqual(reading.table);
    expect(describedRows({ ...table, x: table.x.with(0, 9) }, reading.description)).toBeNull();
  });

  it('can be trained on as they are, which the posterior then says', () => {
    const reading = describeTable('two.npz', table, stated, choose('anyway'));
    if (!reading.ok) throw new Error(reading.problems.join(' '));
    expect(reading.table.rows).toBe(6000);
    expect(reading.description.preparation?.refuted).toEqual([0]);
    expect(conditionsOf(reading.description.preparation!, ['a'])).toEqual([
      'The rows do not follow the stated prior of a: the posterior is under the distribution of the rows, not under that prior.',
    ]);
  });

  it('cannot be weighted to a prior of which the rows hold nothing', () => {
    const far: StatedParameter[] = [{ name: 'a', prior: { family: 'uniform', low: -20, high: 20 } }];
    const reading = describeTable('two.npz', table, far, choose('weight'));
    expect(reading.ok ? '' : reading.problems.join(' ')).toContain('because parts of these contain no rows');
  });

  it('are cut to a stated prior that is narrower than the rows', () => {
    const narrow: StatedParameter[] = [{ name: 'a', prior: { family: 'uniform', low: -1.2, high: 1.8 } }];
    expect(describeTable('two.npz', table, narrow, choose('anyway')).ok).toBe(false);
    const reading = describeTable('two.npz', table, narrow, choose('weight'));
    expect(reading.ok && reading.table.theta.every((value) => value >= -1.2 && value <= 1.8)).toBe(true);
  });
});

describe('parameters that depend on one another', () => {
  const both: SimulatedTable = {
    parameters: ['a', 'b'],
    data: ['x'],
    rows: 3000,
    theta: Float64Array.from(
      Array.from({ length: 3000 }, () => {
        const a = random.uniform();
        return [a, a * random.uniform()];
      }).flat(),
    ),
    x: Float64Array.from({ length: 3000 }, () => random.normal()),
  };
  const priors: StatedParameter[] = ['a', 'b'].map((name) => ({ name, prior: { family: 'uniform', low: 0, high: 1 } }));

  it('are not weighted, and said to be so', () => {
    const reading = describeTable('triangle.npz', both, priors, choose('weight'));
    expect(reading.ok ? '' : reading.problems.join(' ')).toContain('a and b are not independent');
  });

  it('are part of what the posterior is conditional on', () => {
    const reading = describeTable('triangle.npz', both, priors, choose('anyway'));
    expect(reading.ok && reading.description.preparation).toMatchObject({ dependent: [[0, 1]], refuted: [1] });
  });
});
