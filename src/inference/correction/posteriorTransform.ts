/**
 * The transform of a network's posterior before plots and checks see it: a perturbation, which the user sets to see what the
 * checks find, then a correction. It is applied in this one place, so that all see the same posterior.
 */
import type { AmortisedPosterior } from '../posterior/amortised.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import type { BetaShape } from './beta.ts';
import { RecalibratedPosterior } from './recalibration.ts';
import { type Rescaling, RescaledPosterior } from './rescale.ts';
import { type BaseOf, TemperedPosterior } from './temperature.ts';

export type Correction =
  | { readonly kind: 'rescaling'; readonly rescaling: Rescaling }
  | { readonly kind: 'temperature'; readonly temperature: number }
  /** The law of F_j(theta_j*) for each parameter. */
  | { readonly kind: 'marginals'; readonly shapes: readonly BetaShape[] };

export interface PosteriorTransform {
  readonly perturbation: Rescaling | null;
  readonly correction: Correction | null;
}

export const UNTRANSFORMED: PosteriorTransform = { perturbation: null, correction: null };

export interface TransformedPosterior {
  readonly posterior: AmortisedPosterior;
  /** Null where the posterior is no longer a flow: recalibrated draws have no base. */
  readonly baseOf: BaseOf | null;
}

/**
 * @param width C, number of summaries
 * @param baseOf base states under the network itself
 */
export function transformPosterior(
  network: AmortisedPosterior,
  prior: JointPrior,
  width: number,
  baseOf: BaseOf,
  { perturbation, correction }: PosteriorTransform,
): TransformedPosterior {
  const perturbed = perturbation === null ? null : new RescaledPosterior(network, prior, width, perturbation);
  const posterior = perturbed ?? network;
  const ofPosterior = perturbed === null ? baseOf : perturbed.baseOf(baseOf);
  if (correction === null) return { posterior, baseOf: ofPosterior };
  if (correction.kind === 'marginals') {
    return { posterior: new RecalibratedPosterior(posterior, width, correction.shapes), baseOf: null };
  }
  if (correction.kind === 'rescaling') {
    const rescaled = new RescaledPosterior(posterior, prior, width, correction.rescaling);
    return { posterior: rescaled, baseOf: rescaled.baseOf(ofPosterior) };
  }
  const tempered = new TemperedPosterior(posterior, prior, ofPosterior, correction.temperature);
  return { posterior: tempered, baseOf: tempered.baseOf };
}
