/** A parameter that is positive, with a prior of its logarithm: a rate, a modulus, a half-life. */
import type { Prior } from '../priors/prior.ts';
import type { ParameterSpec } from './system.ts';

type Named = Pick<ParameterSpec, 'key' | 'symbol' | 'label' | 'unit' | 'description' | 'defaultTruth'>;

const FAMILIES = {
  lognormal: ['lognormal', 'logUniform', 'uniform'],
  logUniform: ['logUniform', 'lognormal', 'uniform'],
} as const;

/**
 * @param named key, symbol, label, unit, description and the value that data are first drawn with
 * @param defaultPrior in the parameter's unit
 * @param range of the slider, in the parameter's unit
 */
export function positive(
  named: Named,
  defaultPrior: Extract<Prior, { readonly family: keyof typeof FAMILIES }>,
  range: { readonly low: number; readonly high: number },
): ParameterSpec {
  return {
    ...named,
    defaultPrior,
    families: FAMILIES[defaultPrior.family],
    slider: { ...range, scale: 'log' },
    domain: { low: 0, high: Infinity },
  };
}
