import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { type CurvesData, curvesFigure, type NamedCurve } from './curvesFigure.ts';
import { axisBoxes } from './geometry.ts';

const theme = plotThemes.light;
const size = { width: 500, height: 220 };
const curve = (name: string, y: readonly number[]): NamedCurve => ({ name, role: 'series', x: y.map((_, i) => i), y });
const terms = (...all: (readonly number[])[]): CurvesData => ({
  axes: ['step', 'nats'],
  curves: all.map((y, i) => curve(`term ${i}`, y)),
  logWhereWide: true,
});
const axisOf = (data: CurvesData) => axisBoxes(curvesFigure(data, size, theme).layout)[0].y;

describe('the vertical axis of curves', () => {
  it('is logarithmic where it may be and all values are positive and far apart', () => {
    const { scale, low, high } = axisOf(terms([3000, 200], [20, 2]));
    expect(scale).toBe('log');
    expect(low).toBeLessThan(2);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeGreaterThan(3000);
    expect(high).toBeLessThan(6000);
  });

  it('is linear otherwise: values near one another, negative, none, or curves that are no terms of a loss', () => {
    for (const data of [
      terms([3, 2], [20, 2]),
      terms([3000, 200], [20, -2]),
      terms([]),
      { ...terms([3000, 2]), logWhereWide: false },
      { axes: ['x', 'y'], curves: [curve('fit', [3000, 2])] } as const,
    ]) {
      expect(axisOf(data).scale).toBe('linear');
    }
    expect(axisOf(terms([])).low).toBe(0);
    // A term that is 0 is below all that is drawn.
    expect(axisOf(terms([3000, 0], [20, 2]))).toMatchObject({ scale: 'log', low: axisOf(terms([3000, 2])).low });
    // A value that is no number decides nothing.
    expect(axisOf(terms([3000, Number.NaN, 2])).scale).toBe('log');
  });

  it('leaves its title room beside the numbers, however long they are', () => {
    const left = (data: CurvesData) => curvesFigure(data, size, theme).layout.margin.l;
    const short = left(terms([3, 2]));
    const long = left({ axes: ['x', 'y'], curves: [curve('fit', [1234567, 1234568])] });
    expect(short).toBe(Math.round(theme.fontSize * 4.4));
    expect(left({ axes: ['x', 'y'], curves: [curve('fit', [-0.0123, -0.0117])] })).toBeGreaterThan(short);
    expect(long).toBeGreaterThanOrEqual(short);
  });
});
