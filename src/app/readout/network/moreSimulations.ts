/** The same training on four times as many simulations, where there can be more. */
import { thousands } from '../../../inference/math/thousands.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { trainingLimits } from '../../../inference/training/defaults.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';

export type MoreSimulations =
  | { readonly change: Partial<TrainingSettings> /** Of the whole run. */; readonly simulations: number }
  /** Why there are no more, in a sentence with the remedy. */
  | { readonly reason: string };

const FACTOR = 4;

export function moreSimulations(
  system: Pick<System, 'recorded' | 'budget' | 'defaultDesign'>,
  { simulations, epochs, fresh }: TrainingSettings,
): MoreSimulations {
  // Simulations that are seen once become more with every epoch.
  if (fresh) {
    const more = Math.min(FACTOR * epochs, trainingLimits.epochs.high);
    return more > epochs ? { change: { epochs: more }, simulations: simulations * more } : { reason: MOST };
  }
  const rows = system.recorded === undefined ? null : system.budget(system.defaultDesign).simulations;
  const more = Math.min(FACTOR * simulations, rows ?? trainingLimits.simulations.high);
  if (more > simulations) return { change: { simulations: more }, simulations: more };
  if (rows === null) return { reason: MOST };
  return {
    reason: `The network has been trained on all ${thousands(rows)} rows of the table that are not kept for checks: open a table with more rows.`,
  };
}

const MOST = 'The number of simulations is at its maximum.';
