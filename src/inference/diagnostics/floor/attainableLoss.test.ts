import { describe, expect, test } from 'vitest';
import { Random } from '../../math/random.ts';
import { normalLogPdf } from '../../math/special.ts';
import { mean, sd } from '../../math/statistics.ts';
import { inferredPrior, defaultProblem, simulatePairs } from '../../simulators/problem.ts';
import { builtIn } from '../../simulators/registry.ts';
import { testLikelihoods } from '../../simulators/testLikelihood.ts';
import { attainableLoss, entropyByImportance } from './attainableLoss.ts';

const system = builtIn('gaussian-linear');
const problem = defaultProblem(system);
const prior = inferredPrior(system, problem);
const D = 10;
const DATASETS = 60;
/** Posterior N(x / 2, 0.05) in each of ten coordinates. */
const EXACT = (D / 2) * Math.log(2 * Math.PI * Math.E * 0.05);

/** Floor with a proposal N(x / 2, (width sd)^2), and its loss on pairs. */
function floorWith(width: number, draws: number) {
  const { theta, s } = simulatePairs(system, problem, 3, 6, 0, DATASETS, null);
  const scale = width * Math.sqrt(0.05);
  const random = new Random(8, 900, 0);
  const thetas = Float64Array.from({ length: DATASETS * draws * D }, (_, i) => {
    const data = Math.floor(i / (draws * D));
    return s[data * D + (i % D)] / 2 + scale * random.normal();
  });
  const logQ = (values: Float64Array, data: number) => {
    let sum = -D * Math.log(scale);
    for (let j = 0; j < D; j++) sum += normalLogPdf((values[j] - s[data * D + j] / 2) / scale);
    return sum;
  };
  const likelihoods = testLikelihoods(system, problem, { seed: 3, stream: 6, from: 0 }, thetas, DATASETS);
  const entropies = Array.from({ length: DATASETS }, (_, data) => {
    const rows = Array.from({ length: draws }, (__, i) => data * draws + i);
    const at = (row: number) => thetas.subarray(row * D, (row + 1) * D);
    return entropyByImportance(
      Float64Array.from(rows, (row) => likelihoods[row] + prior.logDensity(at(row))),
      Float64Array.from(rows, (row) => logQ(at(row), data)),
    );
  });
  const losses = Float64Array.from({ length: DATASETS }, (_, i) => -logQ(theta.subarray(i * D, (i + 1) * D), i));
  return { found: attainableLoss(entropies, draws), losses };
}

describe('Gaussian linear, ten parameters', () => {
  test('with the exact posterior as the proposal the floor is the closed form, and the loss is at it', () => {
    const { found, losses } = floorWith(1, 400);
    // All weights are equal: what is left is the noise of the mean of ln p, sd sqrt(D / 2) a draw.
    expect(found.effective).toBeCloseTo(1, 6);
    expect(Math.abs((found.floor ?? 0) - EXACT)).toBeLessThan(5 * Math.sqrt(D / 2 / (400 * DATASETS)));
    expect(Math.abs(mean(losses) - EXACT)).toBeLessThan((4 * sd(losses)) / Math.sqrt(DATASETS));
  });

  test('with another proposal it is the same, while the loss of that one is above', () => {
    const { found, losses } = floorWith(1.3, 2000);
    expect(found.effective).toBeLessThan(0.7);
    expect(Math.abs((found.floor ?? 0) - EXACT)).toBeLessThan(5 * found.se + 0.02);
    // KL of N(0, 1) from N(0, 1.3^2), ten times.
    const gap = D * (Math.log(1.3) + 1 / (2 * 1.69) - 0.5);
    expect(Math.abs(mean(losses) - EXACT - gap)).toBeLessThan((4.5 * sd(losses)) / Math.sqrt(DATASETS));
  });

  test('where hardly any draw counts, nothing is told', () => {
    const { found } = floorWith(6, 200);
    expect(found.leftOut).toBeGreaterThan(DATASETS / 2);
    expect(found.floor).toBeNull();
  });
});

test('constants of the likelihood drop out, and impossible draws count for nothing', () => {
  const target = Float64Array.of(-1, -2, -1.5, -Infinity);
  const proposal = Float64Array.of(-1.2, -1.1, -1.4, -1);
  const { entropy, effective } = entropyByImportance(target, proposal);
  const moved = entropyByImportance(
    target.map((value) => value + 100),
    proposal,
  );
  expect(moved.entropy).toBeCloseTo(entropy, 9);
  expect(effective).toBeLessThan(3);
  expect(() => entropyByImportance(Float64Array.of(-Infinity), Float64Array.of(0))).toThrow('finite weight');
});

test('two moons: on a fine grid over the box it is what the lesson states, within the scatter of the data sets', () => {
  const moons = builtIn('two-moons');
  const posed = defaultProblem(moons);
  const model = moons.model(posed.design);
  const datasets = 40;
  const { s } = simulatePairs(moons, posed, 5, 6, 0, datasets, null);
  // A proposal that is uniform over the box [-1, 1]^2; the moons are 0.01 thick.
  const SIDE = 480;
  const at = (i: number) => -1 + (2 * (i + 0.5)) / SIDE;
  const logProposal = new Float64Array(SIDE * SIDE).fill(-Math.log(4));
  const entropies = Array.from({ length: datasets }, (_, data) => {
    const x = s.slice(2 * data, 2 * data + 2);
    const logTarget = Float64Array.from(
      { length: SIDE * SIDE },
      (__, i) => (model.logLikelihood?.([at(i % SIDE), at(Math.floor(i / SIDE))], [], x) ?? Number.NaN) - Math.log(4),
    );
    return entropyByImportance(logTarget, logProposal);
  });
  const found = attainableLoss(entropies, SIDE * SIDE);
  expect(found.leftOut).toBe(0);
  expect(found.se).toBeLessThan(0.08);
  expect(Math.abs((found.floor ?? 0) + 3.79)).toBeLessThan(3 * found.se);
});
