import { describe, expect, it } from 'vitest';
import { sizeOf } from '../dataShape.ts';
import { defaultProblem, simulatePairs, validateProblem } from '../problem.ts';
import { SimulationFailure } from '../attempts.ts';
import { type Declaration, readDeclaration, shapeOf } from './declaration.ts';
import { scriptId, scriptSystem } from './scriptSystem.ts';

const declaration: Declaration = {
  name: 'Two numbers',
  parameters: [
    { key: 'mu', prior: { family: 'normal', mean: 0, sd: 1 } },
    { key: 'rate', symbol: 'r', unit: '1/day', prior: { family: 'logUniform', low: 0.1, high: 10 } },
  ],
  data: { kind: 'series', name: 'count', from: 0, to: 2, by: 0.5, unit: 'day' },
};

describe('a declaration', () => {
  it('says the shape of the data', () => {
    expect(shapeOf(declaration.data)).toEqual({ kind: 'series', channels: ['count'], at: [0, 0.5, 1, 1.5, 2] });
    expect(sizeOf(shapeOf({ kind: 'image', height: 3, width: 4 }))).toBe(12);
  });

  it('is read from plain JSON', () => {
    expect(readDeclaration(JSON.parse(JSON.stringify(declaration)))).toEqual({ ok: true, declaration });
  });

  it.each([
    ['no parameters', { ...declaration, parameters: [] }, 'parameters'],
    ['a member that nobody knows', { ...declaration, url: 'https://x' }, 'url is not known'],
    [
      'a key that is no name',
      { ...declaration, parameters: [{ ...declaration.parameters[0], key: '__proto__' }] },
      'key',
    ],
    [
      'a prior upside down',
      { ...declaration, parameters: [{ key: 'a', prior: { family: 'uniform', low: 2, high: 1 } }] },
      'the prior of a: low is 2 and high is 1',
    ],
    [
      'the same key twice',
      { ...declaration, parameters: [declaration.parameters[0], declaration.parameters[0]] },
      'mu is declared twice',
    ],
    [
      'a fixed parameter',
      { ...declaration, parameters: [{ key: 'a', prior: { family: 'fixed', value: 1 } }] },
      'a is fixed',
    ],
    ['a series without end', { ...declaration, data: { ...declaration.data, to: 1e9 } }, 'at most 16384'],
    [
      'a series that ends between steps',
      { ...declaration, data: { ...declaration.data, to: 2.2 } },
      'does not end on a step',
    ],
    ['an example of another length', { ...declaration, example: [1, 2] }, 'example holds 2 numbers; the data are 5'],
    ['numbers that are not finite', { ...declaration, example: [1, 2, 3, 4, Infinity] }, 'example.4'],
    [
      'a picture as large as a wall',
      { ...declaration, data: { kind: 'image', height: 5000, width: 5 } },
      'data.height',
    ],
  ])('is refused with %s', (_, content, sentence) => {
    const reading = readDeclaration(content);
    expect(reading.ok).toBe(false);
    expect(reading.ok ? '' : reading.problems.join(' ')).toContain(sentence);
  });
});

const script = { text: 'x', declaration };
/** x = mu + i + noise, but a third of all attempts fail. */
const failing = scriptSystem(script, {
  simulate(theta, random, out) {
    if (random.uniform() < 1 / 3) throw new SimulationFailure('unlucky');
    for (let i = 0; i < out.length; i++) out[i] = theta[0] + i + random.normal();
  },
});

describe('a system of a declaration', () => {
  it('has the priors, the data and the example of the declaration', () => {
    const system = scriptSystem({ ...script, declaration: { ...declaration, example: [1, 2, 3, 4, 5] } });
    const problem = defaultProblem(system);
    expect(validateProblem(system, problem)).toEqual([]);
    expect(system.parameters({}).map(({ key, symbol, unit }) => [key, symbol, unit])).toEqual([
      ['mu', 'mu', ''],
      ['rate', 'r', '1/day'],
    ]);
    const truth = system.parameters({}).map(({ defaultTruth }) => defaultTruth);
    expect(truth).toEqual([0, 1]);
    expect(Array.from(system.observe?.({}, truth, [], null as never).x ?? [])).toEqual([1, 2, 3, 4, 5]);
    // Other data than the example's are nobody's to make up.
    expect(() => system.observe?.({}, [0.5, 1], [], null as never)).toThrow('runs apart');
    expect(() => system.model({}).simulate(truth, [], null as never, new Float64Array(5))).toThrow('runs apart');
  });

  it('has an id of its text and declaration, whatever order its members are in', () => {
    const turned = Object.fromEntries(Object.entries(declaration).reverse()) as unknown as Declaration;
    expect(scriptId({ text: 'x', declaration: turned })).toBe(scriptId(script));
    expect(scriptId({ text: 'y', declaration })).not.toBe(scriptId(script));
    expect(scriptId({ text: 'x', declaration: { ...declaration, name: 'other' } })).not.toBe(scriptId(script));
  });

  it('takes the first attempt that succeeds as the pair, the same however the range is split, and counts the others', () => {
    const problem = defaultProblem(failing);
    const whole = simulatePairs(failing, problem, 3, 0, 0, 600);
    const [head, tail] = [
      simulatePairs(failing, problem, 3, 0, 0, 250),
      simulatePairs(failing, problem, 3, 0, 250, 350),
    ];
    expect(Array.from(whole.theta)).toEqual([...head.theta, ...tail.theta]);
    expect(Array.from(whole.s)).toEqual([...head.s, ...tail.s]);
    expect(whole.failed).toBe((head.failed ?? 0) + (tail.failed ?? 0));
    // 600 successes at 2/3: 300 failures expected, sd 21.
    expect(Math.abs((whole.failed ?? 0) - 300)).toBeLessThan(90);
  });

  it('gives up where nothing succeeds, with the reason', () => {
    const hopeless = scriptSystem(script, {
      simulate() {
        throw new SimulationFailure('line 3: died out, at mu = 1.');
      },
    });
    expect(() => simulatePairs(hopeless, defaultProblem(hopeless), 1, 0, 0, 1)).toThrow(
      '3,000 simulations in a row have failed, the last one so: line 3: died out, at mu = 1.',
    );
  });
});
