/** The setting of a nuisance parameter as one law, as links and command lines write it: fixed at a value, or drawn from a prior. */
import type { Prior } from '../priors/prior.ts';
import type { NuisanceSetting } from './system.ts';

/** The part that is in force: the value while fixed, the prior while marginalised. */
export function lawInForce({ mode, value, prior }: NuisanceSetting): Prior {
  return mode === 'fixed' ? { family: 'fixed', value } : prior;
}

/** The setting with another law in force; what is not in force stays. */
export function withLaw(setting: NuisanceSetting, law: Prior): NuisanceSetting {
  return law.family === 'fixed'
    ? { ...setting, mode: 'fixed', value: law.value }
    : { ...setting, mode: 'marginalised', prior: law };
}
