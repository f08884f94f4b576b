/** Draws of the posterior on screen, as many as the user wants, from the network as it is now and as it was mended. */
import { inferredPrior } from '../../inference/simulators/problem.ts';
import type { Quantity } from '../../inference/simulators/system.ts';
import type { Study } from '../../inference/study/study.ts';
import { engineObstacle } from '../actions/obstacles.ts';
import type { SessionContext } from '../session/context.ts';
import { quantityDraws } from '../session/displayDraws.ts';
import type { AppState } from '../store/appStore.ts';
import { networkStanding } from '../store/engineSlice.ts';
import type { ExportRequest } from './export.ts';

export interface TakenDraws {
  /** The study whose network they are from. */
  readonly study: Study;
  /** The display quantities: a coordinate each of the draws. */
  readonly quantities: readonly Quantity[];
  /** [n, quantities.length], in the quantities' own units. */
  readonly values: Float64Array;
  /** The same draws of theta, [n, dim]. */
  readonly theta: Float64Array;
  readonly dim: number;
  /** Training steps of the network. */
  readonly step: number;
}

/** Why no draws can be taken now; null if they can. */
export function drawsObstacle(state: AppState): string | null {
  const obstacle = engineObstacle(state);
  if (obstacle !== null) return obstacle;
  const { engine, study } = state;
  if (engine.open === null || engine.run === 'none' || engine.run === 'opening') return 'There is no network yet.';
  if (networkStanding(engine, study) === 'other-design') {
    return 'The network is of another design than the observation: train the new study first.';
  }
  return null;
}

/** Asks the engine for draws of the posterior on screen. */
export async function takeDraws(
  { store, engine }: SessionContext,
  { draws, signal, onProgress }: ExportRequest,
): Promise<TakenDraws> {
  const { engine: room, observation, study } = store.getState();
  if (room.open === null) throw new Error('There is no network yet.');
  const trained = room.open.study;
  const { problem } = trained;
  const s = Float64Array.from(observation.current.s);
  const { draws: theta, step } = await engine.call('posterior.take', { s, draws }, { signal, onProgress });
  const quantities = study.system.display(problem.design);
  const { D: dim } = inferredPrior(study.system, problem);
  return { study: trained, quantities, values: quantityDraws(theta, dim, quantities), theta, dim, step };
}
