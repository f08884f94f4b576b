import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { cornerFigure } from './cornerFigure.ts';
import { handlePixel } from './dragging.ts';
import { counts, countsView, rates, spectrum, spectrumView } from './fixtures.ts';
import { axisBoxes, toX, toY } from './geometry.ts';
import { cornerHandles, entryOf, observationHandles, truthAfter } from './handles.ts';
import { observationFigure } from './observationFigure.ts';

const theme = plotThemes.light;
const none = { prior: null, posterior: null, ghost: null, reference: null, pins: [], truth: null };
const corner = cornerFigure({ ...none, quantities: rates }, { width: 600, height: 500 }, theme).layout;
const truth = [0.3, 0.4, 2];

describe('handles of the corner figure', () => {
  const handles = cornerHandles(corner, rates, truth);

  it('are a line for each quantity and a cross for each pair', () => {
    expect(handles.map((handle) => handle.id)).toEqual([
      'truth:0',
      'truth:1',
      'truth:2',
      'truth:0:1',
      'truth:0:2',
      'truth:1:2',
    ]);
  });

  it('stand on the truth in their own panels', () => {
    const box = axisBoxes(corner)[4];
    const cross = handles[5];
    expect(handlePixel(cross)).toEqual({ x: toX(box, 0.4), y: toY(box, 2) });
  });

  it('say what they are and where they stand', () => {
    expect(handles[3].label).toBe('True birth rate and death rate');
    expect(handles[3].describe({ x: 0.25, y: 0.5 })).toBe('λ = 0.25 per day, μ = 0.5 per day');
  });

  it('change the quantities that they stand for and no others', () => {
    expect(truthAfter('truth:1', { x: 0.7, y: 0 }, truth)).toEqual([0.3, 0.7, 2]);
    expect(truthAfter('truth:0:2', { x: 0.1, y: 5 }, truth)).toEqual([0.1, 0.4, 5]);
    expect(truth).toEqual([0.3, 0.4, 2]);
  });
});

describe('handles of the observation', () => {
  it('stand on the points and are named by series and place', () => {
    const { layout } = observationFigure(
      { view: spectrumView, values: spectrum, prior: null, posterior: null, picture: null },
      { width: 600, height: 200 },
      theme,
    );
    const handles = observationHandles(layout, spectrumView, spectrum);
    const [box] = axisBoxes(layout);
    expect(handles).toHaveLength(9);
    expect(handles[3].label).toBe('band power, k [h/Mpc] = 0.09');
    expect(handlePixel(handles[3])).toEqual({ x: toX(box, 0.09), y: toY(box, spectrum[3]) });
  });

  it('name the entry that they move', () => {
    expect(entryOf('entry:7')).toBe(7);
  });

  it('speak the number that the data would get: whole counts, never below zero', () => {
    const { layout } = observationFigure(
      { view: countsView, values: counts, prior: null, posterior: null, picture: null },
      { width: 600, height: 200 },
      theme,
    );
    const [first] = observationHandles(layout, countsView, counts);
    expect(first.describe({ x: 1, y: 3.4 })).toBe('3');
    expect(first.describe({ x: 1, y: -2 })).toBe('0');
  });
});
