/**
 * What the page says of a system in plain words, beside what the system says of itself: what its data are, and nouns for its
 * quantities, so that an interval can be read as a sentence. Each part may be missing; the page then uses the system's labels.
 */
import type { Design } from '../../../inference/simulators/system.ts';

/** "0.16–0.55 births per animal and day". */
export interface QuantityNoun {
  readonly noun: string;
  /** "per animal and day"; '': none. */
  readonly per: string;
}

export interface SystemWords {
  /** What the data are, in a sentence or two. */
  readonly data?: (design: Design) => string;
  /** By the key of a quantity of the corner figure. */
  readonly nouns?: Readonly<Record<string, QuantityNoun>>;
}

const words: Readonly<Record<string, SystemWords>> = {
  'birth-death': {
    data: (design) => {
      const n0 = Number(design.n0);
      return `A pond with ${n0} ${n0 === 1 ? 'animal' : 'animals'} at the start, counted ${design.dt === 1 ? 'once a day' : 'now and then'}. Nobody saw who arrived, was born or died in between.`;
    },
    nouns: {
      lambda: { noun: 'births', per: 'per animal and day' },
      mu: { noun: 'deaths', per: 'per animal and day' },
      nu: { noun: 'arrivals', per: 'per day' },
    },
  },
  'galaxy-bias': { data: () => 'How strongly galaxies cluster, on nine scales. Matter itself cannot be seen.' },
  'lorenz-96': { data: () => 'A small model of the weather: values around a circle of latitude, measured with noise.' },
  'weak-lensing': {
    data: () =>
      'Maps of matter in front of distant galaxies, seen by how its gravity bends their light. A toy universe: lognormal fields, no N-body.',
  },
  'galaxy-image': {
    data: () => 'A picture of a distant galaxy, blurred by the atmosphere. It shows light; mass cannot be seen.',
    nouns: {
      logL: { noun: 'log₁₀ of the luminosity in suns', per: '' },
      Re: { noun: 'arcsec to half of the light', per: '' },
    },
  },
  'gene-delay': {
    data: () =>
      'Three times a gene was switched on, for 20, 60 and 120 minutes: how much mRNA and protein there was, every ten minutes.',
    nouns: {
      alpha: { noun: 'mRNA made', per: 'per minute' },
      beta: { noun: 'protein made', per: 'per mRNA and minute' },
    },
  },
  epidemic: {
    data: (design) =>
      `New infections reported ${design.every === 1 ? 'each day' : `every ${Number(design.every)} days`}, in one wave of an epidemic.`,
    nouns: {
      beta: { noun: 'people infected', per: 'per infected person and day' },
      gamma: { noun: 'of the infected recover', per: 'per day' },
    },
  },
  cylinder: { data: () => 'How far the wall of a tube moves outwards under pressure, read by eleven gauges.' },
  battery: { data: () => 'The voltage of a cell while it gives two amperes for five minutes, and afterwards.' },
  bridge: { data: () => 'How fast a bridge swings by itself, in three ways of swinging.' },
  'two-moons': { data: () => 'One point in the plane.' },
  'gaussian-linear': { data: () => 'Ten numbers, each measured once, with noise.' },
  'gaussian-linear-uniform': { data: () => 'Ten numbers, each measured once, with noise.' },
  'gaussian-mixture': {
    data: () => 'One point in the plane, measured with an instrument that is now precise, now coarse.',
  },
  'bernoulli-glm': { data: () => 'A neuron: how often it fired, and what it had been shown before.' },
  slcp: { data: () => 'Four points in the plane.' },
  sir: { data: () => 'An epidemic: how many of a sample were infected, day by day.' },
  'lotka-volterra': { data: () => 'Prey and predators, counted over time.' },
};

const NONE: SystemWords = {};

export function wordsOf(system: string): SystemWords {
  return Object.hasOwn(words, system) ? words[system] : NONE;
}
