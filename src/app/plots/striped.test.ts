import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { cornerFigure } from './cornerFigure.ts';
import { rates, ratesLayer } from './fixtures.ts';
import { axisBoxes } from './geometry.ts';
import { striped } from './striped.ts';
import type { Size } from './types.ts';

const theme = plotThemes.light;
const layers = { prior: null, posterior: ratesLayer(0, 1), ghost: null, reference: null, truth: null };
const size = { width: 400, height: 500 };
const build = (inner: Size) => cornerFigure({ ...layers, quantities: rates, pins: [] }, inner, theme);

describe('a figure under a stripe', () => {
  it('is the figure itself where there is nothing to say', () => {
    expect(striped(build, size, null, theme)).toEqual(build(size));
  });

  it('has the size that was asked for, with its panels below the stripe', () => {
    const { layout } = striped(build, size, 'Broken on purpose: width × 0.5', theme);
    expect([layout.width, layout.height]).toEqual([400, 500]);
    const [plain] = axisBoxes(build(size).layout);
    const [box] = axisBoxes(layout);
    expect(box.y0).toBeGreaterThan(plain.y0 + theme.fontSize);
    const band = layout.shapes?.[0];
    // From the upper edge of the figure to above the first panel, in fractions of the plot.
    const inner = layout.height - layout.margin.t - layout.margin.b;
    expect(layout.margin.t + (1 - Number(band?.y0)) * inner).toBeCloseTo(0, 6);
    expect(layout.margin.t + (1 - Number(band?.y1)) * inner).toBeLessThan(box.y0);
  });

  it('breaks a long text, and takes names for what they are', () => {
    const { layout } = striped(build, size, `${'words '.repeat(30)}<b>x</b>`, theme);
    const rows = (layout.annotations ?? []).map(({ text }) => text ?? '').filter((text) => /words/.test(text));
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.join('')).not.toContain('<b>x</b>');
  });
});
