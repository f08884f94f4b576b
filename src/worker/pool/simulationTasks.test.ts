/** The pool's tasks on the real systems. Oracle: simulatePairs in one piece, and the system's own reference. */
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../../inference/math/random.ts';
import { defaultProblem, simulatePairs } from '../../inference/simulators/problem.ts';
import { simulateObservation } from '../../inference/observation/observation.ts';
import { builtIn, systems } from '../../inference/simulators/registry.ts';
import { testLikelihoods } from '../../inference/simulators/testLikelihood.ts';
import { SimulationPool } from './simulationPool.ts';
import { simulationTasks, type SimulationCommands } from './simulationTasks.ts';
import { InProcessWorker } from '../testing/inProcessWorker.ts';

const SEED = 3;
const PAIRS = 200;

const pool = () =>
  new SimulationPool(new SystemCatalogue(), {
    makeWorker: () => new InProcessWorker<SimulationCommands>(simulationTasks(new SystemCatalogue([]))),
    size: 3,
  });

describe.each(systems.map((system) => [system.id, system] as const))('%s in the pool', (_, system) => {
  const problem = defaultProblem(system);

  it('gives the same pairs as one piece does, to the last bit', async () => {
    const whole = simulatePairs(system, problem, SEED, STREAMS.simulation, 0, PAIRS);
    const theta = new Float64Array(whole.theta.length);
    const s = new Float64Array(whole.s.length);
    for await (const chunk of pool().simulate(problem, SEED, STREAMS.simulation, 0, PAIRS)) {
      theta.set(chunk.theta, (chunk.from * theta.length) / PAIRS);
      s.set(chunk.s, (chunk.from * s.length) / PAIRS);
    }
    expect(theta).toEqual(whole.theta);
    expect(s).toEqual(whole.s);
  });
});

it('the likelihoods of test data sets are those of one piece', async () => {
  const system = builtIn('birth-death');
  const problem = defaultProblem(system);
  const source = { seed: SEED, stream: STREAMS.calibration, from: 5 };
  const { theta } = simulatePairs(system, problem, SEED, STREAMS.calibration, 5, 7);
  const whole = testLikelihoods(system, problem, source, theta, 7);
  expect(await pool().likelihoods(problem, source, theta, 7)).toEqual(whole);
});

it('a profile has its top at 0, and is refused where a nuisance is marginalised', async () => {
  const system = builtIn('birth-death');
  const problem = defaultProblem(system);
  const { x } = simulateObservation(system, problem, [0.5, 0.6, 2], null, 1);
  const { profiles } = await pool().profile(problem, x ?? new Float64Array());
  expect(profiles.map(({ key }) => key)).toEqual(['mu', 'rho', 'nu']);
  for (const { drop } of profiles) expect(Math.min(...drop)).toBe(0);
  const marginalised = {
    ...problem,
    nuisances: { ...problem.nuisances, p: { ...problem.nuisances.p, mode: 'marginalised' as const } },
  };
  await expect(pool().profile(marginalised, x ?? new Float64Array())).rejects.toThrow('cannot be profiled');
});

it('a problem of an unknown system is refused by its name', async () => {
  const problem = { system: 'tea-leaves', design: {}, priors: {}, nuisances: {} };
  await expect(pool().reference(problem, Float64Array.of(1), 10)).rejects.toThrow('tea-leaves');
});
