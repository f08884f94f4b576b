/** The reference posterior of a system whose likelihood can be evaluated: tempered Markov chains (reference/tempered.ts). */
import { JointPrior } from '../../priors/jointPrior.ts';
import { asZ } from '../../priors/space.ts';
import { MEMBERS, temperedDraws } from '../../reference/tempered.ts';
import type { Model, ParameterSpec, ReferenceAnswer, ReferenceRequest } from '../system.ts';

/** The reference posterior of a model with a likelihood, by `temperedDraws`, under any priors of its parameters. @param likelihood what it is by */
export function temperedReference(
  { problem, x, draws: count, random, onProgress }: ReferenceRequest,
  parameters: readonly ParameterSpec[],
  makeModel: () => Model,
  conditionsOn: string,
  likelihood = 'Exact likelihood',
): ReferenceAnswer {
  const keys = parameters.map(({ key }) => key);
  const prior = new JointPrior(
    keys,
    keys.map((key) => problem.priors[key]),
  );
  const model = makeModel();
  const logLikelihood = (z: Float64Array): number => model.logLikelihood?.(prior.unwhiten(asZ(z)), [], x) ?? -Infinity;
  const z = temperedDraws(logLikelihood, keys.length, count, random, onProgress);
  if (z === null) return { kind: 'unavailable', reason: 'No parameters within the prior can produce these data.' };
  return {
    kind: 'reference',
    label: 'mcmc',
    method: `${likelihood}; ${MEMBERS} Markov chains led from the prior to the posterior by tempering.`,
    conditionsOn,
    comparable: true,
    draws: prior.unwhiten(z),
  };
}
