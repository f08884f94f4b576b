/** Over lanes without threads that run scripts' programs: those whose pairs come out otherwise the second time are found. */
import { describe, expect, it } from 'vitest';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { Declaration } from '../../inference/simulators/own/declaration.ts';
import { programOf } from '../../inference/simulators/own/scriptProgram.ts';
import { scriptSystem } from '../../inference/simulators/own/scriptSystem.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import type { KeyedRandom } from '../../inference/simulators/own/keyedRandom.ts';
import { InProcessWorker } from '../testing/inProcessWorker.ts';
import { NOT_REPEATED, pairsAgain } from './repeatedPairs.ts';
import { SimulationPool } from './simulationPool.ts';
import { type SystemCommands, systemTasks } from './systemTasks.ts';

const declaration: Declaration = {
  name: 'Line',
  parameters: [{ key: 'a', prior: { family: 'normal', mean: 0, sd: 1 } }],
  data: { kind: 'vector', names: ['x', 'y'] },
};
const script = { text: 'text', declaration };

type Simulate = (theta: { a: number }, random: KeyedRandom) => number[];

/** @param make the module, run anew in each lane */
function start(make: () => Simulate) {
  const catalogue = new SystemCatalogue();
  const system = catalogue.define({ kind: 'script', language: 'javascript', ...script });
  let simulated = 0;
  const lane = () => {
    const simulate = make();
    const counted: Simulate = (theta, random) => {
      simulated++;
      return simulate(theta, random);
    };
    const program = programOf({ simulate: counted }, declaration, () => null);
    return new InProcessWorker<SystemCommands>(systemTasks({ define: () => scriptSystem(script, program) }));
  };
  const none = () => {
    throw new Error('not asked here');
  };
  const pool = new SimulationPool(catalogue, { makeWorker: none, size: 2, makeLane: lane });
  const run = async (count: number) => {
    let pairs = 0;
    for await (const chunk of pool.simulate(defaultProblem(system), 3, 0, 0, count)) pairs += chunk.count;
    return pairs;
  };
  return { run, simulated: () => simulated };
}

const sound: () => Simulate =
  () =>
  ({ a }, random) => [a + random.normal(), random.normal()];

describe('pairs that are simulated again', () => {
  it('are the same where they depend on theta and random numbers alone, at a small cost', async () => {
    const { run, simulated } = start(sound);
    expect(await run(5000)).toBe(5000);
    expect(simulated()).toBeGreaterThanOrEqual(5010);
    expect(simulated()).toBeLessThanOrEqual(5020);
  });

  it.each<[string, () => Simulate]>([
    [
      'what the last simulation left',
      () => {
        let last = 0;
        return ({ a }, random) => {
          const x = [a + random.normal(), last];
          last = 0.5 * last + a;
          return x;
        };
      },
    ],
    [
      'a count of simulations',
      () => {
        let n = 0;
        return ({ a }, random) => [a + random.normal(), n++];
      },
    ],
    [
      'an array that is filled further each time',
      () => {
        const x: number[] = [];
        return ({ a }, random) => {
          x.unshift(a + random.normal());
          return x.length < 2 ? [x[0], 0] : x.slice(0, 2);
        };
      },
    ],
    [
      'what the first simulation of a thread has drawn',
      () => {
        let first: number | null = null;
        return ({ a }, random) => [a + random.normal(), (first ??= random.normal())];
      },
    ],
  ])('are found to differ where they depend on %s', async (_, make) => {
    await expect(start(make).run(5000)).rejects.toThrow(NOT_REPEATED);
  });

  it('are looked for early: nobody waits for a training that is refused', async () => {
    let n = 0;
    const { run, simulated } = start(() => ({ a }) => [a, n++]);
    await expect(run(1_000_000)).rejects.toThrow(NOT_REPEATED);
    expect(simulated()).toBeLessThan(100_000);
  });

  it('are found where the simulator has changed in the middle', async () => {
    let n = 0;
    const { run } = start(() => ({ a }, random) => [a + random.normal() + (n++ < 2500 ? 0 : 1), 0]);
    await expect(run(5000)).rejects.toThrow(NOT_REPEATED);
  });

  it('are a fiftieth of a short range at most, and calls of a batch where it is simulated in blocks', () => {
    expect([49, 50, 200, 500, 30_000].map((count) => pairsAgain(count, 1))).toEqual([0, 1, 4, 10, 10]);
    expect([49, 256, 30_000, 1_000_000].map((count) => pairsAgain(count, 256))).toEqual([0, 1, 3, 10]);
  });
});
