/**
 * The compiled kernels (assembly/). There are builds that use relaxed SIMD, i.e. one rounding and one instruction for a
 * multiply-add, and builds for runtimes that do not have it; and of each one for a memory that threads share. The caller
 * provides the bytes, since where they lie differs between page and Node.
 */

/** The parts of WebAssembly that are used here; the portable library has no DOM types. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: ArrayBuffer | Uint8Array): Promise<object>;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
  Memory: new (size: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
};

export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  /** By pages of 64 KiB. */
  grow(pages: number): number;
}

/** See assembly/index.ts for what the parameters are; addresses are bytes. */
export interface WasmExports {
  readonly memory: WasmMemory;
  train(
    ensemble: number,
    z: number,
    context: number,
    rows: number,
    sizes: number,
    rates: number,
    steps: number,
    clipNorm: number,
    decay: number,
    losses: number,
  ): number;
  logDensity(ensemble: number, member: number, z: number, context: number, count: number, out: number): number;
  layers(ensemble: number, member: number, z: number, context: number, count: number, out: number): void;
  prepareContexts(ensemble: number, member: number, context: number, count: number): void;
  draw(ensemble: number, member: number, lane: number, base: number, out: number, count: number): number;
  serve(ensemble: number, thread: number): void;
  bareProduct(
    w: number,
    x: number,
    bias: number,
    out: number,
    rows: number,
    blocks: number,
    panels: number,
    repeat: number,
  ): void;
}

export type WasmBuild = 'simd' | 'relaxed' | 'simd-threads' | 'relaxed-threads';

export interface WasmModule {
  readonly build: WasmBuild;
  /** Whether its memories can be shared with other threads. */
  readonly shared: boolean;
  /** A WebAssembly.Module, as other threads are sent it. */
  readonly compiled: object;
  /** A fresh instance, with memory of its own. */
  instantiate(): WasmExports;
}

/** What a shared memory may grow to, in pages (scripts/assembly.mjs): 1 GiB. */
const SHARED_PAGES = 16_384;

/** A module whose one function multiplies and adds zeros with a relaxed instruction: valid where relaxed SIMD is. */
const RELAXED_PROBE = relaxedProbe();

function relaxedProbe(): Uint8Array {
  const zero = [0xfd, 0x0c].concat(Array.from({ length: 16 }, () => 0));
  const body = [0].concat(zero, zero, zero, [0xfd, 0x85, 0x02, 0x0b]);
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const typeSection = [0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b];
  const functionSection = [0x03, 0x02, 0x01, 0x00];
  const codeSection = [0x0a, body.length + 2, 0x01, body.length].concat(body);
  return Uint8Array.from(header.concat(typeSection, functionSection, codeSection));
}

/** The build for this runtime. @param shared for a memory that threads share */
export function wasmBuild(shared = false): WasmBuild {
  const build = WebAssembly.validate(RELAXED_PROBE) ? 'relaxed' : 'simd';
  return shared ? `${build}-threads` : build;
}

/** @param bytes contents of assembly/build/<build>.wasm */
export async function compileWasm(build: WasmBuild, bytes: ArrayBuffer | Uint8Array): Promise<WasmModule> {
  const compiled = await WebAssembly.compile(bytes);
  const shared = build.endsWith('-threads');
  const size = shared ? { initial: 1, maximum: SHARED_PAGES, shared } : { initial: 1 };
  return { build, shared, compiled, instantiate: () => instantiate(compiled, new WebAssembly.Memory(size)) };
}

/** An instance on a memory that is there. */
export function instantiate(compiled: object, memory: object): WasmExports {
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as WasmExports;
}
