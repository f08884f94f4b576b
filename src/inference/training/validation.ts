/** Validation losses of an engine's members and of their mixture; in nats of theta, so that priors can be compared. */
import type { Batch, FlowEngine } from '../flow/engines/engine.ts';
import { memberLogDensities, mixtureLogDensity } from '../flow/mixture.ts';
import { mean } from '../math/statistics.ts';
import type { Hyperprior } from '../priors/hyperprior.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asZ } from '../priors/space.ts';

/** Means of -ln q(theta | s), nats of theta. */
export interface ValidationLosses {
  /** [M] */
  readonly members: readonly number[];
  readonly mixture: number;
}

/** @param offset see `lossOffset`, `hyperpriorLossOffset` */
export async function validationLosses(engine: FlowEngine, batch: Batch, offset: number): Promise<ValidationLosses> {
  const densities = await memberLogDensities(engine, batch);
  return {
    members: densities.map((density) => offset - mean(density)),
    mixture: offset - mean(mixtureLogDensity(densities)),
  };
}

/**
 * What turns a mean loss in nats of z into nats of theta: -E[ln p(theta) - ln phi(z)] under the prior. It is a sum of
 * functions of one z_j each, so one trapezoid rule along z_1 = ... = z_D does for all. Whitening clips beyond 4.75.
 */
export function lossOffset(prior: JointPrior): number {
  const [reach, nodes] = [4.7, 401];
  let [total, mass] = [0, 0];
  for (let i = 0; i < nodes; i++) {
    const z = reach * ((2 * i) / (nodes - 1) - 1);
    const weight = Math.exp(-0.5 * z * z);
    total += weight * prior.logJacobian(prior.unwhiten(asZ(new Float64Array(prior.D).fill(z))));
    mass += weight;
  }
  return -(total / mass);
}

/** The same for pairs with priors of their own, each whitened under its own: the mean over the hyperprior. */
export function hyperpriorLossOffset(hyperprior: Hyperprior): number {
  return mean(hyperprior.grid().map(lossOffset));
}
