/** Trains a study in Node with the session that the page's worker uses, on the fused WebAssembly engine. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { WasmEngine } from '../../src/inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, wasmBuild } from '../../src/inference/flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../../src/inference/flow/spec.ts';
import type { Frame } from '../../src/inference/priors/frame.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import type { Study } from '../../src/inference/study/study.ts';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import type { TrainingEvent } from '../../src/inference/training/events.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import { spawnNodeThread } from '../nodeThread.ts';

/** Nobody waits between two calls of the engine but the simulations that come in. */
const CALL_MS = 50;

export interface TrainedStudy {
  readonly session: TrainingSession;
  /** Build of the engine and number of its threads, in words. */
  readonly engine: string;
  /** From the first simulation to the last step. */
  readonly seconds: number;
  readonly steps: number;
  /** Simulations that were there at the end. */
  readonly simulations: number;
  /** Validation loss of the weights that are kept, nats of theta. */
  readonly loss: number;
  /** All validation losses, nats of theta. */
  readonly validations: readonly { readonly step: number; readonly loss: number }[];
}

export interface HeadlessOptions {
  /** That the study is of. */
  readonly system: System;
  readonly pairs: PairSource;
  /** Trains for so many seconds instead of the study's epochs; needs `training.fresh`. */
  readonly deadlineSeconds?: number;
  /** The state that an earlier run of this study has left. */
  readonly resume?: TrainerSnapshot | null;
  /** Of the whitened parameters, of a network that is focused on one observation. */
  readonly frame?: Frame;
  /** Threads that each training step is split between; 1 if left out. The last digits depend on it. */
  readonly threads?: number;
  /** Told of everything; `seconds` since the start. */
  readonly onEvent?: (event: TrainingEvent, seconds: number) => void;
}

/**
 * Threads of a training step where nothing else is said. Two are faster than one even where simulations want the second core;
 * more have not been measured.
 */
export function usualThreads(): number {
  return Math.min(2, availableParallelism());
}

/**
 * A session of a study with the page's own engine. Runs in the repository root, where the kernels lie.
 * @param resume the state of a former run; null: from the start
 */
export async function openSession(
  study: Study,
  options: Pick<HeadlessOptions, 'system' | 'pairs' | 'deadlineSeconds' | 'frame' | 'threads'>,
  resume: TrainerSnapshot | null = null,
): Promise<{ readonly session: TrainingSession; readonly engine: string }> {
  const count = options.threads ?? 1;
  const build = wasmBuild(count > 1);
  const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  const make = (spec: NetworkSpec, members: number) =>
    new WasmEngine(spec, module, { members, threads: { count, spawn: spawnNodeThread } });
  const session = new TrainingSession({
    system: options.system,
    study,
    pairs: options.pairs,
    engine: { make, callMs: CALL_MS },
    resume,
    frame: options.frame,
    now: () => performance.now(),
    deadlineSeconds: options.deadlineSeconds,
  });
  return { session, engine: `wasm, ${build} build, ${count} ${count === 1 ? 'thread' : 'threads'}` };
}

/** Trains to the end of the budget. */
export async function trainStudy(study: Study, options: HeadlessOptions): Promise<TrainedStudy> {
  const { session, engine } = await openSession(study, options, options.resume ?? null);
  const start = performance.now();
  const validations: { step: number; loss: number }[] = [];
  let loss = options.resume?.lowestLoss ?? Number.POSITIVE_INFINITY;
  let simulations = 0;
  const notify = (event: TrainingEvent): void => {
    if (event.kind === 'simulations') simulations = event.done;
    options.onEvent?.(event, (performance.now() - start) / 1000);
  };
  // One that is finished answers without its simulations.
  const events = session.finished ? [] : session.run(null, notify);
  for await (const event of events) {
    notify(event);
    if (event.kind === 'validation') validations.push({ step: event.step, loss: event.loss });
    if (event.kind === 'finished') loss = event.loss;
  }
  return {
    session,
    engine,
    seconds: (performance.now() - start) / 1000,
    steps: session.step,
    simulations,
    loss,
    validations,
  };
}
