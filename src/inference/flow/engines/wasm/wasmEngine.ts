/**
 * The fused engine: a whole training step is one loop in WebAssembly (assembly/), over one linear memory that holds
 * parameters, training data (unless they are large) and everything in between. Runs in a worker and in Node, on one thread, or on several that
 * share the memory and the samples.
 */
import { embeddingOf } from '../../embeddings/embeddings.ts';
import { parameterCount } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { checkMember, checkParameters, checkSteps, checkStored } from '../callChecks.ts';
import type { AdamSettings, Batch, Checkpoint, FlowEngine, FlowEngineOptions, TrainingStep } from '../engine.ts';
import { PairStore } from '../pairStore.ts';
import { pack, type Packing, packing, unpack } from './packing.ts';
import { type MemberVectors, type WasmPlan, writePlan } from './wasmPlan.ts';
import type { WasmExports, WasmModule } from './wasmModule.ts';
import { type SpawnThread, type ThreadStart, WasmThreads } from './wasmThreads.ts';

const PAGE = 65536;
const BETA1 = 0.9;
const BETA2 = 0.999;
/** Rows evaluated in one call: bounds the time during which a worker cannot hear a cancellation. */
const CHUNK_ROWS = 4096;
/**
 * Training data of more bytes stay where they are: a second copy of them would cost more than the copy of each minibatch, which
 * is a few percent of a step that reads so many numbers.
 */
const MOST_RESIDENT = 2 ** 27;
/** Bytes of minibatches that are copied in at once. */
const COPIED_AT_ONCE = 2 ** 24;
/** Contexts that are prepared together. */
const CONTEXT_PANEL = 8;
/** Contexts whose features are made in one piece: a hundredth of a second where they are images. */
const FEATURE_ROWS = 64;

export interface WasmEngineOptions extends FlowEngineOptions {
  /** Threads wanted, 1 if left out. Only a build for shared memory has more. */
  readonly threads?: { readonly count: number; readonly spawn: SpawnThread };
}

export class WasmEngine implements FlowEngine {
  readonly spec: NetworkSpec;
  readonly members: number;
  /** Threads that each call is split between. The numbers depend on it in the last digits, and on nothing else. */
  readonly threads: number;
  readonly #threads: WasmThreads | null;
  readonly #packing: Packing;
  readonly #pause: () => Promise<void>;
  #exports: WasmExports | null;
  readonly #plan: WasmPlan;
  #adamSteps = 0;
  #reserved = 0;
  /** Training data that are not in the memory; null: they are. */
  #elsewhere: PairStore | null = null;
  /** Address of the training data's context; z is at the plan's end. */
  #context: number;
  /** First byte after the training data: what goes in and out of calls. */
  #exchange: number;

  constructor(
    spec: NetworkSpec,
    module: WasmModule,
    { members = 1, threads, pause = () => Promise.resolve() }: WasmEngineOptions = {},
  ) {
    this.spec = spec;
    this.members = members;
    this.threads = module.shared ? (threads?.count ?? 1) : 1;
    this.#pause = pause;
    const exports = module.instantiate();
    this.#exports = exports;
    this.#packing = packing(spec);
    this.#plan = writePlan(spec, this.#packing, members, this.threads, (bytes) => this.#grow(bytes));
    this.#context = this.#plan.end;
    this.#exchange = this.#plan.end;
    const start = (_: unknown, i: number): ThreadStart => ({
      compiled: module.compiled,
      memory: exports.memory,
      ensemble: this.#plan.address,
      thread: i + 1,
    });
    this.#threads =
      threads === undefined || this.threads === 1
        ? null
        : new WasmThreads(threads.spawn, Array.from({ length: this.threads - 1 }, start));
  }

  setParameters(phi: Float32Array): void {
    const zeros = new Float32Array(phi.length);
    this.restore({ phi, firstMoment: zeros, secondMoment: zeros, adamSteps: 0 });
  }

  parameters(): Promise<Float32Array> {
    return Promise.resolve(this.#unpacked('phi'));
  }

  checkpoint(): Promise<Checkpoint> {
    return Promise.resolve({
      phi: this.#unpacked('phi'),
      firstMoment: this.#unpacked('firstMoment'),
      secondMoment: this.#unpacked('secondMoment'),
      adamSteps: this.#adamSteps,
    });
  }

  restore(checkpoint: Checkpoint): void {
    checkParameters(this, checkpoint.phi);
    const own = parameterCount(this.spec);
    for (const [m, vectors] of this.#plan.members.entries()) {
      for (const name of ['phi', 'firstMoment', 'secondMoment'] as const) {
        const flat = checkpoint[name].subarray(m * own, (m + 1) * own);
        pack(this.#packing, flat, this.#floats(vectors[name], this.#packing.size));
      }
    }
    this.#adamSteps = checkpoint.adamSteps;
  }

  reserve(rows: number): void {
    const { dim, context } = this.spec;
    this.#reserved = rows;
    this.#elsewhere = 4 * rows * (dim + context) > MOST_RESIDENT ? new PairStore(this.spec, rows) : null;
    const resident = this.#elsewhere === null ? rows : 0;
    this.#context = aligned(this.#plan.end + 4 * resident * dim);
    this.#exchange = aligned(this.#context + 4 * resident * context);
    this.#grow(this.#exchange);
  }

  store(from: number, data: Batch): void {
    checkStored(from, data, this.#reserved);
    if (this.#elsewhere !== null) {
      this.#elsewhere.store(from, data);
      return;
    }
    const { dim, context: width } = this.spec;
    this.#floats(this.#plan.end + 4 * from * dim, data.size * dim).set(data.z);
    this.#floats(this.#context + 4 * from * width, data.size * width).set(data.context);
  }

  async train(steps: readonly TrainingStep[], adam: AdamSettings): Promise<Float32Array> {
    checkSteps(this, steps, this.#reserved);
    const losses = new Float32Array(steps.length * this.members);
    let taken = 0;
    for (const some of this.#parts(steps)) {
      await this.#threads?.ready();
      losses.set(this.#take(some, adam), taken * this.members);
      taken += some.length;
    }
    return losses;
  }

  /** Steps that are taken in one call: all, or as many as their minibatches may be copied in for. */
  *#parts(steps: readonly TrainingStep[]): Generator<readonly TrainingStep[]> {
    if (this.#elsewhere === null) {
      yield steps;
      return;
    }
    const bytes = 4 * (this.spec.dim + this.spec.context);
    let [from, copied] = [0, 0];
    for (const [i, { rows }] of steps.entries()) {
      if (i > from && copied + bytes * rows.length > COPIED_AT_ONCE) {
        yield steps.slice(from, i);
        [from, copied] = [i, 0];
      }
      copied += bytes * rows.length;
    }
    yield steps.slice(from);
  }

  #take(steps: readonly TrainingStep[], { clipNorm, weightDecay }: AdamSettings): Float32Array {
    const total = steps.reduce((sum, { rows }) => sum + rows.length, 0);
    const count = steps.length;
    const { dim, context: width } = this.spec;
    const zAt = this.#elsewhere === null ? this.#plan.end : this.#exchange;
    const contextAt = this.#elsewhere === null ? this.#context : aligned(zAt + 4 * total * dim);
    const rowsAt = this.#elsewhere === null ? this.#exchange : aligned(contextAt + 4 * total * width);
    const sizesAt = rowsAt + 4 * total;
    const ratesAt = sizesAt + 4 * count;
    const lossesAt = ratesAt + 8 * count;
    const buffer = this.#grow(lossesAt + 4 * count * this.members);
    const rates = new Float32Array(buffer, ratesAt, 2 * count);
    const sizes = new Int32Array(buffer, sizesAt, count);
    const allRows = new Uint32Array(buffer, rowsAt, total);
    let at = 0;
    for (const [i, { rows, learningRate }] of steps.entries()) {
      allRows.set(rows, at);
      at += rows.length;
      sizes[i] = rows.length / this.members;
      this.#adamSteps++;
      rates[2 * i] = learningRate / (1 - BETA1 ** this.#adamSteps);
      rates[2 * i + 1] = 1 / Math.sqrt(1 - BETA2 ** this.#adamSteps);
    }
    if (this.#elsewhere !== null) {
      // The minibatches themselves, one after the other: the same numbers in the same order.
      this.#elsewhere.gatherInto(allRows, this.#floats(zAt, total * dim), this.#floats(contextAt, total * width));
      for (let i = 0; i < total; i++) allRows[i] = i;
    }
    const { address } = this.#plan;
    const exports = this.#running;
    this.#finish(
      exports.train(address, zAt, contextAt, rowsAt, sizesAt, ratesAt, count, clipNorm, weightDecay, lossesAt),
    );
    return this.#floats(lossesAt, count * this.members).slice();
  }

  async logDensity(batch: Batch, member = 0): Promise<Float32Array> {
    checkMember(this, member);
    const { dim, context } = this.spec;
    const out = new Float32Array(batch.size);
    for (let from = 0; from < batch.size; from += CHUNK_ROWS) {
      await this.#threads?.ready();
      const rows = Math.min(CHUNK_ROWS, batch.size - from);
      // Looked up anew after each pause: others may have reserved more data meanwhile.
      const zAt = this.#exchange;
      const contextAt = zAt + 4 * rows * dim;
      const outAt = contextAt + 4 * rows * context;
      this.#grow(outAt + 4 * rows);
      this.#floats(zAt, rows * dim).set(batch.z.subarray(from * dim, (from + rows) * dim));
      this.#floats(contextAt, rows * context).set(batch.context.subarray(from * context, (from + rows) * context));
      this.#finish(this.#running.logDensity(this.#plan.address, member, zAt, contextAt, rows, outAt));
      out.set(this.#floats(outAt, rows), from);
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
    await this.#threads?.ready();
    let sinceThePause = 0;
    let prepared = -1;
    for (let n = 0; n < contexts; n++) {
      for (let from = 0; from < each; from += CHUNK_ROWS) {
        // During a pause others may use the engine, and even train it: nothing that was prepared outlives one.
        const contextAt = this.#exchange;
        const drawsAt = contextAt + 4 * CONTEXT_PANEL * width;
        this.#grow(drawsAt + 4 * CHUNK_ROWS * dim);
        if (prepared < 0 || n >= prepared + CONTEXT_PANEL) {
          prepared = n;
          const rows = Math.min(CONTEXT_PANEL, contexts - n);
          this.#floats(contextAt, rows * width).set(context.subarray(n * width, (n + rows) * width));
          this.#running.prepareContexts(this.#plan.address, member, contextAt, rows);
        }
        const draws = Math.min(CHUNK_ROWS, each - from);
        const at = (n * each + from) * dim;
        this.#floats(drawsAt, draws * dim).set(base.subarray(at, at + draws * dim));
        this.#finish(this.#running.draw(this.#plan.address, member, n - prepared, drawsAt, drawsAt, draws));
        out.set(this.#floats(drawsAt, draws * dim), at);
        sinceThePause += draws;
        if (sinceThePause >= CHUNK_ROWS) {
          await this.#pause();
          await this.#threads?.ready();
          sinceThePause = 0;
          prepared = -1;
        }
      }
    }
    return out;
  }

  /**
   * What the transforms make of z, one after the other: the states after each, [T, size, D], coordinates in the order of the
   * parameters, the last with the base's values. The way from base to z is the way of `sample`'s draws, backwards.
   */
  layers({ size, z, context }: Batch, member = 0): Float32Array {
    checkMember(this, member);
    const zAt = this.#exchange;
    const contextAt = zAt + 4 * z.length;
    const outAt = contextAt + 4 * context.length;
    const numbers = this.spec.estimator.transforms * z.length;
    this.#grow(outAt + 4 * numbers);
    this.#floats(zAt, z.length).set(z);
    this.#floats(contextAt, context.length).set(context);
    this.#running.layers(this.#plan.address, member, zAt, contextAt, size, outAt);
    return this.#floats(outAt, numbers).slice();
  }

  /** @throws RangeError for no such member, or a network without an embedding */
  async features(context: Float32Array, member = 0): Promise<Float32Array> {
    checkMember(this, member);
    const { context: width } = this.spec;
    const { features: from } = this.#plan;
    if (from === null) throw new RangeError('This network has no embedding, and so no features.');
    const each = embeddingOf(this.spec).features;
    const n = context.length / width;
    const out = new Float32Array(n * each);
    for (let at = 0; at < n; at += CONTEXT_PANEL) {
      if (at > 0 && at % FEATURE_ROWS === 0) await this.#pause();
      const rows = Math.min(CONTEXT_PANEL, n - at);
      // As in `sample`: nothing that was prepared outlives a pause.
      const contextAt = this.#exchange;
      this.#grow(contextAt + 4 * CONTEXT_PANEL * width);
      this.#floats(contextAt, rows * width).set(context.subarray(at * width, (at + rows) * width));
      this.#running.prepareContexts(this.#plan.address, member, contextAt, rows);
      const made = this.#floats(from, each * CONTEXT_PANEL);
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < each; k++) out[(at + i) * each + k] = made[k * CONTEXT_PANEL + i];
      }
    }
    return out;
  }

  /** Bytes of the engine's memory. */
  get bytes(): number {
    return this.#running.memory.buffer.byteLength;
  }

  dispose(): void {
    this.#threads?.stop();
    this.#exports = null;
  }

  get #running(): WasmExports {
    if (this.#exports === null) throw new Error('This engine has been disposed of.');
    return this.#exports;
  }

  /** @param whole what a call gave: whether all threads came to its end */
  #finish(whole: number): void {
    if (whole === 0 && this.#threads !== null) throw this.#threads.giveUp();
  }

  #floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#running.memory.buffer, address, length);
  }

  /** A vector of all members, [M, P]. */
  #unpacked(name: keyof MemberVectors): Float32Array {
    const own = parameterCount(this.spec);
    const all = new Float32Array(this.members * own);
    for (const [m, vectors] of this.#plan.members.entries()) {
      all.set(unpack(this.#packing, this.#floats(vectors[name], this.#packing.size)), m * own);
    }
    return all;
  }

  /** Makes the memory at least so long. Views from before are then void. */
  #grow(bytes: number): ArrayBufferLike {
    const { memory } = this.#running;
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) {
      try {
        memory.grow(Math.ceil(missing / PAGE));
      } catch (cause) {
        const mebibytes = Math.ceil(bytes / 2 ** 20);
        throw new RangeError(
          `The WebAssembly engine needs ${mebibytes} MiB of memory and cannot have it (1024 MiB at most where threads share it): take fewer simulations or smaller summaries.`,
          { cause },
        );
      }
    }
    return memory.buffer;
  }
}

function aligned(address: number): number {
  return (address + 63) & ~63;
}
