/**
 * An observation that is an image: the data, and beside them the mean and the sd of what the posterior predicts, a row for
 * each channel. Data and mean share their colours, so that they can be compared; each kind of colours has a bar.
 */
import type { PredictiveMoments } from '../../inference/posterior/predictive.ts';
import type { ImageView } from '../../inference/simulators/system.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, labelText } from './axes.ts';
import { rangeOf } from './raster.ts';
import { lineTrace } from './regionTraces.ts';
import type { Annotation, Figure, FigureLayout, Numbers, Raster, Size } from './types.ts';

export interface ImageData {
  readonly view: ImageView;
  /** [channels, height, width]; empty where they are not known. */
  readonly values: Numbers;
  /** Of the same entries. */
  readonly posterior: PredictiveMoments | null;
}

/** What stands in a column of panels. */
interface Shown {
  readonly title: string;
  readonly values: Numbers;
  readonly range: readonly [number, number];
  /** Whether the bar of its colours stands at its right. */
  readonly bar: boolean;
}

/** Of a bar, in em, with what stands between it and the panel, and its numbers. */
const BAR = { gap: 0.6, width: 0.9, labels: 4.6 };
const BETWEEN = 1.2;
/** Numbers of a bar, from bottom to top. */
const BAR_STEPS = 128;

export function imageFigure(data: ImageData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const { view } = data;
  const { channels, height, width } = view.shape;
  const columns = shownColumns(data);
  const layout = figureLayout(size, { l: em * 4.6, r: em, t: em * 2.2, b: em * 3.4 }, theme);
  const inner = {
    width: layout.width - layout.margin.l - layout.margin.r,
    height: layout.height - layout.margin.t - layout.margin.b,
  };
  const beside = columns.map(({ bar }) => em * (bar ? BAR.gap + BAR.width + BAR.labels : BETWEEN));
  const room = {
    width: (inner.width - beside.reduce((sum, part) => sum + part, 0)) / columns.length,
    height: (inner.height - (channels.length - 1) * em * BETWEEN) / channels.length,
  };
  // Pixels are squares, as large as they fit.
  const pixel = Math.max(1 / width, Math.min(room.width / width, room.height / height));
  const panel = { width: pixel * width, height: pixel * height };
  const rasters: Raster[] = [];
  const annotations: Annotation[] = [];
  const axes = new Axes(layout, inner);
  let left = 0;
  for (const [c, { title, values, range, bar }] of columns.entries()) {
    annotations.push(heading(title, left / inner.width, layout, theme));
    for (const [channel, name] of channels.entries()) {
      const top = channel * (panel.height + em * BETWEEN);
      const box = { left, top, ...panel };
      const lowest = channel === channels.length - 1;
      const at = axes.add(
        box,
        { range: [view.horizontal.low, view.horizontal.high], title: labelText(view.horizontal.label), labels: lowest },
        {
          range: [view.vertical.low, view.vertical.high],
          title: channels.length === 1 ? labelText(view.vertical.label) : labelText(`${name}: ${view.vertical.label}`),
          labels: c === 0,
        },
        theme,
      );
      const from = channel * height * width;
      const part = Float64Array.from({ length: height * width }, (_, i) => values[from + i]);
      const named = channels.length === 1 ? title : `${title}, ${name}`;
      rasters.push({ panel: at, width, height, values: part, range, name: named });
    }
    left += panel.width;
    if (bar) {
      const whole = channels.length * panel.height + (channels.length - 1) * em * BETWEEN;
      const box = { left: left + em * BAR.gap, top: 0, width: em * BAR.width, height: whole };
      const at = axes.add(
        box,
        { range: [0, 1], labels: false },
        { range, title: labelText(view.value), labels: true, side: 'right' },
        theme,
      );
      const steps = Float64Array.from({ length: BAR_STEPS }, (_, i) => {
        return range[0] + ((range[1] - range[0]) * i) / (BAR_STEPS - 1);
      });
      rasters.push({ panel: at, width: 1, height: BAR_STEPS, values: steps, range, name: null });
    }
    left += beside[c];
  }
  layout.annotations = annotations;
  // plotly draws the axes of the panels that some trace is in.
  const traces = Array.from({ length: axes.count }, (_, i) => {
    const suffix = i === 0 ? '' : String(i + 1);
    return lineTrace({ xaxis: `x${suffix}` as 'x', yaxis: `y${suffix}` as 'y' }, [], [], { width: 0 });
  });
  return { data: traces, layout, rasters };
}

function shownColumns({ view, values, posterior }: ImageData): Shown[] {
  const known = values.length > 0;
  const range = rangeOf(values, posterior?.mean ?? []);
  const columns: Shown[] = known ? [{ title: 'data', values, range, bar: posterior === null }] : [];
  if (posterior !== null) {
    columns.push(
      { title: 'posterior predictive mean', values: posterior.mean, range, bar: true },
      { title: 'its sd', values: posterior.sd, range: rangeOf(posterior.sd), bar: true },
    );
  }
  if (columns.length > 0) return columns;
  const { channels, height, width } = view.shape;
  const empty = new Float64Array(channels.length * height * width).fill(Number.NaN);
  return [{ title: 'data', values: empty, range, bar: true }];
}

function heading(text: string, x: number, { margin }: FigureLayout, theme: PlotTheme): Annotation {
  return {
    text,
    xref: 'paper',
    yref: 'paper',
    x,
    y: 1,
    xanchor: 'left',
    yanchor: 'bottom',
    yshift: margin.t * 0.15,
    showarrow: false,
    borderpad: 0,
    font: { size: theme.fontSize - 1, color: theme.muted },
  };
}

interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface AxisText {
  readonly range: readonly [number, number];
  readonly title?: string;
  readonly labels: boolean;
  readonly side?: 'right';
}

/** Pairs of axes at places in pixels of the inner area. */
class Axes {
  count = 0;
  readonly #layout: Record<string, unknown>;
  readonly #inner: Size;

  constructor(layout: FigureLayout, inner: Size) {
    this.#layout = layout;
    this.#inner = inner;
  }

  /** @returns which pair it is, from 0 */
  add(box: PixelBox, x: AxisText, y: AxisText, theme: PlotTheme): number {
    const at = this.count++;
    const suffix = at === 0 ? '' : String(at + 1);
    const { width, height } = this.#inner;
    const share = (pixels: number) => Math.min(1, Math.max(0, pixels));
    const across = [share(box.left / width), share((box.left + box.width) / width)] as const;
    const upwards = [share(1 - (box.top + box.height) / height), share(1 - box.top / height)] as const;
    this.#layout[`xaxis${suffix}`] = figureAxis(
      {
        scale: 'linear',
        range: x.range,
        domain: across,
        anchor: `y${suffix}` as 'y',
        length: box.width,
        orientation: 'x',
        labels: x.labels,
        line: false,
        ...(x.labels && x.title !== undefined ? { title: x.title } : {}),
      },
      theme,
    );
    this.#layout[`yaxis${suffix}`] = {
      ...figureAxis(
        {
          scale: 'linear',
          range: y.range,
          domain: upwards,
          anchor: `x${suffix}` as 'x',
          length: box.height,
          orientation: 'y',
          labels: y.labels,
          line: false,
          ...(y.labels && y.title !== undefined ? { title: y.title } : {}),
        },
        theme,
      ),
      ...(y.side === undefined ? {} : { side: y.side }),
    };
    return at;
  }
}
