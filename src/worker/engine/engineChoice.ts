/**
 * Which engine trains a study: each fused one that is there is tried on the study's own flow, and the fastest wins. The
 * measurements are kept by shape, so that a study of a known shape is opened at once. A software WebGPU adapter is recognised
 * and passed over; TensorFlow.js is the fallback. The page is told what was measured and why; the user may choose another.
 */
import type { AdapterProbe } from '../../inference/flow/engines/tfjs/adapter.ts';
import { type EngineSource, type MakeEngine, ON_GPU } from './engines.ts';
import { UnsupportedNetwork } from '../../inference/flow/engines/unsupported.ts';
import { type StudyShape, trial } from './engineTrial.ts';
import { type EngineChoice, type EngineInfo, type EngineName, engineNames } from './engineInfo.ts';

type Candidate = EngineInfo['candidates'][number];

/** Time that one call of an engine should take, ms: a frame or less; more where reading back is a round trip to a GPU. */
const CALL_MS: Readonly<Record<EngineName, number>> = {
  wasm: 12,
  // Two submissions, one of which the GPU works on while the other is read back.
  webgpu: 24,
  'wasm-reproducible': 12,
  'tfjs-webgpu': 30,
  'tfjs-wasm': 12,
  'tfjs-cpu': 12,
};
const ALL = Object.keys(CALL_MS) as EngineName[];

/** What is said of an engine that was not measured. */
const SLOW = 'the readable reference, many times slower';
const NOTES: Readonly<Record<EngineName, string>> = {
  wasm: 'not measured',
  'wasm-reproducible': 'the same numbers in every browser: one thread, no fused multiply-add',
  webgpu: 'not measured',
  'tfjs-webgpu': SLOW,
  'tfjs-wasm': SLOW,
  'tfjs-cpu': SLOW,
};

const THREAD_FAILED = 'Training runs on one thread, because one of several has failed.';

export interface ChosenEngine {
  readonly info: Omit<EngineInfo, 'simulationWorkers'>;
  readonly make: MakeEngine;
  /** See TrainerOptions. */
  readonly callMs: number;
}

/** No engine can be used, or not the one that was asked for. */
export class NoEngine extends Error {
  override readonly name = 'NoEngine';
}

export class EngineChooser {
  readonly #source: EngineSource;
  readonly #now: () => number;
  readonly #measured = new Map<string, Candidate>();

  /** @param now a clock in milliseconds */
  constructor(source: EngineSource, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /**
   * Starts the engine of the user's choice, or the fastest for a study of this shape; the fastest, too, where the choice
   * cannot run such a network.
   * @param passedOver engines that have failed, with the reason
   * @param alone whether only ways to run on one thread are considered
   * @throws NoEngine with a sentence when the user's choice, or any, cannot be used
   */
  async choose(
    choice: EngineChoice,
    shape: StudyShape,
    passedOver: ReadonlyMap<EngineName, string>,
    alone: boolean,
    report: (message: string) => void,
  ): Promise<ChosenEngine> {
    const adapter = await this.#source.adapter();
    const wanted = choice === 'auto' ? null : await this.#measure(choice, shape, alone, report);
    if (choice !== 'auto' && wanted !== null && wanted.unsupported !== true) {
      const candidate = wanted;
      if (candidate.msPerStep === null) {
        throw new NoEngine(`${engineNames[choice]} cannot be used here: ${candidate.note}.`);
      }
      const software = ON_GPU.has(choice) && adapter.kind === 'software';
      const what = software ? `WebGPU, here a software adapter (${adapter.note})` : engineNames[choice];
      const candidates = withTheRest([candidate], adapter, passedOver);
      return this.#chosen(candidate, software, `You chose ${what}.`, candidates, alone);
    }
    const measured: Candidate[] = [];
    const consider = async (engine: EngineName) => {
      if (!passedOver.has(engine)) measured.push(await this.#measure(engine, shape, alone, report));
    };
    await consider('wasm');
    if (adapter.kind === 'hardware') await consider('webgpu');
    for (const fallback of ['tfjs-wasm', 'tfjs-cpu'] as const) {
      if (measured.every(({ msPerStep }) => msPerStep === null)) await consider(fallback);
    }
    const best = measured.reduce<Candidate | null>(
      (a, b) => (time(b) < (a === null ? Infinity : time(a)) ? b : a),
      null,
    );
    const candidates = withTheRest(measured, adapter, passedOver);
    if (best === null) {
      const reasons = candidates.map(({ engine, note }) => `${engineNames[engine]}: ${note}`).join('; ');
      throw new NoEngine(`No engine can be used (${reasons}). Reload the page, or try another browser.`);
    }
    const instead = wanted === null ? '' : `You chose ${engineNames[wanted.engine]}, but ${wanted.note}. `;
    return this.#chosen(best, false, `${instead}${reasonFor(best, candidates, wanted)}`, candidates, alone);
  }

  /** An engine has failed: what was measured of it no longer holds. */
  forget(engine: EngineName): void {
    for (const [key, candidate] of this.#measured) if (candidate.engine === engine) this.#measured.delete(key);
  }

  async #chosen(
    { engine, threads, msPerStep }: Candidate,
    software: boolean,
    reason: string,
    candidates: readonly Candidate[],
    alone: boolean,
  ): Promise<ChosenEngine> {
    // Started again: the trials of others may have left another TensorFlow.js backend set.
    const variants = await this.#source.start(engine);
    const { make } = variants.find((variant) => variant.threads === threads) ?? variants[0];
    const oneThread = this.#source.oneThread ?? (alone ? THREAD_FAILED : null);
    const info = { engine, threads, software, msPerStep: msPerStep ?? Number.NaN, reason, candidates, oneThread };
    return { info, make, callMs: CALL_MS[engine] };
  }

  async #measure(
    engine: EngineName,
    shape: StudyShape,
    alone: boolean,
    report: (message: string) => void,
  ): Promise<Candidate> {
    const key = `${engine} ${alone ? 'alone ' : ''}${JSON.stringify(shape)}`;
    const known = this.#measured.get(key);
    if (known !== undefined) return known;
    report(`Trying ${engineNames[engine]} on this study`);
    const candidate = await this.#try(engine, shape, alone);
    this.#measured.set(key, candidate);
    return candidate;
  }

  async #try(engine: EngineName, shape: StudyShape, alone: boolean): Promise<Candidate> {
    let best: Candidate | null = null;
    try {
      for (const { make, threads } of await this.#source.start(engine)) {
        if (alone && threads > 1) continue;
        const msPerStep = await trial(make, shape, this.#now);
        if (best === null || msPerStep < time(best)) best = { engine, msPerStep, threads, usable: true, note: '' };
      }
    } catch (cause) {
      const note = cause instanceof Error ? cause.message : String(cause);
      const unsupported = cause instanceof UnsupportedNetwork ? { unsupported: true } : {};
      best ??= { engine, msPerStep: null, threads: 1, usable: false, note, ...unsupported };
    }
    return best ?? { engine, msPerStep: null, threads: 1, usable: false, note: 'it cannot run here' };
  }
}

function time({ msPerStep }: Candidate): number {
  return msPerStep ?? Number.POSITIVE_INFINITY;
}

/** The measured candidates, and the others with the reason why they were not measured. */
function withTheRest(
  measured: readonly Candidate[],
  adapter: AdapterProbe,
  passedOver: ReadonlyMap<EngineName, string>,
): Candidate[] {
  return ALL.map((engine): Candidate => {
    const known = measured.find((candidate) => candidate.engine === engine);
    if (known !== undefined) return known;
    const unmeasured = { engine, msPerStep: null, threads: 1, usable: true };
    const failure = passedOver.get(engine);
    if (failure !== undefined) return { ...unmeasured, note: failure };
    if (ON_GPU.has(engine) && adapter.kind !== 'hardware') {
      const note = adapter.kind === 'software' ? `software adapter (${adapter.note}), not measured` : adapter.note;
      return { ...unmeasured, usable: adapter.kind === 'software', note };
    }
    const kernels = measured.find((candidate) => candidate.engine === 'wasm');
    if (engine === 'wasm-reproducible' && kernels?.usable === false) {
      return { ...unmeasured, usable: false, note: kernels.note };
    }
    return { ...unmeasured, note: NOTES[engine] };
  });
}

/** "Fastest for this study: 2.1 times faster than WebGPU." and, where WebGPU was not measured, why. @param said of which that has been said */
function reasonFor(best: Candidate, candidates: readonly Candidate[], said: Candidate | null): string {
  const slower = candidates.flatMap(({ engine, msPerStep }) => {
    if (engine === best.engine || msPerStep === null) return [];
    const factor = msPerStep / time(best);
    return [`${factor.toFixed(factor < 10 ? 1 : 0)} times faster than ${engineNames[engine]}`];
  });
  const gpu = candidates.find(({ engine }) => engine === 'webgpu');
  const unmeasured =
    gpu === undefined || gpu.msPerStep !== null || said?.engine === 'webgpu' ? '' : ` WebGPU: ${gpu.note}.`;
  const why = slower.length > 0 ? `Fastest for this study: ${slower.join(', ')}.` : 'Fastest available here.';
  return `${why}${unmeasured}`;
}
