/** The training settings that a study starts with. */
import type { Design, System } from '../simulators/system.ts';
import type { TrainingSettings } from './settings.ts';

export function defaultTraining(system: System, design: Design): TrainingSettings {
  return {
    simulations: system.budget(design),
    preset: 'small',
    batchSize: 250,
    epochs: 40,
    learningRate: 1e-3,
    schedule: 'cosine',
    patience: 20,
    weightPriorSd: null,
    clipNorm: 5,
    validationFraction: 0.1,
  };
}

/** What a setting may be; the page builds its form from it and a study is checked against it. */
export const trainingLimits = {
  simulations: { low: 1000, high: 1_000_000 },
  batchSize: { low: 20, high: 5000 },
  epochs: { low: 1, high: 1000 },
  learningRate: { low: 1e-6, high: 0.1 },
  patience: { low: 1, high: 1000 },
  weightPriorSd: { low: 1e-3, high: 1e3 },
  clipNorm: { low: 0.01, high: 1000 },
  validationFraction: { low: 0.02, high: 0.5 },
} as const;
