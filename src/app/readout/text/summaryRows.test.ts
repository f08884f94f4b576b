import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { priorWidths } from '../figures/priorWidths.ts';
import { intervalText, summaryNotes, summaryRows, widthText } from './summaryRows.ts';

const quantity = (symbol: string) =>
  ({ key: symbol, symbol, label: symbol, unit: '', scale: 'linear', value: () => 0, range: [-2, 2] }) as const;
const axes = ['a', 'b'].map((symbol) => ({
  quantity: quantity(symbol),
  axis: { scale: 'linear', low: -2, high: 2 } as const,
}));
const random = new Random(3, STREAMS.base);
const draws = (draw: (i: number) => readonly [number, number]) =>
  Float64Array.from(Array.from({ length: 2000 }, (_, i) => draw(i)).flat());
const prior = draws(() => [4 * random.uniform() - 2, 4 * random.uniform() - 2]);

describe('the table below the figure', () => {
  it('has the densest set of two modes in two parts, with a note, and the central interval of one', () => {
    const posterior = draws(() => [(random.uniform() < 0.5 ? -1 : 1) + 0.05 * random.normal(), 0.1 * random.normal()]);
    const rows = summaryRows(posterior, axes, priorWidths({ prior, axes }));
    expect(intervalText(rows[0])).toMatch(/^−1\.0\d* to −0\.9\d* or 0\.9\d* to 1\.0\d*$/);
    expect(rows[1].intervals).toHaveLength(1);
    // sd 0.1 over 4 / sqrt(12).
    expect(Math.abs((rows[1].widthOfPrior ?? 0) - 0.0866)).toBeLessThan(0.006);
    expect(summaryNotes(rows)).toEqual([
      'a: several modes; the interval is the densest 68 %, which may have several parts or leave a mode out, and the median may lie between modes.',
    ]);
  });

  it('never spans the gap between two modes, of which one alone holds the densest 68 %, and says that there are several', () => {
    for (const small of [0.16, 0.25, 0.3]) {
      const posterior = draws(() => [
        (random.uniform() < small ? -0.7 : 0.7) + 0.05 * random.normal(),
        0.1 * random.normal(),
      ]);
      const [row] = summaryRows(posterior, axes, priorWidths({ prior, axes }));
      expect(row.split).toBe(true);
      for (const [low, high] of row.intervals) expect(high - low).toBeLessThan(0.35);
    }
  });

  it('separates ends by a dash where no minus sign stands beside it', () => {
    expect(intervalText({ intervals: [[0.25, 0.5]] })).toBe('0.25 – 0.5');
    expect(intervalText({ intervals: [[-0.25, 0.5]] })).toBe('−0.25 to 0.5');
  });

  it('does not call a narrow posterior one of no width', () => {
    expect([0, 1e-6, 0.0049, 0.0051, 1].map(widthText)).toEqual(['0 %', '< 1 %', '< 1 %', '1 %', '100 %']);
  });

  it('counts stray draws, which no width hangs on', () => {
    const posterior = draws((i) => [0.01 * random.normal(), i < 4 ? 1.9 : 0.01 * random.normal()]);
    const rows = summaryRows(posterior, axes, priorWidths({ prior, axes }));
    expect(summaryNotes(rows)).toEqual([
      'Stray draws (more than 5 sd from the others): b 4 of 2000. Widths exclude them.',
    ]);
    expect(Math.abs((rows[1].widthOfPrior ?? 0) / (rows[0].widthOfPrior ?? 0) - 1)).toBeLessThan(0.1);
  });
});
