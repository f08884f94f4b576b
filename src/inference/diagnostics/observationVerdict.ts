/** What all checks at one observation say together, without its true parameters: whether to trust the answer, and what helps. */
import type { Verdict } from './verdict.ts';

/** Verdicts of the checks that were made; null: not made. */
export interface ObservationVerdicts {
  readonly outlier: Verdict;
  readonly predictive: Verdict | null;
  readonly recovery: Verdict | null;
  readonly local: Verdict | null;
}

const MORE = 'train on more simulations, or on a narrower prior around this answer (a focused round)';

/** The worst level, with the sentences of the checks that gave it and a remedy for them. */
export function observationVerdict(verdicts: ObservationVerdicts): Verdict {
  const { predictive, recovery, local } = verdicts;
  // Rare data are no fault where the network is seen to answer them.
  const excused = verdicts.outlier.level === 'warn' && recovery?.level === 'good' && predictive?.level === 'good';
  const outlier: Verdict = excused ? { ...verdicts.outlier, level: 'good' } : verdicts.outlier;
  const made = [outlier, predictive, recovery, local].filter((verdict) => verdict !== null);
  const found = (['bad', 'warn'] as const).find((level) => made.some((verdict) => verdict.level === level));
  if (found === undefined) {
    return {
      level: 'good',
      sentence: `None of ${made.length} check${made.length === 1 ? '' : 's'} at this observation finds fault with the answer.`,
    };
  }
  const at = (verdict: Verdict | null) => verdict?.level === found;
  const reasons = made.filter(at).map(({ sentence }) => sentence);
  const head = found === 'bad' ? 'Do not trust this answer' : 'Take this answer with care';
  return { level: found, sentence: `${head}. ${reasons.join(' ')} ${remedyOf(at)}` };

  function remedyOf(objects: (verdict: Verdict | null) => boolean): string {
    if (objects(outlier) && found === 'bad') {
      return 'Remedy: check the units and the order of the data, widen the priors, or change the model: it does not predict such data.';
    }
    if (objects(predictive)) return `Remedy: ${MORE}; if that does not help, the model cannot give such data.`;
    return `Remedy: ${MORE}.`;
  }
}
