/**
 * The checks at many observations, one after the other and each by itself as at the one on screen. Between two of them, and
 * whenever one waits for simulations, the worker hears messages; what is found is told at once, so that a cancel loses nothing.
 */
import { notChecked } from '../../../inference/diagnostics/report/observationVerdict.ts';
import { type RowVerdict, rowVerdict } from '../../../inference/diagnostics/report/rowVerdict.ts';
import { dataSeed } from '../../../inference/math/dataSeed.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { DrawsExcluded } from '../../../inference/correction/reweightedPosterior.ts';
import { reweighting } from '../../../inference/correction/reweighting.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import type { CheckSubject } from './checkSubject.ts';
import { type Checks, findingsAt } from './observationFindings.ts';

/** Draws of the network that are weighted to moved priors: as many as the page weighs at one observation. */
const WEIGHTED = 8000;

/**
 * @param s summaries [n, C]
 * @param onFound called with each verdict and the fraction done
 * @throws AbortError when cancelled
 */
export async function checkBatch(
  checks: Checks,
  subject: CheckSubject,
  s: Float64Array,
  signal: AbortSignal,
  onFound: (row: number, verdict: RowVerdict, fraction: number) => Promise<void>,
): Promise<void> {
  const width = subject.standardiser.mean.length;
  const n = s.length / width;
  for (let i = 0; i < n; i++) {
    signal.throwIfAborted();
    const data = { s: s.slice(i * width, (i + 1) * width), x: null };
    await onFound(i, await verdictAt(checks, subject, data, signal), (i + 1) / n);
  }
}

async function verdictAt(
  checks: Checks,
  subject: CheckSubject,
  data: { readonly s: Float64Array; readonly x: null },
  signal: AbortSignal,
): Promise<RowVerdict> {
  const poor = await poorlyWeighted(subject, data.s);
  if (poor !== null) return rowVerdict({ verdict: notChecked(poor) });
  try {
    return rowVerdict(await findingsAt(checks, subject, data, 'usual', signal));
  } catch (cause) {
    if (cause instanceof DrawsExcluded) return rowVerdict({ verdict: notChecked(cause.message) });
    throw cause;
  }
}

/**
 * Why nothing can be said of an answer under moved priors, by the rule of the page at one observation: weights leave too few of
 * the network's draws, which repeat themselves and which the checks would find in order. Null: they leave enough, or no prior
 * was moved.
 */
async function poorlyWeighted(
  { system, study, problem, prior, uncorrected, weighted }: CheckSubject,
  s: Float64Array,
): Promise<string | null> {
  if (weighted === null) return null;
  const draws = await uncorrected.posterior.draw(s, WEIGHTED, new Random(dataSeed(study.seed, s), STREAMS.priors));
  const { standing, verdict } = reweighting(prior, inferredPrior(system, problem), draws);
  return standing === 'outside' ? verdict.sentence : null;
}
