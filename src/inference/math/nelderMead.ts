/**
 * Maximum of a function of a few variables by the downhill simplex (Nelder & Mead 1965, Computer Journal 7, 308), for
 * functions that may be rough or -Infinity in places. Points are kept in a box by clipping.
 *
 * Ours, because four things are needed together: a box, values of -Infinity and NaN, an end by values and corners both (values
 * alone end a search on two points either side of the maximum), and a limit on evaluations, each of which may be a simulation.
 * A general minimiser would have to be wrapped for each, and the method is forty lines.
 */

export interface Maximum {
  readonly at: Float64Array;
  readonly value: number;
}

export interface SearchOptions {
  /** Edge of the first simplex. */
  readonly step: number;
  /** The box is [-bound, bound] in every variable. */
  readonly bound: number;
  /** The search ends when the simplex's values differ by less than `tolerance`, its corners by less than `precision`. */
  readonly tolerance: number;
  readonly precision: number;
  readonly evaluations: number;
}

/** @param start inside the box; with no variables the function is evaluated once */
export function maximise(
  f: (at: Float64Array) => number,
  start: ArrayLike<number>,
  { step, bound, tolerance, precision, evaluations }: SearchOptions,
): Maximum {
  const D = start.length;
  const evaluate = (at: Float64Array): Maximum => {
    const inside = at.map((value) => Math.max(-bound, Math.min(bound, value)));
    const value = f(inside);
    return { at: inside, value: Number.isNaN(value) ? -Infinity : value };
  };
  const simplex = [evaluate(Float64Array.from(start))];
  for (let j = 0; j < D; j++) {
    const corner = Float64Array.from(start);
    corner[j] += corner[j] + step > bound ? -step : step;
    simplex.push(evaluate(corner));
  }
  const sort = () => simplex.sort((a, b) => b.value - a.value);
  sort();
  /** Values alone would end it on two points either side of the top. */
  const ended = () =>
    simplex[0].value - simplex[D].value < tolerance &&
    simplex.every(({ at }) => at.every((value, j) => Math.abs(value - simplex[0].at[j]) < precision));
  for (let used = D + 1; used < evaluations && !ended(); used++) {
    const worst = simplex[D];
    const centre = new Float64Array(D);
    for (let i = 0; i < D; i++) for (let j = 0; j < D; j++) centre[j] += simplex[i].at[j] / D;
    const towards = (factor: number) => evaluate(centre.map((value, j) => value + factor * (value - worst.at[j])));
    const reflected = towards(1);
    if (reflected.value > simplex[0].value) {
      const expanded = towards(2);
      simplex[D] = expanded.value > reflected.value ? expanded : reflected;
      used++;
    } else if (reflected.value > simplex[D - 1].value) {
      simplex[D] = reflected;
    } else {
      const contracted = towards(reflected.value > worst.value ? 0.5 : -0.5);
      used++;
      if (contracted.value > Math.max(reflected.value, worst.value)) simplex[D] = contracted;
      else {
        const best = simplex[0].at;
        for (let i = 1; i <= D; i++) simplex[i] = evaluate(simplex[i].at.map((value, j) => (value + best[j]) / 2));
        used += D;
      }
    }
    sort();
  }
  return simplex[0];
}
