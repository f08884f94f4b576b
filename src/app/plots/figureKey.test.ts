/** Where the entries of a key stand. */
import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { figureKey, type KeyEntry } from './figureKey.ts';
import type { FigureLayout } from './types.ts';

const theme = plotThemes.light;
const layout = { width: 600, height: 400, margin: { l: 0, r: 0, t: 0, b: 0 } } as FigureLayout;
const mark = { kind: 'line', colour: theme.prior, width: 1 } as const;
const entries: readonly KeyEntry[] = [
  { mark, text: 'prior' },
  { mark, text: 'posterior', detail: '68 · 90 · 95 %' },
  { mark, text: 'previous posterior' },
  { mark, text: 'exact reference', detail: 'distance 0.16' },
  { mark, text: 'region of the last round' },
  { mark, text: 'true value', detail: 'drag to move' },
];
/** Of lines one under another, in em. */
const LINE = 1.3;

describe('a key in a column', () => {
  it.each([400, 150, 90, 20])('lays no line over another where it has %i px', (height) => {
    const { annotations } = figureKey(
      entries,
      { flow: 'column', area: { x: 0, y: 0, width: 130, height }, em: 12 },
      layout,
      theme,
    );
    const boxes = annotations.map(({ y, text = '', font }) => {
      const middle = (1 - Number(y)) * layout.height;
      const half = (text.split('<br>').length * LINE * Number(font?.size)) / 2;
      return { top: middle - half, bottom: middle + half };
    });
    expect(annotations.some(({ text }) => text?.includes('<br>'))).toBe(true);
    for (let i = 1; i < boxes.length; i++) expect(boxes[i].top).toBeGreaterThanOrEqual(boxes[i - 1].bottom - 1e-9);
  });
});
