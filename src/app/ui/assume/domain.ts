/** What a box may hold: sentences for numbers that a simulator is not defined for. */
import { problemOf, support } from '../../../inference/priors/prior.ts';
import type { Prior } from '../../../inference/priors/prior.ts';
import type { ParameterSpec } from '../../../inference/simulators/system.ts';
import { short } from '../../format/number.ts';

/** Null, or why `value` cannot be the value of this parameter. */
export function outsideDomain(value: number, spec: ParameterSpec): string | null {
  const { low, high } = spec.domain;
  if (value >= low && value <= high) return null;
  return `${short(value)} is outside the range of ${spec.label}: ${range(low, high)}.`;
}

/** Null, or why this cannot be the prior of this parameter: it is none, or reaches where the simulator is not defined. */
export function priorProblem(prior: Prior, spec: ParameterSpec): string | null {
  const problem = problemOf(prior);
  if (problem !== null) return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`.replace(/\.\.$/, '.');
  const { low, high } = support(prior);
  const { domain } = spec;
  const allowed = `it may use ${range(domain.low, domain.high)}.`;
  if (low < domain.low) return `The prior of ${spec.label} would begin at ${short(low)}; ${allowed}`;
  if (high > domain.high) return `The prior of ${spec.label} would end at ${short(high)}; ${allowed}`;
  return null;
}

function range(low: number, high: number): string {
  if (Number.isFinite(low) && Number.isFinite(high)) return `${short(low)} to ${short(high)}`;
  if (Number.isFinite(low)) return `${short(low)} or more`;
  return Number.isFinite(high) ? `${short(high)} or less` : 'any number';
}
