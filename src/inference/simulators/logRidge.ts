/**
 * A ridge that is straight in the logarithms of theta: the data know nothing of how far along `direction` the logarithms lie, so
 * an exact posterior is the prior along it, whatever the data are. The position on the ridge, as a share of that prior, is then
 * uniform on (0, 1).
 */
import { logDensity, quantile, support } from '../priors/prior.ts';
import type { Prior } from '../priors/prior.ts';
import type { RidgePosition } from './system.ts';

/** Mass beyond which a prior without an end is cut. */
const TAIL = 1e-9;
const NODES = 1025;

/**
 * @param priors of all entries of theta, in order; those along the ridge not fixed and positive
 * @param direction of the ridge in ln theta; 0 for what does not change along it
 * @param label what is constant along it
 */
export function logRidgePosition(
  priors: readonly Prior[],
  direction: readonly number[],
  label: string,
): RidgePosition | null {
  const along = direction.flatMap((v, j) => (v === 0 ? [] : [j]));
  if (along.some((j) => priors[j].family === 'fixed' || support(priors[j]).low < 0)) return null;
  const ends = along.map((j) => {
    const { low, high } = support(priors[j]);
    return {
      low: Math.log(low > 0 ? low : quantile(priors[j], TAIL)),
      high: Math.log(Number.isFinite(high) ? high : quantile(priors[j], 1 - TAIL)),
    };
  });
  return {
    label,
    of: (theta) => {
      let [from, to] = [-Infinity, Infinity];
      along.forEach((j, i) => {
        const value = Math.log(theta[j]);
        const a = (ends[i].low - value) / direction[j];
        const b = (ends[i].high - value) / direction[j];
        from = Math.max(from, Math.min(a, b));
        to = Math.min(to, Math.max(a, b));
      });
      const logPrior = (t: number): number => {
        let sum = 0;
        along.forEach((j, i) => {
          const v = Math.min(ends[i].high, Math.max(ends[i].low, Math.log(theta[j]) + t * direction[j]));
          sum += logDensity(priors[j], Math.exp(v)) + v;
        });
        return sum;
      };
      const below = integral(logPrior, Math.min(from, 0), 0);
      const above = integral(logPrior, 0, Math.max(to, 0));
      return below / (below + above);
    },
  };
}

/** Of exp(f), by the trapezoid rule; an end where the density is not finite is left out. */
function integral(f: (t: number) => number, from: number, to: number): number {
  const step = (to - from) / (NODES - 1);
  let sum = 0;
  for (let i = 0; i < NODES; i++) {
    const value = Math.exp(f(from + i * step));
    if (Number.isFinite(value)) sum += (i === 0 || i === NODES - 1 ? 0.5 : 1) * value;
  }
  return sum * step;
}
