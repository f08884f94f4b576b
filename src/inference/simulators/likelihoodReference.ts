/** The reference posterior of a system whose likelihood can be evaluated: what `System.reference` of such a system is. */
import { loadPart } from '../parts/loadPart.ts';
import type { ExplicitModel } from './explicitReference.ts';
import type { ReferenceAnswer, ReferenceRequest, System } from './system.ts';

/**
 * @param stated how the answer names what it conditions on, and what differs from parameters, nuisances and likelihood of the system
 * @throws TypeError where neither `stated` nor the system's model has a likelihood
 */
export async function likelihoodReference(
  request: ReferenceRequest,
  system: Pick<System, 'parameters' | 'nuisances' | 'model'>,
  stated: Pick<ExplicitModel, 'conditionsOn'> & Partial<ExplicitModel>,
): Promise<ReferenceAnswer> {
  const { explicitReference } = await loadPart(
    'computes this reference posterior',
    () => import('./explicitReference.ts'),
  );
  const { design } = request.problem;
  const model = system.model(design);
  return explicitReference(request, {
    parameters: system.parameters(design),
    nuisances: system.nuisances(design),
    logLikelihood(theta, eta) {
      if (model.logLikelihood === undefined) throw new TypeError('This model has no likelihood.');
      return model.logLikelihood(theta, eta, request.x);
    },
    ...stated,
  });
}
