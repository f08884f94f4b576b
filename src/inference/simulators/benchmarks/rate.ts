/** A rate of one of the tasks' differential equations: positive, with a lognormal prior. */
import type { ParameterSpec } from '../system.ts';

type Named = Pick<ParameterSpec, 'key' | 'symbol' | 'label' | 'unit' | 'description' | 'defaultTruth'>;

/**
 * @param law of ln rate
 * @param range of the slider, in the rate's unit
 */
export function rate(
  named: Named,
  law: { readonly mean: number; readonly sd: number },
  range: { readonly low: number; readonly high: number },
): ParameterSpec {
  return {
    ...named,
    defaultPrior: { family: 'lognormal', ...law },
    families: ['lognormal', 'logUniform', 'uniform'],
    slider: { ...range, scale: 'log' },
    domain: { low: 0, high: Infinity },
  };
}
