/**
 * A simply supported beam of span L: frequencies f_n = n^2 pi / (2 L^2) sqrt(EI / m'), and the sag P L^3 / (48 EI) of its middle
 * under a load P there (Euler and Bernoulli). Readings with a relative noise, lognormal: their logarithms are linear in ln EI and ln m'.
 */
import type { Design, Model } from '../system.ts';
import { anyReadings, withAnyReadings } from '../readings/anyReadings.ts';
import { linearFit, PYTHON_LINEAR_FIT } from '../readings/linearFit.ts';
import { summariseAs } from '../pythonSummaries.ts';
import { LENGTH, LOAD, MODES, readDesign } from './design.ts';

/** Hz, for the stiffness in GN m^2 and the mass in t/m. */
export function frequency(n: number, stiffness: number, mass: number): number {
  return ((n * n * Math.PI) / (2 * LENGTH * LENGTH)) * Math.sqrt((stiffness * 1e9) / (mass * 1000));
}

/** Mm, for the stiffness in GN m^2. */
export function sag(stiffness: number): number {
  return (1000 * LOAD * LENGTH ** 3) / (48 * stiffness * 1e9);
}

/** What any number of readings tells of ln EI/m' and ln EI, of which the logarithms are linear; the prior of the fit is a weak one. */
const FIT_NAMES = ['fitted ln EI/m′', 'fitted ln EI', 'ln scatter of ln EI/m′', 'ln scatter of ln EI'];
const WEAK = { mean: [-1, 0.5], sd: [2, 2] };

export function bridgeModel(design: Design): Model {
  const { load, frequencyNoise, sagNoise } = readDesign(design);
  const names = [...MODES.map((n) => `frequency ${n}`), ...(load ? ['sag'] : [])];
  const size = names.length;
  const noise = (i: number): number => (i < MODES.length ? frequencyNoise : sagNoise);
  const exact = (theta: ArrayLike<number>, i: number): number =>
    i < MODES.length ? frequency(MODES[i], theta[0], theta[1]) : sag(theta[0]);
  const any = anyReadings(design);
  // ln f = ln f(1, 1) + ln(EI/m') / 2, ln sag = ln sag(1) - ln EI.
  const rows = names.map((_, i) => (i < MODES.length ? [0.5, 0] : [0, -1]));
  const zero = names.map((_, i) => Math.log(exact([1, 1], i)));
  const noises = names.map((_, i) => noise(i));
  const logs = names.map((name) => `ln ${name}`);
  const whole: Model = {
    x: { kind: 'vector', names },
    s: { kind: 'vector', names: any ? [...logs, ...FIT_NAMES] : logs },
    simulate(theta, _eta, random, out) {
      for (let i = 0; i < size; i++) out[i] = exact(theta, i) * Math.exp(noise(i) * random.normal());
    },
    summarise(x, out) {
      for (let i = 0; i < size; i++) out[i] = Math.log(x[i]);
      if (!any) return;
      const { mean, covariance } = linearFit(
        zero.map((value, i) => out[i] - value),
        rows,
        noises,
        WEAK,
      );
      out.set([...mean, Math.log(covariance[0][0]) / 2, Math.log(covariance[1][1]) / 2], size);
    },
    python: any
      ? { constants: { NOISE: noises, ROWS: rows.flat(), ZERO: zero, MEAN: WEAK.mean, SD: WEAK.sd }, code: PYTHON_ANY }
      : { constants: {}, code: summariseAs('np.log(x)') },
    logLikelihood(theta, _eta, x) {
      let sum = 0;
      for (let i = 0; i < size; i++) {
        if (!Number.isNaN(x[i])) sum -= (Math.log(x[i] / exact(theta, i)) / noise(i)) ** 2 / 2;
      }
      return sum;
    },
  };
  return any ? withAnyReadings(whole) : whole;
}

const PYTHON_ANY = `${PYTHON_LINEAR_FIT}


def summarise(x):
    """Readings x [n, readings], NaN where there is none -> what the network is given [n, readings + 4]."""
    logs = np.log(x)
    mean, covariance = linear_fit(logs - np.array(ZERO), np.array(ROWS).reshape(-1, 2), NOISE, MEAN, SD)
    return np.column_stack([logs, mean, np.log(np.einsum("nii->ni", covariance)) / 2])`;
