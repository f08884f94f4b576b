/**
 * The corrections that need no new training, tried on one posterior: each is fitted to one set of fresh pairs and judged,
 * beside the posterior as it was, on another set. Under priors that were moved after training a correction is still one of the
 * network, fitted to pairs of the priors that the network was trained with; it is judged by what is shown, the draws weighted
 * to the moved priors, on pairs of those.
 */
import { percent, twoDigits } from '../diagnostics/report/wording.ts';
import { Random, STREAMS } from '../math/random.ts';
import { type AmortisedPosterior, repeatedRows } from '../posterior/amortised.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import type { Problem, System } from '../simulators/system.ts';
import { type TransformedPosterior, type Correction } from './posteriorTransform.ts';
import { conformalRegion, heldBy } from './conformal.ts';
import { fitMarginals, marginalPits, RecalibratedPosterior } from './recalibration.ts';
import { fitRescaling, RescaledPosterior } from './rescale.ts';
import { type PosteriorScore, scorePosterior, type TruePairs } from './score.ts';
import { fitTemperature, TEMPERATURES, TemperedPosterior } from './temperature.ts';

export interface TriedCorrection {
  readonly correction: Correction;
  /** What was fitted, in words. */
  readonly fitted: string;
  readonly after: PosteriorScore;
}

export interface ConformalTrial {
  readonly level: number;
  /** Share of fresh true values in the posterior's own highest-density region of this mass. */
  readonly heldBefore: number;
  /** And in the conformal region. */
  readonly heldAfter: number;
  /** Mass of the posterior in the conformal region, mean over fresh data: what must be asked of it to get the level. */
  readonly mass: number;
}

export interface CorrectionReport {
  /** Pairs that the corrections were fitted to, and pairs that they were judged on. */
  readonly fittedTo: number;
  readonly judgedOn: number;
  readonly before: PosteriorScore;
  readonly tried: readonly TriedCorrection[];
  readonly conformal: ConformalTrial;
}

export interface CorrectionInput {
  readonly system: Pick<System, 'display' | 'derived'>;
  readonly problem: Problem;
  /** That the posterior is under. */
  readonly prior: JointPrior;
  /** C. */
  readonly width: number;
  /** The posterior to be corrected. */
  readonly subject: TransformedPosterior;
  /** What is shown of a posterior: itself, or weighted to moved priors. */
  readonly shown: (posterior: AmortisedPosterior) => AmortisedPosterior;
  /** Pairs under `prior`. */
  readonly fit: TruePairs;
  /** Pairs under the priors of what is shown, for the threshold of the conformal region. */
  readonly region: TruePairs;
  /** And those that all is judged on. */
  readonly judge: TruePairs;
  /** Called with the fraction done, in [0, 1]; may throw to end the trial. */
  readonly onProgress: (fraction: number) => Promise<void> | void;
}

const LEVEL = 0.9;
const REGION_DRAWS = 50;

/** @throws RangeError if the posterior has no base (it is corrected already); what `onProgress` throws */
export async function tryCorrections(input: CorrectionInput): Promise<CorrectionReport> {
  const { system, problem, prior, width, shown, fit, judge, onProgress } = input;
  const { posterior, baseOf } = input.subject;
  if (baseOf === null) {
    throw new RangeError('A recalibrated posterior cannot be corrected again: undo the correction first.');
  }
  const score = (of: AmortisedPosterior) => scorePosterior(shown(of), judge, system, problem, prior.D);
  const before = await score(posterior);
  await onProgress(0.15);

  const rescaling = await fitRescaling(posterior, prior, fit.theta, fit.s);
  const rescaled = await score(new RescaledPosterior(posterior, prior, width, rescaling));
  await onProgress(0.3);

  const temperature = fitTemperature(await baseOf(fit.theta, fit.s));
  await onProgress(0.5);
  const tempered = await score(new TemperedPosterior(posterior, prior, baseOf, temperature));
  await onProgress(0.65);

  const shapes = fitMarginals(await marginalPits(posterior, fit.theta, fit.s, prior.D), prior.D);
  await onProgress(0.75);
  const recalibrated = await score(new RecalibratedPosterior(posterior, width, shapes));
  await onProgress(0.9);

  const conformal = await conformalTrial(input);
  await onProgress(1);
  const atBound = temperature < 1.01 * TEMPERATURES.low || temperature > 0.99 * TEMPERATURES.high;
  return {
    fittedTo: fit.theta.length / prior.D,
    judgedOn: judge.theta.length / prior.D,
    before,
    tried: [
      {
        correction: { kind: 'rescaling', rescaling },
        fitted: `${widening(rescaling.width)}, moved by ${twoDigits(rescaling.shift)} sd`,
        after: rescaled,
      },
      {
        correction: { kind: 'temperature', temperature },
        fitted: `T = ${twoDigits(temperature)}${atBound ? ', at the end of the range tried' : ''}: ${widening(Math.sqrt(temperature))}`,
        after: tempered,
      },
      {
        correction: { kind: 'marginals', shapes },
        fitted: shapes.map(({ a, b }) => `Beta(${twoDigits(a)}, ${twoDigits(b)})`).join(', '),
        after: recalibrated,
      },
    ],
    conformal,
  };
}

function widening(factor: number): string {
  return factor >= 1 ? `wider by ${percent(factor - 1)} %` : `narrower by ${percent(1 - factor)} %`;
}

async function conformalTrial(input: CorrectionInput): Promise<ConformalTrial> {
  const { prior, width, judge } = input;
  const posterior = input.shown(input.subject.posterior);
  const region = conformalRegion(await posterior.logDensity(input.region.theta, input.region.s), LEVEL);
  const ofTruths = await posterior.logDensity(judge.theta, judge.s);
  const draws = await posterior.draw(judge.s, REGION_DRAWS, new Random(0, STREAMS.correction, 3));
  const n = judge.theta.length / prior.D;
  const ofDraws = await posterior.logDensity(draws, repeatedRows(judge.s, width, REGION_DRAWS));
  let held = 0;
  for (let i = 0; i < n; i++) {
    const own = ofDraws.subarray(i * REGION_DRAWS, (i + 1) * REGION_DRAWS);
    // The true value is in the region of mass m if fewer than m of the draws have a higher density.
    if (heldBy({ level: LEVEL, threshold: ofTruths[i] }, own) <= LEVEL) held++;
  }
  return { level: LEVEL, heldBefore: held / n, heldAfter: heldBy(region, ofTruths), mass: heldBy(region, ofDraws) };
}
