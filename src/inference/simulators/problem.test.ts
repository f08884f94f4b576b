import { describe, expect, test } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import type { ProblemSystem } from './problem.ts';
import {
  defaultProblem,
  designDifferences,
  drawNuisances,
  inferredPrior,
  problemChange,
  problemKey,
  simulatePairs,
  validateProblem,
} from './problem.ts';
import { numberedNames } from './numbered.ts';
import { summariseAs } from './pythonSummaries.ts';
import { builtIn } from './registry.ts';
import type { Design, DesignField, Problem } from './system.ts';

const designFields: readonly DesignField[] = [
  { kind: 'number', key: 'n', label: 'Readings', help: '', unit: '', low: 1, high: 9, scale: 'linear', integer: true },
  { kind: 'number', key: 'noise', label: 'Noise', help: '', unit: 'mV', low: 0.1, high: 10, scale: 'log' },
  {
    kind: 'choice',
    key: 'mode',
    label: 'Mode',
    help: '',
    options: [
      { value: 'plain', label: 'plain', help: '' },
      { value: 'drift', label: 'drift', help: '' },
    ],
  },
  { kind: 'switch', key: 'detrend', label: 'Detrend', help: '', when: (design) => design.mode === 'drift' },
  { kind: 'numbers', key: 'start', label: 'Start', help: '', length: (design) => Number(design.n) },
];
const spec = {
  symbol: 'm',
  unit: '',
  description: '',
  families: ['normal'] as const,
  slider: { low: -1, high: 1, scale: 'linear' as const },
  defaultTruth: 0,
};

/** Readings x_i = m + offset + exp(logNoise) e_i with e_i ~ N(0, 1); summaries: their mean and range. */
const toy: ProblemSystem = {
  id: 'toy',
  designFields,
  defaultDesign: { n: 3, noise: 1, mode: 'plain', start: [0, 0, 0] },
  parameters: () => [
    {
      ...spec,
      key: 'm',
      label: 'Mean',
      defaultPrior: { family: 'normal', mean: 0, sd: 2 },
      domain: { low: -Infinity, high: Infinity },
    },
    {
      ...spec,
      key: 'scale',
      label: 'Scale',
      defaultPrior: { family: 'uniform', low: 1, high: 2 },
      domain: { low: 0, high: 5 },
    },
  ],
  nuisances: () => [
    {
      ...spec,
      key: 'offset',
      label: 'Offset',
      defaultPrior: { family: 'uniform', low: -1, high: 1 },
      domain: { low: -3, high: 3 },
      fixedValue: 0.5,
      defaultMode: 'fixed',
    },
    {
      ...spec,
      key: 'gain',
      label: 'Gain',
      defaultPrior: { family: 'lognormal', mean: 0, sd: 0.1 },
      domain: { low: 0, high: Infinity },
      fixedValue: 1,
      defaultMode: 'marginalised',
    },
  ],
  model: (design) => ({
    x: { kind: 'vector', names: numberedNames('x', Number(design.n)) },
    s: { kind: 'vector', names: ['mean', 'range'] },
    simulate: (theta, eta, random, out) => {
      for (let i = 0; i < out.length; i++) out[i] = eta[1] * (theta[0] + eta[0] + theta[1] * random.normal());
    },
    summarise: (x, out) => {
      out[0] = x.reduce((sum, value) => sum + value, 0) / x.length;
      out[1] = Math.max(...x) - Math.min(...x);
    },
    python: { constants: {}, code: summariseAs('np.column_stack([x.mean(axis=1), np.ptp(x, axis=1)])') },
  }),
};
const problem = defaultProblem(toy);

function withDesign(change: Record<string, unknown>): Problem {
  return { ...problem, design: { ...problem.design, ...change } as Design };
}

test('the default problem takes every default of the system and is sound', () => {
  expect(problem).toEqual({
    system: 'toy',
    design: toy.defaultDesign,
    priors: { m: { family: 'normal', mean: 0, sd: 2 }, scale: { family: 'uniform', low: 1, high: 2 } },
    nuisances: {
      offset: { mode: 'fixed', value: 0.5, prior: { family: 'uniform', low: -1, high: 1 } },
      gain: { mode: 'marginalised', value: 1, prior: { family: 'lognormal', mean: 0, sd: 0.1 } },
    },
  });
  expect(validateProblem(toy, problem)).toEqual([]);
});

test('the inferred prior lists the parameters in the order of theta', () => {
  const shuffled = { ...problem, priors: { scale: problem.priors.scale, m: problem.priors.m } };
  expect(inferredPrior(toy, shuffled).keys).toEqual(['m', 'scale']);
  expect(inferredPrior(toy, shuffled).priors).toEqual([problem.priors.m, problem.priors.scale]);
  expect(() => inferredPrior(toy, { ...problem, priors: {} })).toThrow(/no prior for m/);
});

test('fixed nuisances keep their value and marginalised ones are drawn afresh', () => {
  const random = new Random(1, STREAMS.simulation);
  const eta = new Float64Array(2);
  const gains = Array.from({ length: 20 }, () => {
    drawNuisances(toy, problem, random, eta);
    expect(eta[0]).toBe(0.5);
    return eta[1];
  });
  expect(new Set(gains).size).toBe(20);
});

describe('simulated pairs', () => {
  const all = simulatePairs(toy, problem, 42, STREAMS.simulation, 0, 20);

  test.each([[1], [3], [7], [20]])('are the same in batches of %d', (size) => {
    const theta: number[] = [];
    const s: number[] = [];
    for (let from = 0; from < 20; from += size) {
      const part = simulatePairs(toy, problem, 42, STREAMS.simulation, from, Math.min(size, 20 - from));
      theta.push(...part.theta);
      s.push(...part.s);
    }
    expect(theta).toEqual([...all.theta]);
    expect(s).toEqual([...all.s]);
  });

  test('differ between rows, streams and seeds', () => {
    expect(new Set(all.theta).size).toBe(40);
    expect(simulatePairs(toy, problem, 42, STREAMS.validation, 0, 20).theta).not.toEqual(all.theta);
    expect(simulatePairs(toy, problem, 43, STREAMS.simulation, 0, 20).theta).not.toEqual(all.theta);
  });

  test('draw theta first, then eta, then x', () => {
    const random = new Random(42, STREAMS.simulation, 5);
    const theta = inferredPrior(toy, problem).sample(1, random);
    const eta = new Float64Array(2);
    drawNuisances(toy, problem, random, eta);
    const model = toy.model(problem.design);
    const x = new Float64Array(3);
    const s = new Float64Array(2);
    model.simulate(theta, eta, random, x);
    model.summarise(x, s);
    expect([...all.theta.subarray(10, 12)]).toEqual([...theta]);
    expect([...all.s.subarray(10, 12)]).toEqual([...s]);
  });
});

describe('the key of a problem', () => {
  test('does not depend on the order in which anything was written', () => {
    const reversed = (value: object): object => Object.fromEntries(Object.entries(value).reverse());
    const other = { ...reversed({ ...problem, priors: reversed(problem.priors), design: reversed(problem.design) }) };
    expect(problemKey(other as Problem)).toBe(problemKey(problem));
    expect(JSON.parse(problemKey(problem)).design.start).toEqual([0, 0, 0]);
  });

  test('changes with the design, a prior, and the part of a nuisance that is in force, only', () => {
    const key = problemKey(problem);
    const { offset, gain } = problem.nuisances;
    const withNuisances = (nuisances: Problem['nuisances']): string => problemKey({ ...problem, nuisances });
    expect(problemKey(withDesign({ noise: 2 }))).not.toBe(key);
    expect(problemKey({ ...problem, priors: { ...problem.priors, m: { family: 'normal', mean: 0, sd: 3 } } })).not.toBe(
      key,
    );
    expect(withNuisances({ gain, offset: { ...offset, value: 1 } })).not.toBe(key);
    expect(withNuisances({ gain, offset: { ...offset, prior: gain.prior } })).toBe(key);
    expect(withNuisances({ gain: { ...gain, value: 9 }, offset })).toBe(key);
    expect(withNuisances({ gain: { ...gain, prior: offset.prior }, offset })).not.toBe(key);
  });

  test('tells an infinite end from a missing one, and leaves out what is undefined', () => {
    const withLow = (low?: number): string =>
      problemKey({ ...problem, priors: { m: { family: 'normal', mean: 0, sd: 1, low } } });
    expect(withLow(undefined)).not.toContain('low');
    expect(withLow(-Infinity)).toContain('"low":"-Infinity"');
  });
});

describe('designs', () => {
  test('that differ are listed field by field, the last digit forgiven', () => {
    const a: Design = { n: 3, noise: 0.1, mode: 'plain', start: [1, 2, 3], detrend: true };
    const b: Design = { n: 3, noise: 0.1 + 1e-17, mode: 'drift', start: [1, 2, 4], detrend: true };
    expect(designDifferences(a, b, designFields)).toEqual([
      { key: 'mode', label: 'Mode', a: 'plain', b: 'drift' },
      { key: 'detrend', label: 'Detrend', a: undefined, b: true },
      { key: 'start', label: 'Start', a: [1, 2, 3], b: [1, 2, 4] },
    ]);
    expect(designDifferences(a, { ...a, detrend: false }, designFields)).toEqual([]);
    expect(designDifferences(a, { ...a, noise: 0.1 * (1 + 1e-13) }, designFields)).toEqual([]);
    expect(designDifferences(a, { ...a, start: [1, 2] }, designFields)).toHaveLength(1);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ n: 2.5 }, /Readings \(n\) is 2.5; enter an integer from 1 to 9/],
    [{ n: 12, start: [] }, /Readings \(n\) is 12; enter an integer from 1 to 9/],
    [{ noise: 0 }, /Noise \(noise\) is 0; enter a number from 0.1 to 10 mV/],
    [{ noise: 'loud' }, /Noise \(noise\) is "loud"/],
    [{ mode: 'wild' }, /Mode \(mode\) is "wild"; choose among "plain", "drift"/],
    [{ mode: 'drift' }, /Detrend \(detrend\) is missing from the design; add it/],
    [{ mode: 'drift', detrend: 1 }, /Detrend \(detrend\) is 1; it is either true or false/],
    [{ start: [1, 2] }, /Start \(start\) has 2 numbers; this design needs 3/],
    [{ start: 4 }, /Start \(start\) is 4; give a list of 3 numbers/],
    [{ start: [1, Number.NaN, 3] }, /Start \(start\) holds NaN at place 2/],
    [{ colour: 'red' }, /unknown field "colour" in the design; remove it, or choose among "n", "noise"/],
  ])('with %j are refused with value, bound and remedy', (change, message) => {
    expect(validateProblem(toy, withDesign(change))[0]).toMatch(message);
  });
});

describe('validateProblem', () => {
  const priors = (change: Problem['priors']): string[] =>
    validateProblem(toy, { ...problem, priors: { ...problem.priors, ...change } });
  const nuisances = (change: Problem['nuisances']): string[] =>
    validateProblem(toy, { ...problem, nuisances: { ...problem.nuisances, ...change } });

  test('refuses a problem of another system', () => {
    expect(validateProblem(toy, { ...problem, system: 'other' })).toEqual([
      'the problem belongs to the system "other"; open it there instead of in "toy"',
    ]);
  });

  test('names unknown and missing parameters', () => {
    expect(priors({ x: { family: 'fixed', value: 1 } })).toEqual([
      '"x" is not a parameter of this design; remove it, or choose among m, scale',
    ]);
    expect(validateProblem(toy, { ...problem, priors: {}, nuisances: {} })).toEqual([
      'Mean (m) has no prior; give it one',
      'Scale (scale) has no prior; give it one',
      'Offset (offset) has no setting; fix it or give it a prior',
      'Gain (gain) has no setting; fix it or give it a prior',
    ]);
  });

  test('passes on what is wrong with a prior', () => {
    expect(priors({ m: { family: 'normal', mean: 0, sd: 0 } })).toEqual(['Mean (m): sd is 0; it must be above 0']);
  });

  test('refuses a prior that leaves the domain of its parameter, and a fixed one', () => {
    expect(priors({ scale: { family: 'normal', mean: 1, sd: 1 } })).toEqual([
      'Scale (scale): the prior runs from -Infinity to Infinity, but the simulator is defined from 0 to 5; truncate it to that',
    ]);
    expect(priors({ scale: { family: 'normal', mean: 1, sd: 1, low: 0, high: 5 } })).toEqual([]);
    expect(priors({ m: { family: 'fixed', value: 2 } })[0]).toMatch(/is fixed at 2, but it is inferred/);
  });

  test('checks the part of a nuisance that is in force, only', () => {
    const { prior } = problem.nuisances.offset;
    const wide = { family: 'uniform', low: -9, high: 9 } as const;
    expect(nuisances({ offset: { mode: 'fixed', value: 4, prior } })).toEqual([
      'Offset (offset) is 4; enter a value from -3 to 3',
    ]);
    expect(nuisances({ offset: { mode: 'fixed', value: Number.NaN, prior } })[0]).toMatch(
      /value is NaN; enter a finite number/,
    );
    expect(nuisances({ offset: { mode: 'fixed', value: 1, prior: wide } })).toEqual([]);
    expect(nuisances({ offset: { mode: 'marginalised', value: 1, prior: wide } })[0]).toMatch(/runs from -9 to 9/);
  });
});

describe('the change from one problem to another', () => {
  const system = builtIn('galaxy-bias');
  const problem = defaultProblem(system);
  const priors = { ...problem.priors, A: { family: 'logUniform' as const, low: 0.5, high: 4 } };
  const nuisance = (change: object) => ({ aSN: { ...problem.nuisances.aSN, ...change } });

  test('is none for a problem put together in another order, and for a nuisance prior that is not in force', () => {
    expect(problemChange(problem, JSON.parse(JSON.stringify(problem)) as typeof problem)).toBe('none');
    const fixed = { ...problem, nuisances: nuisance({ mode: 'fixed' }) };
    const other = nuisance({ mode: 'fixed', prior: { family: 'lognormal', mean: 0, sd: 0.3 } });
    expect(problemChange(fixed, { ...problem, nuisances: other })).toBe('none');
  });

  test('is the gravest one', () => {
    expect(problemChange(problem, { ...problem, priors })).toBe('priors');
    expect(problemChange(problem, { ...problem, priors, nuisances: nuisance({ mode: 'fixed' }) })).toBe('nuisances');
    const design = { ...problem.design, volume: 1e9 };
    expect(problemChange(problem, { ...problem, priors, design })).toBe('design');
    expect(problemChange(problem, defaultProblem(builtIn('birth-death')))).toBe('design');
  });
});
