/** What the page asks of the pool: about systems that the engine worker may not know yet. */
import { expect, it } from 'vitest';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { builtIn } from '../../inference/simulators/registry.ts';
import type { SimulationPool } from '../pool/simulationPool.ts';
import { type PoolCommands, poolHandlers } from './poolHandlers.ts';

const problem = defaultProblem(builtIn('two-moons'));
const asked = { problem, system: { kind: 'built-in', id: 'two-moons' } } as const;
const x = Float64Array.of(0, 0);
const params = {
  'profile.compute': { ...asked, x },
  'reference.compute': { ...asked, x, draws: 1 },
  'predictive.replicate': { ...asked, thetas: x, seed: 1 },
  'predictive.prior': { ...asked, draws: 1, seed: 1 },
  'predictive.posterior': { ...asked, thetas: x, seed: 1 },
} as const;

it.each(Object.keys(params) as (keyof typeof params)[])('%s makes its system known to the pool', async (command) => {
  const catalogue = new SystemCatalogue([]);
  const known = () => Promise.resolve(catalogue.has('two-moons'));
  const pool = { profile: known, reference: known, replicate: known, predictive: known };
  const handlers = poolHandlers(pool as unknown as SimulationPool, catalogue);
  const handle = handlers[command] as (given: unknown, context: unknown) => unknown;
  const context = { signal: new AbortController().signal, progress: () => {} };
  expect(await handle(params[command] satisfies PoolCommands[keyof typeof params]['params'], context)).toBe(true);
});
