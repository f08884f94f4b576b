/** What a simulation worker can do: the pure task functions behind the pool's commands. */
import type { ReferenceDistance } from '../../inference/diagnostics/reference/referenceDistance.ts';
import type { Identifiability, JudgedDraws } from '../../inference/diagnostics/identifiability/identifiability.ts';
import type { Hike, Landscape, LandscapeRequest } from '../../inference/diagnostics/landscape/landscape.ts';
import { loadPart } from '../../inference/parts/loadPart.ts';
import type { Handlers } from '../rpc/dispatcher.ts';
import { type Definer, type Posed, type SystemCommands, systemTasks } from './systemTasks.ts';

export interface SimulationCommands extends SystemCommands {
  /** ln L over one parameter at a time, or over F for records of growing length. */
  landscape: {
    params: Posed & LandscapeRequest;
    progress: { readonly fraction: number };
    result: Landscape;
  };
  /** Climbers on one scene of it, by its key. */
  hike: {
    params: Posed & LandscapeRequest & { readonly scene: string };
    progress: { readonly fraction: number };
    result: Hike;
  };
  /** How far a network's draws [n, dim] lie from a reference's [m, dim], both in the scales of their axes. */
  distance: {
    params: { readonly network: Float64Array; readonly reference: Float64Array; readonly dim: number };
    progress: never;
    result: ReferenceDistance;
  };
  /** What the data can tell, from draws of posterior and prior. */
  identifiability: { params: JudgedDraws; progress: never; result: Identifiability };
}

/** @param catalogue of the worker */
export function simulationTasks(catalogue: Definer): Handlers<SimulationCommands> {
  return {
    ...systemTasks(catalogue),

    landscape: async ({ system, ...request }, { progress }) => {
      const { landscapeOf } = await landscapes();
      return landscapeOf(catalogue.define(system), request, (fraction) => progress({ fraction }));
    },

    hike: async ({ system, scene, ...request }, { progress }) => {
      const { hikeOn } = await landscapes();
      return hikeOn(catalogue.define(system), request, scene, (fraction) => progress({ fraction }));
    },

    identifiability: async (draws) => {
      const { identifiability } = await loadPart(
        'tells what the data determine',
        () => import('../../inference/diagnostics/identifiability/identifiability.ts'),
      );
      return identifiability(draws);
    },

    distance: async ({ network, reference, dim }) => {
      const { referenceDistance } = await loadPart(
        'compares with the reference',
        () => import('../../inference/diagnostics/reference/referenceDistance.ts'),
      );
      return referenceDistance(network, reference, dim);
    },
  };
}

function landscapes() {
  return loadPart(
    'computes the landscape of the likelihood',
    () => import('../../inference/diagnostics/landscape/landscape.ts'),
  );
}
