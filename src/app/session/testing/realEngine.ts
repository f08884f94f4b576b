/**
 * For tests: a page without a browser whose engine is real. The commands of the worker run in this thread, on the fused WebAssembly
 * engine and the real simulators. Real timers must be on.
 */
import { compileWasm, type WasmBuild, wasmBuild } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { EngineClient } from '../../../worker/clients.ts';
import { engineHandlers } from '../../../worker/commands/engineHandlers.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import type { EngineSource } from '../../../worker/engine/engines.ts';
import { SimulationPool } from '../../../worker/pool/simulationPool.ts';
import { simulationTasks } from '../../../worker/pool/simulationTasks.ts';
import { InProcessWorker } from '../../../worker/testing/inProcessWorker.ts';
import { createAppStore } from '../../store/appStore.ts';
import { runState } from '../../store/engineSlice.ts';
import { withTraining } from '../../store/studySlice.ts';
import { createTelemetry, Publisher } from '../../store/telemetry.ts';
import { Session } from '../session.ts';

/** Reads the bytes of a build of the kernels. */
export type ReadKernels = (build: WasmBuild) => Uint8Array<ArrayBuffer>;

/** The fused WebAssembly engine alone. */
async function wasmAlone(read: ReadKernels): Promise<EngineSource> {
  const build = wasmBuild();
  const module = await compileWasm(build, read(build));
  return {
    lost: null,
    adapter: () => Promise.resolve({ kind: 'none', note: 'none' } as never),
    start: (name) =>
      name === 'wasm'
        ? Promise.resolve([{ threads: 1, make: (spec, members) => new WasmEngine(spec, module, { members }) }])
        : Promise.reject(new Error(`${name} is not here.`)),
  };
}

/**
 * A page on which the default study of a system, with changed settings, has been trained to its end.
 * @param settings of which the number of steps decides how long it takes
 */
export async function trainedPage(system: System, settings: Partial<TrainingSettings>, read: ReadKernels) {
  const engines = await wasmAlone(read);
  const catalogue = new SystemCatalogue();
  const pool = new SimulationPool(catalogue, () => new InProcessWorker(simulationTasks(new SystemCatalogue())), 1);
  const worker: InProcessWorker<Commands> = new InProcessWorker<Commands>(
    engineHandlers(pool, catalogue, engines, (event) => worker.notify(event)),
  );
  const store = createAppStore(system, 'light');
  store.setState(({ study, engine, view }) => ({
    study: withTraining(study, settings),
    engine: { ...engine, choice: 'wasm' },
    view: { ...view, retrainByItself: false },
  }));
  const telemetry = createTelemetry();
  const publisher = new Publisher(telemetry);
  const engine = new EngineClient({}, () => worker);
  const context = { catalogue, store, telemetry, publisher, engine, pretrained: () => Promise.resolve(null) };
  const session = new Session(context);
  await session.start();
  /** Waits for what the page will have become; a test that waits for too long ends by its own time. */
  const until = async (reached: () => boolean) => {
    while (!reached()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until(() => runState(store.getState().engine) === 'finished');
  return { ...context, session, until };
}
