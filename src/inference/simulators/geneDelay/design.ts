/** The experiment: three pulses, read at the same times; what the model takes to be there; parameters and their priors. */
import { positive } from '../positive.ts';
import type { Design, DesignField, NuisanceSpec, ParameterSpec } from '../system.ts';

/** Minutes between two readings. */
export const STEP = 10;
/** Minutes that the gene is on, in the three experiments: whole steps. */
export const PULSES = [20, 60, 120] as const;
/** Minutes. */
export const TIMES = Array.from({ length: 30 }, (_, i) => STEP * (i + 1));
/** Sd of the background noise of the two channels, arbitrary units. */
export const BACKGROUND = { mrna: 0.5, protein: 5 } as const;
/** Readings of an observation: [pulse, time, channel]. */
export const SIZE = PULSES.length * TIMES.length * 2;

export const defaultDesign: Design = { delay: true, gain: 'known' };

export const designFields: readonly DesignField[] = [
  {
    kind: 'switch',
    key: 'delay',
    label: 'The model knows of a delay',
    help: 'Off: protein is made from the mRNA of the same moment. Real cells need minutes in between; a model that does not know is wrong, and its posterior does not tell.',
    prominent: true,
  },
  {
    kind: 'choice',
    key: 'gain',
    label: 'Gain of the protein channel',
    help: 'What the instrument shows for one unit of protein.',
    prominent: true,
    options: [
      { value: 'known', label: 'known, or nearly', help: 'fixed, or drawn from its prior for every simulation' },
      {
        value: 'inferred',
        label: 'inferred',
        help: 'a sixth parameter; the data fix only its product with the translation rate',
      },
    ],
  },
  {
    kind: 'choice',
    key: 'summaries',
    otherwise: 'moments',
    label: 'The network sees',
    help: 'The readings, and what is computed of each curve; or the readings alone, of which a convolutional network learns what matters.',
    options: [
      {
        value: 'moments',
        label: 'readings and moments',
        help: '180 readings, and of each of the six curves its total, mean time and spread',
      },
      { value: 'curves', label: 'the curves', help: 'six curves of 30 readings, through a convolutional network' },
    ],
  },
];

export interface GeneDesign {
  readonly delay: boolean;
  readonly gainInferred: boolean;
  /** The network is given the curves alone, and learns its summaries. */
  readonly learned: boolean;
}

/** @throws TypeError on a field that no design has */
export function readDesign({ delay, gain, summaries = 'moments' }: Design): GeneDesign {
  if (typeof delay !== 'boolean') throw new TypeError(`design.delay is ${String(delay)}; it must be true or false`);
  if (gain !== 'known' && gain !== 'inferred') {
    throw new TypeError(`design.gain is ${String(gain)}; it must be 'known' or 'inferred'`);
  }
  if (summaries !== 'moments' && summaries !== 'curves') {
    throw new TypeError(`design.summaries is ${String(summaries)}; it must be 'moments' or 'curves'`);
  }
  return { delay, gainInferred: gain === 'inferred', learned: summaries === 'curves' };
}

const RATES: readonly ParameterSpec[] = [
  positive(
    {
      key: 'alpha',
      symbol: 'α',
      label: 'transcription rate',
      unit: '1/min',
      description: 'mRNA made per minute while the gene is on, in arbitrary units.',
      defaultTruth: 1,
    },
    { family: 'lognormal', mean: 0, sd: 0.4 },
    { low: 0.2, high: 5 },
  ),
  positive(
    {
      key: 'beta',
      symbol: 'β',
      label: 'translation rate',
      unit: '1/min',
      description: 'Protein made per minute from one unit of mRNA.',
      defaultTruth: 0.5,
    },
    { family: 'lognormal', mean: Math.log(0.5), sd: 0.5 },
    { low: 0.05, high: 5 },
  ),
  positive(
    {
      key: 'hm',
      symbol: 'hₘ',
      label: 'half-life of the mRNA',
      unit: 'min',
      description: 'After it half of the mRNA has decayed.',
      defaultTruth: 20,
    },
    { family: 'logUniform', low: 8, high: 60 },
    { low: 4, high: 120 },
  ),
  positive(
    {
      key: 'hp',
      symbol: 'hₚ',
      label: 'half-life of the protein',
      unit: 'min',
      description: 'After it half of the protein has decayed.',
      defaultTruth: 60,
    },
    { family: 'logUniform', low: 20, high: 240 },
    { low: 10, high: 480 },
  ),
];

const DELAY: ParameterSpec = {
  key: 'tau',
  symbol: 'τ',
  label: 'delay',
  unit: 'min',
  description: 'From an mRNA to the protein that is made of it: transport, folding, maturation.',
  defaultPrior: { family: 'uniform', low: 0, high: 40 },
  families: ['uniform', 'normal', 'exponential'],
  slider: { low: 0, high: 60, scale: 'linear' },
  domain: { low: 0, high: Infinity },
  defaultTruth: 20,
};

const GAIN = positive(
  {
    key: 'gain',
    symbol: 'g',
    label: 'gain of the protein channel',
    unit: '',
    description: 'What the instrument shows for one unit of protein: it multiplies all readings of that channel.',
    defaultTruth: 1,
  },
  { family: 'lognormal', mean: 0, sd: 0.3 },
  { low: 0.2, high: 5 },
);

const NOISE: NuisanceSpec = {
  key: 'f',
  symbol: 'f',
  label: 'relative noise',
  unit: '',
  description: 'Sd of a reading as a share of its value, beside the background noise.',
  defaultPrior: { family: 'logUniform', low: 0.05, high: 0.2 },
  families: ['logUniform', 'uniform', 'lognormal'],
  slider: { low: 0.01, high: 0.5, scale: 'log' },
  domain: { low: 0, high: Infinity },
  defaultTruth: 0.1,
  fixedValue: 0.1,
  defaultMode: 'marginalised',
};

/** In the order of theta. */
export function parametersOf(design: Design): readonly ParameterSpec[] {
  const { delay, gainInferred } = readDesign(design);
  return [...RATES, ...(delay ? [DELAY] : []), ...(gainInferred ? [GAIN] : [])];
}

/** In the order of eta. */
export function nuisancesOf(design: Design): readonly NuisanceSpec[] {
  return readDesign(design).gainInferred ? [NOISE] : [NOISE, { ...GAIN, fixedValue: 1, defaultMode: 'fixed' }];
}
