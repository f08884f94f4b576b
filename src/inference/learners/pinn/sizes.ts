/** How many numbers a run of the PINN has, and by which names: what is known of it without its code. */
import { readDesign } from '../../simulators/cylinder/design.ts';
import type { Design, Problem } from '../../simulators/system.ts';
import type { Finding } from '../learner.ts';

/** Units of each of the two hidden layers. */
export const HIDDEN = 20;
/** 481. */
export const WEIGHTS = 3 * HIDDEN + HIDDEN * HIDDEN + HIDDEN + 1;

/** Fits with the moduli held, and steps of each at most. */
export const HELD = 4;
export const HELD_STEPS = 60;

export interface PinnQuestions {
  'pinn.trust': { readonly params: null; readonly result: Finding };
}

export const SYMBOLS: Readonly<Record<string, string>> = { lambda: 'λ', mu: 'μ', p: 'p' };

/** Keys of the parameters that are estimated. */
export function inferredOf(design: Design): readonly string[] {
  return ['lambda', 'mu', ...(readDesign(design).pressureInferred ? ['p'] : [])];
}

interface Sizes {
  readonly unknowns: number;
  /** Estimated parameters. */
  readonly inferred: number;
}

export function sizesOf({ design, nuisances }: Problem): Sizes {
  const inferred = inferredOf(design).length;
  const drawn = Object.values(nuisances).filter(({ mode }) => mode === 'marginalised').length;
  return { inferred, unknowns: WEIGHTS + inferred + drawn };
}

/** Numbers that are kept of a start: how it ended (0: not yet, 1: converged, 2: its steps ran out), its loss, where. */
export const KEPT = 2;

export function arraysOf({ unknowns, inferred }: Sizes, starts: number): Readonly<Record<string, number>> {
  return {
    x: unknowns,
    best: unknowns,
    // Damping, phase, steps in it.
    optimiser: 3,
    starts: starts * (KEPT + inferred),
    // Done or not, and the rise.
    rises: 2 * HELD,
  };
}
