/**
 * The stellar mass: log M = log L + log Y, of which an image shows L alone. The mass-to-light ratio Y comes from outside, from its
 * prior; given L the image says nothing more of M, so that M is drawn given L once L is inferred, and another prior of Y needs
 * no training. With log M uniform on [low, high] and log Y normal, log M given log L is normal around log L + mean, cut to
 * [low, high].
 */
import { normalCdf, normalLogPdf } from '../../math/special.ts';
import { marginalOf, type Prior } from '../../priors/prior.ts';
import type { DrawnQuantity, Problem } from '../system.ts';

type MassPrior = Extract<Prior, { family: 'uniformLessNormal' }>;

/** Null where the prior of log L was not made of those of mass and mass-to-light ratio. */
export function stellarMass(problem: Problem): DrawnQuantity | null {
  const prior = problem.priors.logL;
  if (prior?.family !== 'uniformLessNormal') return null;
  return {
    key: 'logM',
    symbol: 'log M',
    label: 'stellar mass, log₁₀',
    unit: 'suns',
    parts: { known: 'photon noise', added: 'mass-to-light ratio' },
    added: { parameter: 'logL', number: 'sd', label: 'Width of log M/L [dex]', low: 0, high: 0.3 },
    note: 'An image measures light, not mass: this is the stellar mass given redshift 0.5 and the prior of the mass-to-light ratio.',
    draw: (theta, u) => massAt(theta[0], u, prior),
    mean: (theta) => meanMass(theta[0], prior),
  };
}

/** The mass below which the fraction u of the masses of galaxies of this luminosity lies. */
function massAt(logL: number, u: number, { low, high, mean, sd }: MassPrior): number {
  const middle = logL + mean;
  if (sd === 0) return middle;
  return cutNormal(middle, sd, low, high)?.point(u, 1 - u) ?? nearest(middle, low, high);
}

function meanMass(logL: number, { low, high, mean, sd }: MassPrior): number {
  const middle = logL + mean;
  if (sd === 0) return middle;
  const [a, b] = [(low - middle) / sd, (high - middle) / sd];
  const mass = a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);
  if (!(mass > LEAST_MASS)) return nearest(middle, low, high);
  return middle + (sd * (Math.exp(normalLogPdf(a)) - Math.exp(normalLogPdf(b)))) / mass;
}

/** Further out the mass is at the end of its range, to six digits. */
const LEAST_MASS = 1e-6;

function cutNormal(mean: number, sd: number, low: number, high: number) {
  const [a, b] = [(low - mean) / sd, (high - mean) / sd];
  const mass = a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);
  return mass > LEAST_MASS ? marginalOf({ family: 'normal', mean, sd, low, high }) : null;
}

function nearest(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
