import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { cornerFigure } from './cornerFigure.ts';
import { rates, ratesLayer } from './fixtures.ts';
import { axisBoxes } from './geometry.ts';
import { titled } from './titled.ts';

const theme = plotThemes.light;
const layers = { prior: null, posterior: ratesLayer(0, 1), ghost: null, reference: null, truth: null };
const figure = () => cornerFigure({ ...layers, quantities: rates, pins: [] }, { width: 600, height: 500 }, theme);
const hostile = '<b>x</b><a href="javascript:alert(1)">&amp;</a>';

describe('a figure under its heading', () => {
  it('has its panels as large as before, moved down by what the figure has grown', () => {
    const before = figure().layout;
    const { layout } = titled(figure(), { title: 'Title', lines: ['one line'] }, theme);
    const grown = layout.height - before.height;
    expect(grown).toBeGreaterThan(2 * theme.fontSize);
    const [was, is] = [axisBoxes(before), axisBoxes(layout)];
    is.forEach((box, i) => {
      expect(box.y0).toBeCloseTo(was[i].y0 + grown, 6);
      expect(box.height).toBeCloseTo(was[i].height, 6);
      expect(box.x0).toBeCloseTo(was[i].x0, 6);
    });
  });

  it('breaks a line that is wider than the figure, between words', () => {
    const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
    const { layout } = titled(figure(), { title: 'Title', lines: [words.join(' ')] }, theme);
    const rows = (layout.annotations ?? []).map(({ text }) => text ?? '').filter((text) => text.startsWith('word'));
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.join(' ')).toBe(words.join(' '));
  });

  it('takes names for what they are: no markup comes in through them', () => {
    const quantities = [{ ...rates[0], symbol: hostile, label: hostile, unit: hostile }];
    const pins = [{ ...ratesLayer(0, 1), name: hostile, place: 0 }];
    const posterior = { curves: [ratesLayer(0, 1).curves[0]], regions: [] };
    const made = cornerFigure({ ...layers, posterior, quantities, pins }, { width: 600, height: 500 }, theme);
    const { layout } = titled(made, { title: hostile, lines: [hostile] }, theme);
    const texts = [...(layout.annotations ?? []).map(({ text }) => text), layout.xaxis?.title]
      .map((text) => JSON.stringify(text))
      .filter((text) => text.includes('javascript'));
    expect(texts).toHaveLength(4);
    for (const text of texts) expect(text).not.toMatch(/<a|<b>x/);
  });
});
