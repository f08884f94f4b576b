import { describe, expect, it } from 'vitest';
import type { ImageView } from '../../inference/simulators/system.ts';
import { plotThemes } from '../theme/plotTheme.ts';
import { axisBoxes } from './geometry.ts';
import { imageFigure, imageHeight } from './imageFigure.ts';
import { observationFigure } from './observationFigure.ts';
import { pixelAfterKey, pixelAt, pixelBox, pixelText, rangeOf, rasterPixels } from './raster.ts';
import { figureMarks } from './svg/figureSvg.ts';
import { titled } from './titled.ts';

const theme = plotThemes.light;
const size = { width: 900, height: 320 };
const view: ImageView = {
  kind: 'image',
  space: 'x',
  shape: { kind: 'image', channels: ['flux'], height: 2, width: 3 },
  horizontal: { label: 'x [arcsec]', low: -3, high: 3 },
  vertical: { label: 'y [arcsec]', low: 0, high: 4 },
  value: 'flux [counts]',
  allowed: { low: 0, high: 10, integer: false },
};
const values = Float64Array.of(0, 1, 2, 3, 4, 5);
const posterior = { kind: 'moments', mean: values.map((x) => x + 1), sd: values.map((x) => 0.1 * x) } as const;
const data = { view, values, posterior: null };

describe('imageFigure', () => {
  it('has the image and a bar of its colours, with the axes of the view and square pixels', () => {
    const { layout, rasters = [] } = observationFigure(data, size, theme);
    expect(rasters.map(({ panel, width, height, range }) => ({ panel, width, height, range }))).toEqual([
      { panel: 0, width: 3, height: 2, range: [0, 5] },
      { panel: 1, width: 1, height: 128, range: [0, 5] },
    ]);
    expect(Array.from(rasters[0].values)).toEqual([...values]);
    expect([rasters[1].values[0], rasters[1].values[127]]).toEqual([0, 5]);
    expect(rasters.map(({ name }) => name)).toEqual(['data', null]);
    const [image, bar] = axisBoxes(layout);
    expect(image.x).toEqual({ scale: 'linear', low: -3, high: 3 });
    expect(image.y).toEqual({ scale: 'linear', low: 0, high: 4 });
    expect(bar.y).toEqual({ scale: 'linear', low: 0, high: 5 });
    expect(image.width / 3).toBeCloseTo(image.height / 2, 6);
    expect(bar.x0).toBeGreaterThan(image.x0 + image.width);
    expect(bar.height).toBeCloseTo(image.height, 6);
    expect(layout.yaxis2).toMatchObject({ side: 'right', title: { text: 'flux [counts]' } });
    expect(layout.xaxis).toMatchObject({ title: { text: 'x [arcsec]' } });
  });

  it('shows data and predictive mean in the same colours, the sd in its own', () => {
    const { rasters = [], layout } = imageFigure({ ...data, posterior }, size, theme);
    expect(rasters.map(({ name, range }) => [name, range])).toEqual([
      ['data', [0, 6]],
      ['posterior predictive mean', [0, 6]],
      [null, [0, 6]],
      ['its sd', [0, 0.5]],
      [null, [0, 0.5]],
      // The mean is 1 higher than the data, 10 sd of the second pixel.
      ['(data − mean) / sd', [-10, 10]],
      [null, [-10, 10]],
    ]);
    const residual = rasters[5];
    expect(residual.signed).toBe(true);
    // Without a spread there is none.
    expect(Array.from(residual.values, (value) => Number(value.toFixed(6)))).toEqual([
      Number.NaN,
      -10,
      -5,
      -3.333333,
      -2.5,
      -2,
    ]);
    const boxes = axisBoxes(layout);
    const gaps = boxes.slice(1).map((box, i) => box.x0 - boxes[i].x0 - boxes[i].width);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    expect(boxes.at(-1)?.x0).toBeLessThan(size.width);
    expect(layout.annotations?.map(({ text }) => text)).toEqual([
      'data',
      'posterior predictive mean',
      'its sd',
      '(data − mean) / sd',
    ]);
  });

  it('names its columns above them, and has no axis line, and numbers at the left and below alone', () => {
    const { layout } = imageFigure({ ...data, posterior }, size, theme);
    const { l, r, t } = layout.margin;
    const boxes = axisBoxes(layout);
    expect(layout.annotations?.[1]).toEqual({
      text: 'posterior predictive mean',
      xref: 'paper',
      yref: 'paper',
      x: expect.closeTo((boxes[1].x0 - l) / (size.width - l - r), 9) as number,
      y: 1,
      xanchor: 'left',
      yanchor: 'bottom',
      yshift: t * 0.15,
      showarrow: false,
      borderpad: 0,
      font: { size: theme.fontSize, color: theme.muted },
    });
    const axes = layout as unknown as Record<string, { showticklabels: boolean; showline: boolean }>;
    const names = ['', '2', '3', '4', '5'];
    const told = (axis: string) => names.map((suffix) => axes[`${axis}axis${suffix}`].showticklabels);
    expect([told('x'), told('y')]).toEqual([
      [true, true, false, true, false],
      [true, false, true, false, true],
    ]);
    expect(names.some((suffix) => axes[`xaxis${suffix}`].showline || axes[`yaxis${suffix}`].showline)).toBe(false);
  });

  it('shows a part alone, its axes and pixels those of the whole', () => {
    const part = { row: 1, column: 1, rows: 1, columns: 2 };
    const { rasters = [], layout } = imageFigure({ ...data, part, stretch: 'asinh' }, size, theme);
    expect(Array.from(rasters[0].values)).toEqual([4, 5]);
    expect(pixelText(rasters[0], { row: 0, column: 1 })).toBe('5 (row 2, column 3)');
    const [box] = axisBoxes(layout);
    expect([box.x.low, box.x.high, box.y.low, box.y.high]).toEqual([-1, 3, 2, 4]);
    expect(rasters.map(({ stretch }) => stretch)).toEqual(['asinh', 'asinh']);
  });

  it('has a row for each channel', () => {
    const shape = { kind: 'image', channels: ['g', 'r'], height: 2, width: 3 } as const;
    const both = Float64Array.of(...values, ...values.map((x) => x + 10));
    const { rasters = [], layout } = imageFigure({ ...data, view: { ...view, shape }, values: both }, size, theme);
    expect(rasters.map(({ name }) => name)).toEqual(['data, g', 'data, r', null]);
    expect(Array.from(rasters[1].values)).toEqual([...values].map((x) => x + 10));
    const [first, second, bar] = axisBoxes(layout);
    expect(second.y0).toBeGreaterThan(first.y0 + first.height);
    expect(bar.y0 + bar.height).toBeCloseTo(second.y0 + second.height, 6);
    expect(layout.yaxis).toMatchObject({ title: { text: 'g: y [arcsec]' } });
  });

  it('puts the images one below the other where they would be narrow, each with its axes, heading and bar', () => {
    const narrow = { ...data, posterior };
    const phone = { width: 340, height: imageHeight(narrow, 340, theme.fontSize) };
    const { rasters = [], layout } = imageFigure(narrow, phone, theme);
    expect(rasters.map(({ name }) => name)).toEqual([
      'data',
      null,
      'posterior predictive mean',
      null,
      'its sd',
      null,
      '(data − mean) / sd',
      null,
    ]);
    const boxes = axisBoxes(layout);
    const images = [boxes[0], boxes[2], boxes[4], boxes[6]];
    for (const [i, { x0, y0, width, height }] of images.entries()) {
      expect(x0).toBeCloseTo(images[0].x0, 6);
      expect(width).toBeGreaterThan(200);
      expect(width / 3).toBeCloseTo(height / 2, 6);
      const bar = boxes[2 * i + 1];
      expect([bar.y0, bar.height]).toEqual([expect.closeTo(y0, 6), expect.closeTo(height, 6)]);
      expect(bar.x0).toBeGreaterThan(x0 + width);
      // Room for the numbers of the bar, and for the heading of the next.
      expect(340 - bar.x0 - bar.width).toBeGreaterThan(40);
      const above = i === 0 ? 0 : images[i - 1].y0 + images[i - 1].height;
      expect(y0 - above).toBeGreaterThan(theme.fontSize * 1.5);
    }
    const { y0, height } = boxes[6];
    expect(Math.abs(phone.height - y0 - height - theme.fontSize * 3.4)).toBeLessThan(1.5);
    expect(layout.annotations?.map(({ y }) => Number(y).toFixed(2))).toEqual(['1.00', '0.74', '0.48', '0.22']);
    const axes = layout as unknown as Record<string, { showticklabels?: boolean; title?: { text?: string } }>;
    expect(['xaxis', 'xaxis3', 'xaxis5', 'xaxis7'].map((axis) => axes[axis].title?.text)).toEqual([
      undefined,
      undefined,
      undefined,
      'x [arcsec]',
    ]);
    expect(['yaxis', 'yaxis3', 'yaxis5', 'yaxis7'].map((axis) => axes[axis].title?.text)).toEqual(
      Array.from({ length: 4 }, () => 'y [arcsec]'),
    );
  });

  it('puts them in two columns where they still have room, a bar in the middle without its title', () => {
    const narrow = { ...data, posterior };
    const width = theme.fontSize * 31.4;
    const phone = { width, height: imageHeight(narrow, width, theme.fontSize) };
    const { layout } = imageFigure(narrow, phone, theme);
    const boxes = axisBoxes(layout);
    expect(boxes[2].y0).toBeCloseTo(boxes[0].y0, 6);
    expect(boxes[4].x0).toBeCloseTo(boxes[0].x0, 6);
    expect(boxes[2].x0 - boxes[1].x0 - boxes[1].width).toBeGreaterThan(theme.fontSize * 4);
    const titles = ['yaxis2', 'yaxis4', 'yaxis6', 'yaxis8'].map((axis) => {
      const { title } = layout[axis as keyof typeof layout] as { title?: { text?: string } };
      return (title?.text ?? '') !== '';
    });
    expect(titles).toEqual([false, true, false, true]);
  });

  it('needs a height at which its images fill the width, and no higher one than can be looked at', () => {
    for (const [shown, width] of [
      [{ ...data, posterior }, 700],
      [{ ...data, posterior }, 1100],
      [data, 330],
    ] as const) {
      const height = imageHeight(shown, width, theme.fontSize);
      const boxes = axisBoxes(imageFigure(shown, { width, height }, theme).layout);
      const lowest = Math.max(...boxes.map((box) => box.y0 + box.height));
      expect(Math.abs(height - lowest - theme.fontSize * 3.4)).toBeLessThan(1.5);
      const last = boxes[boxes.length - 1];
      expect(width - last.x0 - last.width).toBeLessThan(theme.fontSize * 5);
    }
    expect(imageHeight(data, 2000, theme.fontSize)).toBeLessThan(theme.fontSize * 34);
    const shape = { ...view.shape, channels: ['g', 'r'] };
    const both = { ...data, view: { ...view, shape } };
    expect(imageHeight(both, 2000, theme.fontSize)).toBeLessThan(theme.fontSize * 36);
    const stacked = { ...both, posterior };
    expect(imageHeight(stacked, 340, theme.fontSize)).toBeGreaterThan(1.9 * imageHeight(stacked, 1100, theme.fontSize));
  });

  it('without data leaves the panel open, and waits for plotly; a heading leaves its images', () => {
    const empty = imageFigure({ ...data, values: [] }, size, theme);
    expect(Array.from(empty.rasters?.[0].values ?? []).every(Number.isNaN)).toBe(true);
    expect(imageFigure({ ...data, values: [], posterior }, size, theme).rasters?.map(({ name }) => name)[0]).toBe(
      'posterior predictive mean',
    );
    expect(figureMarks(empty)).toBeNull();
    expect(titled(empty, { title: 'An image', lines: [] }, theme).rasters).toBe(empty.rasters);
  });
});

describe('the pixels of a raster', () => {
  const raster = { panel: 0, width: 3, height: 2, values, range: [0, 5], name: 'data' } as const;
  const at = (pixels: Uint8ClampedArray, i: number) => [...pixels.subarray(4 * i, 4 * i + 4)];

  it('have the colours of the ramp, the lowest row last; what is no number is left open', () => {
    const pixels = rasterPixels(raster);
    expect(at(pixels, 3)).toEqual([0x44, 0x01, 0x54, 255]);
    expect(at(pixels, 2)).toEqual([0xfd, 0xe7, 0x25, 255]);
    const open = rasterPixels({ ...raster, values: Float64Array.of(Number.NaN, -9, 99, 3, 4, 5) });
    expect(at(open, 3)).toEqual([0, 0, 0, 0]);
    expect(at(open, 4)).toEqual([0x44, 0x01, 0x54, 255]);
    expect(at(open, 5)).toEqual([0xfd, 0xe7, 0x25, 255]);
    expect(at(rasterPixels({ ...raster, range: [2, 2] }), 0)[3]).toBe(255);
  });

  it('grow lighter evenly: CIE lightness of the colours rises by nearly the same', () => {
    const count = 16;
    const ramp = { ...raster, width: count, height: 1, values: Float64Array.from({ length: count }, (_, i) => i) };
    const pixels = rasterPixels({ ...ramp, range: [0, count - 1] });
    const linear = (byte: number) => (byte / 255 <= 0.04045 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    const lightness = Array.from({ length: count }, (_, i) => {
      const [r, g, b] = at(pixels, i).map(linear);
      return 116 * Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b) - 16;
    });
    const steps = lightness.slice(1).map((value, i) => value - lightness[i]);
    expect(Math.min(...steps)).toBeGreaterThan(3.5);
    expect(Math.max(...steps)).toBeLessThan(6.5);
  });

  it('are found under the pointer', () => {
    const line = { scale: 'linear', low: 0, high: 1 } as const;
    const box = { x0: 10, y0: 20, width: 30, height: 20, x: line, y: line };
    expect(pixelAt(raster, box, 11, 21)).toEqual({ row: 1, column: 0 });
    expect(pixelAt(raster, box, 39, 39)).toEqual({ row: 0, column: 2 });
    for (const [x, y] of [
      [9, 21],
      [41, 21],
      [11, 19],
      [11, 41],
    ]) {
      expect(pixelAt(raster, box, x, y)).toBeNull();
    }
  });

  it('are gone through by keys, to the edges and no further', () => {
    const [low, high] = [
      { row: 0, column: 0 },
      { row: 1, column: 2 },
    ];
    const after = (from: { row: number; column: number }, ...keys: string[]) =>
      keys.reduce((at, key) => pixelAfterKey(raster, at, key) ?? at, from);
    expect(after(low, 'ArrowRight')).toEqual({ row: 0, column: 1 });
    expect(after(low, 'ArrowUp')).toEqual({ row: 1, column: 0 });
    expect(after(high, 'ArrowLeft')).toEqual({ row: 1, column: 1 });
    expect(after(high, 'ArrowDown')).toEqual({ row: 0, column: 2 });
    expect(after(low, 'ArrowLeft', 'ArrowDown')).toEqual(low);
    expect(after(high, 'ArrowRight', 'ArrowUp')).toEqual(high);
    expect([after(high, 'Home'), after(low, 'End')]).toEqual([
      { row: 1, column: 0 },
      { row: 0, column: 2 },
    ]);
    expect([after(low, 'PageUp'), after(high, 'PageDown')]).toEqual([
      { row: 1, column: 0 },
      { row: 0, column: 2 },
    ]);
    expect(pixelAfterKey(raster, low, 'Enter')).toBeNull();
  });

  it('have a place in the figure and a text', () => {
    const line = { scale: 'linear', low: 0, high: 1 } as const;
    const box = { x0: 10, y0: 20, width: 30, height: 20, x: line, y: line };
    expect(pixelBox(raster, box, { row: 1, column: 2 })).toEqual({ left: 30, top: 20, width: 10, height: 10 });
    expect(pixelBox(raster, box, { row: 0, column: 0 })).toEqual({ left: 10, top: 30, width: 10, height: 10 });
    expect(pixelText(raster, { row: 1, column: 2 })).toBe('5 (row 2, column 3)');
    expect(pixelText({ ...raster, values: [Number.NaN] }, { row: 0, column: 0 })).toBe('no value (row 1, column 1)');
  });

  it('range over what is a number', () => {
    expect(rangeOf(Float64Array.of(3, Number.NaN, -1), [Infinity, 7])).toEqual([-1, 7]);
    expect(rangeOf([])).toEqual([0, 1]);
    expect(rangeOf([10, 10])).toEqual([9, 11]);
    expect(rangeOf([0])).toEqual([-0.5, 0.5]);
  });
});
