/**
 * The readable reference engine: plain TensorFlow.js ops on whatever backend is set, one member after the other. phi and
 * Adam's moments are three flat tensors a member, so that an optimiser step is a dozen ops and not a dozen per matrix
 * (tf.train.adam).
 */
import {
  add,
  div,
  engine,
  grad,
  keep,
  maximum,
  mean,
  mul,
  neg,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { parameterCount } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { checkMember, checkParameters, checkSteps, checkStored } from '../callChecks.ts';
import type { AdamSettings, Batch, Checkpoint, FlowEngine, FlowEngineOptions, TrainingStep } from '../engine.ts';
import { PairStore } from '../pairStore.ts';
import { FlowOps } from './flowOps.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
/** Given explicitly: TensorFlow.js' own default depends on the backend. */
const EPSILON = 1e-8;
/** Rows evaluated at once: bounds memory, and the time during which a worker cannot hear a cancellation. */
const CHUNK_ROWS = 4096;

/** Parameters [P] of one member and Adam's moments. */
interface Member {
  readonly phi: Tensor1D;
  readonly firstMoment: Tensor1D;
  readonly secondMoment: Tensor1D;
}

export class TfjsEngine implements FlowEngine {
  readonly spec: NetworkSpec;
  readonly members: number;
  /** The hardware path: 'wasm', 'webgpu' or 'cpu'. */
  readonly backend: string;
  readonly #ops: FlowOps;
  readonly #pause: () => Promise<void>;
  #state: Member[] = [];
  #adamSteps = 0;
  #data: PairStore;

  /** @param backend name of the TensorFlow.js backend that is set (see backends.ts) */
  constructor(
    spec: NetworkSpec,
    backend: string,
    { members = 1, pause = () => Promise.resolve() }: FlowEngineOptions = {},
  ) {
    this.spec = spec;
    this.members = members;
    this.backend = backend;
    this.#pause = pause;
    this.#ops = new FlowOps(spec);
    this.#data = new PairStore(spec, 0);
    this.setParameters(new Float32Array(members * parameterCount(spec)));
  }

  setParameters(phi: Float32Array): void {
    const zeros = new Float32Array(phi.length);
    this.restore({ phi, firstMoment: zeros, secondMoment: zeros, adamSteps: 0 });
  }

  parameters(): Promise<Float32Array> {
    return this.#read('phi');
  }

  async checkpoint(): Promise<Checkpoint> {
    const adamSteps = this.#adamSteps;
    const [phi, firstMoment, secondMoment] = await Promise.all(
      (['phi', 'firstMoment', 'secondMoment'] as const).map((part) => this.#read(part)),
    );
    return { phi, firstMoment, secondMoment, adamSteps };
  }

  restore({ phi, firstMoment, secondMoment, adamSteps }: Checkpoint): void {
    checkParameters(this, phi);
    for (const member of this.#state) disposeOf(member);
    const parameters = parameterCount(this.spec);
    const partOf = (all: Float32Array, member: number): Tensor1D =>
      tensor1d(all.slice(member * parameters, (member + 1) * parameters));
    this.#state = Array.from({ length: this.members }, (_, m) => ({
      phi: partOf(phi, m),
      firstMoment: partOf(firstMoment, m),
      secondMoment: partOf(secondMoment, m),
    }));
    this.#adamSteps = adamSteps;
  }

  reserve(rows: number): void {
    this.#data = new PairStore(this.spec, rows);
  }

  store(from: number, data: Batch): void {
    checkStored(from, data, this.#data.rows);
    this.#data.store(from, data);
  }

  async train(steps: readonly TrainingStep[], adam: AdamSettings): Promise<Float32Array> {
    checkSteps(this, steps, this.#data.rows);
    const losses: Scalar[] = [];
    for (const { rows, learningRate } of steps) {
      this.#adamSteps++;
      const size = rows.length / this.members;
      for (let m = 0; m < this.members; m++) {
        const batch = this.#data.gather(rows.subarray(m * size, (m + 1) * size));
        losses.push(this.#step(m, batch, learningRate, adam));
      }
    }
    const values = new Float32Array(losses.length);
    for (const [i, loss] of losses.entries()) {
      values[i] = (await loss.data())[0];
      loss.dispose();
    }
    return values;
  }

  async logDensity(batch: Batch, member = 0): Promise<Float32Array> {
    checkMember(this, member);
    const { dim, context } = this.spec;
    const out = new Float32Array(batch.size);
    for (let from = 0; from < batch.size; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, batch.size - from);
      const result = tidy(() => {
        const z = tensor2d(batch.z.slice(from * dim, (from + rows) * dim), [rows, dim]);
        const c = tensor2d(batch.context.slice(from * context, (from + rows) * context), [rows, context]);
        return this.#ops.logDensity(this.#state[member].phi, z, c);
      });
      out.set(await result.data(), from);
      result.dispose();
      await this.#pause();
    }
    return out;
  }

  async sample(
    context: Float32Array,
    contexts: number,
    each: number,
    base: Float32Array,
    member = 0,
  ): Promise<Float32Array> {
    checkMember(this, member);
    const { dim, context: width } = this.spec;
    const out = new Float32Array(contexts * each * dim);
    const together = Math.max(1, Math.floor(CHUNK_ROWS / each));
    for (let from = 0; from < contexts; from += together) {
      const rows = Math.min(together, contexts - from);
      const result = tidy(() => {
        const c = tensor2d(context.slice(from * width, (from + rows) * width), [rows, width]);
        const u = tensor2d(base.slice(from * each * dim, (from + rows) * each * dim), [rows * each, dim]);
        return this.#ops.sample(this.#state[member].phi, c, each, u);
      });
      out.set(await result.data(), from * each * dim);
      result.dispose();
      await this.#pause();
    }
    return out;
  }

  dispose(): void {
    this.#ops.dispose();
    for (const member of this.#state) disposeOf(member);
  }

  /** A part of all members' state, [M, P]. */
  async #read(part: keyof Member): Promise<Float32Array> {
    const parameters = parameterCount(this.spec);
    const all = new Float32Array(this.members * parameters);
    const parts = await Promise.all(this.#state.map((member) => member[part].data()));
    for (const [m, values] of parts.entries()) all.set(values, m * parameters);
    return all;
  }

  /** One Adam step (Kingma & Ba 2015) with clipping by the global norm. Returns the batch's loss, on the device. */
  #step(member: number, batch: Batch, learningRate: number, adam: AdamSettings): Scalar {
    const before = this.#state[member];
    const correction1 = 1 - BETA1 ** this.#adamSteps;
    const correction2 = 1 - BETA2 ** this.#adamSteps;
    const [loss, phi, first, second] = tidy(() => {
      const z = tensor2d(batch.z, [batch.size, this.spec.dim]);
      const c = tensor2d(batch.context, [batch.size, this.spec.context]);
      let value: Tensor | null = null;
      const gradient = grad((parameters: Tensor) => {
        const negative = neg(mean(this.#ops.logDensity(parameters as Tensor1D, z, c)));
        value = keep(negative.clone());
        return negative;
      })(before.phi);
      const penalised = adam.weightDecay > 0 ? add(gradient, mul(before.phi, adam.weightDecay)) : gradient;
      const norm = sqrt(sum(square(penalised)));
      const clipped = div(penalised, maximum(div(norm, adam.clipNorm), 1));
      const nextFirst = add(mul(before.firstMoment, BETA1), mul(clipped, 1 - BETA1));
      const nextSecond = add(mul(before.secondMoment, BETA2), mul(square(clipped), 1 - BETA2));
      const spread = add(mul(sqrt(nextSecond), 1 / Math.sqrt(correction2)), EPSILON);
      const nextPhi = sub(before.phi, mul(div(nextFirst, spread), learningRate / correction1));
      return [value as unknown as Tensor, nextPhi, nextFirst, nextSecond];
    });
    disposeOf(before);
    this.#state[member] = {
      phi: phi as Tensor1D,
      firstMoment: first as Tensor1D,
      secondMoment: second as Tensor1D,
    };
    return loss as Scalar;
  }
}

function disposeOf({ phi, firstMoment, secondMoment }: Member): void {
  for (const tensor of [phi, firstMoment, secondMoment]) tensor.dispose();
}

/** Number of live tensors, for leak tests. */
export function liveTensors(): number {
  return engine().memory().numTensors;
}
