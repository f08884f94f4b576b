/**
 * The fused engine: a whole training step is one loop in WebAssembly (assembly/), over one linear memory that holds
 * parameters, training data and everything in between. Runs in a worker and in Node, on one thread.
 */
import { parameterCount } from '../../layout.ts';
import type { FlowSpec } from '../../spec.ts';
import type { AdamSettings, Batch, Checkpoint, FlowEngine, TrainingStep } from '../engine.ts';
import { pack, type Packing, packing, unpack } from './packing.ts';
import { type WasmPlan, writePlan } from './wasmPlan.ts';
import type { WasmExports, WasmModule } from './wasmModule.ts';

const PAGE = 65536;
const BETA1 = 0.9;
const BETA2 = 0.999;
/** Rows evaluated in one call: bounds the time during which a worker cannot hear a cancellation. */
const CHUNK_ROWS = 4096;
/** Contexts that are prepared together. */
const CONTEXT_PANEL = 8;

export class WasmEngine implements FlowEngine {
  readonly spec: FlowSpec;
  readonly members = 1;
  readonly #packing: Packing;
  readonly #pause: () => Promise<void>;
  #exports: WasmExports | null;
  readonly #plan: WasmPlan;
  #adamSteps = 0;
  #reserved = 0;
  /** Address of the training data's context; z is at the plan's end. */
  #context: number;
  /** First byte after the training data: what goes in and out of calls. */
  #exchange: number;

  /** @param pause called between chunks of long evaluations: lets a worker handle its messages */
  constructor(spec: FlowSpec, module: WasmModule, pause: () => Promise<void> = () => Promise.resolve()) {
    this.spec = spec;
    this.#pause = pause;
    this.#exports = module.instantiate();
    this.#packing = packing(spec);
    this.#plan = writePlan(spec, this.#packing, (bytes) => this.#grow(bytes));
    this.#context = this.#plan.end;
    this.#exchange = this.#plan.end;
  }

  setParameters(phi: Float32Array): void {
    const zeros = new Float32Array(phi.length);
    this.restore({ phi, firstMoment: zeros, secondMoment: zeros, adamSteps: 0 });
  }

  parameters(): Promise<Float32Array> {
    return Promise.resolve(this.#unpack(this.#plan.phi));
  }

  checkpoint(): Promise<Checkpoint> {
    const { phi, firstMoment, secondMoment } = this.#plan;
    return Promise.resolve({
      phi: this.#unpack(phi),
      firstMoment: this.#unpack(firstMoment),
      secondMoment: this.#unpack(secondMoment),
      adamSteps: this.#adamSteps,
    });
  }

  restore(checkpoint: Checkpoint): void {
    const expected = parameterCount(this.spec);
    if (checkpoint.phi.length !== expected) {
      throw new Error(`This network has ${expected} parameters, ${checkpoint.phi.length} were given.`);
    }
    const { phi, firstMoment, secondMoment } = this.#plan;
    pack(this.#packing, checkpoint.phi, this.#floats(phi, this.#packing.size));
    pack(this.#packing, checkpoint.firstMoment, this.#floats(firstMoment, this.#packing.size));
    pack(this.#packing, checkpoint.secondMoment, this.#floats(secondMoment, this.#packing.size));
    this.#adamSteps = checkpoint.adamSteps;
  }

  reserve(rows: number): void {
    this.#reserved = rows;
    this.#context = aligned(this.#plan.end + 4 * rows * this.spec.dim);
    this.#exchange = aligned(this.#context + 4 * rows * this.spec.context);
    this.#grow(this.#exchange);
  }

  store(from: number, { size, z, context }: Batch): void {
    if (from + size > this.#reserved) {
      throw new RangeError(`Rows up to ${from + size} were given, ${this.#reserved} are reserved: reserve more first.`);
    }
    const { dim, context: width } = this.spec;
    this.#floats(this.#plan.end + 4 * from * dim, size * dim).set(z);
    this.#floats(this.#context + 4 * from * width, size * width).set(context);
  }

  train(steps: readonly TrainingStep[], { clipNorm, weightDecay }: AdamSettings): Promise<Float32Array> {
    const total = steps.reduce((sum, { rows }) => sum + rows.length, 0);
    const count = steps.length;
    const rowsAt = this.#exchange;
    const sizesAt = rowsAt + 4 * total;
    const ratesAt = sizesAt + 4 * count;
    const lossesAt = ratesAt + 8 * count;
    const buffer = this.#grow(lossesAt + 4 * count);
    const rates = new Float32Array(buffer, ratesAt, 2 * count);
    const sizes = new Int32Array(buffer, sizesAt, count);
    const allRows = new Uint32Array(buffer, rowsAt, total);
    let at = 0;
    for (const [i, { rows, learningRate }] of steps.entries()) {
      this.#checkRows(rows);
      allRows.set(rows, at);
      at += rows.length;
      sizes[i] = rows.length;
      this.#adamSteps++;
      rates[2 * i] = learningRate / (1 - BETA1 ** this.#adamSteps);
      rates[2 * i + 1] = 1 / Math.sqrt(1 - BETA2 ** this.#adamSteps);
    }
    const { address, end } = this.#plan;
    this.#running.train(address, end, this.#context, rowsAt, sizesAt, ratesAt, count, clipNorm, weightDecay, lossesAt);
    return Promise.resolve(this.#floats(lossesAt, count).slice());
  }

  async logDensity(batch: Batch): Promise<Float32Array> {
    const { dim, context } = this.spec;
    const out = new Float32Array(batch.size);
    for (let from = 0; from < batch.size; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, batch.size - from);
      // Looked up anew after each pause: others may have reserved more data meanwhile.
      const zAt = this.#exchange;
      const contextAt = zAt + 4 * rows * dim;
      const outAt = contextAt + 4 * rows * context;
      this.#grow(outAt + 4 * rows);
      this.#floats(zAt, rows * dim).set(batch.z.subarray(from * dim, (from + rows) * dim));
      this.#floats(contextAt, rows * context).set(batch.context.subarray(from * context, (from + rows) * context));
      this.#running.logDensity(this.#plan.address, zAt, contextAt, rows, outAt);
      out.set(this.#floats(outAt, rows), from);
      await this.#pause();
    }
    return out;
  }

  async sample(context: Float32Array, contexts: number, each: number, base: Float32Array): Promise<Float32Array> {
    const { dim, context: width } = this.spec;
    const out = new Float32Array(contexts * each * dim);
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
          this.#running.prepareContexts(this.#plan.address, contextAt, rows);
        }
        const draws = Math.min(CHUNK_ROWS, each - from);
        const at = (n * each + from) * dim;
        this.#floats(drawsAt, draws * dim).set(base.subarray(at, at + draws * dim));
        this.#running.draw(this.#plan.address, n - prepared, drawsAt, drawsAt, draws);
        out.set(this.#floats(drawsAt, draws * dim), at);
        sinceThePause += draws;
        if (sinceThePause >= CHUNK_ROWS) {
          await this.#pause();
          sinceThePause = 0;
          prepared = -1;
        }
      }
    }
    return out;
  }

  /** Bytes of the engine's memory. */
  get bytes(): number {
    return this.#running.memory.buffer.byteLength;
  }

  dispose(): void {
    this.#exports = null;
  }

  get #running(): WasmExports {
    if (this.#exports === null) throw new Error('This engine has been disposed of.');
    return this.#exports;
  }

  #checkRows(rows: Uint32Array): void {
    for (const row of rows) {
      if (row >= this.#reserved) {
        throw new RangeError(`Row ${row} of the training data was asked for, ${this.#reserved} are reserved.`);
      }
    }
  }

  #floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#running.memory.buffer, address, length);
  }

  #unpack(address: number): Float32Array {
    return unpack(this.#packing, this.#floats(address, this.#packing.size));
  }

  /** Makes the memory at least so long. Views from before are then void. */
  #grow(bytes: number): ArrayBuffer {
    const { memory } = this.#running;
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return memory.buffer;
  }
}

function aligned(address: number): number {
  return (address + 63) & ~63;
}
