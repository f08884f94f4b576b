/** What the data can tell, of the exact posteriors of systems that are known to be split, curved, or the prior along a line. */
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { defaultProblem, inferredPrior } from '../../simulators/problem.ts';
import { builtIn } from '../../simulators/registry.ts';
import { identifiability } from './identifiability.ts';
import { sizeOf } from '../../simulators/dataShape.ts';

async function exact(id: string, theta: readonly number[], seed: number) {
  const system = builtIn(id);
  const problem = defaultProblem(system);
  const model = system.model(problem.design);
  const eta = Float64Array.from(system.nuisances(problem.design), ({ key }) => problem.nuisances[key].value);
  const x = new Float64Array(sizeOf(model.x));
  model.simulate(theta, eta, new Random(seed, STREAMS.observation), x);
  const answer = await system.reference({ problem, x, draws: 2000, random: new Random(seed, STREAMS.reference) });
  if (answer.kind !== 'reference') throw new Error(answer.reason);
  const quantities = system.display(problem.design);
  const D = theta.length;
  const shown = (draws: Float64Array) =>
    Float64Array.from({ length: (draws.length / D) * quantities.length }, (_, i) =>
      quantities[i % quantities.length].value(draws.subarray(Math.floor(i / quantities.length) * D)),
    );
  const prior = inferredPrior(system, problem);
  const before = prior.sample(8000, new Random(seed, STREAMS.reference, 1));
  return identifiability({ posterior: shown(answer.draws), prior: shown(before), quantities });
}

describe('what the data can tell', () => {
  it('of the amplitude and the bias of galaxies: A b², and along it the prior given A b²', async () => {
    const { priorLeft, verdict } = await exact('galaxy-bias', [1, 1.5], 1);
    expect(priorLeft?.finding).toBe('prior');
    expect(verdict.sentence).toMatch(/^The data pin down A b² to .*you only get your prior back, given A b²\.$/);
  });

  it.each([
    ['two-moons', [0.3, -0.4]],
    ['slcp', [0.7, -2.9, -1, -0.9, 0.6]],
  ] as const)('of %s is never that the prior is left', async (id, theta) => {
    for (const seed of [1, 2]) {
      const { priorLeft, verdict } = await exact(id, theta, seed);
      expect(priorLeft?.finding).not.toBe('prior');
      expect(verdict.sentence).not.toContain('prior back');
    }
  });
});
