/**
 * The prior families as a form shows them: the numbers of each with their labels, the two ends that a slider with two
 * thumbs moves, how a family is made from a range, and a description in words. Adding a family: its law in prior.ts, and
 * its entry here.
 */
import { GAMMA_SHAPE, quantile } from './prior.ts';
import type { Prior, PriorFamily } from './prior.ts';

export interface PriorField {
  /** Name of the number in the prior. */
  readonly key: string;
  readonly label: string;
  readonly help: string;
  /** The prior may lack it (an end that is not truncated). */
  readonly optional: boolean;
  /** The number is a natural logarithm: a form shows and takes its exponential. */
  readonly logarithm?: boolean;
}

export interface PriorFamilyForm {
  readonly label: string;
  readonly help: string;
  readonly fields: readonly PriorField[];
  /** A prior of this family that fills the range low < high: all of its mass, or about 95 % where it is unbounded. */
  fromRange(low: number, high: number): Prior;
  /** One phrase: "uniform from 0.5 to 2". */
  describe(prior: Prior): string;
  /** Where the two thumbs of the slider stand, in the parameter's units. */
  handles(prior: Prior): [number, number];
  /** The prior after the thumbs were moved there; what the thumbs do not show (a truncation) is kept. */
  fromHandles(prior: Prior, low: number, high: number): Prior;
}

type Of<F extends PriorFamily> = Extract<Prior, { readonly family: F }>;

/** The form of one family, written for that family alone. */
interface FormOf<F extends PriorFamily> extends Omit<PriorFamilyForm, 'describe' | 'handles' | 'fromHandles'> {
  describe(prior: Of<F>): string;
  handles(prior: Of<F>): [number, number];
  fromHandles(prior: Of<F>, low: number, high: number): Prior;
}

const TRUNCATION: readonly PriorField[] = [
  { key: 'low', label: 'not below', help: 'Values below have no probability. Empty: no limit.', optional: true },
  { key: 'high', label: 'not above', help: 'Values above have no probability. Empty: no limit.', optional: true },
];

function field(key: string, label: string, help: string): PriorField {
  return { key, label, help, optional: false };
}

/** The thumbs of an exponential prior, in means: its quantiles of 16 % and 84 %. */
const EXPONENTIAL_THUMBS = [0.1743533871447778, 1.8325814637483102] as const;

const RANGE: readonly PriorField[] = [
  field('low', 'from', 'The smallest possible value.'),
  field('high', 'to', 'The largest possible value.'),
];

export const priorFamilies: Readonly<Record<PriorFamily, PriorFamilyForm>> = {
  uniform: form('uniform', {
    label: 'uniform',
    help: 'Every value of the range is equally probable.',
    fields: RANGE,
    fromRange: (low, high) => ({ family: 'uniform', low, high }),
    describe: ({ low, high }) => `uniform from ${show(low)} to ${show(high)}`,
    handles: ({ low, high }) => [low, high],
    fromHandles: (_, low, high) => ({ family: 'uniform', low, high }),
  }),
  logUniform: form('logUniform', {
    label: 'log-uniform',
    help: 'Every order of magnitude of the range is equally probable.',
    fields: RANGE,
    fromRange: (low, high) => ({ family: 'logUniform', low: positive(low, high), high }),
    describe: ({ low, high }) => `log-uniform from ${show(low)} to ${show(high)}`,
    handles: ({ low, high }) => [low, high],
    fromHandles: (_, low, high) => ({ family: 'logUniform', low: positive(low, high), high }),
  }),
  normal: form('normal', {
    label: 'normal',
    help: 'A bell curve.',
    fields: [
      field('mean', 'mean', 'Centre of the bell curve, before any truncation.'),
      field('sd', 'spread', 'Standard deviation, before any truncation.'),
      ...TRUNCATION,
    ],
    fromRange: (low, high) => ({ family: 'normal', mean: (low + high) / 2, sd: (high - low) / 4 }),
    describe: (prior) => `normal, ${show(prior.mean)} ± ${show(prior.sd)}${truncation(prior)}`,
    handles: ({ mean, sd }) => [mean - sd, mean + sd],
    fromHandles: (prior, low, high) => ({ ...prior, mean: (low + high) / 2, sd: (high - low) / 2 }),
  }),
  lognormal: form('lognormal', {
    label: 'lognormal',
    help: 'The logarithm follows a bell curve: always positive, with errors by factors.',
    fields: [
      { ...field('mean', 'median', 'Half of the probability lies below, before any truncation.'), logarithm: true },
      field('sd', 'spread', 'Standard deviation of the natural logarithm: 0.1 is about 10 %.'),
      ...TRUNCATION,
    ],
    fromRange: (low, high) => {
      const logLow = Math.log(positive(low, high));
      return { family: 'lognormal', mean: (logLow + Math.log(high)) / 2, sd: (Math.log(high) - logLow) / 4 };
    },
    describe: (prior) =>
      `lognormal, median ${show(Math.exp(prior.mean))}, spread of the log ${show(prior.sd)}${truncation(prior)}`,
    handles: ({ mean, sd }) => [Math.exp(mean - sd), Math.exp(mean + sd)],
    fromHandles: (prior, low, high) => {
      const logLow = Math.log(positive(low, high));
      return { ...prior, mean: (logLow + Math.log(high)) / 2, sd: (Math.log(high) - logLow) / 2 };
    },
  }),
  exponential: form('exponential', {
    label: 'exponential',
    help: 'Most probable at 0 (or at its lower limit); falls by the same factor over equal distances.',
    fields: [field('mean', 'mean', 'Before any truncation: 1 / rate.'), ...TRUNCATION],
    // 95 % of the mass between 0 and three means.
    fromRange: (_, high) => ({ family: 'exponential', mean: Math.abs(high) / 3 }),
    describe: (prior) => `exponential, mean ${show(prior.mean)}${truncation(prior)}`,
    handles: ({ mean }) => [mean * EXPONENTIAL_THUMBS[0], mean * EXPONENTIAL_THUMBS[1]],
    // One number under two thumbs: the one that was moved sets it.
    fromHandles: (prior, low, high) => {
      const stands = high === prior.mean * EXPONENTIAL_THUMBS[1];
      const mean = stands && low > 0 ? low / EXPONENTIAL_THUMBS[0] : high / EXPONENTIAL_THUMBS[1];
      return mean > 0 ? { ...prior, mean } : prior;
    },
  }),
  gamma: form('gamma', {
    label: 'gamma',
    help: 'Always positive: a skewed bell curve, or, for a shape of 1 or less, falling from 0.',
    fields: [
      field('shape', 'shape', 'Large: nearly a bell curve. 1: exponential.'),
      field('scale', 'scale', '1 / rate; the mean is shape times scale, before any truncation.'),
      ...TRUNCATION,
    ],
    fromRange: (low, high) => gammaWith(positive(low, high), high, 2),
    describe: (prior) => `gamma with shape ${show(prior.shape)} and scale ${show(prior.scale)}${truncation(prior)}`,
    // A factor of one relative standard deviation on either side of the mean.
    handles: ({ shape, scale }) => {
      const spread = Math.exp(1 / Math.sqrt(shape));
      return [(shape * scale) / spread, shape * scale * spread];
    },
    fromHandles: (prior, low, high) => ({ ...prior, ...gammaWith(positive(low, high), high, 1) }),
  }),
  beta: form('beta', {
    label: 'beta',
    help: 'A bell, ramp or bowl shape between 0 and 1.',
    fields: [
      field('a', 'a', 'Pulls towards 1. With a = b = 1 the prior is uniform.'),
      field('b', 'b', 'Pulls towards 0.'),
      ...TRUNCATION,
    ],
    fromRange: (low, high) => betaWith((low + high) / 2, (high - low) / 4),
    describe: (prior) => `beta with a = ${show(prior.a)} and b = ${show(prior.b)}${truncation(prior)}`,
    handles: ({ a, b }) => {
      const mean = a / (a + b);
      const sd = Math.sqrt((mean * (1 - mean)) / (a + b + 1));
      return [mean - sd, mean + sd];
    },
    fromHandles: (prior, low, high) => ({ ...prior, ...betaWith((low + high) / 2, (high - low) / 2) }),
  }),
  uniformLessNormal: form('uniformLessNormal', {
    label: 'uniform minus normal',
    help: 'A quantity with every value of a range equally probable, less another that follows a bell curve: on logarithms, their ratio.',
    fields: [
      ...RANGE,
      field('mean', 'less', 'Mean of what is taken off.'),
      field('sd', 'spread', 'Standard deviation of what is taken off: softens the two ends.'),
    ],
    fromRange: (low, high) => ({ family: 'uniformLessNormal', low, high, mean: 0, sd: 0 }),
    describe: ({ low, high, mean, sd }) =>
      `uniform from ${show(low)} to ${show(high)}, minus normal ${show(mean)} ± ${show(sd)}`,
    handles: ({ low, high, mean }) => [low - mean, high - mean],
    fromHandles: (prior, low, high) => ({ ...prior, low: low + prior.mean, high: high + prior.mean }),
  }),
  fixed: form('fixed', {
    label: 'fixed',
    help: 'One value, known exactly.',
    fields: [field('value', 'value', 'The value that every simulation takes.')],
    fromRange: (low, high) => ({ family: 'fixed', value: (low + high) / 2 }),
    describe: ({ value }) => `fixed at ${show(value)}`,
    handles: ({ value }) => [value, value],
    fromHandles: (prior, low, high) => ({
      family: 'fixed',
      value: low === prior.value ? high : high === prior.value ? low : (low + high) / 2,
    }),
  }),
};

/** One phrase for a prior of any family. */
export function describePrior(prior: Prior): string {
  return priorFamilies[prior.family].describe(prior);
}

/** The number behind a field of the form; undefined where the prior lacks it. */
export function fieldValue(prior: Prior, key: string): number | undefined {
  const value = Object.entries(prior).find(([name]) => name === key)?.[1];
  return typeof value === 'number' ? value : undefined;
}

/** The prior with another number; undefined takes an optional one away. May be unsound: see `problemOf`. */
export function withField(prior: Prior, key: string, value: number | undefined): Prior {
  const known = priorFamilies[prior.family].fields.find((candidate) => candidate.key === key);
  if (!known || (value === undefined && !known.optional)) {
    const keys = priorFamilies[prior.family].fields.map((candidate) => candidate.key).join(', ');
    throw new RangeError(`a ${prior.family} prior cannot take ${key} = ${value}; its numbers are ${keys}`);
  }
  const members = Object.entries(prior).filter(([name]) => name !== key);
  if (value !== undefined) members.push([key, value]);
  return Object.fromEntries(members) as unknown as Prior;
}

/** A prior of another family over about the same range, truncated to `domain` where the family would leave it. */
export function toFamily(
  prior: Prior,
  family: PriorFamily,
  domain: { readonly low: number; readonly high: number },
  slider: { readonly low: number; readonly high: number },
): Prior {
  if (prior.family === family) return prior;
  const covered = rangeOf(prior, slider);
  const [low, high] = [Math.max(covered[0], domain.low), Math.min(covered[1], domain.high)];
  const converted =
    prior.family !== 'fixed' && family === 'fixed'
      ? ({ family, value: quantile(prior, 0.5) } as const)
      : priorFamilies[family].fromRange(low, high);
  switch (converted.family) {
    case 'normal':
    case 'beta':
    case 'exponential':
    case 'gamma':
    case 'lognormal': {
      const natural = {
        low: converted.family === 'normal' ? -Infinity : 0,
        high: converted.family === 'beta' ? 1 : Infinity,
      };
      return {
        ...converted,
        ...(domain.low > natural.low ? { low: domain.low } : {}),
        ...(domain.high < natural.high ? { high: domain.high } : {}),
      };
    }
    case 'uniform':
    case 'logUniform':
    case 'uniformLessNormal':
    case 'fixed':
      return converted;
    default:
      return converted satisfies never;
  }
}

/** What a prior covers: all of a bounded family, the central 95 % of another, the slider for a single value. */
function rangeOf(prior: Prior, slider: { readonly low: number; readonly high: number }): [number, number] {
  if (prior.family === 'fixed') return [slider.low, slider.high];
  if (prior.family === 'uniform' || prior.family === 'logUniform') return [prior.low, prior.high];
  return [quantile(prior, 0.025), quantile(prior, 0.975)];
}

/** Widens the form of one family to take any prior; a prior of another family is a bug. */
function form<F extends PriorFamily>(family: F, definition: FormOf<F>): PriorFamilyForm {
  const own = (prior: Prior): Of<F> => {
    if (prior.family !== family) {
      throw new TypeError(`a ${prior.family} prior was given to the form of ${family} priors`);
    }
    return prior as Of<F>;
  };
  return {
    ...definition,
    describe: (prior) => definition.describe(own(prior)),
    handles: (prior) => definition.handles(own(prior)),
    fromHandles: (prior, low, high) => definition.fromHandles(own(prior), low, high),
  };
}

/** Beta with this mean and, as nearly as its mean allows, this standard deviation. */
function betaWith(wantedMean: number, wantedSd: number): Of<'beta'> {
  const mean = Math.min(Math.max(wantedMean, 0.001), 0.999);
  const largest = mean * (1 - mean);
  // Beyond sd^2 = mean (1 - mean) / 2 the density is a bowl with nearly all of its mass at 0 and 1.
  const variance = Math.min(Math.max(wantedSd, 1e-4) ** 2, largest / 2);
  const size = largest / variance - 1;
  return { family: 'beta', a: mean * size, b: (1 - mean) * size };
}

/** Gamma with mean sqrt(low high) and a relative standard deviation of ln(high / low) / (2 each). */
function gammaWith(low: number, high: number, each: number): Of<'gamma'> {
  const spread = Math.log(high / low) / (2 * each);
  const shape = Math.min(Math.max(spread ** -2, GAMMA_SHAPE.low), GAMMA_SHAPE.high);
  return { family: 'gamma', shape, scale: (Math.sqrt(low) * Math.sqrt(high)) / shape };
}

/** A lower end above 0 for the families of positive numbers. */
function positive(low: number, high: number): number {
  return low > 0 ? low : Math.abs(high) * 1e-3;
}

function truncation({ low = -Infinity, high = Infinity }: { readonly low?: number; readonly high?: number }): string {
  const hasLow = low > -Infinity;
  const hasHigh = high < Infinity;
  if (hasLow && hasHigh) return `, truncated to ${show(low)} to ${show(high)}`;
  if (hasLow) return `, not below ${show(low)}`;
  return hasHigh ? `, not above ${show(high)}` : '';
}

/** Four significant digits, without trailing zeros. */
function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
