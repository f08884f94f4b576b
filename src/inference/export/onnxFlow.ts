/**
 * The network in ONNX operators, float32: standardisation, embedding, and the spline flow in both directions (the text that
 * it follows is flow/referenceFlow.ts). Of an ensemble every weight has a leading axis of members, and so has every result.
 *
 * The density direction is one pass a transform. Sampling is unrolled over the D dimensions of each transform, and each
 * pass computes the hidden units of its own degree alone, so that no weight is stored twice and none that is masked.
 */
import { layout, type LayoutEntry, splineSize } from '../flow/layout.ts';
import { hiddenDegrees } from '../flow/masks.ts';
import { inputWidth, takesMissing } from '../flow/spec.ts';
import { SLOPE_OFFSET } from '../flow/spline.ts';
import { normalLogPdf } from '../math/special.ts';
import { GRID } from '../training/fixedPoint.ts';
import { LARGEST_STANDARDISED } from '../training/standardiser.ts';
import { onnxEmbedding, type OnnxWeights } from './onnxEmbedding.ts';
import type { OnnxGraph, Value } from './onnxGraph.ts';
import { type SplineFunctions, splineFunctions } from './onnxSpline.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';

/** Rows or columns of a matrix, in the order in which they are taken; null: all, as they are. */
type Choice = readonly number[] | null;

/** A column of the last layer: that of layout.ts (null: zeros) times `scale`, and what its bias is shifted by. */
interface Column {
  readonly from: number | null;
  readonly scale: number;
  readonly shift: number;
}

export class OnnxFlow {
  readonly splines: SplineFunctions;
  readonly #g: OnnxGraph;
  readonly #network: TrainedNetwork;
  readonly #entries: ReadonlyMap<string, LayoutEntry>;

  constructor(g: OnnxGraph, network: TrainedNetwork) {
    this.#g = g;
    this.#network = network;
    this.#entries = new Map(layout(network.spec).map((entry) => [entry.name, entry]));
    const { bins, bound } = network.spec.estimator;
    this.splines = splineFunctions(bins, bound);
  }

  /** Summaries in natural units [rows, C], float64 (NaN: missing, with a mask) -> what the conditioners see [rows, ·]. */
  context(s: Value): Value {
    const g = this.#g;
    const { spec, standardisation } = this.#network;
    const { mean, sd } = standardisation;
    const width = inputWidth(spec);
    const scaled = g.div(g.sub(s, g.tensor(mean, [width], 'mean')), g.tensor(sd, [width], 'sd'));
    const clipped = g.op('Clip', [scaled, g.f64(-LARGEST_STANDARDISED), g.f64(LARGEST_STANDARDISED)]);
    const onGrid = g.div(g.op('Round', [g.mul(clipped, g.f64(GRID))]), g.f64(GRID));
    const c = g.cast(onGrid, 'f32');
    const weights: OnnxWeights = {
      members: this.#network.members,
      affine: (input, matrix, bias) => this.#affine(input, matrix, bias, null, null),
      numbers: (name) => {
        const { offset, shape } = this.#entry(name);
        const length = shape.reduce<number>((product, n) => product * n, 1);
        return this.#ofMembers((phi) => Array.from(phi.subarray(offset, offset + length)));
      },
    };
    return onnxEmbedding(g, spec, takesMissing(spec) ? withMask(g, s, c) : c, weights);
  }

  /** ln q(z | context) of z [n, D], in nats of z: [n], of an ensemble [M, n]. */
  logDensity(z: Value, context: Value): Value {
    const g = this.#g;
    const { dim } = this.#network.spec;
    const { transforms, bins } = this.#network.spec.estimator;
    const blocks = g.list(...(this.#network.members > 1 ? [0, 0] : [0]), dim, splineSize(bins) + 2);
    let current = g.op('Unsqueeze', [z, g.list(-1)]);
    const logSlopes: Value[] = [];
    for (let t = 0; t < transforms; t++) {
      // Every other transform takes the parameters in reverse: its weights are turned round instead.
      const order = t % 2 === 1 ? upTo(dim).toReversed() : upTo(dim);
      const flat = g.op('Squeeze', [current, g.list(-1)]);
      const own = g.op('MatMul', [flat, this.#matrix(`${t}.M1`, order, null)]);
      const h1 = g.op('Relu', [g.add(own, this.#affine(context, `${t}.C1`, `${t}.b1`, null, null))]);
      const h2 = this.#dense(h1, `${t}.M2`, `${t}.b2`, null, null);
      const h3 = this.#dense(h2, `${t}.M3`, `${t}.b3`, null, null);
      const raw = g.op('Reshape', [this.#splineNumbers(h3, t, order, null), blocks]);
      const [value, logSlope] = g.call(this.splines.forward, [raw, current]);
      current = value;
      logSlopes.push(g.sum(logSlope, [-2, -1], false));
    }
    const squares = g.sum(g.mul(current, current), [-2, -1], false);
    const base = g.add(g.mul(g.f32(-0.5), squares), g.f32(dim * normalLogPdf(0)));
    return logSlopes.reduce((sum, logSlope) => g.add(sum, logSlope), base);
  }

  /** Base noise [n, D], of an ensemble [M, n, D] -> the D columns of z, [n, 1] or [M, n, 1] each. */
  sample(noise: Value, context: Value): Value[] {
    const { dim } = this.#network.spec;
    const { transforms } = this.#network.spec.estimator;
    let current = this.#g.split(
      noise,
      upTo(dim).map(() => 1),
    );
    for (let t = transforms - 1; t >= 0; t--) {
      const previous = this.#inverse(t, current, context);
      current = t > 0 ? previous.toReversed() : previous;
    }
    return current;
  }

  /** One transform backwards, dimension by dimension. */
  #inverse(t: number, y: readonly Value[], context: Value): Value[] {
    const g = this.#g;
    const { spec } = this.#network;
    const degrees = [...hiddenDegrees(spec)];
    const x: Value[] = [];
    /** Hidden units so far of each layer, one value a degree. */
    const layers: [Value[], Value[], Value[]] = [[], [], []];
    // Units of degree 0 see the context alone, of which there may be one row for all draws.
    const zero = g.mul(y[0], g.f32(0));
    for (let i = 0; i < spec.dim; i++) {
      const units = unitsWhere(degrees, (degree) => degree === i);
      const seen = unitsWhere(degrees, (degree) => degree <= i);
      if (units.length > 0) {
        const fromContext = this.#affine(context, `${t}.C1`, `${t}.b1`, null, units);
        const fromBefore = i === 0 ? zero : g.op('MatMul', [g.concat(x), this.#matrix(`${t}.M1`, upTo(i), units)]);
        const [first, second, third] = layers;
        first.push(g.op('Relu', [g.add(fromBefore, fromContext)]));
        second.push(this.#dense(g.concat(first), `${t}.M2`, `${t}.b2`, seen, units));
        third.push(this.#dense(g.concat(second), `${t}.M3`, `${t}.b3`, seen, units));
      }
      const raw = this.#splineNumbers(g.concat(layers[2]), t, [i], seen);
      x.push(g.call(this.splines.inverse, [raw, y[i]])[0]);
    }
    return x;
  }

  /** Raw numbers of the splines of some dimensions, [3K + 1] each: those of layout.ts, and 0 for the end slopes of 1. */
  #splineNumbers(h3: Value, t: number, dimensions: readonly number[], rows: Choice): Value {
    const { bins, hidden } = this.#network.spec.estimator;
    const size = splineSize(bins);
    // The softmax inputs' division by sqrt(H) and the slopes' offset are put into the last layer.
    const widthsAndHeights = (from: number): Column[] =>
      upTo(2 * bins).map((j) => ({ from: from + j, scale: 1 / Math.sqrt(hidden), shift: 0 }));
    const slopes = (from: number): Column[] =>
      upTo(bins - 1).map((j) => ({ from: from + j, scale: 1, shift: SLOPE_OFFSET }));
    const end: Column = { from: null, scale: 0, shift: SLOPE_OFFSET };
    const columns = dimensions.flatMap((i) => [
      ...widthsAndHeights(i * size),
      end,
      ...slopes(i * size + 2 * bins),
      end,
    ]);
    return this.#affine(h3, `${t}.M4`, `${t}.b4`, rows, columns);
  }

  #dense(input: Value, matrix: string, bias: string, rows: Choice, columns: Choice): Value {
    return this.#g.op('Relu', [this.#affine(input, matrix, bias, rows, columns)]);
  }

  #affine(input: Value, matrix: string, bias: string, rows: Choice, columns: Choice | readonly Column[]): Value {
    const g = this.#g;
    return g.add(g.op('MatMul', [input, this.#matrix(matrix, rows, columns)]), this.#bias(bias, columns));
  }

  /** [rows, columns], of an ensemble [M, rows, columns]. */
  #matrix(name: string, rows: Choice, columns: Choice | readonly Column[]): Value {
    const { offset, shape } = this.#entry(name);
    const [height, width = 1] = shape;
    const across = columnsOf(columns, width);
    const down = rows ?? upTo(height);
    const values = this.#ofMembers((phi) =>
      down.flatMap((row) =>
        across.map(({ from, scale }) => (from === null ? 0 : scale * phi[offset + row * width + from])),
      ),
    );
    return this.#g.tensor(values, [...this.#leading, down.length, across.length], name);
  }

  /** [columns], of an ensemble [M, 1, columns]. */
  #bias(name: string, columns: Choice | readonly Column[]): Value {
    const { offset, shape } = this.#entry(name);
    const across = columnsOf(columns, shape[0]);
    const values = this.#ofMembers((phi) =>
      across.map(({ from, scale, shift }) => shift + (from === null ? 0 : scale * phi[offset + from])),
    );
    const leading = this.#network.members > 1 ? [this.#network.members, 1] : [];
    return this.#g.tensor(values, [...leading, across.length], name);
  }

  get #leading(): readonly number[] {
    return this.#network.members > 1 ? [this.#network.members] : [];
  }

  #ofMembers(take: (phi: Float32Array) => readonly number[]): Float32Array {
    const { phi, members } = this.#network;
    const each = phi.length / members;
    return Float32Array.from(upTo(members).flatMap((m) => take(phi.subarray(m * each, (m + 1) * each))));
  }

  #entry(name: string): LayoutEntry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Error(`The layout has no entry '${name}'.`);
    return entry;
  }
}

/** Standardised values, 0 where one is missing in s, and after them 1 for each that is there: training/standardiser.ts. */
function withMask(g: OnnxGraph, s: Value, standardised: Value): Value {
  const missing = g.op('IsNaN', [s]);
  const values = g.op('Where', [missing, g.f32(0), standardised]);
  return g.concat([values, g.op('Where', [missing, g.f32(0), g.f32(1)])]);
}

function columnsOf(columns: Choice | readonly Column[], width: number): readonly Column[] {
  return (columns ?? upTo(width)).map((column) =>
    typeof column === 'number' ? { from: column, scale: 1, shift: 0 } : column,
  );
}

/** 0, 1, ..., end - 1. */
function upTo(end: number): number[] {
  return Array.from({ length: end }, (_, i) => i);
}

function unitsWhere(degrees: readonly number[], holds: (degree: number) => boolean): number[] {
  return degrees.flatMap((degree, unit) => (holds(degree) ? [unit] : []));
}
