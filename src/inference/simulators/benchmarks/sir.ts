/**
 * SIR epidemic (sbibm T.9): susceptible, infected and recovered in a million people, dS/dt = -β S I/N, dI/dt = β S I/N - γ I,
 * from one infected, followed for 160 days; every 17th day a thousand are tested, x ~ Binomial(1000, I/N). Solved as
 * shares of N by dormandPrince.ts.
 */
import type { Random } from '../../math/random.ts';
import type { Model } from '../system.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { planeIntegrator } from './dormandPrince.ts';

export const DAYS = Array.from({ length: 10 }, (_, i) => 17 * i);
const TESTED = 1000;
const FIRST_INFECTED = 1e-6;
/** Error of a step as a share of S and of I: the infected are then within 1e-4 of themselves over the prior. */
const TOLERANCE = 1e-6;

const names = DAYS.map((day) => `infected of ${TESTED} on day ${day}`);

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
    dataSize: DAYS.length,
    summaryNames: DAYS.map((day) => `ln(1 + positives on day ${day})`),
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      solve(theta, infected);
      for (let i = 0; i < out.length; i++) out[i] = random.binomial(TESTED, infected[i]);
    },
    summarise(x: Float64Array, out: Float64Array): void {
      for (let i = 0; i < x.length; i++) out[i] = Math.log1p(x[i]);
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

export const sir = benchmarkSystem({
  id: 'sir',
  name: 'SIR epidemic',
  tagline: 'One wave of an epidemic from ten rounds of tests.',
  story:
    'One infected person in a million starts an epidemic. A thousand people are tested every 17 days, and from the ten counts the rates of contact and of recovery are inferred. ' +
    'Hard because the counts are discrete, often zero, and fix both rates to about a percent. Task T.9 of sbibm (Lueckmann et al. 2021).',
  thumbnail: 'M3 28 C12 28 14 26 17 16 S22 4 24 4 S32 22 45 27',
  parameters: [
    {
      key: 'beta',
      symbol: 'β',
      label: 'Contact rate',
      unit: '1/day',
      description: 'People that an infected person infects per day while all are susceptible.',
      defaultPrior: { family: 'lognormal', mean: Math.log(0.4), sd: 0.5 },
      families: ['lognormal', 'logUniform', 'uniform'],
      slider: { low: 0.05, high: 3, scale: 'log' },
      domain: { low: 0, high: Infinity },
      defaultTruth: 0.5,
    },
    {
      key: 'gamma',
      symbol: 'γ',
      label: 'Recovery rate',
      unit: '1/day',
      description: 'Share of the infected that recovers per day: 1/γ is how long one is infectious.',
      defaultPrior: { family: 'lognormal', mean: Math.log(0.125), sd: 0.2 },
      families: ['lognormal', 'logUniform', 'uniform'],
      slider: { low: 0.03, high: 0.5, scale: 'log' },
      domain: { low: 0, high: Infinity },
      defaultTruth: 0.125,
    },
  ],
  model: sirModel,
  data: { kind: 'count', most: TESTED, descriptions: names },
  conditionsOn: `${DAYS.length} counts of infected`,
  view: {
    space: 'x',
    horizontal: { label: 'Day', scale: 'linear' },
    vertical: { label: `Infected of ${TESTED} tested`, scale: 'linear' },
    series: [{ name: 'infected', index: DAYS.map((_, i) => i), at: DAYS }],
    allowed: { low: 0, high: TESTED, integer: true },
    sd: (_, value) => Math.sqrt(value * (1 - value / TESTED)),
  },
});
