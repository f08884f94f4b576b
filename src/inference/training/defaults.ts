/** The training settings that a study starts with. */
import type { Design, System } from '../simulators/system.ts';
import type { TrainingSettings } from './settings.ts';

/**
 * Training steps of a first look: of the study that a system suggests, with as many simulations as it likes. A choice between
 * waiting and accuracy: what it costs and what it leaves to be desired is measured by `npm run validate` (VALIDATION.md:
 * seconds, mean error and sd ratio of every study).
 */
const STEPS = 6000;
const BATCH = 250;
const VALIDATION = 0.1;
/** Of one epoch of a budget in seconds: a tenth of them are the validation set. */
const FRESH_SIMULATIONS = 20_000;
/** A set that is gone through more often than that is learnt by heart unless something holds the network back. */
const MANY_EPOCHS = 20;
/**
 * For as many simulations as somebody has named, and for small sets: the larger flow at a higher rate, held back by a
 * Gaussian prior on its weights and, in small sets, by the noise of smaller batches; more patience, since the loss of a
 * noisier run goes up and down. Chosen on benchmark tasks, whose scores by `npm run validate -- --benchmarks` are therefore a
 * little optimistic (VALIDATION.md).
 */
const THOROUGH = { preset: 'standard', learningRate: 1e-2, patience: 40 } as const;
const SMALL_SET = { batchSize: 100, steps: 7200 } as const;
const LARGE_SET = { batchSize: 200, steps: 12_000 } as const;
/**
 * Standard deviation of the Gaussian prior on the weights of a network for D parameters: 1 / D, at least this. More
 * parameters leave more to be learnt by heart. Chosen as the settings above.
 */
const LEAST_WEIGHT_SD = 0.15;

/** @param given a fixed number of simulations that somebody has named, in place of the system's own suggestion */
export function defaultTraining(system: System, design: Design, given?: number): TrainingSettings {
  const { simulations, fresh } = given === undefined ? system.budget(design) : { simulations: given, fresh: false };
  const look = { ...firstLook(simulations), fresh };
  const small = look.epochs > MANY_EPOCHS;
  if (fresh || (given === undefined && !small)) return look;
  const { batchSize, steps } = small ? SMALL_SET : LARGE_SET;
  const epochs = Math.min(trainingLimits.epochs.high, epochsOf(steps, batchSize, simulations));
  const weightPriorSd = Math.max(LEAST_WEIGHT_SD, 1 / system.parameters(design).length);
  return { ...look, ...THOROUGH, batchSize, epochs, weightPriorSd };
}

/**
 * For a budget in seconds: no simulation is used twice, and the steps last as long as the time does. Nothing can be learnt by
 * heart: the larger flow needs no prior on its weights.
 */
export function freshTraining(): TrainingSettings {
  return { ...firstLook(FRESH_SIMULATIONS), ...THOROUGH, fresh: true };
}

function firstLook(simulations: number): TrainingSettings {
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
