/**
 * The fused engine on WebGPU: a training step is three dispatches of hand-written WGSL on the TensorFlow.js backend's own
 * device, with parameters, optimiser state and training data resident there. Runs wherever there is a device.
 */
import { parameterCount } from '../../layout.ts';
import type { FlowSpec } from '../../spec.ts';
import type { AdamSettings, Batch, Checkpoint, FlowEngine, TrainingStep } from '../engine.ts';
import { type GpuBuffer, type GpuDevice, readBack } from './gpu.ts';
import { GpuEvaluation } from './gpuEvaluation.ts';
import { GpuTraining } from './gpuTraining.ts';
import { tileOf } from './tile.ts';

export class WebGpuEngine implements FlowEngine {
  readonly spec: FlowSpec;
  readonly members = 1;
  readonly #device: GpuDevice;
  readonly #training: GpuTraining;
  readonly #evaluation: GpuEvaluation;
  #adamSteps = 0;

  /**
   * @param device of the TensorFlow.js backend (see engines/tfjs/backends.ts)
   * @param pause called between chunks of long evaluations: lets a worker handle its messages
   * @throws Error when the flow needs more workgroup memory than the device has
   */
  constructor(spec: FlowSpec, device: GpuDevice, pause: () => Promise<void> = () => Promise.resolve()) {
    this.spec = spec;
    this.#device = device;
    const tile = tileOf(spec, device.limits.maxComputeWorkgroupStorageSize);
    this.#training = new GpuTraining(device, spec, tile);
    this.#evaluation = new GpuEvaluation(device, spec, tile, this.#training.phi, pause);
  }

  setParameters(phi: Float32Array): void {
    const zeros = new Float32Array(phi.length);
    this.restore({ phi, firstMoment: zeros, secondMoment: zeros, adamSteps: 0 });
  }

  parameters(): Promise<Float32Array> {
    return this.#read(this.#training.phi);
  }

  async checkpoint(): Promise<Checkpoint> {
    const adamSteps = this.#adamSteps;
    const [phi, firstMoment, secondMoment] = await Promise.all(
      [this.#training.phi, this.#training.firstMoment, this.#training.secondMoment].map((state) => this.#read(state)),
    );
    return { phi, firstMoment, secondMoment, adamSteps };
  }

  restore({ phi, firstMoment, secondMoment, adamSteps }: Checkpoint): void {
    const expected = parameterCount(this.spec);
    if (phi.length !== expected) {
      throw new Error(`This network has ${expected} parameters, ${phi.length} were given.`);
    }
    const { queue } = this.#device;
    queue.writeBuffer(this.#training.phi, 0, phi);
    queue.writeBuffer(this.#training.firstMoment, 0, firstMoment);
    queue.writeBuffer(this.#training.secondMoment, 0, secondMoment);
    this.#adamSteps = adamSteps;
  }

  reserve(rows: number): void {
    this.#training.reserve(rows);
  }

  store(from: number, data: Batch): void {
    this.#training.store(from, data);
  }

  train(steps: readonly TrainingStep[], adam: AdamSettings): Promise<Float32Array> {
    const taken = this.#adamSteps;
    this.#adamSteps += steps.length;
    return this.#training.train(steps, adam, taken);
  }

  logDensity(batch: Batch): Promise<Float32Array> {
    return this.#evaluation.logDensity(batch);
  }

  sample(context: Float32Array, contexts: number, each: number, base: Float32Array): Promise<Float32Array> {
    return this.#evaluation.sample(context, contexts, each, base);
  }

  dispose(): void {
    this.#training.dispose();
    this.#evaluation.dispose();
  }

  #read(state: GpuBuffer): Promise<Float32Array> {
    return readBack(this.#device, state, parameterCount(this.spec));
  }
}
