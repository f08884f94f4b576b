import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { describe, expect, it } from 'vitest';
import { readNpy } from '../../inference/files/npy.ts';
import { readZip } from '../../inference/files/zip.ts';
import { STREAMS } from '../../inference/math/random.ts';
import { defaultProblem, simulatePairs } from '../../inference/simulators/problem.ts';
import { builtIn } from '../../inference/simulators/registry.ts';
import { simulatedData } from '../../inference/simulators/simulatedData.ts';
import { defaultTraining } from '../../inference/training/defaults.ts';
import type { Transferred } from '../rpc/dispatcher.ts';
import { exportHandlers } from './exportHandlers.ts';

const system = builtIn('galaxy-bias');
const problem = defaultProblem(system);
const study = { problem, training: { ...defaultTraining(system, problem.design), simulations: 1000 }, seed: 5 };

/** Answers in chunks, the last first, as a pool may. */
const pool: Parameters<typeof exportHandlers>[0] = {
  async *simulate(of, seed, stream, from, count) {
    for (let start = from + count - 250; start >= from; start -= 250) {
      yield { from: start, count: 250, ...simulatePairs(system, of, seed, stream, start, 250) };
      await Promise.resolve();
    }
  },
  data: ({ problem: of, source, count }) => Promise.resolve(simulatedData(system, of, source, count)),
};

describe('the file of a study’s simulations', () => {
  it('has the pairs that the network was trained on, in order, with their raw data', async () => {
    const fractions: number[] = [];
    const { 'simulations.file': take } = exportHandlers(pool, new SystemCatalogue([]));
    const context = {
      signal: new AbortController().signal,
      progress: ({ fraction }: { readonly fraction: number }) => fractions.push(fraction),
    };
    const { value: file } = (await take(
      { study, system: { kind: 'built-in', id: system.id }, raw: true },
      context,
    )) as Transferred<Uint8Array<ArrayBuffer>>;
    const members = readZip(file, { members: 9, bytes: 1e7 });
    if (!members.ok) throw new Error(members.problem.problem);
    const array = (name: string) => readNpy(members.value.get(`${name}.npy`) ?? new Uint8Array());
    const { theta, s } = simulatePairs(system, problem, 5, STREAMS.simulation, 0, 1000);
    const x = simulatedData(system, problem, { seed: 5, stream: STREAMS.simulation, from: 0 }, 1000);
    expect(array('theta')).toMatchObject({ ok: true, value: { shape: [1000, 2], values: Float64Array.from(theta) } });
    expect(array('s')).toMatchObject({ ok: true, value: { shape: [1000, 9], values: Float64Array.from(s) } });
    expect(array('x')).toMatchObject({ ok: true, value: { shape: [1000, 9], values: x } });
    expect(fractions).toEqual([0.25, 0.5, 0.75, 1]);
  });
});
