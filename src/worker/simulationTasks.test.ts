/** The pool's tasks on the real systems. Oracle: simulatePairs in one piece, and the system's own reference. */
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../inference/math/random.ts';
import { defaultProblem, simulatePairs } from '../inference/simulators/problem.ts';
import { systems } from '../inference/simulators/registry.ts';
import { SimulationPool } from './simulationPool.ts';
import { simulationTasks } from './simulationTasks.ts';
import type { SimulationCommands } from './simulationTasks.ts';
import { InProcessWorker } from './inProcessWorker.ts';

const SEED = 3;
const PAIRS = 200;

const pool = () => new SimulationPool(() => new InProcessWorker<SimulationCommands>(simulationTasks), 3);

describe.each(systems.map((system) => [system.id, system] as const))('%s in the pool', (_, system) => {
  const problem = defaultProblem(system);

  it('gives the same pairs as one piece does, to the last bit', async () => {
    const whole = simulatePairs(system, problem, SEED, STREAMS.simulation, 0, PAIRS);
    const theta = new Float64Array(whole.theta.length);
    const s = new Float32Array(whole.s.length);
    for await (const chunk of pool().simulate(problem, SEED, STREAMS.simulation, 0, PAIRS)) {
      theta.set(chunk.theta, (chunk.from * theta.length) / PAIRS);
      s.set(chunk.s, (chunk.from * s.length) / PAIRS);
    }
    expect(theta).toEqual(whole.theta);
    expect(s).toEqual(whole.s);
  });
});

it('a problem of an unknown system is refused by its name', async () => {
  const problem = { system: 'tea-leaves', design: {}, priors: {}, nuisances: {} };
  await expect(pool().reference(problem, Float64Array.of(1), 10)).rejects.toThrow('tea-leaves');
});
