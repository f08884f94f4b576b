/**
 * Simulations of a program that runs elsewhere, by the rules of all others (problem.ts): theta of pair i is drawn here from the random
 * sequence (stream, i), pair i is its first attempt that succeeds, and what is asked for in pieces is what the whole would be. The
 * random numbers of the simulation itself are the program's own, seeded by the pair's number (docs/bridge.md).
 */
import { Random } from '../../math/random.ts';
import { shown } from '../../math/shown.ts';
import { samplePrior } from '../../priors/prior.ts';
import { asTheta } from '../../priors/space.ts';
import { MOST_ATTEMPTS, tooManyFailures } from '../attempts.ts';
import { sizeOf } from '../dataShape.ts';
import { ownLimits, shapeOf } from '../own/declaration.ts';
import {
  type GivenThetas,
  inferredHyperprior,
  inferredPrior,
  type OwnPriors,
  outsideHyperprior,
  type ProblemSystem,
  type ThetaSource,
} from '../problem.ts';
import type { Problem } from '../system.ts';
import type { RemoteSimulator } from './remoteSystem.ts';

export interface BridgeRequest {
  /** Checksum of the simulator, 16 hexadecimal digits. */
  readonly key: string;
  readonly seed: number;
  readonly stream: number;
  readonly attempt: number;
  /** The pairs: the number of the first, where they follow one another, or the number of each, increasing. */
  readonly pairs: number | readonly number[];
  /** [n, dim] */
  readonly theta: Float64Array;
  readonly dim: number;
}

export interface BridgeFailure {
  /** Number of the pair. */
  readonly index: number;
  readonly message: string;
}

export interface BridgeAnswer {
  /** [n, size]; rows of simulations that failed are NaN. */
  readonly x: Float64Array;
  /** Failures that are told, the first few. */
  readonly failures: readonly BridgeFailure[];
}

/** Sends a request to the program. @param size numbers of one simulation */
export type AskBridge = (request: BridgeRequest, size: number) => Promise<BridgeAnswer>;

/** A block of a batch may fail as a whole, and costs as much as all of its pairs. */
const MOST_BATCH_ATTEMPTS = 300;

/** Pairs `from` to `from + count - 1` of a stream. */
export interface PairRange {
  readonly seed: number;
  readonly stream: number;
  readonly from: number;
  readonly count: number;
}

export interface RemoteRows {
  /** [count, D] */
  readonly theta: Float64Array;
  /** [count, size] */
  readonly x: Float64Array;
  /** Attempts at each pair that failed, [count]. */
  readonly failed: Uint32Array;
}

/** Writes theta of an attempt at a pair. `row`: its place, where the first pair of the range has 0; beyond it for pairs of the same block. */
type DrawTheta = (pair: number, attempt: number, out: Float64Array, row: number) => void;

/** The law of pairs: theta from the priors, or as `at` says. */
export interface RemotePairs extends RemoteRows {
  readonly own?: OwnPriors;
}

/**
 * Pairs of the joint law, as `simulatePairs` gives them.
 * @throws RangeError where a simulation fails too often, or priors outside the hyperprior are to be replaced by draws from it
 */
export async function remotePairs(
  remote: RemoteSimulator,
  system: ProblemSystem,
  problem: Problem,
  range: PairRange,
  at: ThetaSource,
  ask: AskBridge,
): Promise<RemotePairs> {
  const present = inferredPrior(system, problem);
  const { D } = present;
  const { seed, stream, count } = range;
  if (typeof at === 'object' && at !== null && !(at instanceof Float64Array)) {
    return givenRows(remote, range, at, D, ask);
  }
  const hyperprior = at === 'hyperprior' ? inferredHyperprior(system, problem) : null;
  if (at === 'hyperprior' && hyperprior === null) {
    throw new RangeError(`${outsideHyperprior(system, problem).join('; ')}: move it into the slider's range`);
  }
  const own =
    hyperprior === null ? null : { z: new Float64Array(count * D), h: new Float32Array(count * hyperprior.width) };
  const random = new Random(seed, stream);
  const rows = await remoteRows(
    remote,
    range,
    D,
    (pair, attempt, out, row) => {
      random.at(stream, pair, attempt);
      const prior = hyperprior?.draw(random) ?? present;
      for (let j = 0; j < D; j++) out[j] = at instanceof Float64Array ? at[j] : samplePrior(prior.priors[j], random);
      if (own === null || hyperprior === null || row < 0 || row >= count) return;
      own.z.set(prior.whiten(asTheta(out)), row * D);
      own.h.set(hyperprior.coordinates(prior), row * hyperprior.width);
    },
    ask,
  );
  return own === null ? rows : { ...rows, own };
}

/**
 * One attempt at each of given theta; theta of those that fail becomes NaN. Blocks of a batch are simulated as a whole, at
 * parameters that are there.
 */
async function givenRows(
  { declaration, key, batch, block }: RemoteSimulator,
  { seed, stream }: Pick<PairRange, 'seed' | 'stream'>,
  { rows, indices, attempt }: GivenThetas,
  D: number,
  ask: AskBridge,
): Promise<RemoteRows> {
  const count = indices.length;
  if (count === 0) return { theta: new Float64Array(), x: new Float64Array(), failed: new Uint32Array() };
  const size = sizeOf(shapeOf(declaration.data));
  const [first, last] = [indices[0], indices[count - 1]];
  const inRow = last - first + 1 === count;
  const begin = batch && inRow ? first % block : 0;
  const n = batch && inRow ? Math.ceil((begin + count) / block) * block : count;
  const theta = new Float64Array(n * D);
  for (let row = 0; row < n; row++) {
    const near = Math.min(count - 1, Math.max(0, row - begin));
    theta.set(rows.subarray(near * D, (near + 1) * D), row * D);
  }
  const pairs = inRow ? first - begin : Array.from(indices);
  const answer = await ask({ key, seed, stream, attempt, pairs, theta, dim: D }, size);
  const x = answer.x.slice(begin * size, (begin + count) * size);
  const kept = rows.slice();
  const failed = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    if (!Number.isNaN(x[row * size])) continue;
    failed[row] = 1;
    kept.fill(Number.NaN, row * D, (row + 1) * D);
  }
  if (declaration.integer === true) {
    checkCounts(x.filter((_, i) => failed[Math.floor(i / size)] === 0));
  }
  return { theta: kept, x, failed };
}

/**
 * Data at given parameters.
 * @param thetas [count, D]
 * @throws RangeError as `remotePairs` does
 */
export async function remoteData(
  remote: RemoteSimulator,
  { thetas, ...range }: PairRange & { readonly thetas: Float64Array },
  ask: AskBridge,
): Promise<Float64Array> {
  const { count } = range;
  const D = remote.declaration.parameters.length;
  const { x } = await remoteRows(
    remote,
    range,
    D,
    (_pair, _attempt, out, row) => {
      // What a block has beyond the range is simulated with it, at parameters that are there, and not used.
      const near = Math.min(count - 1, Math.max(0, row));
      out.set(thetas.subarray(near * D, (near + 1) * D));
    },
    ask,
  );
  return x;
}

async function remoteRows(
  { declaration, key, batch, block }: RemoteSimulator,
  { seed, stream, from, count }: PairRange,
  D: number,
  draw: DrawTheta,
  ask: AskBridge,
): Promise<RemoteRows> {
  if (count === 0) return { theta: new Float64Array(), x: new Float64Array(), failed: new Uint32Array() };
  const size = sizeOf(shapeOf(declaration.data));
  // Pairs of a block share random numbers: it is simulated as a whole, whichever of them are asked for.
  const first = batch ? Math.floor(from / block) * block : from;
  const n = (batch ? Math.ceil((from + count) / block) * block : from + count) - first;
  const theta = new Float64Array(n * D);
  const x = new Float64Array(n * size);
  const failed = new Uint32Array(n);
  const most = batch ? MOST_BATCH_ATTEMPTS : MOST_ATTEMPTS;
  let rows = Array.from({ length: n }, (_, row) => row);
  for (let attempt = 0; rows.length > 0; attempt++) {
    const asked = attempt === 0 ? theta : new Float64Array(rows.length * D);
    for (const [i, row] of rows.entries()) {
      draw(first + row, attempt, asked.subarray(i * D, (i + 1) * D), first + row - from);
    }
    const pairs = attempt === 0 ? first : rows.map((row) => first + row);
    const answer = await ask({ key, seed, stream, attempt, pairs, theta: asked, dim: D }, size);
    const again: number[] = [];
    for (const [i, row] of rows.entries()) {
      const data = answer.x.subarray(i * size, (i + 1) * size);
      theta.set(asked.subarray(i * D, (i + 1) * D), row * D);
      x.set(data, row * size);
      if (!Number.isNaN(data[0])) continue;
      failed[row]++;
      again.push(row);
    }
    if (again.length > 0 && attempt + 1 === most) {
      throw new RangeError(tooManyFailures(most, toldOf(answer, first + again[0])));
    }
    rows = again;
  }
  if (declaration.integer === true) checkCounts(x);
  const begin = from - first;
  return {
    theta: theta.slice(begin * D, (begin + count) * D),
    x: x.slice(begin * size, (begin + count) * size),
    failed: failed.slice(begin, begin + count),
  };
}

/** What the program says of the failure of a pair, as a sentence. */
function toldOf({ failures }: BridgeAnswer, pair: number): string {
  const { message } = failures.find(({ index }) => index === pair) ?? failures[0] ?? { message: 'no reason was given' };
  return `${shown(message, ownLimits.words).replace(/\.$/, '')}.`;
}

/** @throws RangeError where data that are declared as counts are none */
function checkCounts(x: Float64Array): void {
  const other = x.find((value) => !(Number.isInteger(value) && value >= 0));
  if (other === undefined) return;
  throw new RangeError(
    `simulate returned ${other}, but says "integer = True": the data must be whole numbers from 0 on. Take that line out of the simulator, or round.`,
  );
}
