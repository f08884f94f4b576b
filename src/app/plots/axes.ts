/** The look that all axes share: thin, quiet, no grid, ticks chosen by ticks.ts, and nothing left to plotly's guesses. */
import { furtherLabel } from '../format/furtherLabel.ts';
import type { LayoutAxis, XAxisName, YAxisName } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { axisCoordinate } from './geometry.ts';
import { axisTicks, minorTicks, sharedTicks, tickTexts } from './ticks.ts';
import type { AxisQuantity, FigureLayout, Size } from './types.ts';

export interface AxisOptions {
  readonly scale: 'linear' | 'log';
  /** In the quantity's own units, low < high. */
  readonly range: readonly [number, number];
  readonly domain: readonly [number, number];
  readonly anchor: XAxisName | YAxisName;
  /** Length in pixels: how many ticks fit. */
  readonly length: number;
  readonly orientation: 'x' | 'y';
  readonly title?: string;
  /** false: neither ticks nor labels; 'marks': ticks without labels. Default true. */
  readonly labels?: boolean | 'marks';
  /** Instead of computed ticks. */
  readonly ticks?: { readonly at: readonly number[]; readonly text: readonly string[] };
  /** The axis line itself; default true. */
  readonly line?: boolean;
}

/** How many tick labels an axis has room for: spaced out on a long one, close to each other before there are only two. */
function tickRoom({ length, orientation }: AxisOptions, em: number): number {
  if (orientation === 'y') return Math.max(2, Math.floor(length / (em * 2.6)));
  return Math.max(2, Math.round(length / (em * 5)), Math.min(3, Math.floor(length / (em * 2.7))));
}

/** Whether tick texts of one axis, side by side, need more than its length: they lean then. */
export function wider(texts: readonly string[], length: number, em: number): boolean {
  return texts.reduce((sum, text) => sum + (text.length + 1) * em * 0.52, 0) > length;
}

/** Throws if the range is empty, or not positive on a log axis: plotly would guess another one without a word. */
export function figureAxis(options: AxisOptions, theme: PlotTheme): Partial<LayoutAxis> {
  const [low, high] = options.range;
  if (!(low < high) || (options.scale === 'log' && !(low > 0))) {
    throw new Error(
      `Axis range [${low}, ${high}] on a ${options.scale} scale: it must rise${options.scale === 'log' ? ' and be positive' : ''}.`,
    );
  }
  const at = options.ticks?.at ?? axisTicks(options.scale, low, high, tickRoom(options, theme.fontSize));
  const labels = options.labels ?? true;
  const title = options.title ?? '';
  // Where there is a title, it takes what long texts have in common.
  const { texts, shared } =
    options.scale === 'linear' && title !== '' && labels === true
      ? sharedTicks(at)
      : { texts: tickTexts(options.scale, at), shared: '' };
  const text = options.ticks?.text ?? texts;
  const crowded = options.length / Math.log10(high / low) < theme.fontSize * 5;
  const minor = labels && !options.ticks && !crowded ? minorTicks(options.scale, low, high, at) : [];
  const leaning = options.orientation === 'x' && Boolean(options.ticks) && wider(text, options.length, theme.fontSize);
  return {
    type: options.scale,
    range: [axisCoordinate(options.scale, low), axisCoordinate(options.scale, high)],
    domain: [options.domain[0], options.domain[1]],
    anchor: options.anchor,
    autorange: false,
    fixedrange: true,
    automargin: false,
    showgrid: false,
    zeroline: false,
    showline: options.line ?? true,
    linecolor: theme.axis,
    linewidth: 1,
    ticks: labels ? 'outside' : '',
    ticklen: 4,
    tickwidth: 1,
    tickcolor: theme.axis,
    tickmode: 'array',
    tickvals: [...at],
    ticktext: [...text],
    tickangle: leaning ? -30 : 0,
    showticklabels: labels === true,
    // Ours have room: plotly need not measure each in every drawing.
    ticklabeloverflow: 'allow',
    tickfont: { color: theme.muted, size: theme.fontSize },
    ...(minor.length > 0 && {
      minor: { ticks: 'outside', ticklen: 2, tickwidth: 1, tickcolor: theme.axis, tickmode: 'array', tickvals: minor },
    }),
    ...(title !== '' && {
      title: {
        text: options.ticks === undefined ? title + shared : title,
        font: { color: theme.text, size: theme.fontSize },
        standoff: theme.fontSize * 0.5,
      },
    }),
  };
}

/** The parts of a layout that all figures share. */
export function figureLayout(
  size: Size,
  margin: { readonly l: number; readonly r: number; readonly t: number; readonly b: number },
  theme: PlotTheme,
): FigureLayout {
  return {
    width: Math.round(size.width),
    height: Math.round(size.height),
    // plotly rounds margins: left fractional, the geometry would be off by half a pixel.
    margin: { l: Math.round(margin.l), r: Math.round(margin.r), t: Math.round(margin.t), b: Math.round(margin.b) },
    autosize: false,
    paper_bgcolor: theme.surface,
    plot_bgcolor: 'rgba(0,0,0,0)',
    showlegend: false,
    hovermode: false,
    dragmode: false,
    font: { family: theme.font, size: theme.fontSize, color: theme.text },
    hoverlabel: {
      bgcolor: theme.surface,
      bordercolor: theme.border,
      font: { family: theme.font, size: theme.fontSize, color: theme.text },
    },
  };
}

/** Text as it is: plotly reads a subset of HTML, and names may come from files. */
export function plainText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A system's axis label: `P_g(k)` with a lowered g. */
export function labelText(label: string): string {
  return plainText(label).replace(/_([\p{L}\p{N}]+)/gu, '<sub>$1</sub>');
}

/** A symbol in italic serif, in plotly's subset of HTML. */
export function symbolText(symbol: string, theme: PlotTheme): string {
  // plotly's text parser ends a style attribute at the first quote mark of its own kind.
  return `<span style="font-family:${theme.symbolFont};font-style:italic">${plainText(symbol)}</span>`;
}

/** "A matter amplitude", with the unit in brackets; the symbol alone where `compact`. */
export function quantityTitle(
  quantity: Pick<AxisQuantity, 'symbol' | 'label' | 'unit'>,
  theme: PlotTheme,
  compact = false,
): string {
  const unit = quantity.unit === '' ? '' : ` [${plainText(quantity.unit)}]`;
  const further = furtherLabel(quantity);
  const label = compact || further === '' ? '' : ` ${plainText(further)}`;
  return `${symbolText(quantity.symbol, theme)}${label}${unit}`;
}
