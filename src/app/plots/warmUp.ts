/**
 * plotly drawn for the first time compiles most of its code, which holds the page in one long task. Small
 * figures out of sight, each with one thing more than the one before and in a task of its own, spread that.
 */
import type { Data, Layout, LayoutAxis } from 'plotly.js';
import { nextTask } from '../browser/nextTask.ts';
import type * as PlotlyBundle from './plotly.ts';

const SIDE = 80;

const hidden: Partial<LayoutAxis> = { visible: false, range: [0, 1] };
const ticks: Partial<LayoutAxis> = { range: [0, 1], tickvals: [0, 1], ticktext: ['0', '1'] };
const bare: Partial<Layout> = {
  width: SIDE,
  height: SIDE,
  margin: { l: 5, r: 5, t: 5, b: 5 },
  showlegend: false,
  hovermode: false,
  xaxis: hidden,
  yaxis: hidden,
};
const line: Data = { x: [0, 1], y: [0, 1], mode: 'lines', hoverinfo: 'skip' };
const area: Data = {
  ...line,
  line: { dash: 'dot', color: 'rgba(0,0,0,0.5)' },
  fill: 'toself',
  fillcolor: 'rgba(0,0,0,0.5)',
};

const steps: readonly { readonly data: Data[]; readonly layout: Partial<Layout> }[] = [
  { data: [], layout: bare },
  { data: [line], layout: bare },
  { data: [line], layout: { ...bare, xaxis: ticks } },
  {
    data: [line],
    layout: {
      ...bare,
      xaxis: { ...ticks, title: { text: '<i>a</i>' } },
      annotations: [{ text: '<i>a</i> b', x: 0, y: 0, showarrow: false }],
      shapes: [{ type: 'rect', x0: 0, x1: 1, y0: 0, y1: 1, line: { dash: 'dot' } }],
    },
  },
  {
    data: [area, { ...area, xaxis: 'x2', yaxis: 'y2' }],
    layout: {
      ...bare,
      xaxis: { ...ticks, domain: [0, 0.4] },
      yaxis: ticks,
      xaxis2: { ...ticks, type: 'log', domain: [0.6, 1], anchor: 'y2' },
      yaxis2: { ...ticks, anchor: 'x2', title: { text: '<i>a</i>' } },
    },
  },
];

/** Draws them, one after the other. */
export async function warmUp({ react, purge }: typeof PlotlyBundle): Promise<void> {
  const element = document.createElement('div');
  element.style.cssText = `position: fixed; visibility: hidden; contain: strict; width: ${SIDE}px; height: ${SIDE}px`;
  document.body.append(element);
  try {
    for (const { data, layout } of steps) {
      await nextTask();
      await react(element, data, structuredClone(layout), { staticPlot: true, displayModeBar: false });
    }
  } finally {
    purge(element);
    element.remove();
  }
}
