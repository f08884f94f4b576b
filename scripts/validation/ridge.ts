/** Is the network honest along the perfect degeneracy of galaxy bias? (Position along the ridge, and its exponent.) */
import { kolmogorovSmirnovUniform } from '../../src/inference/math/goodnessOfFit.ts';
import { covariance, symmetricEigen } from '../../src/inference/math/linear.ts';
import { ridgePosition } from '../../src/inference/simulators/galaxyBias/ridge.ts';
import type { Problem } from '../../src/inference/simulators/system.ts';
import type { TrainingSession } from '../../src/worker/trainingSession.ts';
import type { TestDatum } from './testData.ts';

export interface RidgeReport {
  /** p of the position along the ridge, one draw for each data set, against uniformity (Kolmogorov-Smirnov). */
  readonly positionP: number;
  /** Exponent of b over that of A in the combination that the data fix; exactly 2 in theory. Mean over the observations. */
  readonly exponent: number;
}

/**
 * @param data fresh data sets for the position
 * @param observations data sets of the study's default truth for the exponent: elsewhere the prior's edges cut the ridge short
 */
export async function ridgeReport(
  problem: Problem,
  session: TrainingSession,
  data: readonly TestDatum[],
  observations: readonly Float64Array[],
): Promise<RidgeReport> {
  const positions: number[] = [];
  for (const [i, { s }] of data.entries()) {
    // A session's base noise is fixed: take another of its draws for each data set.
    const { draws } = await session.draw(s, data.length);
    positions.push(ridgePosition(problem, draws.subarray(2 * i, 2 * i + 2)));
  }
  const exponents: number[] = [];
  for (const s of observations) {
    const { draws } = await session.draw(s, 4000);
    const { cov } = covariance(draws.map(Math.log), 4000, 2);
    const [stiff] = symmetricEigen(cov).vectors;
    exponents.push(stiff[1] / stiff[0]);
  }
  return {
    positionP: kolmogorovSmirnovUniform(Float64Array.from(positions)).p,
    exponent: exponents.reduce((sum, value) => sum + value, 0) / exponents.length,
  };
}
