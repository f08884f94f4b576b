/**
 * Which backend trains: each one that is there takes a few steps of a small flow, and the fastest wins. A software WebGPU
 * adapter is recognised and passed over. The page is told what was measured and why; the user may choose another.
 */
import { initialise } from '../inference/flow/initialise.ts';
import {
  type AdapterProbe,
  type Backend,
  type BackendOptions,
  probeAdapter,
  startBackend,
} from '../inference/flow/engines/tfjs/backends.ts';
import { TfjsEngine } from '../inference/flow/engines/tfjs/tfjsEngine.ts';
import { flowSpec } from '../inference/flow/spec.ts';
import { Random, STREAMS } from '../inference/math/random.ts';
import type { EngineChoice, EngineInfo } from './protocol.ts';

type Candidate = EngineInfo['candidates'][number];

/** Large enough to tell the backends apart, small enough that the slowest (cpu) takes a fraction of a second. */
const TRIAL_BATCH = 100;
const TRIAL_SPEC = flowSpec('small', 2, 10);
/** First steps compile shaders and warm the JIT up; they are not timed. */
const TRIAL_STEPS: Readonly<Record<Backend, { readonly warmUp: number; readonly timed: number }>> = {
  webgpu: { warmUp: 3, timed: 5 },
  wasm: { warmUp: 3, timed: 5 },
  cpu: { warmUp: 1, timed: 1 },
};

export interface ChosenEngine {
  readonly backend: Backend;
  readonly software: boolean;
  readonly reason: string;
  readonly candidates: readonly Candidate[];
}

/** Starts the chosen backend (or the fastest). @throws Error with a sentence when the user's choice cannot start. */
export async function chooseEngine(
  choice: EngineChoice,
  options: BackendOptions,
  report: (message: string) => void,
): Promise<ChosenEngine> {
  const adapter = await probeAdapter();
  if (choice !== 'auto') {
    const candidate = await measure(choice, options);
    if (candidate.msPerStep === null) throw new Error(`The ${choice} engine cannot be used: ${candidate.note}.`);
    const software = choice === 'webgpu' && adapter.kind === 'software';
    const what = software ? `${choice}, here a software adapter (${adapter.note})` : choice;
    return { backend: choice, software, reason: `You chose ${what}.`, candidates: [candidate] };
  }
  const candidates: Candidate[] = [webGpuNote(adapter)];
  report('Measuring the engines …');
  if (adapter.kind === 'hardware') candidates[0] = await measure('webgpu', options);
  for (const backend of ['wasm', 'cpu'] as const) candidates.push(await measure(backend, options));
  const best = candidates.reduce((a, b) => ((b.msPerStep ?? Infinity) < (a.msPerStep ?? Infinity) ? b : a));
  if (best.msPerStep === null) {
    throw new Error('No engine could start: neither WebGPU nor WebAssembly nor plain JavaScript.');
  }
  // The trials left the last backend set.
  await startBackend(best.backend, options);
  return { backend: best.backend, software: false, reason: reasonFor(best, candidates), candidates };
}

function webGpuNote(adapter: AdapterProbe): Candidate {
  const note =
    adapter.kind === 'software' ? `software adapter (${adapter.note}), slower than WebAssembly` : adapter.note;
  return { backend: 'webgpu', msPerStep: null, usable: adapter.kind !== 'none', note };
}

async function measure(backend: Backend, options: BackendOptions): Promise<Candidate> {
  try {
    await startBackend(backend, options);
    const { warmUp, timed } = TRIAL_STEPS[backend];
    const random = new Random(0, STREAMS.weights);
    const engine = new TfjsEngine(TRIAL_SPEC, backend);
    engine.setParameters(initialise(TRIAL_SPEC, random));
    const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
    const batch = {
      size: TRIAL_BATCH,
      z: normals(TRIAL_BATCH * TRIAL_SPEC.dim),
      context: normals(TRIAL_BATCH * TRIAL_SPEC.context),
    };
    const adam = { learningRate: 1e-4, clipNorm: 5, weightDecay: 0 };
    for (let i = 0; i < warmUp; i++) await engine.train([batch], adam);
    const start = performance.now();
    // Together, so that a GPU is read back once, as in training.
    await engine.train(
      Array.from({ length: timed }, () => batch),
      adam,
    );
    const msPerStep = (performance.now() - start) / timed;
    engine.dispose();
    return {
      backend,
      msPerStep,
      usable: true,
      note: `${msPerStep.toFixed(1)} ms a step (small flow, batch ${TRIAL_BATCH})`,
    };
  } catch (cause) {
    return { backend, msPerStep: null, usable: false, note: cause instanceof Error ? cause.message : String(cause) };
  }
}

function reasonFor(best: Candidate, candidates: readonly Candidate[]): string {
  const slower = candidates.filter(({ backend, msPerStep }) => backend !== best.backend && msPerStep !== null);
  const absent = candidates.filter(({ msPerStep }) => msPerStep === null);
  const parts = slower.map(({ backend, msPerStep }) => {
    const factor = (msPerStep ?? 0) / (best.msPerStep ?? 1);
    return `${factor.toFixed(factor < 10 ? 1 : 0)} times faster than ${backend}`;
  });
  const measured = parts.length > 0 ? `Measured here: ${parts.join(', ')}.` : 'The only one that runs here.';
  return [measured, ...absent.map(({ backend, note }) => `${backend}: ${note}.`)].join(' ');
}
