/** Which networks are compared to tell what more simulations would bring: those on a part of the simulations, with equal steps. */
import { trainingLimits } from '../../training/defaults.ts';
import type { TrainingSettings } from '../../training/settings.ts';

/** Parts of the simulations that networks are trained on besides all of them. */
const PARTS = [1 / 4, 1 / 2] as const;

/** Why a network that began with the weights of another is not compared. */
export const WARM_START =
  'The network began with the weights of another one, whose steps the others would not have: train it from scratch.';

/** What of a study decides whether its simulations can be parted. */
export interface Parted {
  readonly training: TrainingSettings;
  /** Nuisance parameters that training holds fixed although the data draw them. */
  readonly ignored?: readonly string[];
}

/** Why a study's network cannot be compared with such on parts of its simulations, in a sentence; null: it can. */
export function partsObstacle({ training, ignored = [] }: Parted): string | null {
  const { simulations, fresh, amortisesPriors, batchSize, validationFraction } = training;
  if (fresh) {
    return 'The network was trained on new simulations in each epoch, so that there is no fixed number of them to compare parts of.';
  }
  if (amortisesPriors) return 'The network learns the priors, too: simulations of one prior are no measure of it.';
  if (ignored.length > 0) {
    return 'The network was trained on other simulations than the data are drawn from (a nuisance parameter is ignored): more of them would not help.';
  }
  // A quarter has as many as a network may be given, and enough for one batch.
  const batch = batchSize / (1 - validationFraction);
  const least = Math.ceil(Math.max(trainingLimits.simulations.low, batch) / PARTS[0]);
  return simulations >= least
    ? null
    : `A quarter of ${simulations} simulations is too few to train on: ${least} simulations are needed.`;
}

/**
 * Settings of the further networks, on the first quarter and the first half. Each takes as many steps as the network on all, with
 * the same learning rates, and waits as many steps for a better validation loss before it ends early: epochs and patience, which
 * count passes over the simulations, are longer, also beyond what a form allows.
 */
export function partSettings(training: TrainingSettings): readonly [TrainingSettings, TrainingSettings] {
  const [quarter, half] = PARTS.map((part): TrainingSettings => {
    const simulations = Math.round(part * training.simulations);
    const longer = training.simulations / simulations;
    const patience = Math.round(longer * training.patience);
    return { ...training, simulations, epochs: longer * training.epochs, patience };
  });
  return [quarter, half];
}
