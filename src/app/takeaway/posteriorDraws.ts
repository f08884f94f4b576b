/** Draws of the posterior on screen, as many as the user wants, from the network as it is now and as it was mended. */
import type { Problem, Quantity } from '../../inference/simulators/system.ts';
import type { Study } from '../../inference/study/study.ts';
import { engineObstacle } from '../actions/obstacles.ts';
import { asShown } from '../session/asShown.ts';
import type { SessionContext } from '../session/context.ts';
import { quantityDraws } from '../session/displayDraws.ts';
import type { AppState } from '../store/appStore.ts';
import { networkStanding } from '../store/engineSlice.ts';
import type { ExactWeighting } from '../store/telemetry.ts';
import type { ExportRequest } from './export.ts';

export interface TakenDraws {
  /** The study whose posterior they are from; its priors may have been moved since the training. */
  readonly study: Study;
  /** What the network was trained for. */
  readonly trained: Problem;
  /** The display quantities: a coordinate each of the draws. */
  readonly quantities: readonly Quantity[];
  /** [n, quantities.length], in the quantities' own units. */
  readonly values: Float64Array;
  /** The same draws of theta, [n, dim]. */
  readonly theta: Float64Array;
  readonly dim: number;
  /** Training steps of the network. */
  readonly step: number;
  /** The weights by the exact likelihood that the draws were resampled by; null: none. */
  readonly exact: ExactWeighting | null;
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

/** Times as many are asked for where weights leave only a part of them. */
const TIMES_WEIGHTED = 2;

/**
 * Asks the engine for draws of the posterior on screen. Where they are weighted there may be fewer: as many as are effective.
 * @throws Error without a network
 */
export async function takeDraws(
  { store, telemetry, engine }: SessionContext,
  { draws, signal, onProgress }: ExportRequest,
): Promise<TakenDraws> {
  const { engine: room, observation, study: now, results } = store.getState();
  if (room.open === null) throw new Error('There is no network yet.');
  const { study } = room.open;
  const { system } = now;
  const s = Float64Array.from(observation.current.s);
  const options = { signal, onProgress };
  const { exact } = telemetry.getState().frame ?? { exact: null };
  const asked = results.weighting === null && !exact?.shown ? draws : TIMES_WEIGHTED * draws;
  const ask = async () => {
    const { x } = observation.current;
    if (!exact?.shown || x === null) {
      return { ...(await engine.call('posterior.take', { s, draws: asked }, options)), weighted: null };
    }
    const params = { problem: now.problem, s, x: Float64Array.from(x), draws: asked, noise: 'own' as const };
    const weighted = await engine.call('mend.weigh', params, options);
    return { draws: weighted.draws, step: weighted.step, weighted };
  };
  const answer = await ask();
  const { draws: theta, problem, exact: made } = asShown(system, now.problem, study.problem, answer, draws);
  if (answer.weighted !== null && !made?.shown) {
    throw new Error(`${answer.weighted.verdict.sentence} Take the weights off to have the network's own draws.`);
  }
  const quantities = system.display(problem.design);
  const dim = system.parameters(problem.design).length;
  const values = quantityDraws(theta, dim, quantities);
  return {
    study: { ...study, problem },
    trained: study.problem,
    quantities,
    values,
    theta,
    dim,
    step: answer.step,
    exact: made,
  };
}
