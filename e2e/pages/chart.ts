/**
 * Figures as a test sees them: by what they say to those who cannot see (their summary), and by the numbers that plotly was
 * given, which it keeps on its element. Pixels are not compared: fonts and antialiasing differ between machines.
 */
import { expect, type Locator } from '@playwright/test';

/** One curve, set of points or band; `dash` tells the prior's dotted lines from the rest. */
export interface Trace {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly mode: string;
  readonly dash: string | null;
}

/** Until plotly is there a figure is plain SVG, in the same place. */
export async function drawnByPlotly(figure: Locator): Promise<void> {
  await expect(figure.locator('..')).toHaveAttribute('data-state', 'drawn');
}

/** The traces of a figure that are drawn with numbers on both axes, in drawing order. */
export async function tracesOf(figure: Locator): Promise<readonly Trace[]> {
  await drawnByPlotly(figure);
  return figure.evaluate((element) => {
    interface Drawn {
      readonly x?: ArrayLike<number>;
      readonly y?: ArrayLike<number>;
      readonly mode?: string;
      readonly line?: { readonly dash?: string };
    }
    const { data = [] } = element as unknown as { readonly data?: readonly Drawn[] };
    return data.flatMap(({ x, y, mode = '', line }) =>
      x === undefined || y === undefined
        ? []
        : [{ x: Array.from(x), y: Array.from(y), mode, dash: line?.dash ?? null }],
    );
  });
}

/** What is written into a figure: axis titles, ticks, key. */
export async function textOf(figure: Locator): Promise<string> {
  await drawnByPlotly(figure);
  return (await figure.locator('svg text').allTextContents()).join(' | ');
}
