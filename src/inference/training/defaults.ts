/** The training settings that a study starts with. */
import type { Design, System } from '../simulators/system.ts';
import type { TrainingSettings } from './settings.ts';

/**
 * Training steps of a default study: ten to thirty seconds of the fused engine on one core. Chosen on the short window of
 * Lorenz-96: 3,000 steps on 50,000 windows leave its mean a third of a posterior sd off, 6,000 on 200,000 an eighth.
 */
const STEPS = 6000;
const BATCH = 250;
const VALIDATION = 0.1;
/** Of one epoch of a budget in seconds: a tenth of them are the validation set. */
const FRESH_SIMULATIONS = 20_000;

/** @param given a fixed number of simulations in place of the system's own suggestion */
export function defaultTraining(system: System, design: Design, given?: number): TrainingSettings {
  const { simulations, fresh } = given === undefined ? system.budget(design) : { simulations: given, fresh: false };
  return {
    simulations,
    fresh,
    members: 1,
    preset: 'small',
    batchSize: BATCH,
    epochs: Math.round((STEPS * BATCH) / (simulations * (1 - VALIDATION))),
    learningRate: 3e-3,
    schedule: 'cosine',
    patience: 20,
    weightPriorSd: null,
    clipNorm: 5,
    validationFraction: VALIDATION,
  };
}

/** For a budget in seconds: no simulation is used twice, and the steps last as long as the time does. */
export function freshTraining(system: System, design: Design): TrainingSettings {
  return { ...defaultTraining(system, design, FRESH_SIMULATIONS), fresh: true };
}

/** What a setting may be; the page builds its form from it and a study is checked against it. */
export const trainingLimits = {
  simulations: { low: 1000, high: 1_000_000 },
  members: { low: 1, high: 8 },
  batchSize: { low: 20, high: 5000 },
  epochs: { low: 1, high: 1000 },
  learningRate: { low: 1e-6, high: 0.1 },
  patience: { low: 1, high: 1000 },
  weightPriorSd: { low: 1e-3, high: 1e3 },
  clipNorm: { low: 0.01, high: 1000 },
  validationFraction: { low: 0.02, high: 0.5 },
} as const;
