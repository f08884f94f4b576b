/**
 * Two coupled autonomous differential equations by the pair of Runge-Kutta formulas of Dormand & Prince (J. Comput. Appl.
 * Math. 6, 1980), fifth order with a fourth-order estimate of the error, which sets the step: each component is kept to a
 * share of itself, so that a population that has shrunk to a billionth is followed as closely as one that has grown.
 */

/** Writes the time derivatives of (a, b) into `out[at]` and `out[at + 1]`. */
export type PlaneField = (a: number, b: number, out: Float64Array, at: number) => void;

/** Steps before the state is left as it stands: only rates far beyond any of the tasks' priors need so many. */
const MOST_STEPS = 20_000;
/** Keeps the share of a component that has underflowed to zero finite. */
const TINY = 1e-300;

/**
 * A function that follows the field from `start`, at time 0, through `times` (rising, the first may be 0) and writes the
 * states into `out` [times.length, 2].
 * @param tolerance error that a step may make, as a share of each component
 */
export function planeIntegrator(
  tolerance: number,
): (field: PlaneField, start: readonly [number, number], times: readonly number[], out: Float64Array) => void {
  const k = new Float64Array(14);
  return (field, start, times, out) => {
    let [a, b] = start;
    let time = 0;
    let step = 0.1;
    let steps = 0;
    field(a, b, k, 0);
    for (let i = 0; i < times.length; i++) {
      while (time < times[i] && steps < MOST_STEPS) {
        steps++;
        const last = time + step >= times[i];
        const h = last ? times[i] - time : step;
        field(a + h * (k[0] / 5), b + h * (k[1] / 5), k, 2);
        field(a + h * ((3 / 40) * k[0] + (9 / 40) * k[2]), b + h * ((3 / 40) * k[1] + (9 / 40) * k[3]), k, 4);
        field(
          a + h * ((44 / 45) * k[0] - (56 / 15) * k[2] + (32 / 9) * k[4]),
          b + h * ((44 / 45) * k[1] - (56 / 15) * k[3] + (32 / 9) * k[5]),
          k,
          6,
        );
        field(
          a + h * ((19372 / 6561) * k[0] - (25360 / 2187) * k[2] + (64448 / 6561) * k[4] - (212 / 729) * k[6]),
          b + h * ((19372 / 6561) * k[1] - (25360 / 2187) * k[3] + (64448 / 6561) * k[5] - (212 / 729) * k[7]),
          k,
          8,
        );
        field(
          a +
            h *
              ((9017 / 3168) * k[0] -
                (355 / 33) * k[2] +
                (46732 / 5247) * k[4] +
                (49 / 176) * k[6] -
                (5103 / 18656) * k[8]),
          b +
            h *
              ((9017 / 3168) * k[1] -
                (355 / 33) * k[3] +
                (46732 / 5247) * k[5] +
                (49 / 176) * k[7] -
                (5103 / 18656) * k[9]),
          k,
          10,
        );
        const nextA = a + h * fifthOrder(k, 0);
        const nextB = b + h * fifthOrder(k, 1);
        field(nextA, nextB, k, 12);
        const share = Math.max(
          Math.abs(h * errorOf(k, 0)) / (Math.max(Math.abs(a), Math.abs(nextA)) + TINY),
          Math.abs(h * errorOf(k, 1)) / (Math.max(Math.abs(b), Math.abs(nextB)) + TINY),
        );
        // Written so that a share that is not a number counts as too large.
        const accepted = share <= tolerance;
        if (accepted) {
          a = nextA;
          b = nextB;
          time = last ? times[i] : time + h;
          // The seventh derivative is the first of the next step.
          k[0] = k[12];
          k[1] = k[13];
        }
        // The fourth root; the fifth that theory has costs more than it saves.
        const factor = share > 0 ? 0.9 * Math.sqrt(Math.sqrt(tolerance / share)) : 5;
        const next = h * (factor > 0.2 ? Math.min(5, factor) : 0.2);
        // A step cut short by an output time says little about the next one.
        step = accepted && last ? Math.max(step, next) : next;
      }
      out[2 * i] = a;
      out[2 * i + 1] = b;
    }
  };
}

/** The weighted mean of the derivatives of component c that the fifth-order formula steps along. */
function fifthOrder(k: Float64Array, c: number): number {
  return (
    (35 / 384) * k[c] +
    (500 / 1113) * k[4 + c] +
    (125 / 192) * k[6 + c] -
    (2187 / 6784) * k[8 + c] +
    (11 / 84) * k[10 + c]
  );
}

/** The fifth-order mean less the fourth-order one. */
function errorOf(k: Float64Array, c: number): number {
  return (
    (71 / 57600) * k[c] -
    (71 / 16695) * k[4 + c] +
    (71 / 1920) * k[6 + c] -
    (17253 / 339200) * k[8 + c] +
    (22 / 525) * k[10 + c] -
    k[12 + c] / 40
  );
}
