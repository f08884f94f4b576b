/**
 * Whether an observation is one of those that the network was trained on: the Mahalanobis distance of its standardised
 * summaries from the training mean under the training covariance (shrunk, see shrinkage.ts), and as p-value its rank among
 * the distances of held-out simulations (as Schmitt et al. 2021 do with a learnt summary space). The rank needs no law of
 * the distance. Blind to data that are strange in a way that no summary shows. Of large data it looks at the features that the
 * network makes of them and at random projections (flow/features.ts), and is blind to what those leave out.
 */
import { isFillValue } from '../../math/fillValues.ts';
import { cholesky } from '../../math/linear.ts';
import { listed, shownNumber } from '../../math/shown.ts';
import { shrunkCovariance } from '../../math/shrinkage.ts';
import type { SimulatedValues, StrangeValue } from './strangeValues.ts';
import { BAD, type Verdict, WARN } from '../report/verdict.ts';
import { pValue, twoDigits } from '../report/wording.ts';

export interface OutlierReport {
  /** Mahalanobis distance; the square root of the number of summaries is typical. */
  readonly distance: number;
  /** (1 + number of held-out simulations at least as far out) / (1 + number of them). */
  readonly p: number;
  /** The summaries that lie farthest out, the worst first: z-score under the training set's mean and sd. */
  readonly worst: readonly { readonly name: string; readonly z: number }[];
  /** The summaries whose values stand apart from all that was simulated; the observation is then none of the simulated kind. */
  readonly strange: readonly StrangeValue[];
  /** What the distance is of; null: of the summaries themselves. */
  readonly ofFeatures: { readonly made: number; readonly projected: number } | null;
  readonly verdict: Verdict;
}

const NAMED = 3;
/** What a score looks at in place of many summaries: features that a network makes of them, and projections behind those. */
export interface Look {
  readonly made: number;
  readonly projected: number;
  /** Numbers that are no part of the picture, behind those. Absent: none. */
  readonly named?: number;
}

/** In place of a verdict where entries of the data may be missing. */
export const NOT_OF_MISSING = 'This check does not take data with missing entries yet.';

/** The report on such data. */
export const notJudged: OutlierReport = {
  distance: Number.NaN,
  p: Number.NaN,
  worst: [],
  strange: [],
  ofFeatures: null,
  verdict: { level: 'warn', sentence: NOT_OF_MISSING },
};

/** One observation in 500 of the training distribution lies so far out: farther is none of it. */
export const NEVER = 0.002;

export class OutlierScore {
  readonly #mean: Float64Array;
  /** Lower triangular L, covariance = L L^T. */
  readonly #factor: readonly (readonly number[])[];
  /** Distances of the held-out simulations, ascending. */
  readonly #heldOut: Float64Array;
  readonly #values: SimulatedValues;
  readonly #look: Look | null;
  /** Whether the network makes the same features of all training data, which then say nothing of any. */
  readonly #collapsed: boolean;

  /**
   * @param training what is looked at of simulations: standardised summaries or what `look` says, [n, F], row-major, n >= 2
   * @param heldOut the same of others that were not trained on [m, F]; p-values cannot fall below 1 / (m + 1)
   * @param F numbers of each that are looked at
   * @param values of the summaries of simulations in natural units
   * @param look null: the distance is that of the summaries
   */
  constructor(
    training: Float32Array,
    heldOut: Float32Array,
    F: number,
    values: SimulatedValues,
    look: Look | null = null,
  ) {
    this.#look = look;
    this.#values = values;
    this.#collapsed = look !== null && training.every((value, i) => i % F >= look.made || value === training[i % F]);
    const { mean, cov } = shrunkCovariance(training, training.length / F, F);
    this.#mean = mean;
    // A summary that never varies has no spread of its own: any change of it counts in units of the standardiser.
    this.#factor = cholesky(cov.map((row, j) => row.map((value, k) => (j === k ? value + 1e-9 : value))));
    const distances = Float64Array.from({ length: heldOut.length / F }, (_, i) =>
      this.distance(heldOut.subarray(i * F, (i + 1) * F)),
    );
    this.#heldOut = distances.sort();
  }

  /** Whether the distance is that of features, which other programs do not know. */
  get ofFeatures(): boolean {
    return this.#look !== null;
  }

  /** For other programs: centre [C], factor L [C, C], and the distances of the held-out simulations, ascending. */
  get numbers(): { readonly centre: Float64Array; readonly factor: Float64Array; readonly distances: Float64Array } {
    const C = this.#mean.length;
    const factor = new Float64Array(C * C);
    for (let j = 0; j < C; j++) for (let k = 0; k <= j; k++) factor[j * C + k] = this.#factor[j][k];
    return { centre: this.#mean, factor, distances: this.#heldOut };
  }

  /** @param seen what is looked at of an observation [F] */
  distance(seen: ArrayLike<number>): number {
    const white = new Float64Array(this.#mean.length);
    let sum = 0;
    for (let j = 0; j < white.length; j++) {
      let rest = seen[j] - this.#mean[j];
      for (let k = 0; k < j; k++) rest -= this.#factor[j][k] * white[k];
      white[j] = rest / this.#factor[j][j];
      sum += white[j] * white[j];
    }
    return Math.sqrt(sum);
  }

  /**
   * @param seen what is looked at of an observation [F]
   * @param natural its summaries in natural units
   */
  pValue(seen: ArrayLike<number>, natural: ArrayLike<number>): number {
    const strange = this.#values.strangeIn(natural, []).length > 0;
    return strange ? this.#rank(Infinity) : this.#rank(this.distance(seen));
  }

  /**
   * @param s standardised summaries [C]
   * @param natural the same in natural units
   * @param names one per summary
   * @param seen what is looked at of the observation [F]; left out: the standardised summaries
   */
  judge(
    s: ArrayLike<number>,
    natural: ArrayLike<number>,
    names: readonly string[],
    seen: ArrayLike<number> = s,
  ): OutlierReport {
    const distance = this.distance(seen);
    const strange = this.#values.strangeIn(natural, names);
    const p = this.#rank(strange.length > 0 ? Infinity : distance);
    const worst = names
      .map((name, j) => ({ name, z: s[j] }))
      .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
      .slice(0, NAMED);
    const verdict = strange.length > 0 ? strangeVerdict(strange) : this.#verdictOf(p, worst[0]);
    return { distance, p, worst, strange, ofFeatures: this.#ofFeatures, verdict };
  }

  get #ofFeatures(): OutlierReport['ofFeatures'] {
    return this.#look === null ? null : { made: this.#look.made, projected: this.#look.projected };
  }

  #verdictOf(p: number, { name, z }: OutlierReport['worst'][number]): Verdict {
    const look = this.#look;
    if (look === null) {
      const farthest = `${name} lies ${twoDigits(Math.abs(z))} sd ${z < 0 ? 'below' : 'above'} the mean`;
      return verdictOf(p, this.#heldOut.length, farthest, '');
    }
    const { made, projected, named = 0 } = look;
    const behind = named === 0 ? '' : `, and by the ${named} numbers beside the picture`;
    const by = `judged by the ${made} features that the network makes of it and ${projected} random projections${behind}`;
    const verdict = verdictOf(p, this.#heldOut.length, by, `, ${by}`);
    if (!this.#collapsed || verdict.level !== 'good') return verdict;
    return {
      level: 'warn',
      sentence: `The network makes the same features of all training data: it tells no data apart, and its posterior is the same for all of them (${look.projected} random projections show nothing strange in this observation, ${pValue(p)}).`,
    };
  }

  #rank(distance: number): number {
    // A summary that is no number makes no distance: nothing simulated is like it.
    const farther = Number.isNaN(distance) ? 0 : this.#heldOut.length - countBelow(this.#heldOut, distance);
    return (1 + farther) / (1 + this.#heldOut.length);
  }
}

/** @param by what was looked at, to follow a comma; '': the summaries */
function verdictOf(p: number, heldOut: number, farthest: string, by: string): Verdict {
  const beyondAll = p < BAD && p === 1 / (1 + heldOut);
  if (p < NEVER || beyondAll) {
    return {
      level: 'bad',
      sentence: `The network was trained on no data like this; the posterior is an extrapolation (${pValue(p)} among ${heldOut} simulations; ${farthest}).`,
    };
  }
  if (p < WARN) {
    return {
      level: 'warn',
      sentence: `The network was trained on few data like this (${pValue(p)} among ${heldOut} simulations; ${farthest}).`,
    };
  }
  return { level: 'good', sentence: `This observation looks like the training data${by} (${pValue(p)}).` };
}

function strangeVerdict(strange: readonly StrangeValue[]): Verdict {
  const which = listed(
    strange.map(({ name, value }) => `${name} is ${shownNumber(value)}`),
    NAMED,
    (text) => text,
  );
  const fill = strange.some(({ value }) => isFillValue(value)) ? ', a common code for a missing value' : '';
  return {
    level: 'bad',
    sentence: `The network was trained on no data like this; the posterior is an extrapolation (${which}, far from all simulations${fill}).`,
  };
}

/** Number of entries of an ascending list below the value. */
function countBelow(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
