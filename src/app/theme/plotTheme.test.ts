import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plotThemes, rampColour, seriesColours, withOpacity } from './plotTheme.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replaceAll('"', "'");
const blocks = {
  light: css.slice(css.indexOf(':root {'), css.indexOf(":root[data-theme='dark']")),
  dark: css.slice(css.indexOf(":root[data-theme='dark']"), css.indexOf(":root[data-size='projector']")),
};

function tokens(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

/** Contrast ratio of WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe('tokens', () => {
  it('have the same colours for plotly as for the page', () => {
    for (const name of ['light', 'dark'] as const) {
      const page = tokens(blocks[name]);
      for (const key of ['surface', 'border', 'text', 'muted', 'prior', 'posterior', 'reference', 'truth'] as const) {
        expect(plotThemes[name][key], `${key}, ${name}`).toBe(page[key]);
      }
    }
  });

  it('have a colour of their own in the dark theme, each of them', () => {
    const { light, dark } = blocks;
    expect(Object.keys(tokens(dark))).toEqual(Object.keys(tokens(light)));
    expect(Object.keys(tokens(dark))).toHaveLength(18);
  });

  it.each(['light', 'dark'] as const)('give text a contrast of at least 4.5 on every ground (%s)', (name) => {
    const colours = tokens(blocks[name]);
    for (const ground of ['page', 'surface', 'highlight']) {
      for (const ink of ['text', 'muted', 'posterior', 'good', 'warn', 'bad', 'truth-text']) {
        expect(contrast(colours[ink], colours[ground]), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(colours['on-posterior'], colours.posterior)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('series', () => {
  it('run from one end of the ramp to the other, each of another lightness', () => {
    const { seriesRamp } = plotThemes.light;
    const colours = seriesColours(plotThemes.light, 10);
    expect(colours[0]).toBe(seriesRamp[0]);
    expect(colours[9]).toBe(seriesRamp[3]);
    const onWhite = colours.map((colour) => contrast(colour, '#ffffff'));
    expect(onWhite.every((value, i) => i === 0 || value < onWhite[i - 1])).toBe(true);
  });

  it('are drawn like text when there is one', () => {
    expect(seriesColours(plotThemes.dark, 1)).toEqual([plotThemes.dark.text]);
  });

  it('mix neighbouring stops', () => {
    expect(rampColour(['#000000', '#ffffff'], 0.5)).toBe('#808080');
    expect(withOpacity('#0072b2', 0.2)).toBe('rgba(0,114,178,0.2)');
  });
});
