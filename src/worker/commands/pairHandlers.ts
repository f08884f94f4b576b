/** What runs the command that asks for simulated pairs themselves: those that a network would be trained on, made or kept. */
import { STREAMS } from '../../inference/math/random.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { sizeOf } from '../../inference/simulators/dataShape.ts';
import type { System } from '../../inference/simulators/system.ts';
import type { PairSource } from '../pool/simulationFeed.ts';
import { type Handlers, Transferred } from '../rpc/dispatcher.ts';
import type { Commands } from './protocol.ts';

/**
 * @param catalogue of the worker, which its pool knows too
 * @param pairsOf where the pairs of a system come from
 */
export function pairHandlers(
  catalogue: SystemCatalogue,
  pairsOf: (system: System) => PairSource,
): Handlers<Pick<Commands, 'pairs.simulate'>> {
  return {
    'pairs.simulate': async ({ problem, system: source, seed, from, count }, { signal }) => {
      const system = catalogue.define(source);
      const D = system.parameters(problem.design).length;
      const C = sizeOf(system.model(problem.design).s);
      const theta = new Float64Array(count * D);
      const s = new Float64Array(count * C);
      for await (const chunk of pairsOf(system).simulate(problem, seed, STREAMS.simulation, from, count, signal)) {
        theta.set(chunk.theta, (chunk.from - from) * D);
        s.set(chunk.s, (chunk.from - from) * C);
      }
      return new Transferred({ theta, s }, [theta.buffer, s.buffer]);
    },
  };
}
