import { describe, expect, it } from 'vitest';
import { STREAMS } from '../../inference/math/random.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { builtIn } from '../../inference/simulators/registry.ts';
import { tableSystem } from '../../inference/simulators/table/tableSystem.ts';
import { keyed } from '../../inference/study/table/tableRecord.ts';
import { TablePairs } from './tablePairs.ts';

const ROWS = 3000;
/** 500 are held out. */
const TRAINING = 2500;
const description = keyed({
  file: 'a.npz',
  rows: ROWS,
  checksum: '0000002a',
  parameters: [{ name: 'mu', prior: { family: 'uniform', low: 0, high: ROWS }, low: 0, high: ROWS - 1 }],
  data: [{ name: 'x', low: 0, high: ROWS }],
});
/** Row i has theta = i and x = i + 0.5. */
const theta = Float64Array.from({ length: ROWS }, (_, i) => i);
const system = tableSystem(description);
const pairs = new TablePairs(system, { theta, x: theta.map((value) => value + 0.5) });
const problem = defaultProblem(pairs.system);

async function rows(stream: number, from: number, count: number): Promise<number[]> {
  const found: number[] = [];
  for await (const chunk of pairs.simulate(problem, 1, stream, from, count)) {
    expect(chunk.from).toBe(from + found.length);
    expect(Array.from(chunk.s)).toEqual(Array.from(chunk.theta, (value) => value + 0.5));
    found.push(...chunk.theta);
  }
  return found;
}

describe('pairs from a table', () => {
  it('train on rows that no check sees, each once, in no order', async () => {
    const training = await rows(STREAMS.simulation, 0, TRAINING);
    const held = await rows(STREAMS.calibration, 2 ** 20, ROWS - TRAINING);
    expect(new Set([...training, ...held]).size).toBe(ROWS);
    expect(training.slice(0, 100)).not.toEqual(training.slice(0, 100).toSorted((a, b) => a - b));
  });

  it('are the same however they are asked for', async () => {
    const all = await rows(STREAMS.simulation, 0, 300);
    expect(await rows(STREAMS.simulation, 100, 200)).toEqual(all.slice(100));
  });

  it('cannot be more than the table has, of other priors, or at one theta', async () => {
    await expect(rows(STREAMS.simulation, 1, TRAINING)).rejects.toThrow('2500 to train on');
    const moved = { ...problem, priors: { mu: { family: 'uniform', low: 0, high: 2 * ROWS } as const } };
    await expect(pairs.simulate(moved, 1, STREAMS.simulation, 0, 9).next()).rejects.toThrow('other priors');
    const at = Float64Array.of(3);
    await expect(pairs.simulate(problem, 1, STREAMS.fixedTruth, 0, 9, undefined, at).next()).rejects.toThrow(
      'no simulator',
    );
  });

  it('are of a system whose simulations were recorded in one', () => {
    expect(() => new TablePairs(builtIn('two-moons'), null)).toThrow('Two moons are not recorded in a table');
  });

  it('without their rows say which file they are in', async () => {
    const absent = new TablePairs(system, null);
    const said = 'The rows of a.npz (3,000 simulations of 1 parameter and 1 data value, checksum 0000002a) are not';
    expect(absent.missing).toContain(said);
    expect(pairs.missing).toBeNull();
    await expect(absent.simulate(problem, 1, STREAMS.simulation, 0, 9).next()).rejects.toThrow(said);
    expect(absent.system).toBe(pairs.system);
  });
});
