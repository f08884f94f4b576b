/**
 * The table of the engine worker's commands. One study is open at a time, and a host runs it (run/runHost.ts); training, live
 * frames and answers to the page take turns on this one thread. Long work that is not the network's (simulations, references,
 * predictive bands) goes to the simulation pool.
 */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { learners } from '../../inference/learners/registry.ts';
import { EngineChooser } from '../engine/engineChoice.ts';
import { EngineSelector } from '../engine/engineSelector.ts';
import type { EngineSource } from '../engine/engines.ts';
import type { SimulationPool } from '../pool/simulationPool.ts';
import type { Handlers } from '../rpc/dispatcher.ts';
import { EngineFailover } from '../run/engineFailover.ts';
import { hostLearner } from '../run/learner/hostLearner.ts';
import { npeLearner } from '../run/npe/npeLearner.ts';
import type { EngineEvent } from '../run/reports.ts';
import { type HostedRun, RunHost } from '../run/runHost.ts';
import { exportHandlers } from './exportHandlers.ts';
import { pairHandlers } from './pairHandlers.ts';
import { poolHandlers } from './poolHandlers.ts';
import type { Commands } from './protocol.ts';
import { runHandlers, tableHandlers } from './runHandlers.ts';

/**
 * @param catalogue of the worker, which its pool knows too
 * @param notify tells the page of what it did not ask for
 */
export function engineHandlers(
  pool: SimulationPool,
  catalogue: SystemCatalogue,
  engines: EngineSource,
  notify: (event: EngineEvent) => void,
): Handlers<Commands> {
  let observation: Commands['observation.set']['params'] | null = null;
  const selector = new EngineSelector(new EngineChooser(engines, () => performance.now()), pool.size);
  const host = new RunHost<HostedRun>({
    selector,
    failover: new EngineFailover(engines, selector, (move) => notify({ kind: 'moved', move })),
  });
  const { handlers, pairsOf } = tableHandlers(pool, catalogue);
  const npe = npeLearner({ host, pool, catalogue, pairsOf, observed: () => observation });
  return {
    'observation.set': (params) => {
      observation = params;
      return null;
    },
    ...handlers,
    ...runHandlers(host, [npe, ...learners.map((learner) => hostLearner(learner, host, catalogue))]),
    ...pairHandlers(catalogue, pairsOf),
    ...poolHandlers(pool, catalogue),
    ...exportHandlers(pool, catalogue),
  };
}
