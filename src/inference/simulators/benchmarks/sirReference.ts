/**
 * The posterior of the SIR epidemic on a grid in the plane of the whitened parameters, along the axes of the posterior
 * itself: its needle, a hundredth as wide as the prior and aslant, is found by tempering (tempered.ts).
 */
import { sampleGrid } from '../../math/grid.ts';
import { cholesky, covariance } from '../../math/linear.ts';
import { normalLogPdf } from '../../math/special.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import { asZ } from '../../priors/space.ts';
import type { ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { evaluateOnGrid, uniformAxis } from '../../reference/adaptiveGrid.ts';
import { sirModel } from './sirModel.ts';
import { temperedDraws } from '../../reference/tempered.ts';

/** Half a side of the grid, in standard deviations. */
const REACH = 8;
/** A tenth of a standard deviation apart: drawing from the interpolant adds 0.2 % to a variance. */
const NODES = 161;
const PILOT = 2000;

export function sirReference({ problem, x, draws, random, onProgress }: ReferenceRequest): ReferenceAnswer {
  const prior = new JointPrior(['beta', 'gamma'], [problem.priors.beta, problem.priors.gamma]);
  const model = sirModel();
  const logLikelihood = (z: Float64Array): number => model.logLikelihood?.(prior.unwhiten(asZ(z)), [], x) ?? -Infinity;
  const pilot = temperedDraws(logLikelihood, 2, PILOT, random, (fraction) => onProgress?.(0.8 * fraction));
  if (pilot === null) {
    return { kind: 'unavailable', reason: 'No parameters within the prior can produce these counts.' };
  }
  const { mean, cov } = covariance(pilot, PILOT, 2);
  const factor = cholesky(cov);
  const place = (u: number, v: number, out: Float64Array, at: number): void => {
    out[at] = mean[0] + factor[0][0] * u;
    out[at + 1] = mean[1] + factor[1][0] * u + factor[1][1] * v;
  };
  const axis = uniformAxis({ low: -REACH, high: REACH }, NODES);
  const z = new Float64Array(2);
  const logDensity = evaluateOnGrid([axis, axis], ([u, v]) => {
    place(u, v, z, 0);
    return logLikelihood(z) + normalLogPdf(z[0]) + normalLogPdf(z[1]);
  });
  const points = sampleGrid([axis, axis], logDensity, draws, random);
  const drawn = new Float64Array(2 * draws);
  for (let i = 0; i < draws; i++) place(points[2 * i], points[2 * i + 1], drawn, 2 * i);
  onProgress?.(1);
  return {
    kind: 'reference',
    label: 'exact',
    method: `Exact likelihood on a grid of ${NODES} × ${NODES} points along the axes of the posterior.`,
    conditionsOn: `the ${x.length} counts`,
    comparable: true,
    draws: prior.unwhiten(asZ(drawn)),
  };
}
