/**
 * The numbers of a training run's snapshot as named tensors: each weight matrix of each member under its name in the layout
 * table, the optimiser's moments, what a bad loss would go back to, the best weights so far, the standardisation of the
 * inputs. They may come from a stranger's file: whatever does not fit the network is refused by name.
 */
import type { Tensor } from '../../files/safetensors.ts';
import type { Checkpoint } from '../../flow/engines/engine.ts';
import { layout, parameterCount } from '../../flow/layout.ts';
import { flatWeights, namedWeights } from '../../flow/namedWeights.ts';
import { inputWidth, type NetworkSpec } from '../../flow/spec.ts';
import type { BestWeights, TrainerSnapshot } from '../../training/snapshot.ts';
import { LEAST_SPREAD } from '../../math/columnMoments.ts';
import type { Standardisation } from '../../training/standardiser.ts';

interface StateNumbers {
  readonly step: number;
  readonly adamSteps: number;
}

/** What of a snapshot is no tensor. */
export interface SnapshotNumbers extends StateNumbers {
  readonly warm: boolean;
  readonly safe: StateNumbers | null;
  /** One a member; `loss` is null where it was not finite. */
  readonly best: readonly ({ readonly step: number; readonly loss: number | null } | null)[];
  readonly lowestLoss: number | null;
  readonly validationsWithoutGain: number;
  readonly elapsed: number;
  readonly finished: boolean;
}

/**
 * Tensors are named part/member/matrix; the standardisation belongs to all.
 * @throws RangeError for a network that is focused on one observation: without its region and its frame it would answer wrongly
 */
export function snapshotTensors(spec: NetworkSpec, snapshot: TrainerSnapshot): Map<string, Tensor> {
  const { standardisation, checkpoint, safe, best, finished, frame } = snapshot;
  if (frame !== undefined) throw new RangeError('A network that is focused on one observation cannot be saved.');
  const tensors = new Map<string, Tensor>();
  const P = parameterCount(spec);
  const add = (part: string, all: Float32Array): void => {
    for (let at = 0; at < all.length; at += P) {
      for (const [name, tensor] of namedWeights(spec, all.subarray(at, at + P))) {
        tensors.set(`${part}/${at / P}/${name}`, tensor);
      }
    }
  };
  const addState = (prefix: string, { phi, firstMoment, secondMoment }: Checkpoint): void => {
    add(`${prefix}weights`, phi);
    add(`${prefix}firstMoment`, firstMoment);
    add(`${prefix}secondMoment`, secondMoment);
  };
  if (standardisation !== null) {
    for (const [name, data] of Object.entries(standardisation)) {
      tensors.set(`standardisation/${name}`, { shape: [data.length], data });
    }
  }
  if (finished) {
    add('weights', checkpoint.phi);
    return tensors;
  }
  addState('', checkpoint);
  if (safe !== null) addState('safe.', safe.checkpoint);
  for (const [m, kept] of best.entries()) {
    if (kept === null) continue;
    for (const [name, tensor] of namedWeights(spec, kept.phi)) tensors.set(`best/${m}/${name}`, tensor);
  }
  return tensors;
}

/** Of one tensor in the header: its name, type, shape and place. */
const MOST_HEADER_EACH = 300;
/** Of standardisations, a number for each input or parameter. */
const MOST_NUMBERS_EACH = 8;

/** Bytes that the tensors of such a run can take as a safetensors file. */
export function mostBytes(spec: NetworkSpec, { safe, best, finished }: SnapshotNumbers): number {
  const weights = parameterCount(spec);
  const kept = best.filter((member) => member !== null).length;
  // Weights and two moments; the same of an earlier step; the best weights so far.
  const vectors = finished ? best.length : best.length * (safe === null ? 3 : 6) + kept;
  const tensors = layout(spec).length * vectors + 2 * MOST_NUMBERS_EACH;
  const numbers = 4 * weights * vectors + 8 * MOST_NUMBERS_EACH * (spec.context + spec.dim);
  return numbers + MOST_HEADER_EACH * tensors;
}

/** The snapshot, or what is wrong with a tensor, without a full stop. */
export function snapshotFrom(
  spec: NetworkSpec,
  run: SnapshotNumbers,
  tensors: ReadonlyMap<string, Tensor>,
): TrainerSnapshot | string {
  const taken = new Set<string>();
  const find = (name: string): Tensor | undefined => {
    taken.add(name);
    return tensors.get(name);
  };
  const P = parameterCount(spec);
  const members = run.best.length;
  const part = (name: string, m: number): Float32Array => {
    const found = flatWeights(spec, (matrix) => find(`${name}/${m}/${matrix}`));
    if (!(found instanceof Float32Array)) throw new UnfitTensor(`${name}/${m}/${found.name}`, found.problem);
    return found;
  };
  const all = (name: string): Float32Array => {
    const vector = new Float32Array(members * P);
    for (let m = 0; m < members; m++) vector.set(part(name, m), m * P);
    return vector;
  };
  const checkpointOf = (prefix: string, adamSteps: number): Checkpoint => {
    const secondMoment = all(`${prefix}secondMoment`);
    if (secondMoment.some((moment) => moment < 0)) {
      throw new UnfitTensor(`${prefix}secondMoment`, 'holds a negative number; it is a mean of squares');
    }
    return { phi: all(`${prefix}weights`), firstMoment: all(`${prefix}firstMoment`), secondMoment, adamSteps };
  };
  try {
    const { step, safe, best, finished } = run;
    const none = () => new Float32Array(members * P);
    const snapshot: TrainerSnapshot = {
      standardisation: standardisationOf(find, inputWidth(spec), step > 0),
      warm: run.warm,
      step,
      checkpoint: finished
        ? { phi: all('weights'), firstMoment: none(), secondMoment: none(), adamSteps: run.adamSteps }
        : checkpointOf('', run.adamSteps),
      safe: safe === null ? null : { step: safe.step, checkpoint: checkpointOf('safe.', safe.adamSteps) },
      best: best.map((kept, m): BestWeights | null =>
        kept === null ? null : { step: kept.step, loss: kept.loss ?? Number.POSITIVE_INFINITY, phi: part('best', m) },
      ),
      lowestLoss: run.lowestLoss,
      validationsWithoutGain: run.validationsWithoutGain,
      elapsed: run.elapsed,
      finished,
    };
    const unknown = [...tensors.keys()].find((name) => !taken.has(name));
    return unknown === undefined ? snapshot : `${JSON.stringify(unknown.slice(0, 80))} does not belong to this network`;
  } catch (cause) {
    if (cause instanceof UnfitTensor) return cause.message;
    throw cause;
  }
}

function standardisationOf(
  find: (name: string) => Tensor | undefined,
  width: number,
  needed: boolean,
): Standardisation | null {
  const [mean, sd] = ['mean', 'sd'].map((name) => find(`standardisation/${name}`));
  if (mean === undefined && sd === undefined && !needed) return null;
  const numbers = (name: string, tensor: Tensor | undefined): Float64Array => {
    if (tensor === undefined) throw new UnfitTensor(`standardisation/${name}`, 'is missing');
    const { shape } = tensor;
    const wide = tensor.data instanceof Float64Array || tensor.data instanceof Float32Array;
    if (!wide || shape.join() !== String(width)) {
      const problem = `has shape [${shape.join(', ')}]; this network takes float64 of [${width}]`;
      throw new UnfitTensor(`standardisation/${name}`, problem);
    }
    const data = Float64Array.from(tensor.data);
    // A float64 below the least has lost digits.
    const bad = data.findIndex((value) => !Number.isFinite(value) || (name === 'sd' && !(value >= LEAST_SPREAD)));
    if (bad >= 0) {
      throw new UnfitTensor(
        `standardisation/${name}`,
        `holds ${data[bad]} at ${bad}; a finite scale above ${LEAST_SPREAD} is needed`,
      );
    }
    return data;
  };
  const scales = { mean: numbers('mean', mean), sd: numbers('sd', sd) };
  const coarse = scales.sd.findIndex((value, j) => value < Number.EPSILON * Math.abs(scales.mean[j]));
  if (coarse >= 0) {
    const problem = `holds ${scales.sd[coarse]} at ${coarse}, finer than the digits of the mean ${scales.mean[coarse]}`;
    throw new UnfitTensor('standardisation/sd', problem);
  }
  return scales;
}

/** Ends the reading of a file at its first bad tensor. */
class UnfitTensor extends Error {
  constructor(name: string, problem: string) {
    super(`${name} ${problem}`);
  }
}
