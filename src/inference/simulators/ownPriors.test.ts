/** Pairs whose priors come from the hyperprior. Oracle: the same pairs simulated otherwise. */
import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnovUniform } from '../math/goodnessOfFit.ts';
import { STREAMS } from '../math/random.ts';
import { normalCdf } from '../math/special.ts';
import type { Prior } from '../priors/prior.ts';
import { defaultProblem, inferredHyperprior, outsideHyperprior, simulatePairs } from './problem.ts';
import { builtIn, systems } from './registry.ts';
import type { Problem } from './system.ts';

const system = builtIn('galaxy-bias');
const problem = defaultProblem(system);
const pairs = (of: Problem, from: number, count: number) =>
  simulatePairs(system, of, 3, STREAMS.simulation, from, count, 'hyperprior');
const withPrior = (key: string, prior: Prior): Problem => ({ ...problem, priors: { ...problem.priors, [key]: prior } });

describe('pairs with priors of their own', () => {
  it('are the same however they are split, and wherever the present priors stand', () => {
    const all = pairs(problem, 0, 20);
    const part = pairs(withPrior('A', { family: 'logUniform', low: 1, high: 9 }), 12, 8);
    expect(part.theta).toEqual(all.theta.slice(24));
    expect(part.s).toEqual(all.s.slice(12 * 9));
    expect(part.own?.z).toEqual(all.own?.z.slice(24));
    expect(part.own?.h).toEqual(all.own?.h.slice(48));
  });

  it('have theta of their own priors: whitened under them it is normal, and it lies between their thumbs', () => {
    const { theta, own } = pairs(problem, 0, 2000);
    const z = own?.z ?? new Float64Array(0);
    const h = own?.h ?? new Float32Array(0);
    // Uniform levels by construction: a false alarm of 1e-3.
    expect(kolmogorovSmirnovUniform(z.map(normalCdf)).p).toBeGreaterThan(1e-3);
    const strays = Array.from({ length: 2000 }, (_, i) => {
      // Of A, whose slider spans the two decades from 0.1.
      const position = (Math.log10(theta[2 * i]) + 1) / 2;
      return Math.abs(position - (h[4 * i] + 1) / 2) > Math.exp(h[4 * i + 1]) / 2 + 1e-6;
    });
    expect(strays.filter(Boolean)).toEqual([]);
  });

  it('are refused, with the reason, where a present prior is beyond its slider', () => {
    const beyond = withPrior('A', { family: 'logUniform', low: 0.05, high: 4 });
    expect(inferredHyperprior(system, beyond)).toBeNull();
    expect(outsideHyperprior(system, beyond)).toEqual([
      "the prior of A has its bounds at 0.05 and 4, outside the slider's range 0.1 to 10",
    ]);
    expect(() => pairs(beyond, 0, 1)).toThrow('the prior of A has its bounds at 0.05 and 4');
  });
});

describe('the default priors', () => {
  it.each(systems.map((each) => [each.id, each] as const))(
    'of %s are of the hyperprior, unless they have four numbers',
    (_, each) => {
      const of = defaultProblem(each);
      const four = Object.values(of.priors).filter(({ family }) => family === 'uniformLessNormal');
      expect(outsideHyperprior(each, of)).toHaveLength(four.length);
    },
  );
});
