/**
 * Where rows of whitened parameters lie in the base of the flow, by the float64 reference: u = T^-1(z; c) and the volume of
 * the map, under each member of an ensemble. If the flow is right, the u of true values are N(0, I). Plain
 * float64 code: for thousands of rows, not for every draw.
 */
import type { Random } from '../math/random.ts';
import { logSumExp } from '../math/special.ts';
import { parameterCount } from './layout.ts';
import { ReferenceFlow } from './referenceFlow.ts';
import type { NetworkSpec } from './spec.ts';

export interface BaseStates {
  readonly size: number;
  readonly members: number;
  readonly dim: number;
  /** [M, size, D] */
  readonly base: Float64Array;
  /** ln |det du/dz|, [M, size] */
  readonly logDeterminant: Float64Array;
}

/**
 * @param phi parameters [M, P]
 * @param z [size, D]
 * @param context standardised summaries [size, C]
 */
export function baseStates(
  spec: NetworkSpec,
  phi: Float32Array,
  z: ArrayLike<number>,
  context: Float32Array,
): BaseStates {
  const { dim } = spec;
  const parameters = parameterCount(spec);
  const members = phi.length / parameters;
  const size = z.length / dim;
  const base = new Float64Array(members * size * dim);
  const logDeterminant = new Float64Array(members * size);
  const row = new Float64Array(dim);
  for (let member = 0; member < members; member++) {
    const flow = new ReferenceFlow(spec, phi.subarray(member * parameters, (member + 1) * parameters));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < dim; j++) row[j] = z[i * dim + j];
      const state = flow.toBase(row, context.subarray(i * spec.context, (i + 1) * spec.context));
      base.set(state.base, (member * size + i) * dim);
      logDeterminant[member * size + i] = state.logDeterminant;
    }
  }
  return { size, members, dim, base, logDeterminant };
}

/**
 * One u for each row, [size, D]: that of a member drawn with the probability that the row comes from it. If the rows follow
 * the mixture, they and their members come as from drawing a member first, and the u are N(0, I).
 */
export function mixtureBase({ size, members, dim, base, logDeterminant }: BaseStates, random: Random): Float64Array {
  const out = new Float64Array(size * dim);
  const logDensity = new Float64Array(members);
  for (let i = 0; i < size; i++) {
    for (let member = 0; member < members; member++) {
      let squares = 0;
      for (let j = 0; j < dim; j++) squares += base[(member * size + i) * dim + j] ** 2;
      logDensity[member] = logDeterminant[member * size + i] - squares / 2;
    }
    const total = logSumExp(logDensity);
    let rest = random.uniform();
    let chosen = 0;
    while (chosen < members - 1 && rest >= Math.exp(logDensity[chosen] - total)) {
      rest -= Math.exp(logDensity[chosen] - total);
      chosen++;
    }
    const start = (chosen * size + i) * dim;
    out.set(base.subarray(start, start + dim), i * dim);
  }
  return out;
}

/** The states of consecutive pieces of the rows as those of the whole. */
export function joinedStates(pieces: readonly BaseStates[]): BaseStates {
  const [{ members, dim }] = pieces;
  const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  const base = new Float64Array(members * size * dim);
  const logDeterminant = new Float64Array(members * size);
  let from = 0;
  for (const piece of pieces) {
    for (let member = 0; member < members; member++) {
      const own = member * piece.size;
      base.set(piece.base.subarray(own * dim, (own + piece.size) * dim), (member * size + from) * dim);
      logDeterminant.set(piece.logDeterminant.subarray(own, own + piece.size), member * size + from);
    }
    from += piece.size;
  }
  return { size, members, dim, base, logDeterminant };
}
