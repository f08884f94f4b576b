/**
 * SIR epidemic (sbibm T.9): susceptible, infected and recovered in a million people, dS/dt = -β S I/N, dI/dt = β S I/N - γ I,
 * from one infected, followed for 160 days; every 17th day a thousand are tested, x ~ Binomial(1000, I/N). Solved as
 * shares of N by dormandPrince.ts.
 */
import type { Random } from '../../math/random.ts';
import { summariseAs } from '../pythonSummaries.ts';
import type { Model } from '../system.ts';
import { planeIntegrator } from '../../math/ode/dormandPrince.ts';

export const DAYS = Array.from({ length: 10 }, (_, i) => 17 * i);
export const TESTED = 1000;
const FIRST_INFECTED = 1e-6;
/**
 * Error of a step as a share of S and of I. I/N is then within 2e-4 of itself (plus 1e-7) over the prior, measured against
 * 1e-11; a count of a thousand has a spread of 3 % at best.
 */
const TOLERANCE = 1e-5;

export const names = DAYS.map((day) => `infected of ${TESTED} on day ${day}`);

/** A function that writes I/N at the ten days. */
export function sirSolver(tolerance = TOLERANCE): (theta: ArrayLike<number>, out: Float64Array) => void {
  const integrate = planeIntegrator(tolerance);
  const states = new Float64Array(2 * DAYS.length);
  return (theta, out) => {
    const [beta, gamma] = [theta[0], theta[1]];
    integrate(
      (susceptible, infected, derivative, at) => {
        const newly = beta * susceptible * infected;
        derivative[at] = -newly;
        derivative[at + 1] = newly - gamma * infected;
      },
      [1 - FIRST_INFECTED, FIRST_INFECTED],
      DAYS,
      states,
    );
    for (let i = 0; i < DAYS.length; i++) out[i] = Math.min(1, Math.max(0, states[2 * i + 1]));
  };
}

export function sirModel(): Model {
  const solve = sirSolver();
  const infected = new Float64Array(DAYS.length);
  return {
    x: { kind: 'series', channels: ['positive tests'], at: DAYS },
    s: { kind: 'vector', names: DAYS.map((day) => `arcsine of the share on day ${day}`) },
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      solve(theta, infected);
      for (let i = 0; i < out.length; i++) out[i] = random.binomial(TESTED, infected[i]);
    },
    /** Anscombe's (1948) arcsine root of a share: every count then has nearly the same noise, 1 / (2 sqrt(TESTED)). */
    summarise(x: Float64Array, out: Float64Array): void {
      for (let i = 0; i < x.length; i++) out[i] = Math.asin(Math.sqrt((x[i] + 3 / 8) / (TESTED + 3 / 4)));
    },
    python: {
      constants: { TESTED },
      code: summariseAs('np.arcsin(np.sqrt((x + 3 / 8) / (TESTED + 3 / 4)))'),
    },
    /** Without the binomial coefficients, which depend on x alone. */
    logLikelihood(theta: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      solve(theta, infected);
      let sum = 0;
      for (let i = 0; i < x.length; i++) {
        if (x[i] > 0) sum += x[i] * Math.log(infected[i]);
        if (x[i] < TESTED) sum += (TESTED - x[i]) * Math.log1p(-infected[i]);
      }
      return sum;
    },
  };
}
