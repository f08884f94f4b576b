/**
 * The rational-quadratic spline (flow/spline.ts) in ONNX operators, float32, as two functions of the model: a value through
 * the spline with ln of its slope, and back. The spline's numbers are [K widths, K heights, K + 1 slopes] before softmax and
 * softplus; the two slopes at the ends, which are 1, come from raw numbers for 1 that onnxFlow.ts puts there.
 */
import { MIN_BIN, MIN_SLOPE } from '../flow/spline.ts';
import { OnnxGraph, type Value } from './onnxGraph.ts';
import type { FunctionProto } from './onnxSchema.ts';

export interface SplineFunctions {
  /** (raw [..., 3K + 1], x [..., 1]) -> y, ln dy/dx [..., 1]. */
  readonly forward: FunctionProto;
  /** (raw [..., 3K + 1], y [..., 1]) -> x [..., 1]. */
  readonly inverse: FunctionProto;
}

/** Of splines with `bins` bins on [-bound, bound]. */
export function splineFunctions(bins: number, bound: number): SplineFunctions {
  return { forward: forward(bins, bound), inverse: inverse(bins, bound) };
}

/** The bin of a value, [..., 1] each. */
interface Bin {
  readonly x: Value;
  readonly width: Value;
  readonly y: Value;
  readonly height: Value;
  /** Slope at its left and right end. */
  readonly left: Value;
  readonly right: Value;
  /** height / width */
  readonly s: Value;
  /** left + right - 2 s */
  readonly excess: Value;
}

/** The bin that `value` lies in along one of the axes. */
function binOf(g: OnnxGraph, raw: Value, value: Value, along: 'x' | 'y', bins: number, bound: number): Bin {
  const [widths, heights, rawSlopes] = g.split(raw, [bins, bins, bins + 1]);
  const steps = (shares: Value): Value =>
    g.add(
      g.mul(g.op('Softmax', [shares], { axis: -1n }), g.f32(2 * bound * (1 - MIN_BIN * bins))),
      g.f32(2 * bound * MIN_BIN),
    );
  const starts = (lengths: Value): Value =>
    g.add(g.op('CumSum', [lengths, g.i64(-1)], { exclusive: 1n }), g.f32(-bound));
  const [width, height] = [steps(widths), steps(heights)];
  const [x, y] = [starts(width), starts(height)];
  const slopes = g.add(g.op('Softplus', [rawSlopes]), g.f32(MIN_SLOPE));
  const [, inner] = g.split(along === 'x' ? x : y, [1, bins - 1]);
  const index = g.sum(g.cast(g.op('GreaterOrEqual', [value, inner]), 'i64'), [-1], true);
  const at = (values: Value, i: Value): Value => g.op('GatherElements', [values, i], { axis: -1n });
  const [ownWidth, ownHeight] = [at(width, index), at(height, index)];
  const [left, right] = [at(slopes, index), at(slopes, g.add(index, g.i64(1)))];
  const s = g.div(ownHeight, ownWidth);
  const excess = g.sub(g.add(left, right), g.mul(g.f32(2), s));
  return { x: at(x, index), width: ownWidth, y: at(y, index), height: ownHeight, left, right, s, excess };
}

function forward(bins: number, bound: number): FunctionProto {
  const g = new OnnxGraph();
  const inside = g.op('Less', [g.op('Abs', ['x']), g.f32(bound)]);
  const clipped = g.op('Clip', ['x', g.f32(-bound), g.f32(bound)]);
  const { x, width, y, height, left, right, s, excess } = binOf(g, 'raw', clipped, 'x', bins, bound);
  const xi = g.div(g.sub(clipped, x), width);
  const rest = g.sub(g.f32(1), xi);
  const bump = g.mul(xi, rest);
  const [xi2, rest2] = [g.mul(xi, xi), g.mul(rest, rest)];
  const denominator = g.add(s, g.mul(excess, bump));
  const rise = g.div(g.mul(height, g.add(g.mul(s, xi2), g.mul(left, bump))), denominator);
  const slope = g.add(g.add(g.mul(right, xi2), g.mul(g.mul(g.f32(2), s), bump)), g.mul(left, rest2));
  const twice = (value: Value): Value => g.mul(g.f32(2), g.op('Log', [value]));
  const logSlope = g.sub(g.add(twice(s), g.op('Log', [slope])), twice(denominator));
  const outputs = [g.op('Where', [inside, g.add(y, rise), 'x']), g.op('Where', [inside, logSlope, g.f32(0)])];
  return g.function('Spline', 'A value through a spline, and ln of the slope there.', ['raw', 'x'], outputs);
}

function inverse(bins: number, bound: number): FunctionProto {
  const g = new OnnxGraph();
  const inside = g.op('Less', [g.op('Abs', ['y']), g.f32(bound)]);
  const clipped = g.op('Clip', ['y', g.f32(-bound), g.f32(bound)]);
  const { x, width, y, height, left, s, excess } = binOf(g, 'raw', clipped, 'y', bins, bound);
  const rise = g.sub(clipped, y);
  const bend = g.mul(rise, excess);
  const a = g.add(g.mul(height, g.sub(s, left)), bend);
  const b = g.sub(g.mul(height, left), bend);
  const c = g.op('Neg', [g.mul(s, rise)]);
  const discriminant = g.sub(g.mul(b, b), g.mul(g.f32(4), g.mul(a, c)));
  const root = g.op('Sqrt', [g.op('Max', [discriminant, g.f32(0)])]);
  const xi = g.div(g.mul(g.f32(2), c), g.op('Neg', [g.add(b, root)]));
  const output = g.op('Where', [inside, g.add(x, g.mul(xi, width)), 'y']);
  return g.function('InverseSpline', 'A value back through a spline.', ['raw', 'y'], [output]);
}
