import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import { builtIn } from '../../simulators/registry.ts';
import { ridgeCheck } from './ridgeCheck.ts';

const position = { label: 'A b²', of: (theta: ArrayLike<number>) => theta[0] };

describe('the check along a ridge', () => {
  it('passes draws that follow the prior there', () => {
    const random = new Random(1, STREAMS.calibration);
    const { p, verdict } = ridgeCheck(
      position,
      Float64Array.from({ length: 500 }, () => random.uniform()),
      1,
    );
    expect(p).toBeGreaterThan(0.05);
    expect(verdict.level).toBe('good');
    expect(verdict.sentence).toMatch(
      /^Along the ridge of constant A b² the draws are distributed like the prior, as.*\(p = 0\./,
    );
  });

  it('fails a ridge that the network has shortened', () => {
    // The middle four fifths of the ridge: the distribution functions differ most at its ends, by 0.1; the 1 % quantile
    // is 1.63 / sqrt(500) = 0.073.
    const short = Float64Array.from({ length: 500 }, (_, i) => 0.1 + 0.8 * ((i + 0.5) / 500));
    const { verdict } = ridgeCheck(position, short, 1);
    expect(verdict.level).toBe('bad');
    expect(verdict.sentence).toMatch(/^Along .* are not distributed like the prior \(p < 0\.0001\), although/);
  });

  it('warns of one that is a little short', () => {
    // Off by 0.066 at the ends, between the 5 % and the 1 % quantile, 1.36 / sqrt(500) = 0.061 and 0.073.
    const short = Float64Array.from({ length: 500 }, (_, i) => 0.066 + 0.868 * ((i + 0.5) / 500));
    const { verdict } = ridgeCheck(position, short, 1);
    expect(verdict.level).toBe('warn');
    expect(verdict.sentence).toMatch(/^Weak evidence that along .* are not distributed like the prior \(p = 0\.0[1-4]/);
  });

  it('is declared by galaxy bias in real space, and only there', () => {
    const system = builtIn('galaxy-bias');
    const declared = system.ridgePosition?.(defaultProblem(system));
    // Log-uniform priors, A in [1/4, 4], b in [1/2, 3]; A b² = 2: A in [2/9, 8] is cut to [1/4, 4], whose middle is 1.
    expect(declared?.of([1, Math.SQRT2])).toBeCloseTo(0.5, 12);
    const distorted = defaultProblem(system, { ...system.defaultDesign, rsd: true });
    expect(system.ridgePosition?.(distorted)).toBeNull();
  });
});
