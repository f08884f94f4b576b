/**
 * What answers for theta whatever the observation: a network, or one that was spoilt or mended. Every check takes this, so
 * that what is done to a posterior in one place is seen by all of them.
 */
import type { Random } from '../math/random.ts';

export interface AmortisedPosterior {
  /**
   * `each` draws of theta for every row of summaries s [n, C]: [n, each, D], natural units.
   * @param baseSd sd of the base noise (default 1): above 1 wider than the posterior, below 1 narrower
   */
  draw(s: ArrayLike<number>, each: number, random: Random, baseSd?: number): Promise<Float64Array>;
  /** ln q(theta | s) of every row of theta [n, D] and s [n, C], in nats of theta. */
  logDensity(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array>;
}

/** The different ones among consecutive rows [n, C], in order, and for each of the n rows which of them it is. */
export function runsOf(
  rows: ArrayLike<number>,
  width: number,
): { readonly distinct: Float64Array; readonly which: Uint32Array } {
  const n = rows.length / width;
  const which = new Uint32Array(n);
  const starts: number[] = [];
  for (let i = 0; i < n; i++) {
    let same = i > 0;
    for (let j = 0; j < width && same; j++) same = rows[i * width + j] === rows[(i - 1) * width + j];
    if (!same) starts.push(i);
    which[i] = starts.length - 1;
  }
  const distinct = new Float64Array(starts.length * width);
  starts.forEach((start, k) => {
    for (let j = 0; j < width; j++) distinct[k * width + j] = rows[start * width + j];
  });
  return { distinct, which };
}

/** Every row [n, C] `times` over: [n, times, C], as `logDensity` wants it beside several theta of each observation. */
export function repeatedRows(rows: ArrayLike<number>, width: number, times: number): Float64Array {
  const out = new Float64Array(rows.length * times);
  for (let start = 0, at = 0; start < rows.length; start += width) {
    for (let l = 0; l < times; l++) for (let j = 0; j < width; j++) out[at++] = rows[start + j];
  }
  return out;
}

/** The last answer of a function of rows, for callers that ask about the same rows again and again. */
export class LastAnswer<T> {
  readonly #ask: (rows: ArrayLike<number>) => Promise<T>;
  #rows: ArrayLike<number> = [];
  #answer: Promise<T> | null = null;

  constructor(ask: (rows: ArrayLike<number>) => Promise<T>) {
    this.#ask = ask;
  }

  of(rows: ArrayLike<number>): Promise<T> {
    if (this.#answer === null || !sameNumbers(rows, this.#rows)) {
      this.#rows = Float64Array.from(rows);
      this.#answer = this.#ask(rows);
    }
    return this.#answer;
  }
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
