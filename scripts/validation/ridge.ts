/** Is the network honest along the perfect degeneracy of galaxy bias? (Position along the ridge, and its exponent.) */
import { ridgeCheck } from '../../src/inference/diagnostics/calibration/ridgeCheck.ts';
import { symmetricEigen } from '../../src/inference/math/eigen.ts';
import { covariance } from '../../src/inference/math/linear.ts';
import { mean } from '../../src/inference/math/statistics.ts';
import type { RidgePosition } from '../../src/inference/simulators/system.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import type { TestDatum } from './testData.ts';

export interface RidgeReport {
  /** p of the position along the ridge, one draw for each data set, against uniformity (Kolmogorov-Smirnov). */
  readonly positionP: number;
  /** Exponent of b over that of A in the combination that the data fix; exactly 2 in theory. Mean over the observations. */
  readonly exponent: number;
}

/**
 * @param position along the ridge of the study's problem, of parameters A and b
 * @param data fresh data sets for the position
 * @param observations data sets of the study's default truth for the exponent: elsewhere the prior's edges cut the ridge short
 */
export async function ridgeReport(
  position: RidgePosition,
  session: TrainingSession,
  data: readonly TestDatum[],
  observations: readonly Float64Array[],
): Promise<RidgeReport> {
  const perDataSet = new Float64Array(2 * data.length);
  for (const [i, { s }] of data.entries()) {
    const { draws } = await session.answers.take(s, 1, () => {}, i);
    perDataSet.set(draws, 2 * i);
  }
  const exponents: number[] = [];
  for (const s of observations) {
    const { draws } = await session.answers.take(s, 4000, () => {});
    const { cov } = covariance(draws.map(Math.log), 4000, 2);
    const [stiff] = symmetricEigen(cov).vectors;
    exponents.push(stiff[1] / stiff[0]);
  }
  return {
    positionP: ridgeCheck(position, perDataSet, 2).p,
    exponent: mean(exponents),
  };
}
