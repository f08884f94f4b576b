/**
 * Training on the device: the parameters of all members, Adam's moments and the training data live there; a step is three
 * dispatches (gradient, sum of slices, Adam), whose workgroups of member m have y = m, and the steps of a call are recorded
 * into one or two submissions, so that the device works on one while the host prepares the next. Row numbers and step sizes
 * go up with each submission, losses come back.
 */
import { parameterCount } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import type { AdamSettings, Batch, TrainingStep } from '../engine.ts';
import { flowCode } from './flowCode.ts';
import { bind, type GpuBuffer, type GpuDevice, type GpuPipeline, mapped, compiled, staging, storage } from './gpu.ts';
import { adamCode, BETA1, BETA2, groupsOf, MOST_STEPS, reportWords, STEP_WORDS, sumCode } from './optimiserCode.ts';
import type { Tile } from './tile.ts';

/** Most workgroups of a member's gradient: more would only make more slices to sum. */
const MOST_SLICES = 64;
/** Bytes for the slices of all members together, and for the activations that they keep: what every WebGPU device can bind. */
const SLICE_BYTES = 128 * 2 ** 20;
/** Calls with fewer steps are not worth two submissions. */
const STEPS_WORTH_SPLITTING = 8;
const MOST_IN_FLIGHT = 2;

interface Pipelines {
  readonly gradient: GpuPipeline;
  readonly sum: GpuPipeline;
  readonly adam: GpuPipeline;
}

interface Groups {
  readonly gradient: object;
  readonly sum: object;
  readonly adam: object;
}

interface Work {
  readonly kept: GpuBuffer;
  readonly keptSplines: GpuBuffer;
  readonly slices: GpuBuffer;
  readonly gradient: GpuBuffer;
}

/** Workgroups, and so slices, that a member's gradient is spread over at most. */
export function sliceCount(members: number, parameters: number, { kept }: Tile): number {
  const bytes = members * Math.max(4 * (parameters + 1), 16 * kept);
  return Math.max(1, Math.min(MOST_SLICES, Math.floor(SLICE_BYTES / bytes)));
}

export class GpuTraining {
  readonly phi: GpuBuffer;
  readonly firstMoment: GpuBuffer;
  readonly secondMoment: GpuBuffer;
  readonly #device: GpuDevice;
  readonly #spec: NetworkSpec;
  readonly #tile: Tile;
  readonly #members: number;
  readonly #parameters: number;
  readonly #slices: number;
  /** What a step needs besides its state; an engine that only answers has none. */
  #work: Work | null = null;
  readonly #counter: GpuBuffer;
  readonly #report: GpuBuffer;
  #schedule: GpuBuffer;
  #z: GpuBuffer;
  #context: GpuBuffer;
  #pipelines: Promise<Pipelines> | null = null;
  #groups: Groups | null = null;
  readonly #targets: GpuBuffer[] = [];
  readonly #targetsInUse = new Set<GpuBuffer>();

  constructor(device: GpuDevice, spec: NetworkSpec, tile: Tile, members: number) {
    this.#device = device;
    this.#spec = spec;
    this.#tile = tile;
    this.#members = members;
    const parameters = parameterCount(spec);
    this.#parameters = parameters;
    this.#slices = sliceCount(members, parameters, tile);
    this.phi = storage(device, members * parameters);
    this.firstMoment = storage(device, members * parameters);
    this.secondMoment = storage(device, members * parameters);
    this.#counter = storage(device, 4);
    this.#report = storage(device, reportWords(members, parameters));
    this.#schedule = storage(device, STEP_WORDS);
    this.#z = storage(device, 4);
    this.#context = storage(device, 4);
  }

  /** As FlowEngine.reserve. */
  reserve(rows: number): void {
    this.#z.destroy();
    this.#context.destroy();
    this.#z = storage(this.#device, rows * this.#spec.dim);
    this.#context = storage(this.#device, rows * this.#spec.context);
    this.#groups = null;
  }

  /** As FlowEngine.store, of rows that are reserved. */
  store(start: number, { size, z, context }: Batch): void {
    if (size === 0) return;
    const { dim, context: width } = this.#spec;
    this.#device.queue.writeBuffer(this.#z, 4 * start * dim, z);
    this.#device.queue.writeBuffer(this.#context, 4 * start * width, context);
  }

  /**
   * Takes the steps in order, over rows that are reserved.
   * @param taken Adam steps before these
   * @returns [steps, M]: each minibatch's loss before its step; NaN where the gradient was not finite: no step was taken
   */
  async train(steps: readonly TrainingStep[], adam: AdamSettings, taken: number): Promise<Float32Array> {
    const pipelines = await (this.#pipelines ??= this.#make());
    const losses = new Float32Array(steps.length * this.#members);
    const several = steps.length >= STEPS_WORTH_SPLITTING;
    const length = Math.min(MOST_STEPS, several ? Math.ceil(steps.length / 2) : steps.length);
    const flying: Promise<void>[] = [];
    for (let start = 0; start < steps.length; start += length) {
      const some = steps.slice(start, start + length);
      if (flying.length >= MOST_IN_FLIGHT) await flying.shift();
      const landed = this.#submit(pipelines, some, adam, taken + start).then((values) =>
        losses.set(values, start * this.#members),
      );
      // All are awaited below; until then a rejection must not count as unhandled.
      landed.catch(() => {});
      flying.push(landed);
    }
    await Promise.all(flying);
    return losses;
  }

  dispose(): void {
    for (const buffer of [
      this.phi,
      this.firstMoment,
      this.secondMoment,
      ...Object.values(this.#work ?? {}),
      this.#counter,
      this.#report,
      this.#schedule,
      this.#z,
      this.#context,
      ...this.#targets,
      ...this.#targetsInUse,
    ]) {
      buffer.destroy();
    }
  }

  #submit(
    pipelines: Pipelines,
    steps: readonly TrainingStep[],
    adam: AdamSettings,
    taken: number,
  ): Promise<Float32Array> {
    this.#writeSchedule(steps, adam, taken);
    const groups = (this.#groups ??= this.#bound(pipelines));
    const members = this.#members;
    const optimiserGroups = groupsOf(this.#parameters);
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { rows } of steps) {
      pass.setPipeline(pipelines.gradient);
      pass.setBindGroup(0, groups.gradient);
      pass.dispatchWorkgroups(Math.min(this.#slices, Math.ceil(rows.length / members / this.#tile.rows)), members);
      pass.setPipeline(pipelines.sum);
      pass.setBindGroup(0, groups.sum);
      pass.dispatchWorkgroups(optimiserGroups, members);
      pass.setPipeline(pipelines.adam);
      pass.setBindGroup(0, groups.adam);
      pass.dispatchWorkgroups(optimiserGroups, members);
    }
    pass.end();
    const target = this.#targets.pop() ?? staging(this.#device, MOST_STEPS * members);
    this.#targetsInUse.add(target);
    encoder.copyBufferToBuffer(this.#report, 0, target, 0, 4 * steps.length * members);
    this.#device.queue.submit([encoder.finish()]);
    return this.#landed(target, steps.length * members);
  }

  async #landed(target: GpuBuffer, count: number): Promise<Float32Array> {
    const losses = await mapped(target, count);
    this.#targetsInUse.delete(target);
    this.#targets.push(target);
    return losses;
  }

  /** Queued like everything else: what is in flight still sees the schedule before. */
  #writeSchedule(steps: readonly TrainingStep[], { clipNorm, weightDecay }: AdamSettings, taken: number): void {
    const header = STEP_WORDS * steps.length;
    const words = new Uint32Array(header + steps.reduce((sum, { rows }) => sum + rows.length, 0));
    const numbers = new Float32Array(words.buffer);
    let at = header;
    for (const [i, { rows, learningRate }] of steps.entries()) {
      const n = taken + i + 1;
      const entry = STEP_WORDS * i;
      words[entry] = at;
      words[entry + 1] = rows.length / this.#members;
      numbers[entry + 2] = learningRate / (1 - BETA1 ** n);
      numbers[entry + 3] = 1 / Math.sqrt(1 - BETA2 ** n);
      numbers[entry + 4] = clipNorm;
      numbers[entry + 5] = weightDecay;
      words.set(rows, at);
      at += rows.length;
    }
    if (this.#schedule.size < words.byteLength) {
      this.#schedule.destroy();
      this.#schedule = storage(this.#device, 2 * words.length);
      this.#groups = null;
    }
    this.#device.queue.writeBuffer(this.#schedule, 0, words);
    this.#device.queue.writeBuffer(this.#counter, 0, new Uint32Array(4));
  }

  async #make(): Promise<Pipelines> {
    const [gradient, sum, adam] = await Promise.all(
      [
        flowCode(this.#spec, this.#tile, 'train', this.#slices, this.#members),
        sumCode(this.#members, this.#parameters, this.#tile.rows, this.#slices),
        adamCode(this.#members, this.#parameters),
      ].map((code) => compiled(this.#device, code)),
    );
    return { gradient, sum, adam };
  }

  #makeWork(): Work {
    const workgroups = this.#members * this.#slices;
    return {
      kept: storage(this.#device, 4 * this.#tile.kept * workgroups),
      keptSplines: storage(this.#device, this.#tile.keptSplines * workgroups),
      slices: storage(this.#device, (this.#parameters + 1) * workgroups),
      gradient: storage(this.#device, this.#members * this.#parameters),
    };
  }

  #bound({ gradient, sum, adam }: Pipelines): Groups {
    const [device, counter, schedule] = [this.#device, this.#counter, this.#schedule];
    const work = (this.#work ??= this.#makeWork());
    return {
      gradient: bind(device, gradient, [
        this.phi,
        this.#z,
        this.#context,
        schedule,
        counter,
        work.kept,
        work.keptSplines,
        work.slices,
      ]),
      sum: bind(device, sum, [this.phi, schedule, counter, work.slices, work.gradient, this.#report]),
      adam: bind(device, adam, [
        this.phi,
        this.firstMoment,
        this.secondMoment,
        work.gradient,
        schedule,
        counter,
        this.#report,
      ]),
    };
  }
}
