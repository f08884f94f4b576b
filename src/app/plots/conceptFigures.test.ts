/** The figures of the ledger and of networks that are trained again: what lies where, and what is not drawn. */
import { describe, expect, test } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { ledgerFixture, moreFixture, pixelsFixture, spreadFixture } from './conceptFixtures.ts';
import { ledgerFigure } from './ledgerFigure.ts';
import { moreFigure } from './moreFigure.ts';
import { pixelsFigure, pixelsHeight } from './pixelsFigure.ts';
import { spreadFigure } from './spreadFigure.ts';
import type { Figure } from './types.ts';

const size = { width: 320, height: 260 };
const theme = plotThemes.light;
const drawn = ({ data }: Figure) =>
  data.map((trace) => trace as { readonly mode: string; readonly x: number[]; readonly y: number[] });

describe('the ledger', () => {
  test('marks where the lines cross, on both of them', () => {
    const [network, other, crossing] = drawn(ledgerFigure(ledgerFixture, size, theme));
    expect(network.y[0]).toBeCloseTo(42.01);
    expect(other.y[0]).toBeCloseTo(0.5);
    expect(crossing.mode).toBe('markers');
    expect(crossing.y[0]).toBeCloseTo(0.5 * crossing.x[0]);
  });

  test('has one line where nothing is to be compared, and no mark where they do not cross', () => {
    expect(drawn(ledgerFigure({ ...ledgerFixture, other: null, crossing: null }, size, theme))).toHaveLength(1);
    expect(drawn(ledgerFigure({ ...ledgerFixture, crossing: null }, size, theme))).toHaveLength(2);
  });

  test('reaches as far as where they cross', () => {
    const far = drawn(ledgerFigure({ ...ledgerFixture, crossing: 40_000 }, size, theme));
    expect(far[0].x.at(-1)).toBeCloseTo(400_000, 0);
  });
});

describe('networks that are trained again', () => {
  test('have a point for each number of simulations, and a bar for what five of them tell', () => {
    const traces = drawn(spreadFigure(spreadFixture, size, theme));
    const [between, within] = traces.filter(({ mode }) => mode === 'lines+markers');
    expect(between.y).toEqual(spreadFixture.between);
    expect(within.y).toEqual(spreadFixture.within);
    expect(traces.filter(({ mode, x }) => mode === 'lines' && x[0] === x[1])).toHaveLength(3);
  });

  test('nothing between them is drawn at the lower edge, not left out', () => {
    const traces = drawn(spreadFigure({ ...spreadFixture, between: [0.2, 0, 0] }, size, theme));
    const [between] = traces.filter(({ mode }) => mode === 'lines+markers');
    expect(between.y.every((value) => value > 0)).toBe(true);
  });
});

describe('networks on parts of the simulations', () => {
  test('have bars of their difference from the last, which has none, and an open mark where doubling leads', () => {
    const figure = moreFigure(moreFixture, size, theme);
    const [, open, measured] = figure.data as {
      readonly x: number[];
      readonly y: number[];
      readonly error_y: object;
    }[];
    expect([measured.x, measured.y]).toEqual([moreFixture.simulations, moreFixture.losses]);
    expect(measured.error_y).toMatchObject({ array: moreFixture.errors });
    expect([open.x[0], open.y[0]]).toEqual([8000, expect.closeTo(-1.55)]);
    expect(moreFigure({ ...moreFixture, next: null }, size, theme).data).toHaveLength(1);
  });
});

describe('pixels that move the answer', () => {
  const data = pixelsFixture(16);
  const wide = { width: 760, height: pixelsHeight(data, 760, theme.fontSize) };

  test('stand beside the image, in two colours of the same strength, masked ones open in both', () => {
    const [image, bar, effect, strength] = pixelsFigure(data, wide, theme).rasters ?? [];
    expect([image.name, effect.name]).toEqual(['data', 'effect on the mean of x']);
    expect([effect.signed, strength.signed, image.signed]).toEqual([true, true, undefined]);
    expect(effect.range[0]).toBe(-effect.range[1]);
    expect(effect.range[1]).toBeCloseTo(
      Math.max(...data.effect.filter((value) => !Number.isNaN(value)).map(Math.abs)),
      12,
    );
    const open = (values: ArrayLike<number>) => Array.from(values, Number.isNaN);
    expect(open(image.values)).toEqual(open(effect.values));
    expect(open(effect.values)).toContain(true);
    expect(bar.name).toBeNull();
  });

  test('that move nothing are drawn as zero', () => {
    const still = { ...data, effect: new Float64Array(256) };
    expect(pixelsFigure(still, wide, theme).rasters?.[2].range).toEqual([-1, 1]);
  });

  test('one below the other where there is no room', () => {
    expect(pixelsHeight(data, 290, theme.fontSize)).toBeGreaterThan(pixelsHeight(data, 760, theme.fontSize));
  });
});
