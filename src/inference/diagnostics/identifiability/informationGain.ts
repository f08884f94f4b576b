/**
 * What the data have told, in nats: the Kullback-Leibler divergence of the posterior from its prior, the mean of ln q(theta | s)
 * - ln p(theta) over posterior draws. 0 where the posterior is the prior, whatever its widths; ln 2 for a prior cut in half.
 */
import { type AmortisedPosterior, repeatedRows } from '../../posterior/amortised.ts';
import type { JointPrior } from '../../priors/jointPrior.ts';

/**
 * @param prior under which the posterior is
 * @param s summaries of one observation [C]
 * @param draws of its posterior, theta [n, D]
 * @throws RangeError where no draw has a finite density
 */
export async function informationGain(
  posterior: Pick<AmortisedPosterior, 'logDensity'>,
  prior: JointPrior,
  s: Float64Array,
  draws: Float64Array,
): Promise<number> {
  const { D } = prior;
  const n = draws.length / D;
  const density = await posterior.logDensity(draws, repeatedRows(s, s.length, n));
  // A draw on the very edge of the prior, to the last bit, may have none.
  const told = Array.from(density, (value, i) => value - prior.logDensity(draws.subarray(i * D, (i + 1) * D))).filter(
    Number.isFinite,
  );
  if (told.length === 0) {
    throw new RangeError(`None of ${n} posterior draws has a finite density: reset the network and train again.`);
  }
  return told.reduce((sum, value) => sum + value, 0) / told.length;
}
