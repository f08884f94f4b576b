/**
 * One wave of an epidemic: susceptible, infected and recovered people mix at random,
 *   dS/dt = -beta S I / N,   dI/dt = beta S I / N - gamma I   (Kermack & McKendrick 1927),
 * from one infected person at t0. What is counted is a share of the new infections of a day, or of some days, with more scatter
 * than chance alone gives: y ~ negative binomial of mean mu and variance mu + phi mu^2.
 */
import { lgamma } from '../../math/special.ts';
import { planeIntegrator } from '../../math/ode/dormandPrince.ts';
import { curveMoments, MOMENTS, PYTHON_MOMENTS } from '../readings/curveMoments.ts';
import type { Design, Model } from '../system.ts';
import { readDesign } from './design.ts';

/** Error of a step as a share of those infected so far, and of those infected now. */
const TOLERANCE = 1e-6;
/** Below this overdispersion the law is a Poisson one to all digits that matter. */
const POISSON = 1e-9;

/**
 * A function that writes the mean number of new infections in each count [counts]. It follows those infected so far rather than
 * the susceptible: the first few among a million would be lost in the error of S.
 */
export function newInfections(design: Design): (beta: number, gamma: number, start: number, out: Float64Array) => void {
  const { days, population } = readDesign(design);
  const integrate = planeIntegrator(TOLERANCE);
  const times = days.map(() => 0);
  const states = new Float64Array(2 * days.length);
  return (beta, gamma, start, out) => {
    for (let i = 0; i < days.length; i++) times[i] = Math.max(0, days[i] - start);
    // What was infected before the first count began is part of no count.
    const before = start < 0 ? -start : 0;
    const all = before > 0 ? [before, ...times] : times;
    const reached = before > 0 ? new Float64Array(2 * all.length) : states;
    integrate(
      (infectedSoFar, infected, derivative, at) => {
        const newly = beta * Math.max(0, 1 - infectedSoFar) * infected;
        derivative[at] = newly;
        derivative[at + 1] = newly - gamma * infected;
      },
      [1 / population, 1 / population],
      all,
      reached,
    );
    const skip = before > 0 ? 1 : 0;
    let last = before > 0 ? reached[0] : 1 / population;
    for (let i = 0; i < days.length; i++) {
      const now = reached[2 * (i + skip)];
      out[i] = population * Math.max(0, now - last);
      last = now;
    }
  };
}

export function epidemicModel(design: Design): Model {
  const { days } = readDesign(design);
  const infections = newInfections(design);
  const mean = new Float64Array(days.length);
  return {
    x: { kind: 'series', channels: ['count'], at: days },
    s: { kind: 'vector', names: [...days.map((day) => `ln(1 + count to day ${day})`), ...MOMENTS] },
    simulate(theta, eta, random, out) {
      const [rep, start, phi] = [eta[0], eta[1], eta[2]];
      infections(theta[0], theta[1], start, mean);
      for (let i = 0; i < days.length; i++) {
        const mu = rep * mean[i];
        const rate = phi > POISSON && mu > 0 ? random.gamma(1 / phi, phi * mu) : mu;
        out[i] = random.poisson(rate);
      }
    },
    summarise(x, out) {
      for (let i = 0; i < days.length; i++) out[i] = Math.log1p(x[i]);
      curveMoments((i) => x[i], days, 1, out, days.length);
    },
    python: {
      constants: { DAYS: days },
      code: `${PYTHON_MOMENTS}


def summarise(x):
    """Raw data x [n, counts] -> their logarithms and the moments of the wave [n, counts + 3]."""
    return np.column_stack([np.log1p(x), moments(x, np.array(DAYS), 1)])`,
    },
    logLikelihood(theta, eta, x) {
      const [rep, start, phi] = [eta[0], eta[1], eta[2]];
      infections(theta[0], theta[1], start, mean);
      const r = 1 / phi;
      const ofNone = phi <= POISSON ? 0 : lgamma(r);
      let sum = 0;
      for (let i = 0; i < days.length; i++) {
        const mu = rep * mean[i];
        const y = x[i];
        if (!(mu > 0)) {
          if (y > 0) return -Infinity;
          continue;
        }
        if (phi <= POISSON) {
          sum += y * Math.log(mu) - mu;
          continue;
        }
        // Of y = 0 nothing is left of the two gammas.
        if (y > 0) sum += lgamma(y + r) - ofNone + y * Math.log(mu / r);
        sum -= (y + r) * Math.log1p(mu / r);
      }
      return sum;
    },
  };
}
