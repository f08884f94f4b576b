/** What all checks at one observation say together, without its true parameters: whether to trust the answer, and what helps. */
import type { Verdict } from './verdict.ts';

/** Verdicts of the checks that were made; null: not made. */
export interface ObservationVerdicts {
  readonly outlier: Verdict;
  readonly predictive: Verdict | null;
  readonly recovery: Verdict | null;
  readonly local: Verdict | null;
}

export interface ObservationAdvice {
  /** The worst of all checks. */
  readonly level: Verdict['level'];
  /** Sentences of the checks that gave it; none where it is good. */
  readonly reasons: readonly string[];
  /** A sentence; null where nothing need be done. */
  readonly remedy: string | null;
}

const MORE = 'train on more simulations, or on a narrower prior around this answer (a focused round)';

/**
 * How far an answer can be trusted, and what helps where it cannot.
 * @param altered what was done to the network's posterior: no training helps one that is broken on purpose
 */
export function observationAdvice(
  verdicts: ObservationVerdicts,
  altered: 'broken' | 'corrected' | null = null,
): ObservationAdvice {
  const made = countedOf(verdicts);
  const level = (['bad', 'warn'] as const).find((one) => made.some((verdict) => verdict.level === one)) ?? 'good';
  if (level === 'good') return { level, reasons: [], remedy: null };
  const reasons = made.filter((verdict) => verdict.level === level).map(({ sentence }) => sentence);
  const { outlier, predictive } = verdicts;
  if (altered === 'broken') {
    return { level, reasons, remedy: 'Remedy: the posterior is broken on purpose, in the sandbox; switch that off.' };
  }
  if (level === 'bad' && outlier.level === 'bad') {
    const remedy =
      'Remedy: check the units and the order of the data, widen the priors, or change the model: it does not predict such data.';
    return { level, reasons, remedy };
  }
  const also = predictive?.level === level ? '; if that does not help, the model cannot give such data' : '';
  const first = altered === 'corrected' ? 'undo the correction that is in use, or ' : '';
  return { level, reasons, remedy: `Remedy: ${first}${MORE}${also}.` };
}

/** The same in one sentence after another. */
export function observationVerdict(verdicts: ObservationVerdicts): Verdict {
  const { level, reasons, remedy } = observationAdvice(verdicts);
  if (level === 'good') {
    const made = countedOf(verdicts).length;
    const sentence = `None of ${made} check${made === 1 ? '' : 's'} at this observation finds fault with the answer.`;
    return { level, sentence };
  }
  const head = level === 'bad' ? 'Do not trust this answer.' : 'Take this answer with care.';
  return { level, sentence: [head, ...reasons, remedy].join(' ') };
}

/** The verdicts of the checks that were made, as they count. */
function countedOf({ outlier, predictive, recovery, local }: ObservationVerdicts): Verdict[] {
  // Rare data are no fault where the network is seen to answer them.
  const excused = outlier.level === 'warn' && recovery?.level === 'good' && predictive?.level === 'good';
  const counted: Verdict = excused ? { ...outlier, level: 'good' } : outlier;
  return [counted, predictive, recovery, local].filter((verdict) => verdict !== null);
}
