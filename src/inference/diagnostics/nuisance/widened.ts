/** A prior that is too wide on purpose: about three times as wide, within what the parameter may be. */
import { type Prior, quantile, support } from '../../priors/prior.ts';

const FACTOR = 3;
/** Of the central 90 %, from which on a prior counts as wider. */
const NOTICEABLE = 1.5;

/** @param domain where the parameter is defined */
export function widened(prior: Prior, domain: { readonly low: number; readonly high: number }): Prior {
  const within = <P extends Prior>(wide: P): P => {
    const { low, high } = support(prior);
    return Number.isFinite(low) || Number.isFinite(high) ? { ...wide, low: domain.low, high: domain.high } : wide;
  };
  switch (prior.family) {
    case 'uniform': {
      const middle = (prior.low + prior.high) / 2;
      const half = (FACTOR * (prior.high - prior.low)) / 2;
      return { ...prior, low: Math.max(domain.low, middle - half), high: Math.min(domain.high, middle + half) };
    }
    case 'uniformLessNormal': {
      const middle = (prior.low + prior.high) / 2;
      const half = (FACTOR * (prior.high - prior.low)) / 2;
      return { ...prior, low: middle - half, high: middle + half, sd: FACTOR * prior.sd };
    }
    case 'logUniform': {
      const factor = (prior.high / prior.low) ** ((FACTOR - 1) / 2);
      const low = prior.low / factor;
      return {
        ...prior,
        low: domain.low > 0 ? Math.max(domain.low, low) : low,
        high: Math.min(domain.high, prior.high * factor),
      };
    }
    case 'normal':
      return within({ ...prior, sd: FACTOR * prior.sd });
    case 'lognormal':
      return { family: 'lognormal', mean: prior.mean, sd: FACTOR * prior.sd };
    case 'exponential':
      return { family: 'exponential', mean: FACTOR * prior.mean };
    case 'gamma':
      // The same mean, three times the standard deviation.
      return { family: 'gamma', shape: prior.shape / FACTOR ** 2, scale: prior.scale * FACTOR ** 2 };
    case 'beta':
      // The whole range from 0 to 1 with a uniform density: a beta prior cannot be wider and stay in one piece.
      return { family: 'beta', a: 1, b: 1 };
    case 'fixed':
      return prior;
    default:
      return prior satisfies never;
  }
}

/** Whether there is room: a prior that is uniform over the whole domain, as that of an angle, cannot be wider. */
export function canBeWidened(prior: Prior, domain: { readonly low: number; readonly high: number }): boolean {
  const width = (law: Prior) => quantile(law, 0.95) - quantile(law, 0.05);
  return width(widened(prior, domain)) > NOTICEABLE * width(prior);
}
