/** The study that a system starts with, and its first observation: what a document or a link need not say. */
import { simulateObservation } from '../observation/observation.ts';
import type { Observation } from '../observation/observation.ts';
import { defaultProblem } from '../simulators/problem.ts';
import type { Design, Problem, System } from '../simulators/system.ts';
import { defaultTraining } from '../training/defaults.ts';
import type { Study } from './study.ts';

/** Draws of a posterior that rests on screen; those that come with a pre-trained network are the same. */
export const DRAWS_AT_REST = 4000;

/** Any fixed number, so that everybody sees the same first picture. */
export const FIRST_SEED = 7;
/** Seed of the noise of the first observation of every system. */
export const FIRST_NOISE_SEED = 1;

export function defaultStudy(system: System, seed = FIRST_SEED): Study {
  const problem = defaultProblem(system);
  return { problem, training: defaultTraining(system, problem.design), seed };
}

/** True parameters that a system's first observation is simulated with, in the order of theta. */
export function defaultTruth(system: System, design: Design): number[] {
  return system.parameters(design).map((parameter) => parameter.defaultTruth);
}

export function firstObservation(system: System, problem: Problem): Observation {
  return simulateObservation(system, problem, defaultTruth(system, problem.design), null, FIRST_NOISE_SEED);
}
