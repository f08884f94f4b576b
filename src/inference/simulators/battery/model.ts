/**
 * A battery cell as an equivalent circuit with one RC element (Thevenin): a current I for LOADED seconds, then none,
 *   V = U0 - I R0 - I R1 (1 - e^{-t/T}) under load,   V = U0 - I R1 (1 - e^{-LOADED/T}) e^{-(t - LOADED)/T} after it,   T = R1 C1.
 * Resistances in mOhm, capacity in F, voltages in V, time in s.
 */
import type { Design, Model } from '../system.ts';
import { ANY_FIT_NAMES, anyFit, PYTHON_ANY_FIT } from './anyFit.ts';
import { circuitFit, FIT_NAMES, PYTHON_FIT } from './circuitFit.ts';
import { anyReadings, withAnyReadings } from '../readings/anyReadings.ts';
import { normalReadings } from '../readings/normalReadings.ts';
import { CURRENT, LOADED, noiseOf, TIMES } from './design.ts';

/** Volts in which the network sees the distance from the usual voltage at rest. */
const REST = 3.7;
const UNIT = 0.005;

/** The voltage at t seconds. */
export function voltage(R0: number, R1: number, C1: number, U0: number, t: number): number {
  const time = (R1 / 1000) * C1;
  const slow = (CURRENT * R1) / 1000;
  if (t < LOADED) return U0 - (CURRENT * R0) / 1000 + slow * Math.expm1(-t / time);
  return U0 + slow * Math.expm1(-LOADED / time) * Math.exp(-(t - LOADED) / time);
}

export function batteryModel(design: Design): Model {
  const noise = noiseOf(design);
  const any = anyReadings(design);
  const names = TIMES.map((t) => `voltage at ${t} s`);
  const model: Model = {
    x: { kind: 'series', channels: ['voltage'], at: TIMES },
    s: { kind: 'vector', names: [...names, ...(any ? ANY_FIT_NAMES : FIT_NAMES)] },
    ...normalReadings(TIMES.length, {
      law(theta, eta, mean, variance) {
        for (let i = 0; i < TIMES.length; i++) {
          mean[i] = voltage(theta[0], theta[1], theta[2], eta[0], TIMES[i]);
          variance[i] = noise * noise;
        }
      },
    }),
    summarise(x, out) {
      for (let i = 0; i < TIMES.length; i++) out[i] = Math.asinh((x[i] - REST) / UNIT);
      if (any) anyFit(x, noise, out, TIMES.length);
      else circuitFit(x, out, TIMES.length);
    },
    python: any
      ? {
          constants: { ...PYTHON_ANY_FIT.constants, NOISE: noise, UNIT },
          code: `${PYTHON_ANY_FIT.code}${pythonSummaries('any_fit', 10)}`,
        }
      : {
          constants: { ...PYTHON_FIT.constants, UNIT },
          code: `${PYTHON_FIT.code}${pythonSummaries('circuit_fit', 5)}`,
        },
  };
  return any ? withAnyReadings(model) : model;
}

function pythonSummaries(fit: string, numbers: number): string {
  return `


def summarise(x):
    """Voltages x [n, times] -> what the network is given: they themselves, and the fitted circuit [n, times + ${numbers}]."""
    return np.column_stack([np.arcsinh((x - REST) / UNIT), ${fit}(x)])`;
}

/**
 * ln p(x | R0, R1, C1) with the voltage at rest integrated over N(mean, sd): all readings share its error, so their covariance is
 * noise^2 I + sd^2 1 1^T, whose inverse and determinant are known (Sherman & Morrison 1950).
 */
export function restIntegratedOut(
  design: Design,
  { mean, sd }: { readonly mean: number; readonly sd: number },
): (theta: ArrayLike<number>, x: Float64Array) => number {
  const variance = noiseOf(design) ** 2;
  return (theta, x) => {
    let [n, sum, squares] = [0, 0, 0];
    for (let i = 0; i < TIMES.length; i++) {
      if (Number.isNaN(x[i])) continue;
      const residual = x[i] - voltage(theta[0], theta[1], theta[2], mean, TIMES[i]);
      n++;
      sum += residual;
      squares += residual * residual;
    }
    const shared = 1 + (n * sd * sd) / variance;
    return (
      -(
        n * Math.log(variance) +
        Math.log(shared) +
        (squares - (sd * sd * sum * sum) / (variance * shared)) / variance
      ) / 2
    );
  };
}
