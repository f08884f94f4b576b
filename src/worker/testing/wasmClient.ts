/** For tests: a client whose engine is real. The worker's commands run in this thread, on the fused WebAssembly engine alone. */
import { compileWasm, type WasmBuild, wasmBuild } from '../../inference/flow/engines/wasm/wasmModule.ts';
import { WasmEngine } from '../../inference/flow/engines/wasm/wasmEngine.ts';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { EngineClient } from '../clients.ts';
import { engineHandlers } from '../commands/engineHandlers.ts';
import type { Commands } from '../commands/protocol.ts';
import type { EngineSource } from '../engine/engines.ts';
import { SimulationPool } from '../pool/simulationPool.ts';
import { simulationTasks } from '../pool/simulationTasks.ts';
import { InProcessWorker } from './inProcessWorker.ts';

/** @param read gives the bytes of a build of the kernels */
export async function wasmClient(read: (build: WasmBuild) => Uint8Array<ArrayBuffer>): Promise<EngineClient> {
  const build = wasmBuild();
  const module = await compileWasm(build, read(build));
  const engines: EngineSource = {
    lost: null,
    adapter: () => Promise.resolve({ kind: 'none', note: 'not available in Node' }),
    start: (name) =>
      name === 'wasm'
        ? Promise.resolve([{ threads: 1, make: (spec, members) => new WasmEngine(spec, module, { members }) }])
        : Promise.reject(new Error(`${name} is not here.`)),
  };
  const catalogue = new SystemCatalogue();
  const pool = new SimulationPool(catalogue, {
    makeWorker: () => new InProcessWorker(simulationTasks(new SystemCatalogue())),
    size: 1,
  });
  const worker: InProcessWorker<Commands> = new InProcessWorker<Commands>(
    engineHandlers(pool, catalogue, engines, (event) => worker.notify(event)),
  );
  return new EngineClient({}, () => worker);
}
