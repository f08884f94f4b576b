/**
 * The readable reference engine: plain TensorFlow.js ops on whatever backend is set. phi and Adam's moments are three flat
 * tensors, so that an optimiser step is a dozen ops and not a dozen per matrix (tf.train.adam).
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
import type { FlowSpec } from '../../spec.ts';
import type { AdamSettings, Batch, Checkpoint, FlowEngine, TrainingStep } from '../engine.ts';
import { ResidentData } from '../residentData.ts';
import { FlowOps } from './flowOps.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
/** Given explicitly: TensorFlow.js' own default depends on the backend. */
const EPSILON = 1e-8;
/** Rows evaluated at once: bounds memory, and the time during which a worker cannot hear a cancellation. */
const CHUNK_ROWS = 4096;

export class TfjsEngine implements FlowEngine {
  readonly spec: FlowSpec;
  readonly members = 1;
  /** The hardware path: 'wasm', 'webgpu' or 'cpu'. */
  readonly backend: string;
  readonly #ops: FlowOps;
  readonly #pause: () => Promise<void>;
  #phi: Tensor1D;
  #firstMoment: Tensor1D;
  #secondMoment: Tensor1D;
  #adamSteps = 0;
  #data: ResidentData;

  /**
   * @param backend name of the TensorFlow.js backend that is set (see backends.ts)
   * @param pause called between chunks of long evaluations: lets a worker handle its messages
   */
  constructor(spec: FlowSpec, backend: string, pause: () => Promise<void> = () => Promise.resolve()) {
    this.spec = spec;
    this.backend = backend;
    this.#pause = pause;
    this.#ops = new FlowOps(spec);
    this.#data = new ResidentData(spec, 0);
    const zeros = new Float32Array(parameterCount(spec));
    this.#phi = tensor1d(zeros);
    this.#firstMoment = tensor1d(zeros);
    this.#secondMoment = tensor1d(zeros);
  }

  setParameters(phi: Float32Array): void {
    const zeros = new Float32Array(phi.length);
    this.restore({ phi, firstMoment: zeros, secondMoment: zeros, adamSteps: 0 });
  }

  async parameters(): Promise<Float32Array> {
    return Float32Array.from(await this.#phi.data());
  }

  async checkpoint(): Promise<Checkpoint> {
    const [phi, firstMoment, secondMoment] = await Promise.all(
      [this.#phi, this.#firstMoment, this.#secondMoment].map(async (state) => Float32Array.from(await state.data())),
    );
    return { phi, firstMoment, secondMoment, adamSteps: this.#adamSteps };
  }

  restore(checkpoint: Checkpoint): void {
    const expected = parameterCount(this.spec);
    if (checkpoint.phi.length !== expected) {
      throw new Error(`This network has ${expected} parameters, ${checkpoint.phi.length} were given.`);
    }
    this.#disposeState();
    this.#phi = tensor1d(checkpoint.phi.slice());
    this.#firstMoment = tensor1d(checkpoint.firstMoment.slice());
    this.#secondMoment = tensor1d(checkpoint.secondMoment.slice());
    this.#adamSteps = checkpoint.adamSteps;
  }

  reserve(rows: number): void {
    this.#data = new ResidentData(this.spec, rows);
  }

  store(from: number, data: Batch): void {
    this.#data.store(from, data);
  }

  async train(steps: readonly TrainingStep[], adam: AdamSettings): Promise<Float32Array> {
    const losses: Scalar[] = [];
    for (const { rows, learningRate } of steps) losses.push(this.#step(this.#data.gather(rows), learningRate, adam));
    const values = new Float32Array(losses.length);
    for (const [i, loss] of losses.entries()) {
      values[i] = (await loss.data())[0];
      loss.dispose();
    }
    return values;
  }

  async logDensity(batch: Batch): Promise<Float32Array> {
    const { dim, context } = this.spec;
    const out = new Float32Array(batch.size);
    for (let from = 0; from < batch.size; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, batch.size - from);
      const result = tidy(() => {
        const z = tensor2d(batch.z.slice(from * dim, (from + rows) * dim), [rows, dim]);
        const c = tensor2d(batch.context.slice(from * context, (from + rows) * context), [rows, context]);
        return this.#ops.logDensity(this.#phi, z, c);
      });
      out.set(await result.data(), from);
      result.dispose();
      await this.#pause();
    }
    return out;
  }

  async sample(context: Float32Array, contexts: number, each: number, base: Float32Array): Promise<Float32Array> {
    const { dim, context: width } = this.spec;
    const out = new Float32Array(contexts * each * dim);
    const together = Math.max(1, Math.floor(CHUNK_ROWS / each));
    for (let from = 0; from < contexts; from += together) {
      const rows = Math.min(together, contexts - from);
      const result = tidy(() => {
        const c = tensor2d(context.slice(from * width, (from + rows) * width), [rows, width]);
        const u = tensor2d(base.slice(from * each * dim, (from + rows) * each * dim), [rows * each, dim]);
        return this.#ops.sample(this.#phi, c, each, u);
      });
      out.set(await result.data(), from * each * dim);
      result.dispose();
      await this.#pause();
    }
    return out;
  }

  dispose(): void {
    this.#ops.dispose();
    this.#disposeState();
  }

  #disposeState(): void {
    this.#phi.dispose();
    this.#firstMoment.dispose();
    this.#secondMoment.dispose();
  }

  /** One Adam step (Kingma & Ba 2015) with clipping by the global norm. Returns the batch's loss, on the device. */
  #step(batch: Batch, learningRate: number, adam: AdamSettings): Scalar {
    this.#adamSteps++;
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
      })(this.#phi);
      const penalised = adam.weightDecay > 0 ? add(gradient, mul(this.#phi, adam.weightDecay)) : gradient;
      const norm = sqrt(sum(square(penalised)));
      const clipped = div(penalised, maximum(div(norm, adam.clipNorm), 1));
      const nextFirst = add(mul(this.#firstMoment, BETA1), mul(clipped, 1 - BETA1));
      const nextSecond = add(mul(this.#secondMoment, BETA2), mul(square(clipped), 1 - BETA2));
      const spread = add(mul(sqrt(nextSecond), 1 / Math.sqrt(correction2)), EPSILON);
      const nextPhi = sub(this.#phi, mul(div(nextFirst, spread), learningRate / correction1));
      return [value as unknown as Tensor, nextPhi, nextFirst, nextSecond];
    });
    this.#disposeState();
    this.#phi = phi as Tensor1D;
    this.#firstMoment = first as Tensor1D;
    this.#secondMoment = second as Tensor1D;
    return loss as Scalar;
  }
}

/** Number of live tensors, for leak tests. */
export function liveTensors(): number {
  return engine().memory().numTensors;
}
