import { describe, expect, it } from 'vitest';
import { withoutFlaws } from './preparedTable.ts';
import type { SimulatedTable } from './simulatedTable.ts';
import { flawSentences, flawsOf, isFlawed } from './tableFlaws.ts';
import { surveyOf } from './tableSurvey.ts';

const N = 3000;
/** Multiples of an irrational number are evenly spread over the unit interval. */
const spread = (i: number, step: number) => (i * step) % 1;
const whole: SimulatedTable = {
  parameters: ['a', 'k'],
  data: ['x_1', 'x_2', 'x_3'],
  rows: N,
  theta: Float64Array.from({ length: 2 * N }, (_, i) =>
    i % 2 === 0 ? spread(i, Math.SQRT2) : 1 + Math.floor(5 * spread(i, Math.sqrt(3))),
  ),
  x: Float64Array.from({ length: 3 * N }, (_, i) => spread(i, Math.sqrt(5))),
};

/** Rows 11, 21, ... 111 fail, x_2 is 4 in every row, x_3 is empty. */
const flawed: SimulatedTable = {
  ...whole,
  x: whole.x.map((value, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    if (column === 1) return 4;
    if (column === 2) return Number.NaN;
    return row % 10 === 0 && row > 0 && row <= 110 ? Infinity : value;
  }),
  surplus: ['seed'],
};

describe('the flaws of a table of simulations', () => {
  it('are none in a sound one', () => {
    expect(isFlawed(flawsOf(whole), whole)).toBe(false);
    expect(withoutFlaws(whole)).toEqual({ table: whole, leftOut: { columns: [], notFinite: null } });
  });

  it('are reported all at once: columns, rows with their number and share, and what is neither', () => {
    expect(flawSentences(flawed, flawsOf(flawed))).toEqual([
      'One column has the same value in every row: x_2.',
      'One column is mostly not finite: x_3.',
      '11 of 3,000 simulations (0.37 %) hold a value that is not a finite number: rows 11, 21, 31, 41, 51 and 6 more (in x_1).',
      'One column is neither a parameter (theta_…) nor data (x_…): seed.',
    ]);
  });

  it('are named however many there are', () => {
    const names = Array.from({ length: 40 }, (_, j) => `x_${j + 1}`);
    const x = Float64Array.from({ length: 41 * N }, (_, i) => (i % 41 === 0 ? spread(i, Math.SQRT2) : 3));
    const table = { ...whole, data: ['x_0', ...names], x };
    expect(flawSentences(table, flawsOf(table))).toEqual([
      `40 columns have the same value in every row: ${names.join(', ')}.`,
    ]);
    expect(withoutFlaws(table).table).toMatchObject({ data: ['x_0'], rows: N });
  });

  it('are left out together, and what is left is as it was', () => {
    const { table, leftOut } = withoutFlaws(flawed);
    expect(table).toMatchObject({ parameters: ['a', 'k'], data: ['x_1'], rows: N - 11 });
    expect(leftOut).toEqual({
      columns: [
        { name: 'x_2', of: 'data', position: 1 },
        { name: 'x_3', of: 'data', position: 2 },
      ],
      notFinite: { rows: 11, of: N },
    });
    expect([table.x[9], table.x[10], table.theta[20]]).toEqual([whole.x[27], whole.x[33], whole.theta[22]]);
    expect(isFlawed(flawsOf(table), { ...table, surplus: [] })).toBe(false);
  });

  it('that leave too little are a problem that says how much', () => {
    const few = { ...whole, x: whole.x.map((value, i) => (Math.floor(i / 3) % 2 === 0 ? value : Number.NaN)) };
    const survey = surveyOf(few);
    expect(survey.ok ? '' : survey.problem.problem).toContain(
      'Without them 1500 rows of 2 parameters and 3 data values',
    );
  });
});

describe('the survey of a table', () => {
  it('notices whole numbers, and proposes the prior of those spread over their unit', () => {
    const survey = surveyOf(whole);
    if (!survey.ok) throw new Error(survey.problem.problem);
    expect(survey.value.whole).toEqual([1]);
    expect(survey.value.proposals.map(({ prior }) => prior)).toEqual([
      { family: 'uniform', low: 0, high: 1 },
      { family: 'uniform', low: 0.5, high: 5.5 },
    ]);
    expect(survey.value.dependence).toEqual([]);
  });

  it('takes no large doubles for whole numbers', () => {
    const survey = surveyOf({ ...whole, theta: whole.theta.map((value) => (0.1 + value) * 1e44) });
    expect(survey.ok && survey.value.whole).toEqual([]);
  });
});
