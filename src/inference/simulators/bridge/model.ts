/**
 * A simply supported beam of span L: frequencies f_n = n^2 pi / (2 L^2) sqrt(EI / m'), and the sag P L^3 / (48 EI) of its middle
 * under a load P there (Euler and Bernoulli). Readings with a relative noise, lognormal: their logarithms are linear in ln EI and ln m'.
 */
import type { Design, Model } from '../system.ts';
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

export function bridgeModel(design: Design): Model {
  const { load, frequencyNoise, sagNoise } = readDesign(design);
  const names = [...MODES.map((n) => `frequency ${n}`), ...(load ? ['sag'] : [])];
  const size = names.length;
  const noise = (i: number): number => (i < MODES.length ? frequencyNoise : sagNoise);
  const exact = (theta: ArrayLike<number>, i: number): number =>
    i < MODES.length ? frequency(MODES[i], theta[0], theta[1]) : sag(theta[0]);
  return {
    x: { kind: 'vector', names },
    s: { kind: 'vector', names: names.map((name) => `ln ${name}`) },
    simulate(theta, _eta, random, out) {
      for (let i = 0; i < size; i++) out[i] = exact(theta, i) * Math.exp(noise(i) * random.normal());
    },
    summarise(x, out) {
      for (let i = 0; i < size; i++) out[i] = Math.log(x[i]);
    },
    python: { constants: {}, code: summariseAs('np.log(x)') },
    logLikelihood(theta, _eta, x) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum -= (Math.log(x[i] / exact(theta, i)) / noise(i)) ** 2 / 2;
      return sum;
    },
  };
}
