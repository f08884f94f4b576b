import { describe, expect, it } from 'vitest';
import { plotThemes } from '../../theme/plotTheme.ts';
import { figureLayout } from '../axes.ts';
import { cornerFigure, cornerPanel } from '../cornerFigure.ts';
import { rates, ratesLayer, sbcFixture } from '../fixtures.ts';
import { axisBoxes } from '../geometry.ts';
import { sbcFigure } from '../sbcFigure.ts';
import type { Figure } from '../types.ts';
import { figureMarks, figureSvg } from './figureSvg.ts';
import { textSvg } from './text.ts';

const theme = plotThemes.light;
const none = { prior: null, ghost: null, reference: null, pins: [], truth: null };
const size = { width: 696, height: 330 };

/** A figure of one panel, 100 x 50 pixels at (20, 10), both axes from 0 to 1. */
function onePanel(data: Figure['data'], rest: object = {}): Figure {
  const layout = figureLayout({ width: 140, height: 80 }, { l: 20, r: 20, t: 10, b: 20 }, theme);
  const range: [number, number] = [0, 1];
  const axis = { range, showline: false, ticks: '', showticklabels: false } as const;
  return { data, layout: { ...layout, xaxis: { ...axis }, yaxis: { ...axis }, ...rest } };
}

describe('a figure as SVG', () => {
  it('has a panel where the geometry says, for each of the corner figure', () => {
    const figure = cornerFigure({ ...none, quantities: rates, posterior: ratesLayer(0, 1) }, size, theme);
    const panels = (figureMarks(figure) ?? []).filter((mark) => mark.size?.clipped);
    expect(panels.map(({ x, y, size: panel }) => [x, y, panel?.width, panel?.height])).toEqual(
      axisBoxes(figure.layout).map(({ x0, y0, width, height }) => [x0, y0, width, height]),
    );
    // The regions of the first pair: filled, the widest first.
    const pair = panels[cornerPanel(1, 0)].inner;
    expect(pair.match(/fill="rgba\(0,114,178,0\.17\)"/g)?.length).toBe(4);
  });

  it('is left to plotly where there are fields, or arrows', () => {
    expect(figureSvg(onePanel([{ type: 'heatmap', z: [[1]] }]))).toBeNull();
    const arrow = { text: '', x: 0.5, y: 0.5, ax: 10, ay: 10, showarrow: true };
    expect(figureSvg(onePanel([], { annotations: [arrow] }))).toBeNull();
  });

  it('draws bars from zero, each with its width', () => {
    const bars = {
      type: 'bar',
      x: [0.25, 0.75],
      y: [0.5, 1],
      width: [0.2, 0.4],
      marker: { color: '#333333' },
    } as const;
    const [panel] = figureMarks(onePanel([{ ...bars, x: [...bars.x], y: [...bars.y], width: [...bars.width] }])) ?? [];
    expect(panel.inner).toContain('d="M15 50V25H35V50ZM55 50V0H95V50Z" fill="#333333"');
    expect(figureSvg(sbcFigure(sbcFixture(['flat']), size, theme))).toContain('fill="rgba(0,114,178,0.75)"');
  });

  it('draws an open circle as a ring in the colour of the marker', () => {
    const marker = { symbol: 'circle-open', size: 12, color: '#444444', line: { width: 2 } } as const;
    const [, ring] = figureMarks(onePanel([{ type: 'scatter', mode: 'markers', x: [0.5], y: [0.5], marker }])) ?? [];
    expect(ring).toMatchObject({ x: 70, y: 35, size: null });
    expect(ring.inner).toContain('fill="none" stroke="#444444" stroke-width="2"');
  });

  it('draws lines with gaps, steps and dashes, and closes the area of each part', () => {
    const [x, y] = [
      [0, 1, null, 0.5, 0.6],
      [0, 1, null, 0.5, 0.2],
    ];
    const line = { color: '#111111', width: 2, dash: 'dash' } as const;
    const drawn = (trace: object) =>
      (figureMarks(onePanel([{ type: 'scatter', mode: 'lines', x, y, line, ...trace }])) ?? [])[0].inner;
    expect(drawn({})).toContain('d="M0 50L100 0M50 25L60 40"');
    expect(drawn({})).toContain('stroke-dasharray="9 9"');
    expect(drawn({ line: { ...line, shape: 'hv' } })).toContain('d="M0 50H100V0M50 25H60V40"');
    expect(drawn({ fill: 'toself', fillcolor: '#222222' })).toContain('d="M0 50L100 0ZM50 25L60 40Z"');
    expect(drawn({ x: [0, 1], y: [1, 1], fill: 'tozeroy', fillcolor: '#222222' })).toContain(
      'd="M0 50L0 0L100 0L100 50Z"',
    );
  });

  it('draws points that are within the panel, with their error bars', () => {
    const marks =
      figureMarks(
        onePanel([
          {
            type: 'scatter',
            mode: 'markers',
            x: [0.5, 2],
            y: [0.5, 0.5],
            marker: { color: '#333333', size: 6 },
            error_y: {
              type: 'data',
              symmetric: false,
              array: [0.1, 0],
              arrayminus: [0.2, 0],
              color: '#333333',
              thickness: 1,
            },
          },
        ]),
      ) ?? [];
    expect(marks.filter(({ size: own, inner }) => own === null && inner.includes('#333333'))).toMatchObject([
      { x: 70, y: 35 },
    ]);
    expect(marks[0].inner).toContain('M50 20V35');
  });

  it('draws nothing of a point that is not there, nor its error bar', () => {
    const error_y = {
      type: 'data',
      symmetric: false,
      array: [0.1, 0.1],
      arrayminus: [0.2, 0.2],
      color: '#333333',
    } as const;
    const ends = { ...error_y, array: [...error_y.array], arrayminus: [...error_y.arrayminus] };
    const marker = { color: '#333333', size: 6 };
    const missing = figureSvg(
      onePanel([{ type: 'scatter', mode: 'markers', x: [0.2, 0.5], y: [Number.NaN, 0.5], marker, error_y: ends }]),
    );
    expect(missing).not.toContain('NaN');
    expect(missing).toContain('M50 20V35');
  });

  it('shows names as they are, and refuses a tag that it does not draw', () => {
    const style = { size: 10, colour: '#000000', family: 'sans-serif', anchor: 'start' } as const;
    expect(textSvg('P<sub>g</sub>(k)<br>&lt;x&gt;', 0, 0, style)).toBe(
      '<text x="0" y="0" fill="#000000" font-family="sans-serif" font-size="10">P<tspan dy="2.1" font-size="7">g</tspan><tspan dy="-2.1">(k)</tspan><tspan x="0" dy="13">&lt;x&gt;</tspan></text>',
    );
    expect(() => textSvg('<img src=x>', 0, 0, style)).toThrow('not drawn');
  });
});
