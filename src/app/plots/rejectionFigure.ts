/**
 * Rejection: above, the simulations as points, those accepted in a colour of their own, with the observation and the
 * tolerance around it; below, the histogram of the accepted values beside the prior, the network's posterior and the reference.
 * Data, prior, posterior, reference and truth have the colours that they have on the whole page.
 * The points are a quantity against the one summary that is compared, or against their distance from the observation where all
 * are, on one axis with the histogram; or the two summaries that are compared, against each other.
 */
import type { Data, LayoutAxis } from 'plotly.js';
import type { ReferenceLabel } from '../../inference/simulators/system.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, labelText, quantityTitle } from './axes.ts';
import { figureKey, keyHeight, type KeyEntry, referenceEntry } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import type { AxisQuantity, Curve, Figure, FigureShape, Numbers, Size } from './types.ts';

interface PlainAxis {
  readonly title: string;
  readonly range: readonly [number, number];
}

export interface Points {
  readonly x: Numbers;
  readonly y: Numbers;
}

export type RejectionPlane =
  /** y: one summary. */
  | { readonly kind: 'summary'; readonly y: PlainAxis; readonly observed: number; readonly halfWidth: number }
  /** y: distance from the observation, which is at 0. */
  | { readonly kind: 'distance'; readonly y: PlainAxis; readonly tolerance: number }
  /** Two summaries; `radii` of the ellipse that holds what is accepted. */
  | {
      readonly kind: 'summaries';
      readonly x: PlainAxis;
      readonly y: PlainAxis;
      readonly observed: readonly [number, number];
      readonly radii: readonly [number, number];
    };

export interface RejectionData {
  readonly quantity: AxisQuantity;
  readonly plane: RejectionPlane;
  /** In the plane; as many as are to be drawn. */
  readonly rejected: Points;
  readonly accepted: Points;
  /** Bins of the accepted values: edges [n + 1] in the quantity's units, density [n] per unit of the axis; null: too few. */
  readonly histogram: { readonly edges: Numbers; readonly density: Numbers } | null;
  readonly prior: Curve | null;
  readonly network: Curve | null;
  readonly reference: { readonly curve: Curve; readonly label: ReferenceLabel } | null;
  /** Value of the quantity. */
  readonly truth: number | null;
}

const TOP = { x: 'x', y: 'y' } as const;
const BOTTOM = { x: 'x2', y: 'y2' } as const;

export function rejectionFigure(data: RejectionData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const { quantity, plane } = data;
  const entries = keyEntries(data, theme);
  const left = em * 4.6;
  const keyLeft = size.width < em * 40 ? em : left;
  const keyWidth = size.width - keyLeft - em;
  const above = keyHeight(entries, keyWidth, em);
  const layout = figureLayout(size, { l: left, r: em * 1.4, t: above + em * 0.9, b: em * 3.5 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const own = plane.kind === 'summaries';
  // Two summaries have an axis of their own between the two parts, with its title.
  const gap = (em * (own ? 4.4 : 1)) / inner.height;
  const split = 0.36;
  const top = [split + gap / 2, 1] as const;
  const bottom = [0, split - gap / 2] as const;

  const curves = [data.prior, data.network, data.reference?.curve ?? null].filter((curve) => curve !== null);
  const highest = Math.max(
    1e-300,
    ...curves.flatMap(({ density }) => Array.from(density)),
    ...Array.from(data.histogram?.density ?? []),
  );
  const shared = { scale: quantity.scale, range: quantity.range, length: inner.width, orientation: 'x' } as const;
  const heightOf = (domain: readonly [number, number]) => (domain[1] - domain[0]) * inner.height;
  const vertical = { scale: 'linear', length: heightOf(top), orientation: 'y', anchor: TOP.x, domain: top } as const;
  const axes: Record<string, Partial<LayoutAxis>> = {
    xaxis: figureAxis(
      plane.kind === 'summaries'
        ? {
            scale: 'linear',
            range: plane.x.range,
            title: labelText(plane.x.title),
            length: inner.width,
            orientation: 'x',
            domain: [0, 1],
            anchor: TOP.y,
          }
        : { ...shared, domain: [0, 1], anchor: TOP.y, labels: 'marks' },
      theme,
    ),
    yaxis: figureAxis({ ...vertical, range: plane.y.range, title: labelText(plane.y.title) }, theme),
    xaxis2: figureAxis({ ...shared, domain: [0, 1], anchor: BOTTOM.y, title: quantityTitle(quantity, theme) }, theme),
    yaxis2: figureAxis(
      {
        scale: 'linear',
        range: [0, 1.08 * highest],
        length: heightOf(bottom),
        orientation: 'y',
        anchor: BOTTOM.x,
        domain: bottom,
        labels: false,
        line: false,
      },
      theme,
    ),
  };
  Object.assign(layout, axes);

  const area = { x: keyLeft, y: em * 0.3, width: keyWidth, height: above };
  const key = figureKey(entries, { flow: 'row', area, em }, layout, theme);
  layout.annotations = key.annotations;
  layout.shapes = [...key.shapes, ...toleranceShapes(plane, theme)];
  return { data: [...pointTraces(data, theme), ...densityTraces(data, highest, theme)], layout };
}

function keyEntries(data: RejectionData, theme: PlotTheme): KeyEntry[] {
  const entries: KeyEntry[] = [
    { mark: { kind: 'disc', colour: acceptedColour(theme, POINTS.accepted) }, text: 'accepted' },
    { mark: { kind: 'disc', colour: withOpacity(theme.prior, POINTS.rejected) }, text: 'rejected' },
    {
      mark: data.plane.kind === 'summaries' ? { kind: 'cross', colour: theme.text } : observationLine(theme),
      text: 'observation',
    },
    { mark: { kind: 'area', colour: acceptedColour(theme, WITHIN) }, text: 'within the tolerance' },
  ];
  if (data.histogram) {
    entries.push({ mark: { kind: 'area', colour: acceptedColour(theme, BARS) }, text: 'accepted values' });
  }
  if (data.prior) entries.push({ mark: { kind: 'line', colour: theme.prior, width: 1.5 }, text: 'prior' });
  if (data.network) entries.push({ mark: { kind: 'line', colour: theme.posterior, width: 1.75 }, text: 'network' });
  if (data.reference) entries.push(referenceEntry({ label: data.reference.label, distance: null }, theme));
  if (data.truth !== null) {
    entries.push({ mark: { kind: 'line', colour: theme.truth, width: 1.5 }, text: 'true value' });
  }
  return entries;
}

/** Opacities: of the points, of what is within the tolerance, of the bars of the accepted values. */
const POINTS = { accepted: 0.75, rejected: 0.5 } as const;
const WITHIN = 0.14;
const BARS = 0.3;

/** Not that of the posterior, which is the network's. */
function acceptedColour(theme: PlotTheme, opacity: number): string {
  return withOpacity(theme.pins[0], opacity);
}

function observationLine(theme: PlotTheme) {
  return { kind: 'line', colour: theme.text, width: 1.5 } as const;
}

/** What is within the tolerance, under the points, and the observation. */
function toleranceShapes(plane: RejectionPlane, theme: PlotTheme): FigureShape[] {
  const fillcolor = acceptedColour(theme, WITHIN);
  const edge = { color: acceptedColour(theme, 0.6), width: theme.weight };
  const { colour, width } = observationLine(theme);
  const line = { color: colour, width: width * theme.weight };
  const place = { xref: TOP.x, yref: TOP.y, layer: 'below' } as const;
  const across = { xref: 'x domain' as FigureShape['xref'], yref: TOP.y, layer: 'below', x0: 0, x1: 1 } as const;
  switch (plane.kind) {
    case 'summary': {
      const { observed, halfWidth } = plane;
      return [
        { type: 'rect', ...across, y0: observed - halfWidth, y1: observed + halfWidth, fillcolor, line: { width: 0 } },
        { type: 'line', ...across, y0: observed, y1: observed, line },
      ];
    }
    case 'distance':
      return [
        { type: 'rect', ...across, y0: 0, y1: plane.tolerance, fillcolor, line: { width: 0 } },
        { type: 'line', ...across, y0: 0, y1: 0, line },
      ];
    case 'summaries': {
      const [[x, y], [a, b]] = [plane.observed, plane.radii];
      return [{ type: 'circle', ...place, x0: x - a, x1: x + a, y0: y - b, y1: y + b, fillcolor, line: edge }];
    }
    default:
      return plane satisfies never;
  }
}

function pointTraces({ rejected, accepted, plane, truth }: RejectionData, theme: PlotTheme): Data[] {
  const points = ({ x, y }: Points, color: string, size: number): Data => ({
    type: 'scatter',
    mode: 'markers',
    x: Array.from(x),
    y: Array.from(y),
    marker: { color, size: size * theme.weight, line: { width: 0 } },
    hoverinfo: 'skip',
    xaxis: TOP.x,
    yaxis: TOP.y,
  });
  const traces = [
    points(rejected, withOpacity(theme.prior, POINTS.rejected), 2.4),
    points(accepted, acceptedColour(theme, POINTS.accepted), 3.4),
  ];
  if (plane.kind === 'summaries') {
    const [x, y] = plane.observed;
    traces.push(crossAt([x, y], theme.text, theme));
  }
  if (truth !== null && plane.kind === 'summary') traces.push(crossAt([truth, plane.observed], theme.truth, theme));
  return traces;
}

function crossAt([x, y]: readonly [number, number], color: string, theme: PlotTheme): Data {
  return {
    type: 'scatter',
    mode: 'markers',
    x: [x],
    y: [y],
    marker: { symbol: 'cross-thin', size: 14 * theme.weight, line: { color, width: 2.25 * theme.weight } },
    hoverinfo: 'skip',
    xaxis: TOP.x,
    yaxis: TOP.y,
  };
}

function densityTraces(
  { histogram, prior, network, reference, truth }: RejectionData,
  highest: number,
  theme: PlotTheme,
): Data[] {
  const place = { xaxis: BOTTOM.x, yaxis: BOTTOM.y } as const;
  const traces: Data[] = [];
  if (prior) {
    traces.push(lineTrace(place, prior.at, prior.density, { color: theme.prior, width: 1.5 * theme.weight }));
  }
  if (histogram) {
    const { edges, density } = histogram;
    const x: number[] = [];
    const y: number[] = [];
    for (let i = 0; i < density.length; i++) {
      x.push(edges[i], edges[i + 1]);
      y.push(density[i], density[i]);
    }
    const line = { color: acceptedColour(theme, 1), width: 1.25 * theme.weight };
    traces.push(lineTrace(place, [x[0], ...x, x[x.length - 1]], [0, ...y, 0], line, acceptedColour(theme, BARS)));
  }
  if (network) {
    traces.push(lineTrace(place, network.at, network.density, { color: theme.posterior, width: 1.75 * theme.weight }));
  }
  if (reference) {
    const line = { color: theme.reference, width: 1.75 * theme.weight, dash: 'dash' as const };
    traces.push(lineTrace(place, reference.curve.at, reference.curve.density, line));
  }
  if (truth !== null) {
    const line = { color: theme.truth, width: 1.5 * theme.weight };
    traces.push(lineTrace(place, [truth, truth], [0, 1.04 * highest], line));
  }
  return traces;
}
