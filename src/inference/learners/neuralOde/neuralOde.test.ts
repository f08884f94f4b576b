import { describe, expect, it } from 'vitest';
import { simulateObservation } from '../../observation/observation.ts';
import { Random } from '../../math/random.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import { geneDelay } from '../../simulators/geneDelay/index.ts';
import type { Prior } from '../../priors/prior.ts';
import type { LearnerTask } from '../learner.ts';
import { taskFaults } from '../faults.ts';
import { experimentsOf, GRID_STEP, mrnaAt } from './experiments.ts';
import { applyKernel, kernelByDecay } from './kernel.ts';
import { evaluate, startWeights } from './network.ts';
import { startNeuralOde } from './run.ts';
import { neuralOde } from './index.ts';
import { Objective, total } from './objective.ts';
import { VARIANTS, weightCount } from './sizes.ts';
import { DELAYS, minimumOf } from './profile.ts';

const TRUTH = [1, 0.5, 20, 60, 20];
const problem = defaultProblem(geneDelay, geneDelay.defaultDesign);
const NOISE: Prior = { family: 'logUniform', low: 0.05, high: 0.2 };
const HALF_LIFE: Prior = { family: 'lognormal', mean: Math.log(70), sd: 0.5 };

function dataOf(delay: number, seed: number) {
  const { s, x } = simulateObservation(geneDelay, problem, [...TRUTH.slice(0, 4), delay], null, seed);
  return { s: Float64Array.from(s), x: x === null ? null : Float64Array.from(x) };
}

function taskWith(settings: LearnerTask['settings'] = {}, delay = 20): LearnerTask {
  const all = { ...neuralOde.defaults, ...settings };
  return { system: geneDelay, problem, settings: all, seed: 3, data: dataOf(delay, 2) };
}

const soon = () => Promise.resolve();

describe('the pieces', () => {
  it('the network’s derivatives by weights and inputs are those of differences', () => {
    const inputs = 3;
    const random = new Random(1, 0);
    const w = startWeights(inputs, random).map((v) => v + 0.3 * random.normal());
    const x = Float64Array.from({ length: 2 * inputs }, () => random.normal());
    const { byWeights, byInputs } = evaluate(w, x, inputs, true);
    const slope = (of: Float64Array, k: number, value: () => number): number => {
      const at = of[k];
      of[k] = at + 1e-6;
      const above = value();
      of[k] = at - 1e-6;
      const below = value();
      of[k] = at;
      return (above - below) / 2e-6;
    };
    for (let p = 0; p < 2; p++) {
      const value = () => evaluate(w, x, inputs, false).value[p];
      for (let k = 0; k < w.length; k++) {
        expect(byWeights[p * weightCount(inputs) + k]).toBeCloseTo(slope(w, k, value), 7);
      }
      for (let j = 0; j < inputs; j++) {
        expect(byInputs[p * inputs + j]).toBeCloseTo(slope(x, p * inputs + j, value), 7);
      }
    }
  });

  it('the recursion is the matrix of exponentials with the weights of the trapezoid, and its slope that of differences', () => {
    const G = Float64Array.from({ length: 12 }, (_, i) => 1 + Math.sin(i));
    const [decay, step] = [0.03, 2];
    const p = new Float64Array(G.length);
    applyKernel(G, 1, decay, step, p);
    const byMatrix = G.map((_, i) => {
      let sum = 0;
      for (let j = 0; j <= i; j++) {
        const weight = i === 0 ? 0 : j === 0 || j === i ? step / 2 : step;
        sum += weight * Math.exp(-decay * step * (i - j)) * G[j];
      }
      return sum;
    });
    byMatrix.forEach((value, i) => expect(p[i]).toBeCloseTo(value, 10));
    const slope = new Float64Array(G.length);
    kernelByDecay(G, p, decay, step, slope);
    const [above, below] = [p.slice(), p.slice()];
    applyKernel(G, 1, decay + 1e-6, step, above);
    applyKernel(G, 1, decay - 1e-6, step, below);
    slope.forEach((value, i) => expect(value).toBeCloseTo((above[i] - below[i]) / 2e-6, 5));
  });

  it('a rate that follows the mRNA of 20 minutes ago gives the protein of the simulator', () => {
    // Without noise, with the mRNA of closed form between the readings too: what is left is the trapezoid's error.
    const dm = Math.LN2 / 20;
    const m = (t: number): number => {
      const on = (s: number) => (s > 0 ? (1 - Math.exp(-dm * s)) / dm : 0);
      return on(t) - on(t - 60);
    };
    const G = Float64Array.from({ length: 121 }, (_, i) => 0.5 * m(i * GRID_STEP - 20));
    const p = new Float64Array(121);
    applyKernel(G, 1, Math.LN2 / 60, GRID_STEP, p);
    expect(p[60]).toBeCloseTo(453.4412937691286, 0);
    expect(p[120]).toBeCloseTo(145.37356704661636, 0);
  });

  it('mRNA is nothing before 0 and straight between readings', () => {
    const mrna = Float64Array.of(0, 8, 12);
    expect(mrnaAt({ mrna }, -3)).toEqual({ value: 0, slope: 0 });
    expect(mrnaAt({ mrna }, 5).value).toBeCloseTo(4, 12);
    expect(mrnaAt({ mrna }, 20).value).toBeCloseTo(12, 12);
  });

  it('readings follow from the summaries where only those are known', () => {
    const data = dataOf(20, 1);
    const [whole, fromSummaries] = [experimentsOf(data), experimentsOf({ ...data, x: null })];
    whole.forEach(({ protein }, e) =>
      protein.forEach((value, i) => expect(fromSummaries[e].protein[i]).toBeCloseTo(value, 6)),
    );
  });
});

describe.each(VARIANTS)('the loss of %s', (variant) => {
  const [first, , last] = experimentsOf(dataOf(20, 1));
  it.each([
    ['noise that is learnt', NOISE],
    ['noise that is known', 0.1],
  ])('has the gradient of differences, with %s', (_, noise) => {
    const objective = new Objective({
      variant,
      delay: null,
      experiments: [first, last],
      weightSd: 0.7,
      halfLife: HALF_LIFE,
      noise,
    });
    const u = objective.start(new Random(2, 0), 13.3).map((value, k) => value + 0.1 * Math.sin(k));
    const { byUnknowns, residuals, factors, byNoise, priorGradient } = objective.linearise(u);
    const { unknowns, noiseAt } = objective;
    const n = byNoise.length;
    const gradient = priorGradient.slice();
    for (let i = 0; i < n; i++) {
      const both = factors[i] * residuals[i] + factors[n + i] * residuals[n + i];
      for (let k = 0; k < unknowns; k++) gradient[k] -= byUnknowns[i * unknowns + k] * both;
      if (noiseAt >= 0) gradient[noiseAt] -= byNoise[i] * residuals[n + i];
    }
    for (let k = 0; k < unknowns; k++) {
      const [above, below] = [u.slice(), u.slice()];
      above[k] += 1e-5;
      below[k] -= 1e-5;
      const slope = (total(objective.terms(above)) - total(objective.terms(below))) / 2e-5;
      expect(Math.abs(gradient[k] - slope) / (1 + Math.abs(slope))).toBeLessThan(1e-6);
    }
  });
});

describe('a run', () => {
  it('goes down at every step and finds the delay, and the pulse that was held out is predicted', () => {
    const run = startNeuralOde(taskWith(), null);
    const losses: number[] = [];
    while (!run.finished) losses.push(Object.values(run.advance()).reduce((sum, term) => sum + term, 0));
    expect(losses.every((loss, i) => i === 0 || loss <= losses[i - 1])).toBe(true);
    const { numbers, remarks, curves } = run.frame();
    expect(Math.abs((numbers.find(({ name }) => name === 'delay τ')?.value ?? 0) - 20)).toBeLessThan(3);
    expect(remarks?.map(({ level }) => level)).toEqual(['good']);
    expect(curves[1].title).toContain('held out');
    expect(curves[0].curves.filter(({ role }) => role === 'earlier')).toHaveLength(3);
  });

  it('without memory says that it is wrong', () => {
    const run = startNeuralOde(taskWith({ law: 'M0' }), null);
    while (!run.finished) run.advance();
    const { remarks = [] } = run.frame();
    expect(remarks[0]).toMatchObject({ level: 'bad', sentence: expect.stringContaining('the noise had to grow') });
    expect(remarks.every(({ level }) => level !== 'good')).toBe(true);
  });

  it('of too few steps says so, and that no pulse is held out leaves nothing to be said of one', () => {
    const run = startNeuralOde(taskWith({ steps: 12, heldOut: 'none' }), null);
    while (!run.finished) run.advance();
    expect(run.step).toBe(12);
    const { remarks = [] } = run.frame();
    expect(remarks).toHaveLength(1);
    expect(remarks[0].sentence).toContain('steps ran out');
  });

  it('continues from its state bit by bit', () => {
    const task = taskWith({ law: 'M2' });
    const [whole, first] = [startNeuralOde(task, null), startNeuralOde(task, null)];
    for (let i = 0; i < 20; i++) whole.advance();
    for (let i = 0; i < 9; i++) first.advance();
    const state = first.state();
    expect(Object.entries(state.arrays).map(([name, { length }]) => [name, length])).toEqual(
      Object.entries(neuralOde.arrays(task)),
    );
    const second = startNeuralOde(task, state);
    expect(second.frame()).toEqual(first.frame());
    for (let i = 9; i < 20; i++) second.advance();
    expect(second.state()).toEqual(whole.state());
    const broken = { ...state, arrays: { ...state.arrays, u: new Float64Array(3) } };
    expect(() => startNeuralOde(task, broken)).toThrow('3 numbers of u');
  });
});

it('the page knows the sizes of a run without its code', () => {
  for (const law of VARIANTS) {
    for (const mode of ['fixed', 'marginalised'] as const) {
      const f = { ...problem.nuisances.f, mode };
      const task = { ...taskWith({ law }), problem: { ...problem, nuisances: { ...problem.nuisances, f } } };
      const { u } = startNeuralOde(task, null).state().arrays;
      expect(neuralOde.unknowns(task)).toBe(u.length);
    }
  }
});

describe('what is refused', () => {
  it.each<[string, Partial<LearnerTask>, string]>([
    ['a setting', { settings: { ...neuralOde.defaults, law: 'M7' } }, 'law'],
    ['a missing reading', { data: { s: new Float64Array(198).fill(Number.NaN), x: null } }, 'an mRNA reading'],
    ['data of another design', { data: { s: new Float64Array(3), x: new Float64Array(3) } }, 'there are 3 readings'],
  ])('%s', (_, change, said) => {
    expect(taskFaults(neuralOde, { ...taskWith(), ...change }).join()).toContain(said);
  });
});

describe('the minimum of a profile', () => {
  const parabola = (middle: number, sd: number) =>
    Float64Array.from(DELAYS, (d) => 40 + (d - middle) ** 2 / (2 * sd * sd));

  it('is that of a parabola, with its sd', () => {
    for (const sd of [0.8, 5]) {
      const found = minimumOf(parabola(20.7, sd));
      expect(found.delay).toBeCloseTo(20.7, 6);
      expect(found.sd / sd).toBeCloseTo(1, 1);
      expect(found).toMatchObject({ others: [], atEnd: false });
    }
  });

  it('tells of a second minimum, of the end of the range and of a flat curve', () => {
    const [a, b] = [parabola(8, 2), parabola(30, 2)];
    expect(minimumOf(a.map((v, i) => Math.min(v, b[i] + 1))).others).toEqual([30]);
    expect(minimumOf(a.map((v, i) => Math.min(v, b[i] + 9))).others).toEqual([]);
    expect(minimumOf(parabola(50, 5)).atEnd).toBe(true);
    expect(minimumOf(parabola(0, 5))).toMatchObject({ delay: 0, none: 0, atEnd: false });
    expect(minimumOf(parabola(20, 500)).depth).toBeLessThan(1);
  });
});

describe('the questions', () => {
  // One run, whose networks are fitted once for all of them.
  const run = startNeuralOde(taskWith(), null);
  const numberOf = (numbers: readonly { readonly name: string; readonly value: number }[], name: string) =>
    numbers.find((each) => each.name === name)?.value ?? Number.NaN;

  it('the profile has its one minimum at the delay', async () => {
    let asked = 0;
    const found = await run.answers['ode.profile'](null, () => {
      asked++;
      return soon();
    });
    expect(Math.abs(numberOf(found.numbers, 'delay at the minimum') - 20)).toBeLessThan(3);
    expect(found.remarks[0].level).toBe('good');
    // In pieces: a cancellation is heard.
    expect(asked).toBeGreaterThan(60);
  });

  it('the laws are told apart, the lags agree, and the delay closes the loop', async () => {
    const compared = await run.answers['ode.compare'](null, soon);
    const [none, delay, history] = compared.bars?.bars.map(({ value }) => value) ?? [];
    expect(none / delay).toBeGreaterThan(3);
    expect(none / history).toBeGreaterThan(3);
    expect(compared.remarks[0].level).toBe('good');
    const lags = await run.answers['ode.lags'](null, soon);
    expect(Math.abs(numberOf(lags.numbers, 'mean lag') - 20)).toBeLessThan(5);
    const loop = await run.answers['ode.loop'](null, soon);
    expect(loop.remarks[0].level).toBe('good');
  });

  it('without a pulse that is held out nothing is compared', async () => {
    const alone = startNeuralOde(taskWith({ heldOut: 'none', law: 'M0' }), null);
    const cancelled = alone.answers['ode.compare'](null, () => Promise.reject(new Error('cancelled')));
    await expect(cancelled).rejects.toThrow('cancelled');
  });
});
