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
/** A set that is gone through more often than that is learnt by heart unless something holds the network back. */
const MANY_EPOCHS = 20;
/**
 * For such small sets: smaller batches at a higher rate, with a prior on the weights. Of some two dozen settings tried on
 * benchmark tasks at 10,000 simulations, these were near the best loss on unseen pairs: SLCP came down from 3.2 to 1.9 nats of
 * z, two moons from -1.7 to -2.1, against the settings of large sets.
 */
const SMALL_SET = { batchSize: 100, steps: 7200, learningRate: 5e-3, patience: 40 };
/**
 * Standard deviation of the Gaussian prior on the weights of a network for D parameters: 1 / D, at least this. More
 * parameters leave more to be learnt by heart; the best of the few values tried were 0.5 for two, 0.2 for five and 0.14 for ten.
 */
const LEAST_WEIGHT_SD = 0.15;

/** @param given a fixed number of simulations in place of the system's own suggestion */
export function defaultTraining(system: System, design: Design, given?: number): TrainingSettings {
  const { simulations, fresh } = given === undefined ? system.budget(design) : { simulations: given, fresh: false };
  const settings = { ...largeSet(simulations), fresh };
  if (fresh || settings.epochs <= MANY_EPOCHS) return settings;
  const { batchSize, steps, learningRate, patience } = SMALL_SET;
  const epochs = Math.min(trainingLimits.epochs.high, epochsOf(steps, batchSize, simulations));
  const weightPriorSd = Math.max(LEAST_WEIGHT_SD, 1 / system.parameters(design).length);
  return { ...settings, batchSize, epochs, learningRate, patience, weightPriorSd };
}

/** For a budget in seconds: no simulation is used twice, and the steps last as long as the time does. */
export function freshTraining(): TrainingSettings {
  return { ...largeSet(FRESH_SIMULATIONS), fresh: true };
}

function largeSet(simulations: number): TrainingSettings {
  return {
    simulations,
    fresh: false,
    amortisesPriors: false,
    members: 1,
    preset: 'small',
    batchSize: BATCH,
    epochs: epochsOf(STEPS, BATCH, simulations),
    learningRate: 3e-3,
    schedule: 'cosine',
    patience: 20,
    weightPriorSd: null,
    clipNorm: 5,
    validationFraction: VALIDATION,
  };
}

function epochsOf(steps: number, batchSize: number, simulations: number): number {
  return Math.max(1, Math.round((steps * batchSize) / (simulations * (1 - VALIDATION))));
}

/** What a setting may be; the page builds its form from it and a study is checked against it. */
export const trainingLimits = {
  /** Two hundred are enough to see a network learn its data by heart. */
  simulations: { low: 200, high: 1_000_000 },
  members: { low: 1, high: 8 },
  batchSize: { low: 20, high: 5000 },
  epochs: { low: 1, high: 1000 },
  learningRate: { low: 1e-6, high: 0.1 },
  patience: { low: 1, high: 1000 },
  weightPriorSd: { low: 1e-3, high: 1e3 },
  clipNorm: { low: 0.01, high: 1000 },
  validationFraction: { low: 0.02, high: 0.5 },
} as const;
