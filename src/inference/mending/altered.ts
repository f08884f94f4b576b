/**
 * What is done to a network's posterior before anything looks at it: first it may be spoilt by hand, then mended. The one
 * place where this happens, so that plots and checks see the same.
 */
import type { AmortisedPosterior } from '../posterior/amortised.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import type { BetaShape } from './beta.ts';
import { RecalibratedPosterior } from './recalibration.ts';
import { type Rescaling, RescaledPosterior } from './rescale.ts';
import { type BaseOf, TemperedPosterior } from './temperature.ts';

export type Mend =
  | { readonly kind: 'rescaling'; readonly rescaling: Rescaling }
  | { readonly kind: 'temperature'; readonly temperature: number }
  /** The law of F_j(theta_j*) for each parameter. */
  | { readonly kind: 'marginals'; readonly shapes: readonly BetaShape[] };

export interface Alteration {
  readonly spoil: Rescaling | null;
  readonly mend: Mend | null;
}

export const UNALTERED: Alteration = { spoil: null, mend: null };

export interface AlteredPosterior {
  readonly posterior: AmortisedPosterior;
  /** Null where the posterior is no longer a flow: recalibrated draws have no base. */
  readonly baseOf: BaseOf | null;
}

/**
 * @param width C, number of summaries
 * @param baseOf base states under the network itself
 */
export function altered(
  network: AmortisedPosterior,
  prior: JointPrior,
  width: number,
  baseOf: BaseOf,
  { spoil, mend }: Alteration,
): AlteredPosterior {
  const spoilt = spoil === null ? null : new RescaledPosterior(network, prior, width, spoil);
  const posterior = spoilt ?? network;
  const ofPosterior = spoilt === null ? baseOf : spoilt.baseOf(baseOf);
  if (mend === null) return { posterior, baseOf: ofPosterior };
  if (mend.kind === 'marginals') {
    return { posterior: new RecalibratedPosterior(posterior, width, mend.shapes), baseOf: null };
  }
  if (mend.kind === 'rescaling') {
    const rescaled = new RescaledPosterior(posterior, prior, width, mend.rescaling);
    return { posterior: rescaled, baseOf: rescaled.baseOf(ofPosterior) };
  }
  const tempered = new TemperedPosterior(posterior, prior, ofPosterior, mend.temperature);
  return { posterior: tempered, baseOf: tempered.baseOf };
}
