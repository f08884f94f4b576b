import { describe, expect, it } from 'vitest';
import { simulateObservation } from '../observation/observation.ts';
import { logTarget } from './logTarget.ts';
import { defaultProblem } from './problem.ts';
import { builtIn } from './registry.ts';

const system = builtIn('galaxy-bias');
const fixed = defaultProblem(system);
const problem = {
  ...fixed,
  nuisances: Object.fromEntries(
    Object.entries(fixed.nuisances).map(([key, setting]) => [key, { ...setting, mode: 'fixed' as const }]),
  ),
};

describe('the exact posterior up to a constant', () => {
  it('is constant along the ridge but for the prior, and falls across it', () => {
    const { x } = simulateObservation(system, problem, [1.5, 1.2], null, 2);
    if (x === null) throw new Error('no data');
    const A = 1.5 / 1.44;
    const [here, along, across, outside] = logTarget(
      system,
      problem,
      x,
      // A b^2 is the same for the first two; the prior is log-uniform: ln p = const - ln A - ln b.
      Float64Array.of(1.5, 1.2, (1.5 * 1.44) / A ** 2, A, 1.5, 1.6, 100, 1),
    );
    const prior = (a: number, b: number) => -Math.log(a) - Math.log(b);
    expect(along - here).toBeCloseTo(prior((1.5 * 1.44) / A ** 2, A) - prior(1.5, 1.2), 6);
    expect(across).toBeLessThan(here - 5);
    expect(outside).toBe(-Infinity);
  });

  it('is refused where a nuisance parameter would have to be integrated over', () => {
    const [key] = Object.keys(problem.nuisances);
    if (key === undefined) return;
    const open = {
      ...problem,
      nuisances: { ...problem.nuisances, [key]: { ...problem.nuisances[key], mode: 'marginalised' as const } },
    };
    expect(() => logTarget(system, open, new Float64Array(9), Float64Array.of(1, 1))).toThrow(
      'nuisance parameters fixed',
    );
  });
});
