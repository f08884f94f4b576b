/** The training settings that a study starts with. */
import { shapedEmbedding } from '../flow/embeddings/shapedEmbedding.ts';
import type { Budget, Design, Model, System } from '../simulators/system.ts';
import type { TrainingSettings } from './settings.ts';

/**
 * Training steps of a first look: of the study that a system suggests, with as many simulations as it likes. A choice between
 * waiting and accuracy: what it costs and what it leaves to be desired is measured by `npm run validate` (VALIDATION.md:
 * seconds, mean error and sd ratio of every study).
 */
const FIRST_LOOK = { batchSize: 250, steps: 6000, patience: 20 } as const;
/** For as many simulations as somebody has named: more steps. */
const LARGE_SET = { batchSize: 200, steps: 12_000, patience: 40 } as const;
/**
 * For sets that are gone through again and again, which a network memorises unless something holds it back: the noise of
 * smaller batches. More patience, since the loss of a noisier run goes up and down.
 */
const SMALL_SET = { batchSize: 100, steps: 7200, patience: 40 } as const;
/** For images, whose steps cost more, as convolutions do, and which are not memorised as soon. */
const IMAGES = { batchSize: 125, steps: 3500, patience: 20 } as const;
/** Epochs of the first look from which on a set is small. */
const MANY_EPOCHS = 20;
/** Up to so many parameters the small flow is enough for a first look. */
const FEW_PARAMETERS = 2;
/**
 * Networks of a small table of simulations, whose answers are averaged. One that is trained on 3,500 rows lies 0.15 posterior
 * sds off on average, by what its last digits happened to be; four lie 0.07 off (a Gaussian table in three units).
 */
const TABLE_MEMBERS = 4;
/** Chosen, as the steps and batches above, on benchmark tasks: their scores are therefore a little optimistic (VALIDATION.md). */
const LEARNING_RATE = 1e-2;
/**
 * Standard deviation of the Gaussian prior on the weights of a network for D parameters: 1 / D, at least this. More
 * parameters leave more to be memorised. Simulations that are never used twice leave nothing: no prior.
 */
const LEAST_WEIGHT_SD = 0.15;
const VALIDATION = 0.1;
/** Of one epoch of a budget in seconds: a tenth of them are the validation set. */
const FRESH_SIMULATIONS = 20_000;

/** @param given a fixed number of simulations that somebody has named, in place of the system's own suggestion */
export function defaultTraining(system: System, design: Design, given?: number): TrainingSettings {
  const budget: Budget = given === undefined ? system.budget(design) : { simulations: given, fresh: false };
  const { simulations, fresh, network, steps: own } = budget;
  const D = system.parameters(design).length;
  const { batchSize, steps } = FIRST_LOOK;
  const small = !fresh && epochsOf(steps, batchSize, simulations) > MANY_EPOCHS;
  const look = !small && given === undefined;
  const images =
    given === undefined && system.capabilities(design).simulate === true && convolved(system.model(design));
  return settings(simulations, {
    ...(images ? IMAGES : small ? SMALL_SET : look ? FIRST_LOOK : LARGE_SET),
    preset: look && D <= FEW_PARAMETERS ? 'small' : 'standard',
    fresh,
    weightPriorSd: fresh ? null : Math.max(LEAST_WEIGHT_SD, 1 / D),
    ...network,
    ...own,
    members: small && system.recorded !== undefined ? TABLE_MEMBERS : 1,
  });
}

/** Whether the network has convolutions: then its data are numerous, and each step is dear. */
function convolved({ s, missing = false }: Model): boolean {
  return shapedEmbedding(s, missing)?.kind === 'conv';
}

/** For a budget in seconds: no simulation is used twice, and the steps last as long as the time does. */
export function freshTraining(): TrainingSettings {
  return settings(FRESH_SIMULATIONS, { ...FIRST_LOOK, preset: 'standard', fresh: true, weightPriorSd: null });
}

type Chosen = Pick<TrainingSettings, 'preset' | 'fresh' | 'weightPriorSd' | 'batchSize' | 'patience'> & {
  readonly steps: number;
  readonly learningRate?: number;
  readonly members?: number;
};

/** The keys in the order in which a study is written. */
function settings(
  simulations: number,
  { fresh, preset, batchSize, steps, patience, weightPriorSd, learningRate = LEARNING_RATE, members = 1 }: Chosen,
): TrainingSettings {
  return {
    simulations,
    fresh,
    amortisesPriors: false,
    members,
    preset,
    batchSize,
    epochs: Math.min(trainingLimits.epochs.high, epochsOf(steps, batchSize, simulations)),
    learningRate,
    schedule: 'cosine',
    patience,
    weightPriorSd,
    clipNorm: 5,
    validationFraction: VALIDATION,
  };
}

function epochsOf(steps: number, batchSize: number, simulations: number): number {
  return Math.max(1, Math.round((steps * batchSize) / (simulations * (1 - VALIDATION))));
}

/** What a setting may be; the page builds its form from it and a study is checked against it. */
export const trainingLimits = {
  /** Two hundred are enough to see a network memorise its data. */
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
