/**
 * The whitening of a joint prior (priors/jointPrior.ts) in ONNX operators, float64: z to theta in natural units, and back
 * with the logarithm of its Jacobian. Quantile functions are tables (quantileTable.ts), read by two functions that the model
 * brings along; densities are closed forms.
 */
import { normalLogPdf, normalQuantile } from '../math/special.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { logDensity, type Prior, quantile, support } from '../priors/prior.ts';
import { asZ } from '../priors/space.ts';
import { OnnxGraph, type Value } from './onnxGraph.ts';
import type { FunctionProto } from './onnxSchema.ts';
import { type Coordinate, TABLE_CELLS, TABLE_END, type Whitening, whiteningOf } from './quantileTable.ts';

/** As in JointPrior: |z| of a theta is that of a prior mass of 1e-6 at most. */
const LARGEST_WHITENED = -normalQuantile(1e-6);
/** Keeps logarithms and quotients of what may be 0 finite. */
const TINY = 1e-300;
/** In z. */
const SLOPE_STEP = 1e-3;
const CELLS_PER_UNIT = TABLE_CELLS / (2 * TABLE_END);

const READ = readTable();
const SEARCH = searchTable();

/** Functions for z -> theta and for theta -> z. */
export const unwhiteningFunctions: readonly FunctionProto[] = [READ];
export const whiteningFunctions: readonly FunctionProto[] = [SEARCH, READ];

/** z [..., 1] of one parameter, float64 -> theta [..., 1], inside the prior's support. */
export function unwhiten(g: OnnxGraph, prior: Prior, z: Value): Value {
  const whitening = whiteningOf(prior);
  const clipped = g.op('Clip', [z, g.f64(-TABLE_END), g.f64(TABLE_END)]);
  const y =
    whitening.kind === 'linear'
      ? g.add(g.mul(clipped, g.f64(whitening.sd)), g.f64(whitening.mean))
      : g.call(READ, [clipped, ...tableOf(g, whitening)])[0];
  const theta = fromCoordinate(g, whitening.coordinate, y);
  const { low, high } = support(prior);
  return g.op('Clip', [theta, g.f64(low), g.f64(high)]);
}

export interface Whitened {
  /** [..., 1] */
  readonly z: Value;
  /** ln p(theta) - ln phi(z), [..., 1]; -Infinity outside the support. */
  readonly logJacobian: Value;
}

/** theta [..., 1] of one parameter in natural units, float64. */
export function whiten(g: OnnxGraph, prior: Prior, theta: Value): Whitened {
  const whitening = whiteningOf(prior);
  const y = toCoordinate(g, whitening.coordinate, theta);
  const free =
    whitening.kind === 'linear'
      ? g.div(g.sub(y, g.f64(whitening.mean)), g.f64(whitening.sd))
      : g.call(SEARCH, [y, ...tableOf(g, whitening)])[0];
  const z = g.op('Clip', [free, g.f64(-LARGEST_WHITENED), g.f64(LARGEST_WHITENED)]);
  // - ln phi(z) = z² / 2 - ln phi(0)
  const base = g.sub(g.mul(g.f64(0.5), g.mul(z, z)), g.f64(normalLogPdf(0)));
  const { low, high } = support(prior);
  const inside = g.op('And', [g.op('GreaterOrEqual', [theta, g.f64(low)]), g.op('LessOrEqual', [theta, g.f64(high)])]);
  const logJacobian = g.op('Where', [inside, g.add(logPrior(g, prior, theta, y, free), base), g.f64(-Infinity)]);
  return { z, logJacobian };
}

/**
 * ln p(theta) inside the support: its shape, and the constant that makes it right at the median.
 * @param z of theta, for a law without a density that ONNX could compute: a table
 */
function logPrior(g: OnnxGraph, prior: Prior, theta: Value, y: Value, z: Value): Value {
  const median = quantile(prior, 0.5);
  const constant = (shape: number): Value => g.f64(logDensity(prior, median) - shape);
  switch (prior.family) {
    case 'uniform':
      return constant(0);
    case 'logUniform':
      return g.sub(constant(-Math.log(median)), y);
    case 'normal':
    case 'lognormal': {
      const isLog = prior.family === 'lognormal';
      const { mean, sd } = prior;
      const middle = isLog ? Math.log(median) : median;
      const u = g.div(g.sub(y, g.f64(mean)), g.f64(sd));
      const bell = g.mul(g.f64(-0.5), g.mul(u, u));
      const rest = constant(-0.5 * ((middle - mean) / sd) ** 2 - (isLog ? middle : 0));
      return g.add(isLog ? g.sub(bell, y) : bell, rest);
    }
    case 'exponential':
      return g.sub(constant(-median / prior.mean), g.div(theta, g.f64(prior.mean)));
    case 'gamma': {
      const power = prior.shape - 1;
      const fall = g.div(theta, g.f64(prior.scale));
      return g.add(g.sub(g.mul(g.f64(power), y), fall), constant(power * Math.log(median) - median / prior.scale));
    }
    case 'beta': {
      const [a, b] = [prior.a - 1, prior.b - 1];
      const below = g.mul(g.f64(a), logOf(g, theta));
      const above = g.mul(g.f64(b), logOf(g, g.sub(g.f64(1), theta)));
      return g.add(g.add(below, above), constant(a * Math.log(median) + b * Math.log1p(-median)));
    }
    case 'uniformLessNormal':
      return g.call(READ, [z, ...logDensityTable(g, prior)])[0];
    case 'fixed':
      throw new RangeError(`the prior is fixed at ${prior.value} and has no density; choose another family`);
    default:
      return prior satisfies never;
  }
}

/** ln p at the knots of a whitening's table, and its slope. */
function logDensityTable(g: OnnxGraph, prior: Prior): Value[] {
  const joint = new JointPrior(['theta'], [prior]);
  const at = (z: number): number => logDensity(prior, joint.unwhiten(asZ(Float64Array.of(z)))[0]);
  const knots = Float64Array.from({ length: TABLE_CELLS + 1 }, (_, k) => k / CELLS_PER_UNIT - TABLE_END);
  const slope = knots.map((z) => (at(z + SLOPE_STEP) - at(z - SLOPE_STEP)) / (2 * SLOPE_STEP));
  return [g.tensor(knots.map(at), [knots.length], 'prior.logDensity'), g.tensor(slope, [slope.length], 'prior.slope')];
}

function logOf(g: OnnxGraph, value: Value): Value {
  return g.op('Log', [g.op('Max', [value, g.f64(TINY)])]);
}

function toCoordinate(g: OnnxGraph, coordinate: Coordinate, theta: Value): Value {
  switch (coordinate) {
    case 'identity':
      return theta;
    case 'log':
      return logOf(g, theta);
    case 'logit':
      return g.sub(logOf(g, theta), logOf(g, g.sub(g.f64(1), theta)));
    default:
      return coordinate satisfies never;
  }
}

function fromCoordinate(g: OnnxGraph, coordinate: Coordinate, y: Value): Value {
  switch (coordinate) {
    case 'identity':
      return y;
    case 'log':
      return g.op('Exp', [y]);
    case 'logit':
      return g.div(g.f64(1), g.add(g.f64(1), g.op('Exp', [g.op('Neg', [y])])));
    default:
      return coordinate satisfies never;
  }
}

function tableOf(g: OnnxGraph, { y, slope }: Extract<Whitening, { kind: 'table' }>): Value[] {
  return [g.tensor(y, [y.length], 'prior.y'), g.tensor(slope, [slope.length], 'prior.slope')];
}

/** (z, y [knots], slope [knots]) -> y(z). */
function readTable(): FunctionProto {
  const g = new OnnxGraph();
  const place = g.mul(g.add('z', g.f64(TABLE_END)), g.f64(CELLS_PER_UNIT));
  // A cast to an integer cuts off the fraction.
  const cell = g.cast(g.op('Clip', [place, g.f64(0), g.f64(TABLE_CELLS - 0.5)]), 'i64');
  const next = g.add(cell, g.i64(1));
  const t = g.sub(place, g.cast(cell, 'f64'));
  const at = (values: Value, knot: Value): Value => g.op('Gather', [values, knot]);
  const step = (knot: Value): Value => g.div(at('slope', knot), g.f64(CELLS_PER_UNIT));
  const output = hermite(g, t, at('y', cell), at('y', next), step(cell), step(next));
  return g.function('ReadTable', 'A cubic between the knots of a table.', ['z', 'y', 'slope'], [output]);
}

/** (value, y [knots], slope [knots]) -> z with y(z) = value; beyond the table its end. */
function searchTable(): FunctionProto {
  const g = new OnnxGraph();
  const at = (values: Value, knot: Value): Value => g.op('Gather', [values, knot]);
  let cell = g.cast(g.mul('value', g.f64(0)), 'i64');
  for (let half = TABLE_CELLS / 2; half >= 1; half /= 2) {
    const candidate = g.add(cell, g.i64(half));
    cell = g.op('Where', [g.op('GreaterOrEqual', ['value', at('y', candidate)]), candidate, cell]);
  }
  const next = g.add(cell, g.i64(1));
  const start = at('y', cell);
  const length = g.op('Max', [g.sub(at('y', next), start), g.f64(TINY)]);
  const t = g.op('Clip', [g.div(g.sub('value', start), length), g.f64(0), g.f64(1)]);
  const from = g.sub(g.div(g.cast(cell, 'f64'), g.f64(CELLS_PER_UNIT)), g.f64(TABLE_END));
  const to = g.add(from, g.f64(1 / CELLS_PER_UNIT));
  const step = (knot: Value): Value => g.div(length, at('slope', knot));
  const z = hermite(g, t, from, to, step(cell), step(next));
  const output = g.op('Min', [g.op('Max', [z, from]), to]);
  return g.function('SearchTable', 'Where a table takes a value.', ['value', 'y', 'slope'], [output]);
}

/** The cubic on [0, 1] with these values and slopes at its ends. */
function hermite(g: OnnxGraph, t: Value, first: Value, last: Value, slopeFirst: Value, slopeLast: Value): Value {
  const rest = g.sub(g.f64(1), t);
  const t2 = g.mul(t, t);
  const rise = g.mul(g.sub(last, first), g.mul(t2, g.sub(g.f64(3), g.mul(g.f64(2), t))));
  const bump = g.mul(g.mul(t, rest), g.sub(g.mul(slopeFirst, rest), g.mul(slopeLast, t)));
  return g.add(g.add(first, rise), bump);
}
