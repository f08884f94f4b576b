/** What the view of networks that are trained again trains, or why there is nothing to train. */
import { NETWORKS, shareBetween } from '../../../inference/diagnostics/retraining/retraining.ts';
import { problemKey } from '../../../inference/simulators/problem.ts';
import type { Quantity } from '../../../inference/simulators/system.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { AppState } from '../../store/appStore.ts';
import type { NetworkSpreadState } from '../../store/conceptsSlice.ts';
import { engineObstacle, simulatorObstacle } from '../network/obstacles.ts';
import { smallTraining } from './smallTraining.ts';

/** Numbers of simulations, and training steps of a network on so many. */
const SIZES = [
  { simulations: 200, steps: 300 },
  { simulations: 1000, steps: 500 },
  { simulations: 5000, steps: 1000 },
  { simulations: 20_000, steps: 2000 },
] as const;
/** Seeds of the networks, far from those that somebody chooses by counting. */
const SEED_STEP = 7_368_787;

/** What the largest networks may be trained on. */
export const largest = SIZES.slice(1).map(({ simulations }) => simulations);

/** Why the system has no such view; null: it has. */
export function noNetworkSpread(state: AppState): string | null {
  return simulatorObstacle(state);
}

/** Why it cannot be begun now. */
export function networkSpreadObstacle(state: AppState): string | null {
  return noNetworkSpread(state) ?? engineObstacle(state);
}

/** The studies of the networks on so many simulations: they differ in their seed, and so in simulations, weights and minibatches. */
export function retrainedStudies({ study }: AppState, simulations: number): readonly Study[] {
  const { system, problem, seed, ignored } = study;
  const size = SIZES.findIndex((one) => one.simulations === simulations);
  const training = smallTraining(system, problem.design, simulations, SIZES[size].steps);
  return Array.from({ length: NETWORKS }, (_, k) => ({
    problem,
    training,
    seed: (seed + (1 + size * NETWORKS + k) * SEED_STEP) % 2 ** 32,
    ignored,
  }));
}

/** The first parts of the answer do not depend on how far it goes. */
export function networkSpreadKey({ study, observation }: AppState): string {
  return `${problemKey(study.problem)}|${study.ignored.join(' ')}|${study.seed}|${observation.id}`;
}

/** What was found and is of the present question. */
export function networkSpreadFound(state: AppState): NetworkSpreadState['found'] {
  const { found } = state.concepts.networkSpread;
  return found?.key === networkSpreadKey(state) ? found : null;
}

/** Numbers of simulations that are asked for and not there yet. */
export function sizesMissing(state: AppState): readonly number[] {
  const known = (networkSpreadFound(state)?.sizes ?? []).map(({ simulations }) => simulations);
  return SIZES.map(({ simulations }) => simulations).filter(
    (simulations) => simulations <= state.concepts.networkSpread.upTo && !known.includes(simulations),
  );
}

/**
 * What variances are of: the quantities of the corner plot, and the combinations that have a number of their own. Along a ridge the
 * former hardly tell how far networks differ.
 */
export function spreadQuantities({
  system,
  problem,
}: Pick<AppState['study'], 'system' | 'problem'>): readonly Quantity[] {
  return [...system.display(problem.design), ...system.derived(problem.design)];
}

/** Number of the quantity in the figure: the one that was chosen, or that in which the networks of fewest simulations differ most. */
export function spreadQuantity(state: AppState): number {
  const { study, concepts } = state;
  const chosen = spreadQuantities(study).findIndex(({ key }) => key === concepts.networkSpread.shown);
  if (chosen >= 0) return chosen;
  const shares = (networkSpreadFound(state)?.sizes[0]?.here ?? []).map(shareBetween);
  return Math.max(0, shares.indexOf(Math.max(...shares)));
}
