/** Trains a study in Node with the session and the engine that the page's worker uses, simulating in the same thread. */
import { readFileSync } from 'node:fs';
import { WasmEngine } from '../../src/inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, wasmBuild } from '../../src/inference/flow/engines/wasm/wasmModule.ts';
import { simulatePairs } from '../../src/inference/simulators/problem.ts';
import { systemById } from '../../src/inference/simulators/registry.ts';
import type { Study } from '../../src/inference/study/study.ts';
import { type PairSource, TrainingSession } from '../../src/worker/trainingSession.ts';

const CHUNK = 1000;

const inThisThread: PairSource = {
  async *simulate(problem, seed, stream, from, count) {
    const system = systemById(problem.system);
    for (let start = from; start < from + count; start += CHUNK) {
      const n = Math.min(CHUNK, from + count - start);
      yield { from: start, ...simulatePairs(system, problem, seed, stream, start, n) };
    }
  },
};

export interface TrainedStudy {
  readonly session: TrainingSession;
  readonly seconds: number;
  readonly steps: number;
  /** Lowest validation loss, nats of theta. */
  readonly loss: number;
}

/** Trains to the end of the budget. Runs in the repository root, where the kernels lie. `report` gets a line now and then. */
export async function trainStudy(study: Study, report: (line: string) => void): Promise<TrainedStudy> {
  const build = wasmBuild();
  const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  const session = new TrainingSession({
    system: systemById(study.problem.system),
    study,
    pairs: inThisThread,
    makeEngine: (spec) => new WasmEngine(spec, module),
    callMs: 12,
    now: () => performance.now(),
  });
  const start = performance.now();
  let loss = Number.POSITIVE_INFINITY;
  for await (const event of session.run(null, () => {})) {
    if (event.kind === 'notice') report(event.message);
    if (event.kind !== 'validation') continue;
    if (event.best) loss = event.loss;
    const seconds = (performance.now() - start) / 1000;
    report(
      `step ${event.step} of ${session.info.totalSteps}, validation ${event.loss.toFixed(4)}, ${seconds.toFixed(0)} s`,
    );
  }
  return { session, seconds: (performance.now() - start) / 1000, steps: session.step, loss };
}
