import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { defaultProblem, simulatePairs } from './problem.ts';
import { builtIn } from './registry.ts';
import { likelihoodIsTest, testLikelihoods } from './testLikelihood.ts';
import { sizeOf } from './dataShape.ts';

const system = builtIn('galaxy-bias');
const standard = defaultProblem(system);
const { aSN } = standard.nuisances;
const problem = { ...standard, nuisances: { aSN: { ...aSN, mode: 'fixed' as const, value: 1 } } };

describe('the likelihood as a test quantity', () => {
  it('is that of the very data that gave the pair', () => {
    const [seed, stream, from] = [3, STREAMS.calibration, 17];
    const { theta } = simulatePairs(system, problem, seed, stream, from, 2);
    const thetas = Float64Array.of(...theta.subarray(0, 2), 1, 1.2, ...theta.subarray(2, 4), 2, 1);
    const values = testLikelihoods(system, problem, { seed, stream, from }, thetas, 2);
    const model = system.model(problem.design);
    // Oracle: the data simulated by hand from the documented order of the random numbers (theta, eta, x).
    const x = new Float64Array(sizeOf(model.x));
    for (const [i, rows] of [
      [0, 1],
      [2, 3],
    ].entries()) {
      const random = new Random(seed, stream, from + i);
      random.uniform();
      random.uniform();
      model.simulate(theta.subarray(2 * i, 2 * i + 2), [1], random, x);
      for (const row of rows) {
        expect(values[row]).toBe(model.logLikelihood?.(thetas.subarray(2 * row, 2 * row + 2), [1], x));
      }
    }
  });

  it('is refused where a nuisance is marginalised, the summaries lose something, or it is not known', () => {
    expect(likelihoodIsTest(system, problem)).toBe(true);
    expect(likelihoodIsTest(system, standard)).toBe(false);
    const birthDeath = builtIn('birth-death');
    const of = (summaries: string) => defaultProblem(birthDeath, { ...birthDeath.defaultDesign, summaries });
    expect(['raw', 'S1'].map((summaries) => likelihoodIsTest(birthDeath, of(summaries)))).toEqual([true, false]);
    const lorenz = builtIn('lorenz-96');
    const climate = lorenz.completeDesign?.({ ...lorenz.defaultDesign, mode: 'climate' }) ?? lorenz.defaultDesign;
    expect(likelihoodIsTest(lorenz, defaultProblem(lorenz, climate))).toBe(false);
    const source = { seed: 1, stream: STREAMS.calibration, from: 0 };
    expect(() => testLikelihoods(system, standard, source, new Float64Array(2), 1)).toThrow('is not a test here');
  });
});

describe('pairs at a fixed theta', () => {
  it('differ in their data only', () => {
    const { theta, s } = simulatePairs(system, problem, 1, STREAMS.fixedTruth, 0, 3, Float64Array.of(2, 1));
    expect(Array.from(theta)).toEqual([2, 1, 2, 1, 2, 1]);
    expect(s.subarray(0, 9)).not.toEqual(s.subarray(9, 18));
  });
});
