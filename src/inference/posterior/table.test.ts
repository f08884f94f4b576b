import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../math/normalQuantile.ts';
import type { Quantity } from '../simulators/system.ts';
import { emptyTable, fillTable, TABLE_LEVELS } from './table.ts';

const quantity = (value: Quantity['value']): Quantity => ({
  key: 'q',
  symbol: 'q',
  label: 'q',
  unit: '',
  scale: 'linear',
  value,
});
const quantities = [quantity((theta) => theta[0]), quantity((theta) => theta[0] * theta[1])];

describe('a table of posteriors', () => {
  // Oracle: numpy.mean, numpy.std(ddof=1) and numpy.quantile of 3, 1, 2, 5, 4 and of ten times that.
  it('has mean, sd and quantiles of every quantity of every row', () => {
    const table = emptyTable(2, 2);
    const ofRow = (scale: number) => [3, 1, 2, 5, 4].flatMap((value) => [scale * value, 2]);
    fillTable(table, 1, Float64Array.from(ofRow(10)), 5, 2, quantities);
    fillTable(table, 0, Float64Array.from(ofRow(1)), 5, 2, quantities);
    expect(Array.from(table.mean)).toEqual([3, 6, 30, 60]);
    expect(table.sd[0]).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(table.sd[3]).toBeCloseTo(20 * Math.sqrt(2.5), 12);
    const quantiles = (cell: number) => Array.from(table.quantiles.slice(5 * cell, 5 * (cell + 1)));
    expect(quantiles(0)).toEqual([1.2, 2, 3, 4, 4.8]);
    expect(quantiles(3)).toEqual([24, 40, 60, 80, 96]);
    expect(TABLE_LEVELS).toEqual([0.05, 0.25, 0.5, 0.75, 0.95]);
  });

  it('has a width that no stray draw moves, and counts those, on the scale of the axis', () => {
    // Normal quantiles, and one draw 30 sd away.
    const usual = Array.from({ length: 999 }, (_, i) => normalQuantile((i + 0.5) / 999));
    const rows = Float64Array.from([...usual, 30]);
    const table = emptyTable(1, 2);
    const log = { ...quantity((theta) => 10 ** theta[0]), scale: 'log' as const };
    fillTable(table, 0, rows, 1000, 1, [quantity((theta) => theta[0]), log]);
    expect(table.robustSd[0]).toBeGreaterThan(0.98);
    expect(table.robustSd[0]).toBeLessThan(1.02);
    expect(table.sd[0]).toBeGreaterThan(1.3);
    expect(Array.from(table.strays)).toEqual([1, 1]);
    const clean = emptyTable(1, 2);
    fillTable(clean, 0, Float64Array.from(usual), 999, 1, [quantity((theta) => theta[0]), log]);
    // Of a lognormal law with sd ln 10 many draws are far away in natural units.
    expect(Array.from(clean.strays)).toEqual([0, 0]);
  });

  it('leaves out draws that are not finite, and says NaN where none is', () => {
    const table = emptyTable(2, 1);
    const theta = [1, Infinity, 3, 0, Number.NaN, Number.NaN, Infinity, Infinity];
    fillTable(table, 0, Float64Array.from(theta), 4, 1, quantities.slice(0, 1));
    expect(table.mean[0]).toBeCloseTo(4 / 3, 12);
    expect(table.quantiles[2]).toBe(1);
    expect([table.mean[1], table.sd[1], table.quantiles[5]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
