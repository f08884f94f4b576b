import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObservationBatch } from '../../../inference/observation/batch.ts';
import { birthDeath } from '../../../inference/simulators/birthDeath/index.ts';
import type { RowVerdict } from '../../../inference/diagnostics/report/rowVerdict.ts';
import { cellText } from '../../ui/infer/batch/columns.ts';
import { held, inOrder, isStrange, batchColumnsOf, verdictColumn, type ShownRows } from './batchRows.ts';
import { caption, verdictText } from '../text/batchText.ts';
import { rowWindow, topToShow } from '../../ui/infer/batch/window.ts';

const file: ObservationBatch = {
  system: birthDeath.id,
  design: birthDeath.defaultDesign,
  file: 'a.csv',
  labels: ['a', 'b'],
  x: new Float64Array(40),
  s: new Float64Array(2),
  // theta = (mu, rho, nu), shown as (lambda, mu, nu).
  truths: Float64Array.from([0.5, 0.6, 2, 1, 0.1, 3]),
  notices: [],
};
const quantities = birthDeath.display(file.design);
const answers = {
  table: {
    mean: Float64Array.from([1, 2, 3, 4, 5, 6]),
    sd: Float64Array.from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
    robustSd: new Float64Array(6),
    strays: new Float64Array(6),
    quantiles: Float64Array.from({ length: 30 }, (_, i) => i / 10),
  },
  outlier: Float64Array.from([0.5, 0.001]),
  step: 7,
  marks: [],
};

describe('the rows of many answers', () => {
  it('are those of the chosen quantity, with the true values in its units', () => {
    const columns = batchColumnsOf(file, answers, quantities, 1);
    expect(Array.from(columns.mean)).toEqual([2, 5]);
    expect(Array.from(columns.q05)).toEqual([0.5, 2]);
    expect(Array.from(columns.q95)).toEqual([0.9, 2.4]);
    expect(Array.from(columns.truth)).toEqual([0.5, 1]);
    expect(Array.from(batchColumnsOf(file, answers, quantities, 0).truth)).toEqual([0.3, 0.1]);
    expect([isStrange({ columns }, 0), isStrange({ columns }, 1)]).toEqual([false, true]);
    // Rare data, which the check of one observation does not call strange either.
    expect(isStrange({ columns: { outlier: Float64Array.of(0.006) } }, 0)).toBe(false);
    expect(held({ columns })).toEqual({ held: 1, of: 2 });
  });

  it('are there before they are answered', () => {
    const columns = batchColumnsOf({ ...file, truths: null }, null, quantities, 0);
    expect(Array.from(columns.mean)).toEqual([Number.NaN, Number.NaN]);
    expect(held({ columns })).toBeNull();
    expect(isStrange({ columns }, 0)).toBe(false);
  });

  it('are sorted by any column, what is not known last and equal ones as in the file', () => {
    const verdict = new Float64Array(5);
    const columns = {
      ...batchColumnsOf(file, null, quantities, 0),
      verdict,
      sd: Float64Array.from([2, Number.NaN, 1, 2, 3]),
    };
    const order = (descending: boolean) => Array.from(inOrder(columns, { column: 'sd', descending }));
    expect(order(false)).toEqual([2, 0, 3, 4, 1]);
    expect(order(true)).toEqual([4, 0, 3, 2, 1]);
  });
});

describe('the verdicts of the rows', () => {
  const found = (level: RowVerdict['level']): RowVerdict => ({
    level,
    sentence: 'Said.',
    looked: [],
    notLooked: [],
    predictiveP: 0.5,
    recoveryShift: 0.1,
  });
  const shown = (verdicts: readonly (RowVerdict | null)[], given: typeof answers | null = answers) => {
    const columns = { ...batchColumnsOf(file, given, quantities, 0), verdict: verdictColumn(verdicts) };
    const rows = { labels: file.labels, columns, verdicts, order: Uint32Array.of(0, 1) };
    return {
      words: [0, 1].map((i) => cellText(rows, 'verdict', i)),
      said: verdictText({ rows } as unknown as ShownRows),
    };
  };

  it('say of answers whose data alone were looked at that they were not checked, however usual the data are', () => {
    expect(isStrange({ columns: batchColumnsOf(file, answers, quantities, 0) }, 0)).toBe(false);
    expect(shown([null, null])).toEqual({
      words: ['not checked', 'not checked'],
      said: 'No posterior is checked yet; only the data are (data p).',
    });
    expect(shown([found('unchecked'), null]).words).toEqual(['not checked', 'not checked']);
    expect(shown([null, null], null)).toEqual({ words: ['–', '–'], said: '' });
    const unranked = { ...answers, outlier: new Float64Array(2).fill(Number.NaN) };
    expect(shown([null, null], unranked).said).toBe('No posterior is checked yet.');
  });

  it('are counted, with those that are missing, and sort the worst last', () => {
    expect(shown([found('bad'), null])).toEqual({
      words: ['do not trust', 'not checked'],
      said: 'Of 1 checked posteriors, 1 not to be trusted, 0 to be used with caution, 0 without a fault found. 1 is not checked; only the data are (data p).',
    });
    expect(shown([found('warn'), found('good')]).words).toEqual(['use with caution', 'no fault found']);
    const levels = ['bad', 'good', 'unchecked', 'warn'] as const;
    expect(Array.from(verdictColumn(levels.map(found)))).toEqual([2, 0, Number.NaN, 1]);
  });
});

describe('the caption', () => {
  it('counts the observations that have no answer, and says why', () => {
    const mean = Float64Array.from([1, 2, 3, Number.NaN, Number.NaN, Number.NaN]);
    const quantiles = answers.table.quantiles.map((value, k) => (k < 15 ? value : Number.NaN));
    const columns = batchColumnsOf(file, { ...answers, table: { ...answers.table, mean, quantiles } }, quantities, 1);
    const rows = { columns, verdicts: [null, null], order: Uint32Array.of(0, 1) };
    const said = caption({ quantity: quantities[1], rows } as unknown as ShownRows);
    expect(said).toContain(
      '1 observation has no posterior: reweighting to the moved priors leaves too few of its draws.',
    );
    expect(said).toContain('of 1 true values');
  });
});

describe('the window on a long table', () => {
  it('holds every row in sight, and few others, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat(300_000), fc.integer({ min: 1, max: 10_000 }), (scrolled, rows) => {
        const [height, rowHeight] = [314, 26];
        const top = Math.min(scrolled, Math.max(0, rows * rowHeight - height));
        const { from, to } = rowWindow(top, height, rowHeight, rows);
        expect(from).toBeLessThanOrEqual(Math.floor(top / rowHeight));
        expect(to).toBeGreaterThanOrEqual(Math.min(rows, Math.ceil((top + height) / rowHeight)));
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to - from).toBeLessThanOrEqual(26);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('scrolls no further than it must to show a row', () => {
    expect(topToShow(3, 0, 314, 26)).toBe(0);
    expect(topToShow(20, 0, 314, 26)).toBe(21 * 26 - 314);
    expect(topToShow(2, 100, 314, 26)).toBe(52);
  });
});
