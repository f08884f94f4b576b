/** The network that a study trains: a function of its preset, its inferred parameters, and what the network is shown. */
import { shapedEmbedding } from '../flow/embeddings/shapedEmbedding.ts';
import { type NetworkSpec, flowSpec } from '../flow/spec.ts';
import { inferredPrior } from '../simulators/problem.ts';
import type { System } from '../simulators/system.ts';
import { type Study, studyHyperprior } from './study.ts';
import { sizeOf } from '../simulators/dataShape.ts';

export function networkSpec(system: System, study: Study): NetworkSpec {
  const { problem, training } = study;
  const { D } = inferredPrior(system, problem);
  const { s, missing = false } = system.model(problem.design);
  const spec = flowSpec(training.preset, D, sizeOf(s) + (studyHyperprior(system, study)?.width ?? 0), missing);
  return { ...spec, embedding: shapedEmbedding(s, missing) ?? spec.embedding };
}
