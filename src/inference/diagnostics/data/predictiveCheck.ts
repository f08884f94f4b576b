/**
 * Posterior predictive check: data replicated at draws of the posterior, against the data that it explains. It asks
 * whether the model with these parameters could have given these data, not whether the posterior is right; having seen the
 * data it explains, it is cautious: small p-values are rarer than their size says (Meng 1994, Annals of Statistics 22, 1142).
 *
 * Observed and replicated data are compared by ranks alone, n + 1 data sets of which one is the observed: as a whole, by the sum of
 * squares of all standardised summaries; and summary by summary, where each is corrected for their number by the largest standardised
 * summary of every data set (max-T of Westfall & Young 1993). With a correction of the p-values themselves, as Holm's, no p-value of
 * n replicated data sets is evidence any more once there are some n / 50 summaries. Each of the two counts twice (Bonferroni).
 */
import { mean, sd } from '../../math/statistics.ts';
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
  /** Of all summaries as a whole; corrected. */
  readonly together: number;
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
  const rows = standardised(observed, replicated, width);
  const largest = rows.map((row) => row.reduce((most, z) => Math.max(most, Math.abs(z)), 0));
  const squares = rows.map((row) => row.reduce((sum, z) => sum + z * z, 0));
  const tests = width > 1 ? 2 : 1;
  const corrected = (value: number, ofAll: readonly number[]) =>
    Math.min(1, (tests * ofAll.filter((other) => other >= value).length) / (n + 1));
  const summaries = names.map((name, j) => {
    // One half for the observation itself, which is one of n + 1 under the hypothesis: no p-value is exactly 0.
    let below = 0.5;
    for (let i = 0; i < n; i++) {
      const value = replicated[i * width + j];
      if (value < observed[j]) below += 1;
      else if (value === observed[j]) below += 0.5;
    }
    const share = below / (n + 1);
    const adjustedP = corrected(Math.abs(rows[0][j]), largest);
    const side = share < 0.5 ? ('low' as const) : ('high' as const);
    return {
      name,
      p: Math.min(1, 2 * Math.min(share, 1 - share)),
      adjustedP,
      side: adjustedP < WARN ? side : null,
    };
  });
  const together = corrected(squares[0], squares);
  return { replicated: n, together, summaries, verdict: verdictOf(summaries, together) };
}

/** The smallest p-value of a check, corrected. */
export function smallestP({ summaries, together }: Pick<PredictiveCheck, 'summaries' | 'together'>): number {
  return summaries.reduce((least, { adjustedP }) => Math.min(least, adjustedP), together);
}

/**
 * The observed data [C], then the replicated ones [n, C], each summary in sds of all of them: what does not tell the one from the others,
 * so that ranks among them are uniform under the hypothesis. A summary that never varies is 0.
 */
function standardised(observed: ArrayLike<number>, replicated: ArrayLike<number>, width: number): Float64Array[] {
  const n = replicated.length / width;
  const rows = Array.from({ length: n + 1 }, (_, i) =>
    Float64Array.from({ length: width }, (__, j) => (i === 0 ? observed[j] : replicated[(i - 1) * width + j])),
  );
  for (let j = 0; j < width; j++) {
    const column = rows.map((row) => row[j]);
    const middle = mean(column);
    const spread = sd(column);
    for (const row of rows) row[j] = spread > 0 ? (row[j] - middle) / spread : 0;
  }
  return rows;
}

function verdictOf(summaries: readonly PredictiveSummary[], together: number): Verdict {
  const worst = summaries.reduce((a, b) =>
    b.adjustedP < a.adjustedP || (b.adjustedP === a.adjustedP && b.p < a.p) ? b : a,
  );
  const p = Math.min(worst.adjustedP, together);
  if (p >= WARN) {
    return {
      level: 'good',
      sentence: `Data simulated from this posterior look like yours (smallest ${pValue(p)}).`,
    };
  }
  const bad = p < BAD;
  const what =
    worst.side !== null && worst.adjustedP <= together
      ? `${worst.name} is ${worst.side === 'low' ? 'lower' : 'higher'} than the model predicts from this posterior`
      : 'As a whole, your data are further from what the model predicts from this posterior than its own data are';
  return {
    level: bad ? 'bad' : 'warn',
    sentence: `${what} (${pValue(p)}): the model or the posterior ${bad ? 'is' : 'may be'} wrong here.`,
  };
}
