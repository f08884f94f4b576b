/**
 * The law of the priors themselves, for a network that learns the priors too. A prior of any family is what the two thumbs
 * of its slider make of it (families.ts), so the hyperprior is a law of thumbs: on the slider's scale, with its range from 0
 * to 1, their distance is uniform from 1/20 to 1 and the lower one uniform over the places that this leaves, independently
 * for each parameter. Family and truncation stay as they are; thumbs stay inside the support of a truncated family. The
 * network is told the middle of the thumbs and the logarithm of their distance, both on that scale.
 *
 * Whitening each theta under its own prior, z_j = Phi^-1(F_j(theta_j; h_j)), leaves z ~ N(0, I) whatever h is. The idea of
 * giving the network the prior's parameters: Elsemüller et al., "Sensitivity-aware amortized Bayesian inference" (TMLR 2024).
 */
import type { Random } from '../math/random.ts';
import { priorFamilies } from './families.ts';
import { JointPrior } from './jointPrior.ts';
import { type Prior, support } from './prior.ts';

/** The slider of a parameter. */
export interface ThumbRange {
  readonly low: number;
  readonly high: number;
  readonly scale: 'linear' | 'log';
}

/** Least distance of the thumbs, of the range. */
const LEAST_DISTANCE = 1 / 20;
/** A thumb at the end of its slider is inside, whatever digit its text has cost. */
const TOLERANCE = 1e-9;
/** Relative difference of two priors' numbers that counts as none. */
const SAME_PRIOR = 1e-6;
/** Nodes of `grid`: the mean Jacobian of a uniform prior is the logarithm of the distance, which bends; the place hardly matters. */
const GRID = { distances: 16, places: 4 } as const;

/** Why no thumbs of the hyperprior make this prior: the end of a sentence that begins with it; null if some do. */
export function whyOutside(prior: Prior, slider: ThumbRange): string | null {
  if (prior.family === 'fixed') return 'is a single value';
  if (prior.family === 'exponential') return 'has a single number, which a slider with two ends does not determine';
  if (prior.family === 'uniformLessNormal') return 'has four numbers, of which a slider with two ends sets two';
  const range = thumbRange(prior, slider);
  const [low, high] = positions(prior, range);
  const family = priorFamilies[prior.family];
  if (!(low >= -TOLERANCE && high <= 1 + TOLERANCE)) {
    const [from, to] = family.handles(prior).map(show);
    return `has its bounds at ${from} and ${to}, outside the slider's range ${show(range.low)} to ${show(range.high)}`;
  }
  if (high - low < LEAST_DISTANCE - TOLERANCE) return 'has bounds closer together than a twentieth of the slider';
  const [from, to] = family.handles(prior);
  return samePrior(prior, family.fromHandles(prior, from, to)) ? null : 'is not one that its slider can set';
}

/**
 * The hyperprior over the sliders of some parameters, for priors of the given families.
 * @param priors one a key, the present ones: of them only family and truncation count
 * @returns null when `whyOutside` has something to say of one of the present priors
 */
export function hyperpriorOf(
  keys: readonly string[],
  priors: readonly Prior[],
  sliders: readonly ThumbRange[],
): Hyperprior | null {
  if (priors.some((prior, j) => whyOutside(prior, sliders[j]) !== null)) return null;
  return new Hyperprior(
    keys,
    priors,
    priors.map((prior, j) => thumbRange(prior, sliders[j])),
  );
}

export class Hyperprior {
  /** Numbers that say which priors are meant: two a parameter. */
  readonly width: number;
  readonly #keys: readonly string[];
  readonly #templates: readonly Prior[];
  readonly #ranges: readonly ThumbRange[];

  /** Use `hyperpriorOf`, which checks. */
  constructor(keys: readonly string[], templates: readonly Prior[], ranges: readonly ThumbRange[]) {
    this.width = 2 * keys.length;
    this.#keys = keys;
    this.#templates = templates;
    this.#ranges = ranges;
  }

  /** Equal for hyperpriors that are the same law. */
  get key(): string {
    const parts = this.#templates.map((prior, j) => {
      const cut = prior.family === 'uniform' || prior.family === 'logUniform' ? null : support(prior);
      return [this.#keys[j], prior.family, String(cut?.low), String(cut?.high), this.#ranges[j]];
    });
    return JSON.stringify(parts);
  }

  /** One prior for each parameter. */
  draw(random: Random): JointPrior {
    const thumbs = this.#ranges.map(() => thumbsAt(random.uniform(), random.uniform()));
    return this.#priorWith(thumbs);
  }

  /** What the network is told of priors of these families: middle and ln distance of the thumbs of each [2 D]. */
  coordinates({ priors }: JointPrior): Float32Array {
    return Float32Array.from(
      priors.flatMap((prior, j) => {
        const [low, high] = positions(prior, this.#ranges[j]);
        return [low + high - 1, Math.log(high - low)];
      }),
    );
  }

  /** Priors over which the mean of a sum of functions of one parameter's prior is its mean under the hyperprior (midpoint rule). */
  grid(): JointPrior[] {
    const levels = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    return levels(GRID.distances).flatMap((distance) =>
      levels(GRID.places).map((place) => this.#priorWith(this.#ranges.map(() => thumbsAt(distance, place)))),
    );
  }

  #priorWith(thumbs: readonly (readonly [number, number])[]): JointPrior {
    const priors = this.#templates.map((prior, j) => {
      const [low, high] = thumbs[j].map((position) => valueAt(position, this.#ranges[j]));
      return priorFamilies[prior.family].fromHandles(prior, low, high);
    });
    return new JointPrior(this.#keys, priors);
  }
}

/** Positions in [0, 1] of the thumbs, from two levels in [0, 1]. */
function thumbsAt(distance: number, place: number): readonly [number, number] {
  const apart = LEAST_DISTANCE + distance * (1 - LEAST_DISTANCE);
  const low = place * (1 - apart);
  return [low, low + apart];
}

/** Where thumbs can stand: on the slider, inside the support of a family that thumbs do not change it of. */
function thumbRange(prior: Prior, { low, high, scale }: ThumbRange): ThumbRange {
  if (prior.family === 'uniform' || prior.family === 'logUniform') return { low, high, scale };
  const cut = support(prior);
  return { low: Math.max(low, cut.low), high: Math.min(high, cut.high), scale };
}

function positions(prior: Prior, { low, high, scale }: ThumbRange): [number, number] {
  const on = (value: number): number => (scale === 'log' ? Math.log(value) : value);
  const [from, to] = priorFamilies[prior.family].handles(prior);
  const length = on(high) - on(low);
  return [(on(from) - on(low)) / length, (on(to) - on(low)) / length];
}

function valueAt(position: number, { low, high, scale }: ThumbRange): number {
  return scale === 'log' ? low * (high / low) ** position : low + position * (high - low);
}

/** Equal within rounding of the largest of their numbers, which is in their unit. */
function samePrior(a: Prior, b: Prior): boolean {
  const sizes = [a, b].flatMap((prior) => Object.values(prior).map((value) => (typeof value === 'number' ? value : 0)));
  const largest = sizes.filter(Number.isFinite).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const slack = SAME_PRIOR * largest;
  return Object.entries(a).every(([name, value]) => {
    const other = Object.entries(b).find(([known]) => known === name)?.[1];
    if (typeof value !== 'number' || typeof other !== 'number') return value === other;
    return value === other || Math.abs(value - other) <= slack;
  });
}

function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
