/** What a run of a neural ODE is made of, as far as its settings and priors fix it: the page knows this without the code of the run. */
import type { Prior } from '../../priors/prior.ts';
import type { Problem } from '../../simulators/system.ts';

/** What G looks at: the mRNA of this moment, of one earlier moment, or of nine from now to 40 minutes ago. */
export type Variant = 'M0' | 'M1' | 'M2';
export const VARIANTS: readonly Variant[] = ['M0', 'M1', 'M2'];
/** Minutes: the longest delay of M1, and the longest lag of M2. */
export const LONGEST = 40;
/** Lags of M2, minutes. */
export const LAGS = Array.from({ length: 9 }, (_, i) => (i * LONGEST) / 8);
/** Nodes of each of the two hidden layers. */
export const WIDTH = 16;
/** Steps whose curves stay on screen, faintly. */
export const EARLIER = [2, 6, 14] as const;

export function inputsOf(variant: Variant): number {
  return variant === 'M2' ? LAGS.length : 1;
}

export function weightCount(inputs: number): number {
  return WIDTH * (inputs + 1) + WIDTH * (WIDTH + 1) + WIDTH + 1;
}

/** Relative noise: known, or its prior. */
export function noiseOf({ nuisances }: Problem): number | Prior {
  const { mode, value, prior } = nuisances.f;
  if (mode === 'fixed') return value;
  return prior.family === 'fixed' ? prior.value : prior;
}

/** Weights, half-life, delay, noise; those that are known are left out. */
export function unknownsOf(problem: Problem, variant: Variant): number {
  const others = [problem.priors.hp.family !== 'fixed', variant === 'M1', typeof noiseOf(problem) !== 'number'];
  return weightCount(inputsOf(variant)) + others.filter(Boolean).length;
}

/** Names and lengths of the arrays of a state. */
export function arraysOf(unknowns: number): Readonly<Record<string, number>> {
  return { u: unknowns, descent: 2, earlier: EARLIER.length * unknowns };
}
