/** Where the gain of the protein channel is inferred, the data know its product with the translation rate alone. */
import { quantile, support } from '../../priors/prior.ts';
import { logRidgePosition } from '../logRidge.ts';
import type { Degeneracy, Problem, RidgePosition } from '../system.ts';
import { parametersOf, readDesign } from './design.ts';
import { fitRates } from './fit.ts';

const POINTS = 61;
/** The curve ends here where a prior has no end. */
const TAIL = 1e-4;
const LABEL = 'β g';

/** The curve (beta, gain) of the product that fits the readings best; null where the gain is not inferred or a prior is fixed. */
export function gainRidge({ design, priors }: Problem, x: Float64Array): Degeneracy | null {
  const { delay, gainInferred } = readDesign(design);
  if (!gainInferred || priors.beta.family === 'fixed' || priors.gain.family === 'fixed') return null;
  const product = fitRates(x, delay).rates.beta;
  const [beta, gain] = [priors.beta, priors.gain].map((prior) => {
    const { low, high } = support(prior);
    return {
      low: low > 0 ? low : quantile(prior, TAIL),
      high: Number.isFinite(high) ? high : quantile(prior, 1 - TAIL),
    };
  });
  const low = Math.log(Math.max(beta.low, product / gain.high));
  const high = Math.log(Math.min(beta.high, product / gain.low));
  if (!(high > low)) return null;
  return {
    axes: ['beta', 'gain'],
    label: `${LABEL} = ${product.toPrecision(3)} per min: every pair on this curve gives the same readings`,
    exact: true,
    points: Array.from({ length: POINTS }, (_, i) => {
      const rate = Math.exp(low + ((high - low) * i) / (POINTS - 1));
      return [rate, product / rate] as const;
    }),
  };
}

export function gainRidgePosition({ design, priors }: Problem): RidgePosition | null {
  if (!readDesign(design).gainInferred) return null;
  const parameters = parametersOf(design);
  return logRidgePosition(
    parameters.map(({ key }) => priors[key]),
    parameters.map(({ key }) => (key === 'beta' ? 1 : key === 'gain' ? -1 : 0)),
    LABEL,
  );
}
