/**
 * Transcription and translation after a pulse: a gene is switched on for a while, mRNA is made at the rate alpha and decays,
 * and protein is made from the mRNA of a delay tau ago at the rate beta and decays:
 *   dm/dt = alpha s(t) - d_m m,   dp/dt = beta m(t - tau) - d_p p,   s = 1 on [0, T_on), nothing before.
 * Linear, so both follow in closed form from the response to a switch that stays on,
 *   m = alpha/d_m (1 - e^{-d_m t}),   p = alpha beta/d_m [(1 - e^{-d_p t})/d_p - (e^{-d_m t} - e^{-d_p t})/(d_p - d_m)],
 * less the same a pulse later; a delay shifts the protein rigidly. Time in minutes.
 */

export interface Rates {
  readonly alpha: number;
  readonly beta: number;
  /** Half-lives, minutes. */
  readonly mrnaHalfLife: number;
  readonly proteinHalfLife: number;
  /** Minutes. */
  readonly delay: number;
}

/** Responses to a switch that stays on, at 0, STEP, ..., `count` steps: the exponentials of a grid are powers of one another. */
export interface Responses {
  /** m at each step, [count + 1]. */
  readonly mrna: Float64Array;
  /** p at each step less the delay, [count + 1]. */
  readonly protein: Float64Array;
}

/** Of steps `step` minutes apart, into `out`. */
export function responses(rates: Rates, step: number, { mrna, protein }: Responses): void {
  const { alpha, beta, mrnaHalfLife, proteinHalfLife, delay } = rates;
  const dm = Math.LN2 / mrnaHalfLife;
  const dp = Math.LN2 / proteinHalfLife;
  const [stepM, stepP] = [Math.exp(-dm * step), Math.exp(-dp * step)];
  const gap = dp - dm;
  const equal = Math.abs(gap) * step * mrna.length < 1e-6;
  // The first step after the delay: protein is there from it on.
  const first = Math.floor(delay / step) + 1;
  let leftM = 1;
  let lateM = Math.exp(-dm * (first * step - delay));
  let lateP = Math.exp(-dp * (first * step - delay));
  for (let j = 0; j < mrna.length; j++, leftM *= stepM) {
    mrna[j] = (alpha / dm) * (1 - leftM);
    if (j < first) {
      protein[j] = 0;
      continue;
    }
    const between = equal ? (j * step - delay) * lateM : (lateM - lateP) / gap;
    protein[j] = ((alpha * beta) / dm) * ((1 - lateP) / dp - between);
    lateM *= stepM;
    lateP *= stepP;
  }
}
