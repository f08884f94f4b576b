import { describe, expect, it } from 'vitest';
import { STREAMS } from '../../inference/math/random.ts';
import type { Declaration } from '../../inference/simulators/own/declaration.ts';
import type { OwnProgram } from '../../inference/simulators/own/ownProgram.ts';
import { scriptSystem } from '../../inference/simulators/own/scriptSystem.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { systemTasks } from './systemTasks.ts';

const N = 10;
/** N values around theta with sd 1, and a likelihood that takes them for values of this sd. */
function tasksOf(sd: number) {
  const program: OwnProgram = {
    simulate: ({ 0: mu }, random, out) => {
      for (let i = 0; i < N; i++) out[i] = mu + random.normal();
    },
    logLikelihood: ({ 0: mu }, x) => -x.reduce((sum, value) => sum + (value - mu) ** 2, 0) / (2 * sd * sd),
  };
  const declaration: Declaration = {
    name: 'Mean',
    parameters: [{ key: 'mu', prior: { family: 'normal', mean: 0, sd: 3 } }],
    data: { kind: 'vector', names: Array.from({ length: N }, (_, i) => `x${i}`) },
    likelihood: true,
  };
  const source = { kind: 'script', language: 'javascript', text: '', declaration } as const;
  const system = scriptSystem(source, program);
  const posed = { problem: defaultProblem(system), system: source };
  const x = Float64Array.from({ length: N }, (_, i) => i / N);
  const tasks = systemTasks({ define: () => system });
  const context = { progress: () => {}, signal: new AbortController().signal } as never;
  return {
    target: async () => tasks.target({ ...posed, x, thetas: Float64Array.of(0, 1) }, context),
    likelihoods: async () =>
      tasks.likelihoods(
        {
          ...posed,
          source: { seed: 1, stream: STREAMS.calibration, from: 0 },
          thetas: Float64Array.of(0, 1),
          datasets: 1,
        },
        context,
      ),
    reference: async () => tasks.reference({ ...posed, x, draws: 50 }, context),
  };
}

describe('a likelihood that somebody wrote', () => {
  it('is computed from where it is that of the simulator', async () => {
    const { target, likelihoods } = tasksOf(1);
    expect(await target()).toHaveLength(2);
    await expect(likelihoods()).resolves.toBeDefined();
  });

  it('is computed from in no task where it is another one', async () => {
    const { target, likelihoods, reference } = tasksOf(2);
    const refused = {
      name: 'LikelihoodRefusal',
      message: expect.stringContaining('is not that of simulate') as string,
    };
    await expect(target()).rejects.toMatchObject(refused);
    await expect(likelihoods()).rejects.toMatchObject(refused);
    expect(await reference()).toMatchObject({ kind: 'unavailable', reason: refused.message });
  });
});
