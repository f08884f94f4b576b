/** The training of a network that a view trains beside the page's own: a small one, on simulations of its own, for so many steps. */
import type { Design, System } from '../../../inference/simulators/system.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';

/** Pairs of a step. */
const BATCH = 100;

/** @param simulations every epoch has the same ones */
export function smallTraining(system: System, design: Design, simulations: number, steps: number): TrainingSettings {
  const settings = defaultTraining(system, design, simulations);
  const trainedOn = simulations * (1 - settings.validationFraction);
  return {
    ...settings,
    preset: 'small',
    members: 1,
    fresh: false,
    batchSize: BATCH,
    epochs: Math.round((steps * BATCH) / trainedOn),
  };
}
