/** What runs the commands that ask nothing of the network: the simulation pool answers them. */
import { problemKey } from '../../inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { ReferenceAnswer } from '../../inference/simulators/system.ts';
import type { SimulationPool } from '../pool/simulationPool.ts';
import type { Handlers } from '../rpc/dispatcher.ts';
import type { Commands } from './protocol.ts';

/** References kept: a user goes back and forth between a few observations. */
const KEPT_REFERENCES = 40;

export type PoolCommands = Pick<
  Commands,
  | 'bridge.connect'
  | 'landscape.compute'
  | 'landscape.hike'
  | 'profile.compute'
  | 'reference.compute'
  | 'posterior.referenceDistance'
  | 'posterior.identifiability'
  | 'observation.simulate'
  | 'observation.summaries'
  | 'predictive.replicate'
  | 'predictive.prior'
  | 'predictive.posterior'
>;

/** @param catalogue of the worker, which its pool knows too */
export function poolHandlers(pool: SimulationPool, catalogue: SystemCatalogue): Handlers<PoolCommands> {
  const references = new Map<string, ReferenceAnswer>();
  return {
    'bridge.connect': ({ connection }) => {
      pool.connect(connection);
      return null;
    },

    'profile.compute': ({ problem, system, x }, { progress, signal }) => {
      catalogue.define(system);
      return pool.profile(problem, x, (fraction) => progress({ fraction }), signal);
    },

    'landscape.compute': ({ system, ...asked }, { progress, signal }) => {
      catalogue.define(system);
      return pool.landscape(asked, (fraction) => progress({ fraction }), signal);
    },

    'landscape.hike': ({ system, ...asked }, { progress, signal }) => {
      catalogue.define(system);
      return pool.hike(asked, (fraction) => progress({ fraction }), signal);
    },

    'reference.compute': async ({ problem, system, x, draws }, { progress, signal }) => {
      catalogue.define(system);
      const key = `${draws} ${problemKey(problem)} ${x.join(' ')}`;
      const known = references.get(key);
      if (known !== undefined) return known;
      const answer = await pool.reference(problem, x, draws, progress, signal);
      const oldest = references.keys().next();
      if (references.size >= KEPT_REFERENCES && !oldest.done) references.delete(oldest.value);
      references.set(key, answer);
      return answer;
    },

    'posterior.referenceDistance': (params, { signal }) => pool.distance(params, signal),

    'posterior.identifiability': (params, { signal }) => pool.identifiability(params, signal),

    'observation.simulate': ({ system, ...asked }, { signal }) => {
      catalogue.define(system);
      return pool.observe(asked, signal);
    },

    'observation.summaries': ({ system, ...asked }, { signal }) => {
      catalogue.define(system);
      return pool.summaries(asked, signal);
    },

    'predictive.replicate': ({ system, ...asked }, { signal }) => {
      catalogue.define(system);
      return pool.replicate(asked, signal);
    },

    'predictive.prior': ({ problem, system, draws, seed }, { signal }) => {
      catalogue.define(system);
      return pool.predictive({ problem, source: { priorDraws: draws }, seed }, signal);
    },

    'predictive.posterior': ({ problem, system, thetas, seed }, { signal }) => {
      catalogue.define(system);
      return pool.predictive({ problem, source: { thetas }, seed }, signal);
    },
  };
}
