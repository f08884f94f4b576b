/**
 * Posterior predictive check: data replicated at draws of the posterior, against the data that it explains. Per summary a
 * two-sided p-value, its place among the replicated ones with ties counted half (mid-p), corrected after Holm. It asks
 * whether the model with these parameters could have given these data, not whether the posterior is right; having seen the
 * data it explains, it is cautious: small p-values are rarer than their size says (Meng 1994, Annals of Statistics 22, 1142).
 */
import { holm } from './holm.ts';
import { BAD, type Verdict, WARN } from './verdict.ts';
import { pValue } from './wording.ts';

export interface PredictiveSummary {
  readonly name: string;
  readonly p: number;
  readonly adjustedP: number;
  /** The observed value lies below or above the median of the replicated ones. */
  readonly side: 'low' | 'high';
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
  const summaries = measured.map((entry, j) => ({ ...entry, adjustedP: adjusted[j] }));
  return { replicated: n, summaries, verdict: verdictOf(summaries) };
}

function verdictOf(summaries: readonly PredictiveSummary[]): Verdict {
  const worst = summaries.reduce((a, b) => (b.adjustedP < a.adjustedP ? b : a));
  if (worst.adjustedP >= WARN) {
    return {
      level: 'good',
      sentence: `The model, at draws of this posterior, gives data like these (smallest ${pValue(worst.adjustedP)}).`,
    };
  }
  const bad = worst.adjustedP < BAD;
  return {
    level: bad ? 'bad' : 'warn',
    sentence: `${worst.name} is ${bad ? '' : 'perhaps '}too ${worst.side} for the model at draws of this posterior (${pValue(worst.adjustedP)}): model or posterior is wrong here.`,
  };
}
