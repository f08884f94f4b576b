/** What is drawn inside one panel of the corner figure: curves on the diagonal, regions below it. */
import type { Data, ScatterData } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import type { AxisBox } from './geometry.ts';
import type { Placement } from './regionTraces.ts';
import { crossTrace, dotsTrace, lineTrace, outlineTrace, regionOf, regionTraces, twoOutlines } from './regionTraces.ts';
import type { Curve, Layer, Numbers, PinnedLayer, ReferenceLayer } from './types.ts';

export interface CornerLayers {
  readonly prior: Layer | null;
  readonly posterior: Layer | null;
  /** The frame before, drawn faintly under the posterior. */
  readonly ghost: Layer | null;
  readonly reference: ReferenceLayer | null;
  readonly pins: readonly PinnedLayer[];
  /** Where rounds that are focused on the observation have simulated last: draws, a list for each quantity; absent: no such rounds. */
  readonly region?: readonly Numbers[] | null;
  /** Values of the quantities [D]; null where nobody knows them (the user's own data). */
  readonly truth: Numbers | null;
}

/** Height of a region's dots, of the panel's. */
const FOOT = 0.03;

/** The highest finite density. */
function peak(curve: Curve | undefined): number {
  let highest = 0;
  for (let i = 0; i < (curve?.density.length ?? 0); i++) {
    const density = curve?.density[i] ?? 0;
    if (density < Infinity && density > highest) highest = density;
  }
  return highest;
}

/** Times the posterior's own peak that the curve of another posterior may take a panel upwards. */
const HIGHER = 3;

/**
 * Top of a diagonal panel: what is drawn in it is seen whole, the answer before included, which stands there during a drag. A prior
 * that diverges, or another posterior that is much narrower than this one, must not flatten it.
 */
export function diagonalTop(layers: CornerLayers, i: number): number {
  const prior = peak(layers.prior?.curves[i]);
  const others = [layers.reference, layers.ghost, ...layers.pins].map((layer) => peak(layer?.curves[i]));
  const other = Math.max(...others);
  // Until the first posterior of a new design there is the last of the former one.
  const posterior = peak((layers.posterior ?? layers.ghost)?.curves[i]);
  if (posterior === 0) return 1.12 * (other || prior || 1);
  return 1.12 * Math.max(posterior, Math.min(prior, 1.5 * posterior), Math.min(other, HIGHER * posterior));
}

/** Quantity `i` alone; `top` is the upper end of the density axis. */
export function diagonalTraces(
  layers: CornerLayers,
  i: number,
  top: number,
  place: Placement,
  theme: PlotTheme,
): Data[] {
  const { posterior, ghost, prior, reference, pins, truth } = layers;
  const traces: Data[] = [lineTrace(place, [], [], { width: 0 })];
  const draw = (layer: Layer | null, line: Partial<ScatterData['line']>) => {
    const curve = layer?.curves[i];
    if (curve) traces.push(lineTrace(place, curve.at, curve.density, line));
  };
  const filled = posterior?.curves[i];
  if (filled) {
    const fill = withOpacity(theme.posterior, theme.fillOpacity);
    traces.push(lineTrace(place, filled.at, filled.density, { width: 0 }, fill));
  }
  draw(prior, { color: theme.prior, width: 1.25 * theme.weight });
  const within = layers.region?.[i] ?? [];
  // Along the foot: what is drawn there is no density of the posterior.
  const foot = Array.from(within, () => FOOT * top);
  if (within.length > 0) traces.push(dotsTrace(place, within, foot, withOpacity(theme.prior, 0.4), theme));
  draw(ghost, { color: withOpacity(theme.posterior, 0.4), width: theme.weight });
  draw(posterior, { color: theme.posterior, width: 1.75 * theme.weight });
  for (const pin of pins) draw(pin, { color: theme.pins[pin.place], width: 1.5 * theme.weight, dash: 'dot' });
  draw(reference, { color: theme.reference, width: 1.75 * theme.weight, dash: 'dash' });
  if (truth) {
    traces.push(lineTrace(place, [truth[i], truth[i]], [0, top], { color: theme.truth, width: 1.5 * theme.weight }));
  }
  return traces;
}

export interface PairPanel {
  /** Index into `Layer.regions`. */
  readonly pair: number;
  /** Indices of the quantities on the x and on the y axis. */
  readonly column: number;
  readonly row: number;
  /** Little room: a smaller cross. */
  readonly small: boolean;
  readonly box: AxisBox;
}

/** Two quantities against each other. */
export function pairTraces(
  layers: CornerLayers,
  { pair, column, row, small, box }: PairPanel,
  place: Placement,
  theme: PlotTheme,
): Data[] {
  // plotly leaves out the axes of a panel that has no trace at all.
  const traces: Data[] = [lineTrace(place, [], [], { width: 0 })];
  for (const region of layers.prior?.regions[pair] ?? []) {
    traces.push(outlineTrace(place, region, { color: withOpacity(theme.prior, 0.7), width: theme.weight }));
  }
  const [x = [], y = []] = [layers.region?.[column], layers.region?.[row]];
  if (x.length > 0) traces.push(dotsTrace(place, x, y, withOpacity(theme.prior, 0.4), theme));
  traces.push(...regionTraces(place, layers.posterior?.regions[pair] ?? [], theme.posterior, theme));
  const before = regionOf(layers.ghost?.regions[pair] ?? [], 0.9);
  if (before) {
    traces.push(outlineTrace(place, before, { color: withOpacity(theme.posterior, 0.35), width: theme.weight }));
  }
  for (const { place: slot, regions } of layers.pins) {
    for (const region of twoOutlines(regions[pair] ?? [], box)) {
      traces.push(outlineTrace(place, region, { color: theme.pins[slot], width: 1.4 * theme.weight, dash: 'dot' }));
    }
  }
  for (const region of twoOutlines(layers.reference?.regions[pair] ?? [], box)) {
    traces.push(outlineTrace(place, region, { color: theme.reference, width: 1.4 * theme.weight, dash: 'dash' }));
  }
  if (layers.truth) {
    traces.push(crossTrace(place, [layers.truth[column], layers.truth[row]], small ? 10 : 14, theme.truth, theme));
  }
  return traces;
}
