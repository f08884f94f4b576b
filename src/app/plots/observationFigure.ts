/**
 * The observation: the data as points (of several series, in a ramp of plums), what the prior (dotted) and the posterior
 * (filled) predict for them, and what really happened behind a simulated one: a true path as a step line, a field over
 * time and site as a Hovmöller plot in a panel of its own. The data's panel is always the first box of the geometry. An
 * observation that is an image is drawn by imageFigure.ts.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { seriesColours } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, labelText, wider } from './axes.ts';
import type { KeyEntry } from './figureKey.ts';
import { figureKey, keyHeight } from './figureKey.ts';
import { imageFigure } from './imageFigure.ts';
import type { ObservationData, PointsData } from './observationRange.ts';
import { centralBand, horizontalRange, isImage, verticalRange } from './observationRange.ts';
import { dataPoints, posteriorBands, priorBand, truePath } from './observationTraces.ts';
import { lineTrace } from './regionTraces.ts';
import type { Figure, Size } from './types.ts';

export interface ObservationOptions extends Size {
  /** Held while a point is being dragged, so that the axis does not move under the hand. Plotted units. */
  readonly verticalRange?: readonly [number, number];
  /** The key in plain words, for a reader who knows no terms. */
  readonly plain?: boolean;
}

type Field = Extract<PointsData['picture'], { kind: 'field' }>;

function keyEntries(data: PointsData, plain: boolean, theme: PlotTheme): KeyEntry[] {
  const { series } = data.view;
  const colours = seriesColours(theme, series.length);
  const entries: KeyEntry[] = [];
  const disc = (i: number, text: string) => entries.push({ mark: { kind: 'disc', colour: colours[i] }, text });
  if (series.length > 1 && series.length <= 6) for (const [i, { name }] of series.entries()) disc(i, name);
  if (series.length > 6) {
    disc(0, `${series[0].name} …`);
    disc(series.length - 1, series[series.length - 1].name);
  }
  if (centralBand(data.posterior, 0.5)) {
    const detail = series.length > 3 ? '50 %' : '50 · 90 %';
    entries.push({
      mark: { kind: 'regions' },
      text: plain ? 'what these causes would give' : 'posterior predictive',
      detail,
    });
  }
  if (centralBand(data.prior, 0.9)) {
    entries.push({
      mark: { kind: 'line', colour: theme.prior, width: 1.25, dash: 'dot' },
      text: plain ? 'before seeing the data 90 %' : 'prior predictive 90 %',
    });
  }
  if (data.picture?.kind === 'path') {
    entries.push({ mark: { kind: 'line', colour: theme.truth, width: 1 }, text: data.picture.label });
  }
  if (data.picture?.kind === 'field') entries.push({ mark: { kind: 'field' }, text: data.picture.label });
  return entries;
}

/** Columns of at most `most` times: more of them than the screen has pixels are only slow. */
function fieldTrace(field: Field, most: number, theme: PlotTheme): Data {
  const times = field.time.length;
  const stride = Math.max(1, Math.ceil(times / most));
  const kept = Array.from({ length: Math.ceil(times / stride) }, (_, k) => k * stride);
  return {
    type: 'heatmap',
    x: kept.map((t) => field.time[t]),
    y: Array.from({ length: field.sites }, (_, i) => i),
    z: Array.from({ length: field.sites }, (_, i) => kept.map((t) => field.value[t * field.sites + i])),
    colorscale: theme.fieldScale.map(([at, colour]): [number, string] => [at, colour]),
    showscale: false,
    zsmooth: false,
    hovertemplate: 't = %{x:.3~g}, site %{y}<br>%{z:.2f}<extra></extra>',
    xaxis: 'x2',
    yaxis: 'y2',
  };
}

/** Share of the width for data beside a field. */
const BESIDE = 0.42;
/** Of the height that data and a field above them have, the share of the data. */
const BELOW = 0.62;

/** The data's panel and the field's, as fractions of the inner area: side by side where the data are categories. */
function panelDomains(field: Field | null, sideBySide: boolean, gapX: number, gapY: number) {
  const whole: [number, number] = [0, 1];
  if (!field) return { data: { x: whole, y: whole }, field: { x: whole, y: whole } };
  if (sideBySide) {
    const split = 1 - BESIDE;
    const [left, right]: [number, number][] = [
      [0, split - gapX / 2],
      [split + gapX / 2, 1],
    ];
    return { data: { x: right, y: whole }, field: { x: left, y: whole } };
  }
  return {
    data: { x: whole, y: [0, BELOW - gapY / 2] as [number, number] },
    field: { x: whole, y: [BELOW + gapY / 2, 1] as [number, number] },
  };
}

export function observationFigure(data: ObservationData, options: ObservationOptions, theme: PlotTheme): Figure {
  return isImage(data) ? imageFigure(data, options, theme) : pointsFigure(data, options, theme);
}

/** Between the data and the field above them, em: the labels of its axis, where it has one of its own. */
function fieldGap({ view }: PointsData): number {
  return view.horizontal.categories ? 3.6 : 0.9;
}

/** Left of the axis: "100,000" needs more room than "10", or else the title stands on it. */
function roomForLabels(
  view: PointsData['view'],
  range: readonly [number, number],
  height: number,
  theme: PlotTheme,
): number {
  const axis = figureAxis(
    { scale: view.vertical.scale, range, domain: [0, 1], anchor: 'x', orientation: 'y', length: height },
    theme,
  );
  const longest = Math.max(0, ...(axis.ticktext ?? []).map((text) => String(text).length));
  return theme.fontSize * (4.6 + 0.55 * Math.max(0, longest - 5));
}

/** Where the key stands, and what it takes of the height; on a phone it has the whole width. */
function keyRoom(entries: readonly KeyEntry[], left: number, width: number, em: number) {
  const keyLeft = width < em * 40 ? em : left;
  const keyWidth = width - keyLeft - em;
  return { keyLeft, keyWidth, above: keyHeight(entries, keyWidth, em - 1) };
}

/** Above and below the panels, in em, without the key. */
const MARGIN = { t: 0.7, b: 3.4 };
/** What names of categories take below the axis where they lean, in em. @param length of the axis, pixels */
function leaningRoom(categories: readonly string[] | undefined, length: number, em: number): number {
  if (categories === undefined || !wider(categories, length, em)) return 0;
  return (Math.max(...categories.map((name) => name.length)) * ADVANCE) / 2;
}

/** Of a panel, in em: less is a strip in which no curve is seen. */
const LEAST_PANEL = 6;
/** Average advance of the letters of an axis title, in em. */
const ADVANCE = 0.54;
/** Of an axis title that is kept whole, in em; a longer one is shortened anyway. */
const LONGEST_TITLE = 12;

/**
 * The height below which the points of an observation have too little room at this width, pixels: what their key and the title of their
 * axis leave is a panel.
 * @param plain as in ObservationOptions
 */
export function leastPointsHeight(data: PointsData, width: number, plain: boolean, theme: PlotTheme): number {
  const em = theme.fontSize;
  const { above } = keyRoom(keyEntries(data, plain, theme), em * 4.6, width, em);
  const title = Math.min(LONGEST_TITLE, data.view.vertical.label.length * ADVANCE);
  const leaning = leaningRoom(data.view.horizontal.categories, width - em * 5.8, em);
  const panel = Math.max(LEAST_PANEL, title);
  const panels = data.picture?.kind === 'field' ? (panel + fieldGap(data) / 2) / BELOW : panel;
  return Math.ceil(above + em * (MARGIN.t + MARGIN.b + leaning + panels));
}

function pointsFigure(data: PointsData, options: ObservationOptions, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const { view } = data;
  const categories = view.horizontal.categories;
  const field = data.picture?.kind === 'field' ? data.picture : null;
  const sideBySide = Boolean(categories) && options.width > em * 44;
  const entries = keyEntries(data, options.plain === true, theme);
  const range = options.verticalRange ?? verticalRange(data);
  const left = roomForLabels(view, range, options.height, theme);
  const { keyLeft, keyWidth, above } = keyRoom(entries, left, options.width, em);
  const room = (options.width - left - em * 1.2) * (sideBySide && field ? BESIDE : 1);
  const b = MARGIN.b + leaningRoom(categories, room, em);
  const layout = figureLayout(options, { l: left, r: em * 1.2, t: above + em * MARGIN.t, b: em * b }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const stacked = em * fieldGap(data);
  const domains = panelDomains(field, sideBySide, (em * 5) / inner.width, stacked / inner.height);
  const across = (panel: { x: [number, number] }) => ({
    domain: panel.x,
    length: (panel.x[1] - panel.x[0]) * inner.width,
    orientation: 'x' as const,
  });
  const upwards = (panel: { y: [number, number] }) => ({
    domain: panel.y,
    length: (panel.y[1] - panel.y[0]) * inner.height,
    orientation: 'y' as const,
  });

  layout.xaxis = figureAxis(
    {
      ...across(domains.data),
      scale: view.horizontal.scale,
      range: horizontalRange(data),
      anchor: 'y',
      title: labelText(view.horizontal.label),
      ticks: categories && { at: categories.map((_, i) => i), text: [...categories] },
    },
    theme,
  );
  layout.yaxis = figureAxis(
    {
      ...upwards(domains.data),
      scale: view.vertical.scale,
      range,
      anchor: 'x',
      title: labelText(view.vertical.label),
    },
    theme,
  );
  const traces: Data[] = [
    lineTrace({ xaxis: 'x', yaxis: 'y' }, [], [], { width: 0 }),
    ...posteriorBands(data, theme),
    ...priorBand(data, theme),
    ...truePath(data, theme),
    ...dataPoints(data, theme),
  ];
  if (field) {
    const sharesTime = !categories;
    layout.xaxis2 = figureAxis(
      {
        ...across(domains.field),
        scale: 'linear',
        range: sharesTime ? horizontalRange(data) : [field.time[0], field.time[field.time.length - 1]],
        anchor: 'y2',
        labels: sharesTime ? 'marks' : true,
        title: sharesTime ? undefined : 't',
      },
      theme,
    );
    layout.yaxis2 = figureAxis(
      {
        ...upwards(domains.field),
        scale: 'linear',
        range: [-0.5, field.sites - 0.5],
        anchor: 'x2',
        title: 'site',
        ticks: siteTicks(field.sites),
      },
      theme,
    );
    traces.push(fieldTrace(field, Math.ceil(inner.width), theme));
  }
  layout.hovermode = 'closest';
  const area = { x: keyLeft, y: em * 0.2, width: keyWidth, height: above };
  const key = figureKey(entries, { flow: 'row', area, em: em - 1 }, layout, theme);
  layout.shapes = key.shapes;
  layout.annotations = key.annotations;
  return { data: traces, layout };
}

/** First, middle and last site, counted from 0 as the systems do. */
function siteTicks(sites: number): { at: number[]; text: string[] } {
  const at = [...new Set([0, Math.floor(sites / 2), sites - 1])];
  return { at, text: at.map(String) };
}
