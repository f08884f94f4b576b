/**
 * Posterior predictive check: data replicated at draws of the posterior, against the data that it explains. Per summary a
 * two-sided p-value, its place among the replicated ones with ties counted half (mid-p), corrected after Holm. It asks
 * whether the model with these parameters could have given these data, not whether the posterior is right; having seen the
 * data it explains, it is cautious: small p-values are rarer than their size says (Meng 1994, Annals of Statistics 22, 1142).
 */
import { holm } from '../../math/holm.ts';
import { BAD, type Verdict, WARN } from '../report/verdict.ts';
import { pValue } from '../report/wording.ts';

export interface PredictiveSummary {
  readonly name: string;
  readonly p: number;
  readonly adjustedP: number;
  /** On which side of the replicated values the observed one lies; null where its adjusted p-value is no evidence of either. */
  readonly side: 'low' | 'high' | null;
}

export interface PredictiveCheck {
  /** Number of replicated data sets. */
  readonly replicated: number;
  /** In the order of the summaries. */
  readonly summaries: readonly PredictiveSummary[];
  readonly verdict: Verdict;
}

/**
 * @param observed summaries [C]
 * @param replicated summaries of n data sets simulated at draws of the posterior [n, C], row-major
 * @param names one per summary
 * @throws RangeError without replicated data sets
 */
export function predictiveCheck(
  observed: ArrayLike<number>,
  replicated: ArrayLike<number>,
  names: readonly string[],
): PredictiveCheck {
  const width = names.length;
  const n = replicated.length / width;
  if (!(Number.isInteger(n) && n >= 1)) {
    throw new RangeError(
      `${replicated.length} replicated values do not make data sets of ${width} summaries: simulate at least one.`,
    );
  }
  const measured = names.map((name, j) => {
    // One half for the observation itself, which is one of n + 1 under the hypothesis: no p-value is exactly 0.
    let below = 0.5;
    for (let i = 0; i < n; i++) {
      const value = replicated[i * width + j];
      if (value < observed[j]) below += 1;
      else if (value === observed[j]) below += 0.5;
    }
    const share = below / (n + 1);
    return {
      name,
      p: Math.min(1, 2 * Math.min(share, 1 - share)),
      side: share < 0.5 ? ('low' as const) : ('high' as const),
    };
  });
  const adjusted = holm(measured.map(({ p }) => p));
  const summaries = measured.map(({ side, ...entry }, j) => ({
    ...entry,
    adjustedP: adjusted[j],
    side: adjusted[j] < WARN ? side : null,
  }));
  return { replicated: n, summaries, verdict: verdictOf(summaries) };
}

function verdictOf(summaries: readonly PredictiveSummary[]): Verdict {
  const worst = summaries.reduce((a, b) => (b.adjustedP < a.adjustedP ? b : a));
  if (worst.side === null) {
    return {
      level: 'good',
      sentence: `Data simulated from this posterior look like yours (smallest ${pValue(worst.adjustedP)}).`,
    };
  }
  const bad = worst.adjustedP < BAD;
  const side = worst.side === 'low' ? 'lower' : 'higher';
  return {
    level: bad ? 'bad' : 'warn',
    sentence: `${worst.name} is ${side} than the model predicts from this posterior (${pValue(worst.adjustedP)}): the model or the posterior ${bad ? 'is' : 'may be'} wrong here.`,
  };
}
