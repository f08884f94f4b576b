import { expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { logSumExp } from '../../math/special.ts';
import { mean, sd } from '../../math/statistics.ts';
import { defaultProblem } from '../problem.ts';
import type { Problem, ReferencePosterior } from '../system.ts';
import { TIMES } from './design.ts';
import { circuitFit } from './circuitFit.ts';
import { battery } from './index.ts';
import { restIntegratedOut, voltage } from './model.ts';

/** From a separate float64 implementation. */
const GOLDEN = [
  [10, 3.6361934967214387],
  [100, 3.614715177646858],
  [290, 3.6022009288022563],
  [310, 3.6656084713743042],
  [400, 3.686017447908692],
  [900, 3.699905786305097],
] as const;

it('has the voltages of the reference implementation', () => {
  for (const [t, V] of GOLDEN) expect(voltage(30, 20, 5000, 3.7, t)).toBeCloseTo(V, 13);
});

it('has an exact posterior where the voltage at rest is known, and the same from chains where it is an unknown of no width', async () => {
  const problem = defaultProblem(battery);
  const known = { ...problem, nuisances: { U0: { ...problem.nuisances.U0, mode: 'fixed' as const } } };
  const prior = { family: 'uniform', low: 3.7 - 1e-6, high: 3.7 + 1e-6 } as const;
  const nearly = { ...problem, nuisances: { U0: { ...problem.nuisances.U0, prior } } };
  const x = new Float64Array(TIMES.length);
  battery.model(problem.design).simulate([30, 20, 5000], [3.7], new Random(2, 0), x);
  const answer = async (each: Problem): Promise<ReferencePosterior> => {
    const found = await battery.reference({ problem: each, x, draws: 4000, random: new Random(1, 1) });
    if (found.kind === 'unavailable') throw new Error(found.reason);
    return found;
  };
  const [exact, chains] = [await answer(known), await answer(nearly)];
  expect(exact.label).toBe('exact');
  expect(chains.label).toBe('mcmc');
  for (let j = 0; j < 3; j++) {
    const [a, b] = [exact, chains].map(({ draws }) => Array.from({ length: 4000 }, (_, i) => draws[3 * i + j]));
    // Standard errors of 4,000 exact draws and 1,000 effective ones: .035 sd and 2.5 %.
    expect(Math.abs(mean(a) - mean(b)) / sd(a)).toBeLessThan(0.15);
    expect(Math.abs(sd(b) / sd(a) - 1)).toBeLessThan(0.1);
  }
  // The fall of the voltage tells R0 to about .25 mV / 2 A.
  expect(Math.abs(mean(Array.from({ length: 4000 }, (_, i) => exact.draws[3 * i])) - 30)).toBeLessThan(1);
}, 120_000);

it('integrates a normal voltage at rest out in closed form: the same as the likelihood summed over it', () => {
  const { defaultDesign } = battery;
  const model = battery.model(defaultDesign);
  const x = new Float64Array(TIMES.length);
  model.simulate([30, 20, 5000], [3.704], new Random(2, 0), x);
  const closed = restIntegratedOut(defaultDesign, { mean: 3.7, sd: 0.005 });
  const summed = (theta: readonly number[]): number => {
    const terms = Array.from({ length: 4001 }, (_, i) => {
      const z = -8 + (16 * i) / 4000;
      return (model.logLikelihood?.(theta, [3.7 + 0.005 * z], x) ?? Number.NaN) - (z * z) / 2;
    });
    return logSumExp(terms);
  };
  const [a, b] = [
    [30, 20, 5000],
    [31, 19, 5200],
  ];
  expect(closed(a, x) - closed(b, x)).toBeCloseTo(summed(a) - summed(b), 6);
});

it('fits the circuit that made the voltages, exactly where there is no noise and nearly where there is', () => {
  const random = new Random(4, 0);
  for (let k = 0; k < 50; k++) {
    const [R0, R1] = [5 * 20 ** random.uniform(), 5 * 20 ** random.uniform()];
    const C1 = 500 * 40 ** random.uniform();
    const rest = 3.7 + 0.005 * random.normal();
    const x = Float64Array.from(TIMES, (t) => voltage(R0, R1, C1, rest, t));
    const out = new Float64Array(5);
    circuitFit(x, out, 0);
    const time = (R1 / 1000) * C1;
    // Time constants far below the ten seconds between two readings, or far above the test, are not found.
    if (time < 8 || time > 400) continue;
    // The grid of times leaves a thousandth.
    expect(Math.abs(Math.sinh(out[1]) / R0 - 1)).toBeLessThan(0.01);
    expect(Math.abs(Math.sinh(out[2]) / R1 - 1)).toBeLessThan(0.01);
    expect(Math.abs(out[3] - Math.log(time))).toBeLessThan(0.02);
  }
});
