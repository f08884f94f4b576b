/**
 * Lotka-Volterra (sbibm T.10): prey X and predators Y, dX/dt = α X - β X Y, dY/dt = -γ Y + δ X Y, from 30 and 1 at t = 0,
 * seen at ten times 2.1 apart with lognormal noise, ln x ~ N(ln u, 0.1²), u clipped to [1e-10, 1e4] as sbibm does. Solved
 * by dormandPrince.ts.
 */
import type { Random } from '../../math/random.ts';
import { normalLogPdf } from '../../math/special.ts';
import { summariseAs } from '../pythonSummaries.ts';
import type { Model, ParameterSpec } from '../system.ts';
import { evenTimes } from '../dataGrid.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { planeIntegrator } from '../../math/ode/dormandPrince.ts';
import { positive } from '../positive.ts';

/** Every 21st of the 201 times 0, 0.1, ..., 20. */
export const TIMES = Array.from({ length: 10 }, (_, i) => (21 * i) / 10);
const NOISE = 0.1;
const LEAST = 1e-10;
const MOST = 1e4;
/**
 * Error of a step as a share of each population. For 99 % of the prior's draws the populations are then within 0.2 %, for
 * all of 2,000 within 0.7 % of those with 1e-11: the noise is 10 %.
 */
const TOLERANCE = 1e-5;

const speciesAt = (species: string): string[] => TIMES.map((time) => `${species} at t = ${time}`);
const names = [...speciesAt('prey'), ...speciesAt('predators')];

/** A function that writes ln u of the prey, then of the predators, [2 x 10], clipped. */
export function lotkaVolterraSolver(tolerance = TOLERANCE): (theta: ArrayLike<number>, out: Float64Array) => void {
  const integrate = planeIntegrator(tolerance);
  const states = new Float64Array(2 * TIMES.length);
  return (theta, out) => {
    const [alpha, beta, gamma, delta] = [theta[0], theta[1], theta[2], theta[3]];
    integrate(
      (prey, predators, derivative, at) => {
        derivative[at] = prey * (alpha - beta * predators);
        derivative[at + 1] = predators * (delta * prey - gamma);
      },
      [30, 1],
      TIMES,
      states,
    );
    for (let i = 0; i < TIMES.length; i++) {
      out[i] = Math.log(Math.min(MOST, Math.max(LEAST, states[2 * i])));
      out[TIMES.length + i] = Math.log(Math.min(MOST, Math.max(LEAST, states[2 * i + 1])));
    }
  };
}

function model(): Model {
  const solve = lotkaVolterraSolver();
  const logState = new Float64Array(names.length);
  return {
    x: { kind: 'vector', names },
    s: { kind: 'vector', names: names.map((name) => `ln ${name}`) },
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      solve(theta, logState);
      for (let i = 0; i < out.length; i++) out[i] = Math.exp(logState[i] + NOISE * random.normal());
    },
    summarise(x: Float64Array, out: Float64Array): void {
      for (let i = 0; i < x.length; i++) out[i] = Math.log(x[i]);
    },
    python: { constants: {}, code: summariseAs('np.log(x)') },
    /** Without the Jacobian of the logarithm, which depends on x alone. */
    logLikelihood(theta: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      solve(theta, logState);
      let sum = 0;
      for (let i = 0; i < x.length; i++) {
        if (!Number.isNaN(x[i])) sum += normalLogPdf((Math.log(x[i]) - logState[i]) / NOISE);
      }
      return sum;
    },
  };
}

function rateOf(
  spec: Pick<ParameterSpec, 'key' | 'symbol' | 'label' | 'description'>,
  logMedian: number,
  defaultTruth: number,
): ParameterSpec {
  const median = Math.exp(logMedian);
  return positive(
    { ...spec, unit: '', defaultTruth },
    { family: 'lognormal', mean: logMedian, sd: 0.5 },
    { low: Number((median / 8).toPrecision(1)), high: Number((median * 8).toPrecision(1)) },
  );
}

export const lotkaVolterra = benchmarkSystem({
  id: 'lotka-volterra',
  name: 'Lotka–Volterra',
  tagline: 'Predators and prey: four rates from ten snapshots.',
  story:
    'Prey multiply and are eaten, predators eat and starve. Ten snapshots of both populations, with errors of 10 %, give the four rates of the equations. ' +
    'Hard because the posterior is hundreds of times narrower than the prior, and a small change of a rate shifts the peaks. Task T.10 of sbibm (Lueckmann et al. 2021).',
  thumbnail:
    'M2 20 C6 6 9 5 12 18 C14 26 20 27 24 20 C28 6 31 5 34 18 C36 26 42 27 46 20 M2 28 C8 27 10 12 14 12 S20 27 24 28 C30 27 32 12 36 12 S42 27 46 28',
  parameters: [
    rateOf(
      {
        key: 'alpha',
        symbol: 'α',
        label: 'Growth of the prey',
        description: 'Births per prey animal and unit of time.',
      },
      -0.125,
      0.7,
    ),
    rateOf(
      {
        key: 'beta',
        symbol: 'β',
        label: 'Loss of prey to predators',
        description: 'Share of the prey that one predator eats per unit of time.',
      },
      -3,
      0.06,
    ),
    rateOf(
      {
        key: 'gamma',
        symbol: 'γ',
        label: 'Death of predators',
        description: 'Share of the predators that dies per unit of time without prey.',
      },
      -0.125,
      0.9,
    ),
    rateOf(
      {
        key: 'delta',
        symbol: 'δ',
        label: 'Gain of predators from prey',
        description: 'Births per predator, prey animal and unit of time.',
      },
      -3,
      0.05,
    ),
  ],
  model,
  data: {
    kind: 'positive',
    descriptions: names,
    axes: [
      { name: 'species (prey, predators)', size: 2 },
      { name: 'times', size: TIMES.length, grid: evenTimes },
    ],
  },
  anyValues: 'likelihood',
  conditionsOn: `${TIMES.length} snapshots of prey and predators`,
  view: {
    kind: 'points',
    space: 'x',
    horizontal: { label: 'Time t', scale: 'linear' },
    vertical: { label: 'Population', scale: 'log' },
    series: ['prey', 'predators'].map((name, species) => ({
      name,
      index: TIMES.map((_, i) => species * TIMES.length + i),
      at: TIMES,
    })),
    allowed: { low: 1e-6, high: 1e6, integer: false },
    sd: (_, value) => NOISE * value,
  },
});
