/** The entry of the engine worker. */
import { loadPart } from '../inference/parts/loadPart.ts';
import { SystemCatalogue } from '../inference/simulators/catalogue.ts';
import { Dispatcher } from './rpc/dispatcher.ts';
import { engineHandlers } from './commands/engineHandlers.ts';
import type { SandboxEvent } from './run/reports.ts';
import { pageEngines } from './engine/pageEngines.ts';
import { LatePort } from './own/latePort.ts';
import type { SandboxedLanes } from './own/sandboxedLanes.ts';
import type { MakeLane } from './pool/crews.ts';
import { SimulationPool } from './pool/simulationPool.ts';

const catalogue = new SystemCatalogue();
const openSandbox = (port: MessagePort) => dispatcher.notify({ kind: 'sandbox', port } satisfies SandboxEvent, [port]);
let lanes: Promise<SandboxedLanes> | null = null;
/** Loaded with the first simulator of the user's own, and tried again where that failed. */
function loadedLanes(): Promise<SandboxedLanes> {
  lanes ??= loadPart('runs simulators', () => import('./own/sandboxedLanes.ts')).then(
    (part) => new part.SandboxedLanes(openSandbox),
  );
  lanes.catch(() => (lanes = null));
  return lanes;
}
const startLane: MakeLane = ({ text }) => new LatePort(loadedLanes().then((own) => own.start(text)));
const pool = new SimulationPool(catalogue, { makeLane: startLane });
const handlers = engineHandlers(pool, catalogue, pageEngines, (event) => dispatcher.notify(event));
const dispatcher = new Dispatcher(handlers, (message, transfer) => self.postMessage(message, transfer));
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
