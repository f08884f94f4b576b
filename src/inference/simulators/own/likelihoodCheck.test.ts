/** Likelihoods of which it is known whether they are those of the simulator. */
import { describe, expect, it } from 'vitest';
import type { Random } from '../../math/random.ts';
import { Random as Sequence, STREAMS } from '../../math/random.ts';
import type { Prior } from '../../priors/prior.ts';
import { defaultProblem } from '../problem.ts';
import type { Declaration } from './declaration.ts';
import { checkLikelihood, likelihoodProblem } from './likelihoodCheck.ts';
import type { OwnProgram } from './ownProgram.ts';
import { scriptSystem } from './scriptSystem.ts';

const N = 12;
const names = Array.from({ length: N }, (_, i) => `x${i}`);
const declaration = (...priors: Prior[]): Declaration => ({
  name: 'Normal',
  parameters: priors.map((prior, j) => ({ key: `p${j}`, prior })),
  data: { kind: 'vector', names },
  likelihood: true,
});
const MU = { family: 'normal', mean: 0, sd: 3 } as const;
const S = { family: 'uniform', low: 0.5, high: 3 } as const;
const normal = (theta: ArrayLike<number>, random: Random, out: Float64Array): void => {
  for (let i = 0; i < N; i++) out[i] = theta[0] + theta[1] * random.normal();
};
const squares = ([mu]: ArrayLike<number> & Iterable<number>, x: Float64Array) =>
  x.reduce((sum, value) => sum + (value - mu) ** 2, 0);

function systemOf(logLikelihood: (theta: readonly number[], x: Float64Array) => number, simulate = normal) {
  const program: OwnProgram = { simulate, logLikelihood: (theta, x) => logLikelihood(Array.from(theta), x) };
  const system = scriptSystem({ text: '', declaration: declaration(MU, S) }, program);
  return { system, problem: defaultProblem(system) };
}

const right = ([mu, s]: readonly number[], x: Float64Array) => -squares([mu], x) / (2 * s * s) - N * Math.log(s);

describe('a likelihood', () => {
  it.each<[string, typeof right]>([
    ['is right', right],
    ['lacks a factor that does not depend on theta', (theta, x) => right(theta, x) - 1234],
  ])('that %s is taken', (_, ln) => {
    const { system, problem } = systemOf(ln);
    expect(likelihoodProblem(system, problem)).toBeNull();
  });

  it.each<[string, typeof right]>([
    ['lacks the 2 of the variance', ([mu, s], x) => -squares([mu], x) / (s * s) - N * Math.log(s)],
    ['takes the sd for the variance', ([mu, s], x) => -squares([mu], x) / (2 * s) - (N / 2) * Math.log(s)],
    ['lacks the normalisation', ([mu, s], x) => -squares([mu], x) / (2 * s * s)],
    [
      'is of the first half of the data, twice',
      ([mu, s], x) => 2 * right([mu, s], x.slice(0, N / 2)) + N * Math.log(s),
    ],
    ['counts all data twice', (theta, x) => 2 * right(theta, x)],
    ['is displaced by half an sd', ([mu, s], x) => right([mu + s / 2, s], x)],
    ['does not look at the data', () => 0],
  ])('that %s is refused', (_, ln) => {
    const { system, problem } = systemOf(ln);
    expect(likelihoodProblem(system, problem)).toMatch(/is not that of simulate/);
  });

  it('is right in one parameter and one datum, too, whatever the numbers of its chain', () => {
    const own: Declaration = { ...declaration(MU), data: { kind: 'vector', names: ['x'] } };
    const program: OwnProgram = {
      simulate: (theta, random, out) => void (out[0] = theta[0] + random.normal()),
      logLikelihood: (theta, x) => -0.5 * (x[0] - theta[0]) ** 2,
    };
    const system = scriptSystem({ text: '', declaration: own }, program);
    expect(likelihoodProblem(system, defaultProblem(system))).toBeNull();
  });

  it.each<[number, string, number]>([
    [100, 'half', 4],
    [100, 'twice', 1 / 4],
    [30, 'a quarter of', 16],
  ])(
    'of one parameter is found wrong by %i data sets where its posterior has %s the right width',
    (datasets, _, power) => {
      const N1 = { ...declaration(MU), data: { kind: 'vector', names } } as const;
      const program: OwnProgram = {
        simulate: (theta, random, out) => normal([theta[0], 1], random, out),
        logLikelihood: (theta, x) => (-power * squares([theta[0]], x)) / 2,
      };
      const system = scriptSystem({ text: '', declaration: N1 }, program);
      const seeds = Array.from({ length: 20 }, (_own, seed) => seed);
      const found = seeds.filter(
        (seed) => checkLikelihood(system, defaultProblem(system), seed, datasets).problem !== null,
      );
      expect(found.length).toBeGreaterThanOrEqual(19);
    },
  );

  it('is judged by the data sets that there was time for', () => {
    const { system, problem } = systemOf(([mu, s], x) => right([mu, s * s], x));
    let asked = 0;
    const part = checkLikelihood(system, problem, 0, 200, () => asked++ < 60);
    expect(part).toEqual(checkLikelihood(system, problem, 0, 60));
    expect(part).toMatchObject({
      datasets: 60,
      problem: expect.stringContaining('of 60 simulated data sets') as string,
    });
    const sound = systemOf(right);
    let next = 0;
    expect(checkLikelihood(sound.system, sound.problem, 0, 200, () => next++ < 60)).toEqual({
      problem: null,
      datasets: 60,
    });
    expect(checkLikelihood(system, problem, 0, 200, () => false)).toEqual({ problem: null, datasets: 0 });
  });

  it('that rules out what was simulated is refused', () => {
    const { system, problem } = systemOf((theta, x) => (x.some((value) => value < 0) ? -Infinity : right(theta, x)));
    expect(likelihoodProblem(system, problem)).toMatch(/−Infinity/);
  });

  it('that is refused gives no reference, and one that is taken says whose it is', async () => {
    const ask = ({ system, problem }: ReturnType<typeof systemOf>) =>
      system.reference({
        problem,
        x: Float64Array.from({ length: N }, (_, i) => i / N),
        draws: 100,
        random: new Sequence(0, STREAMS.reference),
      });
    expect(await ask(systemOf(([mu, s], x) => right([mu, s * s], x)))).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringContaining('is not that of simulate') as string,
    });
    expect(await ask(systemOf(right))).toMatchObject({
      kind: 'reference',
      label: 'mcmc',
      method: expect.stringMatching(/^By the logLikelihood of the simulator, in which 200/) as string,
    });
  });
});
