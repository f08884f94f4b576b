/**
 * The fused engine on WebGPU: a training step is three dispatches of hand-written WGSL, whatever the number of members,
 * on the TensorFlow.js backend's own device, with parameters, optimiser state and training data resident there. Runs wherever
 * there is a device.
 */
import { parameterCount } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { checkMember, checkParameters, checkSteps, checkStored } from '../callChecks.ts';
import type { AdamSettings, Batch, Checkpoint, FlowEngine, FlowEngineOptions, TrainingStep } from '../engine.ts';
import { type GpuBuffer, type GpuDevice, readBack } from './gpu.ts';
import { GpuEvaluation } from './gpuEvaluation.ts';
import { GpuTraining } from './gpuTraining.ts';
import { tileOf } from './tile.ts';

export class WebGpuEngine implements FlowEngine {
  readonly spec: NetworkSpec;
  readonly members: number;
  readonly #device: GpuDevice;
  readonly #training: GpuTraining;
  readonly #evaluation: GpuEvaluation;
  #adamSteps = 0;
  #reserved = 0;

  /**
   * @param device of the TensorFlow.js backend (see engines/tfjs/backends.ts)
   * @throws UnsupportedNetwork when the flow needs more workgroup memory than the device has
   */
  constructor(
    spec: NetworkSpec,
    device: GpuDevice,
    { members = 1, pause = () => Promise.resolve() }: FlowEngineOptions = {},
  ) {
    this.spec = spec;
    this.members = members;
    this.#device = device;
    const tile = tileOf(spec, device.limits.maxComputeWorkgroupStorageSize);
    this.#training = new GpuTraining(device, spec, tile, members);
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
    checkParameters(this, phi);
    const { queue } = this.#device;
    queue.writeBuffer(this.#training.phi, 0, phi);
    queue.writeBuffer(this.#training.firstMoment, 0, firstMoment);
    queue.writeBuffer(this.#training.secondMoment, 0, secondMoment);
    this.#adamSteps = adamSteps;
  }

  reserve(rows: number): void {
    this.#reserved = rows;
    this.#training.reserve(rows);
  }

  store(from: number, data: Batch): void {
    checkStored(from, data, this.#reserved);
    this.#training.store(from, data);
  }

  async train(steps: readonly TrainingStep[], adam: AdamSettings): Promise<Float32Array> {
    checkSteps(this, steps, this.#reserved);
    const taken = this.#adamSteps;
    this.#adamSteps += steps.length;
    return this.#training.train(steps, adam, taken);
  }

  async logDensity(batch: Batch, member = 0): Promise<Float32Array> {
    checkMember(this, member);
    return this.#evaluation.logDensity(batch, member);
  }

  async sample(
    context: Float32Array,
    contexts: number,
    each: number,
    base: Float32Array,
    member = 0,
  ): Promise<Float32Array> {
    checkMember(this, member);
    return this.#evaluation.sample(context, contexts, each, base, member);
  }

  async features(context: Float32Array, member = 0): Promise<Float32Array> {
    checkMember(this, member);
    return this.#evaluation.features(context, member);
  }

  dispose(): void {
    this.#training.dispose();
    this.#evaluation.dispose();
  }

  #read(state: GpuBuffer): Promise<Float32Array> {
    return readBack(this.#device, state, this.members * parameterCount(this.spec));
  }
}
