/**
 * What the figure builders take and give. The numbers are computed elsewhere (inference/posterior: density1d.ts,
 * density2d.ts; the worker); here they only have a place. All values are in the natural units of their quantity; a
 * density is per unit of the AXIS coordinate, that is per log10 unit on a log axis, so that a log-uniform prior is flat.
 */
import type { Annotation as PlotlyAnnotation, Data, Layout, Shape } from 'plotly.js';
import type { ReferenceLabel, Scale } from '../../inference/simulators/system.ts';

export type Numbers = ArrayLike<number>;

/** Pixels of the whole figure, margins included. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A plotly layout that states everything that the geometry depends on: nothing is left to plotly's autosizing. */
export type FigureLayout = Partial<Layout> & {
  width: number;
  height: number;
  margin: { l: number; r: number; t: number; b: number };
};

export type Stretch = 'linear' | 'asinh';

/** An image under the axes of a figure: a colour for each of its pixels. */
export interface Raster {
  /** Of the pair of axes, from 0: (x, y), (x2, y2), ... */
  readonly panel: number;
  readonly width: number;
  readonly height: number;
  /** [height, width], row 0 at the bottom; NaN is left open. */
  readonly values: Numbers;
  /** Values at the two ends of the colours. */
  readonly range: readonly [number, number];
  /** How values become colours; default: in proportion. 'asinh': faint ones are told apart too. */
  readonly stretch?: Stretch;
  /** Values of both signs: zero is the middle of two colours. */
  readonly signed?: true;
  /** Row and column of its first pixel in the whole image, where it is a part of one; default: 0. */
  readonly origin?: { readonly row: number; readonly column: number };
  /** What the values are, for the text under the pointer; null: nothing is said there. */
  readonly name: string | null;
}

/** Plain data for Plotly.react, made afresh by each call of a builder because plotly writes into what it is given. */
export interface Figure {
  readonly data: Data[];
  readonly layout: FigureLayout;
  /** Images under the axes; absent: none. */
  readonly rasters?: readonly Raster[];
}

export type Annotation = Partial<PlotlyAnnotation>;
export type FigureShape = Partial<Shape>;

/** A quantity on an axis. `range` in its own units, low < high; on a log axis both are positive. */
export interface AxisQuantity {
  readonly key: string;
  readonly symbol: string;
  readonly label: string;
  readonly unit: string;
  readonly scale: Scale;
  readonly range: readonly [number, number];
}

/** A marginal density: `density[i]` per unit of the axis coordinate at the value `at[i]`. */
export interface Curve {
  readonly at: Numbers;
  readonly density: Numbers;
}

/** A closed polygon: x values, y values. A hole runs the other way round. */
export type Ring = readonly [Numbers, Numbers];

/** A highest-density region that holds `mass` (0..1) of the draws. */
export interface Region {
  readonly mass: number;
  readonly rings: readonly Ring[];
}

/** One distribution over D quantities: a curve each, and regions per pair in the order of `cornerPairs(D)`. */
export interface Layer {
  readonly curves: readonly Curve[];
  readonly regions: readonly (readonly Region[])[];
}

/** A pinned run: dotted, in the colour of its place (`PlotTheme.pins`). */
export interface Pinned {
  readonly name: string;
  readonly place: number;
}

export interface PinnedLayer extends Layer, Pinned {}

export interface ReferenceLayer extends Layer {
  readonly label: ReferenceLabel;
  /** Distance of the posterior from the reference, as the page prints it; null while it is not known. */
  readonly distance: number | null;
}
