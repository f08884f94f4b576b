/**
 * Which engine trains: each one that is there takes a few steps of a small flow, and the fastest wins. A software WebGPU
 * adapter is recognised and passed over. The page is told what was measured and why; the user may choose another.
 */
import type { Batch, FlowEngine } from '../inference/flow/engines/engine.ts';
import {
  type AdapterProbe,
  type Backend,
  type BackendOptions,
  probeAdapter,
  startBackend,
} from '../inference/flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../inference/flow/engines/tfjs/tfjsEngine.ts';
import { WasmEngine } from '../inference/flow/engines/wasm/wasmEngine.ts';
import { backendDevice } from '../inference/flow/engines/webgpu/gpuBackend.ts';
import { WebGpuEngine } from '../inference/flow/engines/webgpu/webgpuEngine.ts';
import { compileWasm, type WasmBuild, wasmBuild } from '../inference/flow/engines/wasm/wasmModule.ts';
import { initialise } from '../inference/flow/initialise.ts';
import { ReferenceFlow } from '../inference/flow/referenceFlow.ts';
import { type FlowSpec, flowSpec } from '../inference/flow/spec.ts';
import { Random, STREAMS } from '../inference/math/random.ts';
import type { EngineChoice, EngineInfo, EngineName } from './protocol.ts';
import { yieldToMessages } from './yieldToMessages.ts';

type Candidate = EngineInfo['candidates'][number];

/** Large enough to tell the engines apart, small enough that the slowest (tfjs-cpu) takes a fraction of a second. */
const TRIAL_BATCH = 100;
const TRIAL_SPEC = flowSpec('small', 2, 10);
/** Largest error of the first loss, nats: far above float32's, far below that of a wrong kernel. */
const LOSS_TOLERANCE = 0.01;
/** First steps compile shaders and warm the JIT up; they are not timed. */
const TRIAL_STEPS: Readonly<Record<EngineName, { readonly warmUp: number; readonly timed: number }>> = {
  wasm: { warmUp: 15, timed: 25 },
  webgpu: { warmUp: 15, timed: 25 },
  'tfjs-webgpu': { warmUp: 3, timed: 5 },
  'tfjs-wasm': { warmUp: 3, timed: 5 },
  'tfjs-cpu': { warmUp: 1, timed: 1 },
};
/** Time that one call of an engine should take, ms: a frame or less; more where reading back is a round trip to a GPU. */
const CALL_MS: Readonly<Record<EngineName, number>> = {
  wasm: 12,
  // Two submissions, one of which the GPU works on while the other is read back.
  webgpu: 24,
  'tfjs-webgpu': 30,
  'tfjs-wasm': 12,
  'tfjs-cpu': 12,
};

const ON_GPU: ReadonlySet<EngineName> = new Set(['webgpu', 'tfjs-webgpu']);

const BACKENDS: Readonly<Record<Exclude<EngineName, 'wasm' | 'webgpu'>, Backend>> = {
  'tfjs-webgpu': 'webgpu',
  'tfjs-wasm': 'wasm',
  'tfjs-cpu': 'cpu',
};

export interface EngineOptions extends BackendOptions {
  /** The bytes of a build of the fused kernels. */
  readonly kernels: (build: WasmBuild) => Promise<ArrayBuffer | Uint8Array>;
}

type MakeEngine = (spec: FlowSpec, members?: number) => FlowEngine;

export interface ChosenEngine {
  readonly engine: EngineName;
  readonly software: boolean;
  readonly make: MakeEngine;
  /** See TrainerOptions. */
  readonly callMs: number;
  readonly reason: string;
  readonly candidates: readonly Candidate[];
}

/** Starts the chosen engine (or the fastest). @throws Error with a sentence when the user's choice cannot start. */
export async function chooseEngine(
  choice: EngineChoice,
  options: EngineOptions,
  report: (message: string) => void,
): Promise<ChosenEngine> {
  const adapter = await probeAdapter();
  if (choice !== 'auto') {
    const candidate = await measure(choice, options);
    if (candidate.msPerStep === null) throw new Error(`The ${choice} engine cannot be used: ${candidate.note}.`);
    const software = ON_GPU.has(choice) && adapter.kind === 'software';
    const what = software ? `WebGPU, here a software adapter (${adapter.note})` : choice;
    return chosen(choice, software, `You chose ${what}.`, withTheRest([candidate], adapter), options);
  }
  report('Measuring the engines …');
  const measured: Candidate[] = [await measure('wasm', options)];
  if (adapter.kind === 'hardware') measured.push(await measure('webgpu', options));
  if (measured.every(({ msPerStep }) => msPerStep === null)) {
    for (const engine of ['tfjs-wasm', 'tfjs-cpu'] as const) measured.push(await measure(engine, options));
  }
  const best = measured.reduce((a, b) => ((b.msPerStep ?? Infinity) < (a.msPerStep ?? Infinity) ? b : a));
  if (best.msPerStep === null) {
    throw new Error('No engine could start: neither WebAssembly nor WebGPU nor plain JavaScript.');
  }
  const candidates = withTheRest(measured, adapter);
  return chosen(best.engine, false, reasonFor(best, candidates), candidates, options);
}

/** The measured candidates, and the others with the reason why they were not measured. */
function withTheRest(measured: readonly Candidate[], adapter: AdapterProbe): Candidate[] {
  return (Object.keys(TRIAL_STEPS) as EngineName[]).map((engine): Candidate => {
    const known = measured.find((candidate) => candidate.engine === engine);
    if (known !== undefined) return known;
    if (ON_GPU.has(engine) && adapter.kind !== 'hardware') {
      const note = adapter.kind === 'software' ? `software adapter (${adapter.note}), not measured` : adapter.note;
      return { engine, msPerStep: null, usable: adapter.kind === 'software', note };
    }
    const note = engine.startsWith('tfjs') ? 'the readable reference, many times slower' : 'not measured';
    return { engine, msPerStep: null, usable: true, note };
  });
}

async function chosen(
  engine: EngineName,
  software: boolean,
  reason: string,
  candidates: readonly Candidate[],
  options: EngineOptions,
): Promise<ChosenEngine> {
  // The trials left the last backend set.
  return { engine, software, make: await start(engine, options), callMs: CALL_MS[engine], reason, candidates };
}

/** Gets an engine ready. @throws Error with a sentence when it cannot start */
async function start(engine: EngineName, options: EngineOptions): Promise<MakeEngine> {
  if (engine === 'wasm') {
    const build = wasmBuild();
    const module = await compileWasm(build, await options.kernels(build));
    return (spec, members) => new WasmEngine(spec, module, { members, pause: yieldToMessages });
  }
  if (engine === 'webgpu') {
    await startBackend('webgpu', options);
    const device = backendDevice();
    return (spec) => new WebGpuEngine(spec, device, yieldToMessages);
  }
  const backend = BACKENDS[engine];
  await startBackend(backend, options);
  return (spec) => new TfjsEngine(spec, backend, yieldToMessages);
}

async function measure(engine: EngineName, options: EngineOptions): Promise<Candidate> {
  try {
    const make = await start(engine, options);
    const { warmUp, timed } = TRIAL_STEPS[engine];
    const random = new Random(0, STREAMS.weights);
    const trial = make(TRIAL_SPEC);
    const phi = initialise(TRIAL_SPEC, random);
    trial.setParameters(phi);
    const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
    trial.reserve(TRIAL_BATCH);
    const data = {
      size: TRIAL_BATCH,
      z: normals(TRIAL_BATCH * TRIAL_SPEC.dim),
      context: normals(TRIAL_BATCH * TRIAL_SPEC.context),
    };
    trial.store(0, data);
    const rows = Uint32Array.from({ length: TRIAL_BATCH }, (_, row) => row);
    // Together, so that a GPU is read back once, as in training.
    const take = (steps: number) =>
      trial.train(
        Array.from({ length: steps }, () => ({ rows, learningRate: 1e-4 })),
        { clipNorm: 5, weightDecay: 0 },
      );
    const [loss] = await take(warmUp);
    checkLoss(loss, phi, data);
    const begin = performance.now();
    await take(timed);
    const msPerStep = (performance.now() - begin) / timed;
    trial.dispose();
    return {
      engine,
      msPerStep,
      usable: true,
      note: `${msPerStep.toPrecision(2)} ms a step (small flow, batch ${TRIAL_BATCH})`,
    };
  } catch (cause) {
    return { engine, msPerStep: null, usable: false, note: cause instanceof Error ? cause.message : String(cause) };
  }
}

/**
 * A driver that compiles a kernel wrongly, or not at all, gives numbers all the same: the first loss is compared with the
 * float64 reference before an engine is trusted.
 */
function checkLoss(loss: number, phi: Float32Array, { size, z, context }: Batch): void {
  const reference = new ReferenceFlow(TRIAL_SPEC, phi);
  const { dim, context: width } = TRIAL_SPEC;
  let sum = 0;
  for (let row = 0; row < size; row++) {
    const c = context.subarray(row * width, (row + 1) * width);
    sum -= reference.logDensity(z.subarray(row * dim, (row + 1) * dim), c);
  }
  const expected = sum / size;
  if (Math.abs(loss - expected) < LOSS_TOLERANCE) return;
  throw new Error(
    `gave a loss of ${loss.toFixed(4)} where ${expected.toFixed(4)} is right, so it cannot be trusted here`,
  );
}

/** "1.3 ms a step here, 2.1 times faster than webgpu." and, where WebGPU was not measured, why. */
function reasonFor(best: Candidate, candidates: readonly Candidate[]): string {
  const slower = candidates.flatMap(({ engine, msPerStep }) => {
    if (engine === best.engine || msPerStep === null) return [];
    const factor = msPerStep / (best.msPerStep ?? 1);
    return [`${factor.toFixed(factor < 10 ? 1 : 0)} times faster than ${engine}`];
  });
  const measured = [`${(best.msPerStep ?? 0).toPrecision(2)} ms a step here`, ...slower].join(', ');
  const gpu = candidates.find(({ engine }) => engine === 'webgpu');
  return gpu === undefined || gpu.msPerStep !== null ? `${measured}.` : `${measured}. WebGPU: ${gpu.note}.`;
}
