/**
 * An observation that is an image: the data, and beside them the mean and the sd of what the posterior predicts, and how far the
 * data are from the mean in these sd; a row for each channel; one below the other where the figure is too narrow for that. Data
 * and mean share their colours, so that they can be compared; each kind of colours has a bar. A part of the image may be shown alone.
 */
import type { PredictiveMoments } from '../../inference/posterior/predictive.ts';
import type { ImageView } from '../../inference/simulators/system.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, labelText } from './axes.ts';
import { rangeOf } from './raster.ts';
import { lineTrace } from './regionTraces.ts';
import type { Annotation, Figure, FigureLayout, Numbers, Raster, Size, Stretch } from './types.ts';

export interface ImageData {
  readonly view: ImageView;
  /** [channels, height, width]; empty where they are not known. */
  readonly values: Numbers;
  /** Of the same entries. */
  readonly posterior: PredictiveMoments | null;
  /** Of data and mean; default: 'linear'. */
  readonly stretch?: Stretch;
  /** The part that is shown; absent: the whole image. */
  readonly part?: ImagePart;
}

/** Rows and columns of an image, from the first. */
export interface ImagePart {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** What stands in a column of panels. */
export interface ImageColumn {
  readonly title: string;
  readonly values: Numbers;
  readonly range: readonly [number, number];
  /** Whether the bar of its colours stands at its right. */
  readonly bar: boolean;
  readonly stretch: Stretch;
  readonly signed?: true;
  /** Title of its bar; absent: that of the view. */
  readonly unit?: string;
}

/** Of a bar, in em, with what stands between it and the panel, and its numbers and title. */
const BAR = { gap: 0.6, width: 0.9, labels: 4.4 };
const BETWEEN = 1.2;
const MARGIN = { l: 4.6, r: 0.4, t: 2.2, b: 3.4 };
/** Between what stands one below the other: room for the heading of the next. */
const HEADING = 2;
/** Narrower images stand below one another, em: in two columns, and, where that is too narrow as well, in one. */
const NARROW = { row: 8, two: 6.5 };
/** No image is higher, em: side by side with others or alone, and one of several below one another. */
const MOST = { row: 28, stack: 20 };
/** Numbers of a bar, from bottom to top. */
const BAR_STEPS = 128;

/** Where the panels lie; pixels. */
interface Arrangement {
  /** Columns of panels side by side; fewer than there are: the others stand below, and each has a bar. */
  readonly perRow: number;
  readonly beside: readonly number[];
  /** Whether each bar has room for its title; else those at the right end alone. */
  readonly titles: boolean;
  /** Between two groups of channels that stand one below the other. */
  readonly gap: number;
  /** What the panels can have of the width, each. */
  readonly roomAcross: number;
  /** What is not panels, of the height. */
  readonly between: number;
  /** Panels one above the other. */
  readonly rows: number;
}

function arrangementOf(bars: readonly boolean[], channels: number, width: number, em: number): Arrangement {
  const inner = width - em * (MARGIN.l + MARGIN.r);
  const barRoom = em * (BAR.gap + BAR.width + BAR.labels);
  const row = bars.map((bar) => (bar ? barRoom : em * BETWEEN));
  const inRow = (inner - row.reduce((sum, part) => sum + part, 0)) / bars.length;
  const gap = em * HEADING;
  const channelGaps = (channels - 1) * em * BETWEEN;
  if (bars.length === 1 || inRow >= em * NARROW.row) {
    return {
      perRow: bars.length,
      beside: row,
      gap,
      roomAcross: inRow,
      between: channelGaps,
      rows: channels,
      titles: true,
    };
  }
  const inTwo = inner / 2 - barRoom;
  const perRow = bars.length > 2 && inTwo >= em * NARROW.two ? 2 : 1;
  const groups = Math.ceil(bars.length / perRow);
  const between = groups * channelGaps + (groups - 1) * gap;
  const beside = bars.map(() => barRoom);
  const titles = perRow === 1 || inTwo >= em * NARROW.row;
  return { perRow, beside, gap, roomAcross: inner / perRow - barRoom, between, rows: groups * channels, titles };
}

/** The height at which a figure of this width has no empty room, pixels; very high images are not as wide as they could be. */
export function imageHeight(data: ImageData, width: number, em: number): number {
  return columnsHeight(data, shownColumns(data), width, em);
}

/** As `imageHeight`, of other columns. */
export function columnsHeight(
  data: Pick<ImageData, 'view' | 'part'>,
  columns: readonly ImageColumn[],
  width: number,
  em: number,
): number {
  const { shape } = data.view;
  const part = partOf(data);
  const bars = columns.map(({ bar }) => bar);
  const { perRow, roomAcross, between, rows } = arrangementOf(bars, shape.channels.length, width, em);
  const most = em * (perRow < bars.length ? MOST.stack : MOST.row / shape.channels.length);
  const panel = Math.min(most, Math.max(1, roomAcross) * (part.rows / part.columns));
  return Math.ceil(rows * panel + between + em * (MARGIN.t + MARGIN.b));
}

export function imageFigure(data: ImageData, size: Size, theme: PlotTheme): Figure {
  return columnsFigure(data, shownColumns(data), size, theme);
}

/** Images of the same shape side by side, or one below the other. */
export function columnsFigure(
  data: Pick<ImageData, 'view' | 'part'>,
  columns: readonly ImageColumn[],
  size: Size,
  theme: PlotTheme,
): Figure {
  const em = theme.fontSize;
  const { view } = data;
  const { channels, height, width } = view.shape;
  const part = partOf(data);
  const across = axisPart(view.horizontal, part.column, part.columns, width);
  const upwards = axisPart(view.vertical, part.row, part.rows, height);
  const margin = { l: em * MARGIN.l, r: em * MARGIN.r, t: em * MARGIN.t, b: em * MARGIN.b };
  const layout = figureLayout(size, margin, theme);
  const inner = {
    width: layout.width - layout.margin.l - layout.margin.r,
    height: layout.height - layout.margin.t - layout.margin.b,
  };
  const bars = columns.map(({ bar }) => bar);
  const { perRow, beside, gap, roomAcross, between, rows, titles } = arrangementOf(
    bars,
    channels.length,
    layout.width,
    em,
  );
  // Pixels are squares, as large as they fit.
  const pixel = Math.max(1 / width, Math.min(roomAcross / part.columns, (inner.height - between) / rows / part.rows));
  const panel = { width: pixel * part.columns, height: pixel * part.rows };
  const group = channels.length * panel.height + (channels.length - 1) * em * BETWEEN;
  const stacked = perRow < columns.length;
  const rasters: Raster[] = [];
  const annotations: Annotation[] = [];
  const axes = new Axes(layout, inner);
  let [left, above] = [0, 0];
  for (const [c, { title, values, range, bar, stretch, signed, unit }] of columns.entries()) {
    const lowestGroup = c + perRow >= columns.length;
    annotations.push(heading(title, left / inner.width, 1 - above / inner.height, layout, theme));
    for (const [channel, name] of channels.entries()) {
      const top = above + channel * (panel.height + em * BETWEEN);
      const box = { left, top, ...panel };
      const lowest = lowestGroup && channel === channels.length - 1;
      const at = axes.add(
        box,
        { range: across, title: labelText(view.horizontal.label), labels: lowest },
        {
          range: upwards,
          title: channels.length === 1 ? labelText(view.vertical.label) : labelText(`${name}: ${view.vertical.label}`),
          labels: c % perRow === 0,
        },
        theme,
      );
      const from = channel * height * width;
      const pixels = Float64Array.from({ length: part.rows * part.columns }, (_, i) => {
        const [row, column] = [part.row + Math.floor(i / part.columns), part.column + (i % part.columns)];
        return values[from + row * width + column];
      });
      const named = channels.length === 1 ? title : `${title}, ${name}`;
      rasters.push({
        panel: at,
        width: part.columns,
        height: part.rows,
        values: pixels,
        range,
        stretch,
        ...(signed ? { signed } : {}),
        ...(data.part === undefined ? {} : { origin: { row: part.row, column: part.column } }),
        name: named,
      });
    }
    if (bar || stacked) {
      const box = { left: left + panel.width + em * BAR.gap, top: above, width: em * BAR.width, height: group };
      const at = axes.add(
        box,
        { range: [0, 1], labels: false },
        {
          range,
          labels: true,
          side: 'right',
          ...(titles || (c + 1) % perRow === 0 ? { title: labelText(unit ?? view.value) } : {}),
        },
        theme,
      );
      const steps = Float64Array.from({ length: BAR_STEPS }, (_, i) => {
        return range[0] + ((range[1] - range[0]) * i) / (BAR_STEPS - 1);
      });
      rasters.push({
        panel: at,
        width: 1,
        height: BAR_STEPS,
        values: steps,
        range,
        stretch,
        ...(signed ? { signed } : {}),
        name: null,
      });
    }
    if ((c + 1) % perRow === 0) [left, above] = [0, above + group + gap];
    else left += panel.width + beside[c];
  }
  layout.annotations = annotations;
  // plotly draws the axes of the panels that some trace is in.
  const traces = Array.from({ length: axes.count }, (_, i) => {
    const suffix = i === 0 ? '' : String(i + 1);
    return lineTrace({ xaxis: `x${suffix}` as 'x', yaxis: `y${suffix}` as 'y' }, [], [], { width: 0 });
  });
  return { data: traces, layout, rasters };
}

function partOf({ view, part }: Pick<ImageData, 'view' | 'part'>): ImagePart {
  return part ?? { row: 0, column: 0, rows: view.shape.height, columns: view.shape.width };
}

/** The part of an axis from one pixel on. */
function axisPart({ low, high }: ImageView['horizontal'], first: number, count: number, all: number): [number, number] {
  const at = (pixel: number) => (pixel === all ? high : low + ((high - low) * pixel) / all);
  return [at(first), at(first + count)];
}

/** How far the data lie from the predictive mean, in predictive sd; NaN where there is no spread. */
function imageResiduals(values: Numbers, { mean, sd }: PredictiveMoments): Float64Array {
  return mean.map((expected, i) => (sd[i] > 0 ? (values[i] - expected) / sd[i] : Number.NaN));
}

/** The colours of residuals end there at least, so that none looks large where all are small. */
const LEAST_RESIDUAL = 3;

function shownColumns({ view, values, posterior, stretch = 'linear' }: ImageData): ImageColumn[] {
  const known = values.length > 0;
  const range = rangeOf(values, posterior?.mean ?? []);
  const columns: ImageColumn[] = known ? [{ title: 'data', values, range, bar: posterior === null, stretch }] : [];
  if (posterior !== null) {
    columns.push(
      { title: 'posterior predictive mean', values: posterior.mean, range, bar: true, stretch },
      { title: 'its sd', values: posterior.sd, range: rangeOf(posterior.sd), bar: true, stretch: 'linear' },
    );
    if (known) {
      const residuals = imageResiduals(values, posterior);
      const [low, high] = rangeOf(residuals);
      const most = Math.max(LEAST_RESIDUAL, -low, high);
      columns.push({
        title: '(data − mean) / sd',
        values: residuals,
        range: [-most, most],
        bar: true,
        stretch: 'linear',
        signed: true,
        unit: 'sd',
      });
    }
  }
  if (columns.length > 0) return columns;
  const { channels, height, width } = view.shape;
  const empty = new Float64Array(channels.length * height * width).fill(Number.NaN);
  return [{ title: 'data', values: empty, range, bar: true, stretch }];
}

function heading(text: string, x: number, y: number, { margin }: FigureLayout, theme: PlotTheme): Annotation {
  return {
    text,
    xref: 'paper',
    yref: 'paper',
    x,
    y,
    xanchor: 'left',
    yanchor: 'bottom',
    yshift: margin.t * 0.15,
    showarrow: false,
    borderpad: 0,
    font: { size: theme.fontSize, color: theme.muted },
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
