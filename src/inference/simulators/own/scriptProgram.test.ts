import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareUniform } from '../../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { SimulationFailure } from '../attempts.ts';
import { KeyedRandom } from './keyedRandom.ts';
import { declaredBy, programOf, SCRIPT_SCOPE } from './scriptProgram.ts';

const { normal, uniform, vector, series, image } = SCRIPT_SCOPE;
const random = () => new Random(3, STREAMS.simulation);

/** A program of a module that exports these. */
function programmed(exports: Record<string, unknown>) {
  const all = { parameters: { mean: normal(0, 2) }, data: vector('a', 'b'), simulate: () => [0, 0], ...exports };
  const reading = declaredBy(all);
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  return programOf(all, reading.declaration, () => ({ line: 3, column: 7 }));
}

const simulated = (exports: Record<string, unknown>, size = 2) => {
  const out = new Float64Array(size);
  programmed(exports).simulate([1.5], random(), out);
  return Array.from(out);
};

describe('what a script declares', () => {
  it('is read from its exports', () => {
    const reading = declaredBy({
      name: 'Counts',
      parameters: { rate: uniform(1, 5, { symbol: 'r', unit: '1/day' }) },
      data: series('count', { from: 0, to: 4, by: 2 }),
      integer: true,
      simulate: () => [],
      logLikelihood: () => 0,
    });
    expect(reading).toEqual({
      ok: true,
      declaration: {
        name: 'Counts',
        parameters: [{ key: 'rate', symbol: 'r', unit: '1/day', prior: { family: 'uniform', low: 1, high: 5 } }],
        data: { kind: 'series', name: 'count', from: 0, to: 4, by: 2 },
        integer: true,
        likelihood: true,
      },
    });
    expect(vector(['a', 'b'], 'c')).toEqual(vector('a', 'b', 'c'));
    expect([vector('a', 'b').length, series('x', { from: 1, to: 30 }).length, image(3, 4).length]).toEqual([2, 30, 12]);
  });

  it('is refused with what is missing', () => {
    expect(declaredBy({})).toEqual({
      ok: false,
      problems: [
        'the simulator exports no parameters, and no data, and no function simulate; write "export" before it',
      ],
    });
    const module = { parameters: {}, data: {}, simulate: () => [] };
    const problem = (more: object) => declaredBy({ ...module, ...more });
    expect(problem({ summaries: [1] })).toMatchObject({ problems: [expect.stringContaining('is no function')] });
    expect(problem({ summaryNames: ['a'] })).toMatchObject({
      problems: [expect.stringContaining('no function summaries')],
    });
  });
});

describe('what a script simulates', () => {
  it('is given parameters by name, and taken as an array, rows of an image, or one number', () => {
    expect(simulated({ simulate: ({ mean }: { mean: number }) => [mean, 2 * mean] })).toEqual([1.5, 3]);
    expect(simulated({ simulate: () => Float64Array.of(1, 2) })).toEqual([1, 2]);
    expect(
      simulated(
        {
          data: image(2, 2),
          simulate: () => [
            [1, 2],
            [3, 4],
          ],
        },
        4,
      ),
    ).toEqual([1, 2, 3, 4]);
    expect(simulated({ data: vector('a'), simulate: () => 7 }, 1)).toEqual([7]);
  });

  it('fails with the reason and theta where it is anything else', () => {
    const cases: readonly (readonly [simulate: () => unknown, said: string])[] = [
      [() => null, 'simulate returned null; it must return an array of 2 numbers, at mean = 1.5.'],
      [() => [1], 'simulate returned 1 numbers; the data are 2, at mean = 1.5.'],
      [() => [1, Number.NaN], 'value 2 of 2 is NaN; all must be finite numbers, at mean = 1.5.'],
      [() => ['1', 2], 'value 1 of 2 is 1; all must be finite numbers, at mean = 1.5.'],
      [
        () => {
          throw new Error('no');
        },
        'Line 3, column 7: no, at mean = 1.5.',
      ],
    ];
    for (const [simulate, said] of cases) {
      const place = said.startsWith('Line 3') ? { line: 3, column: 7 } : null;
      expect(() => simulated({ simulate })).toThrow(new SimulationFailure(said, place));
    }
    expect(() => simulated({ integer: true, simulate: () => [1, 0.5] })).toThrow('declared as whole numbers');
  });

  it('can do nothing to the observation that its likelihood is asked of', () => {
    const x = Float64Array.of(1, 2);
    const { logLikelihood } = programmed({
      logLikelihood: (_: unknown, given: Float64Array) => {
        given[0] = 9;
        return -1;
      },
    });
    expect(logLikelihood?.([0], x)).toBe(-1);
    expect(Array.from(x)).toEqual([1, 2]);
    expect(() => programmed({ logLikelihood: () => Number.NaN }).logLikelihood?.([0], x)).toThrow('must be a number');
  });
});

describe('random numbers of a script', () => {
  const keyed = () => {
    const made = new KeyedRandom();
    made.from(random());
    return made;
  };

  it('are the same for the same pair', () => {
    const [a, b] = [keyed(), keyed()];
    const draw = (one: KeyedRandom) => [
      one.uniform(2, 3),
      one.normal(1, 2),
      one.exponential(3),
      one.gamma(2, 3),
      one.beta(2, 3),
      one.poisson(4),
      one.binomial(9, 0.3),
      one.integer(7),
      ...one.shuffle([1, 2, 3, 4]),
    ];
    expect(draw(a)).toEqual(draw(b));
  });

  // False alarm: 1 in 1,000 for each of the two seeded tests.
  it('draws categories in proportion to their weights, and orders without preference', () => {
    const one = keyed();
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 8000; i++) {
      const drawn = one.categorical([1, 0, 1, 2]);
      // The last weighs as much as the first two: split by a coin.
      counts[drawn === 3 && one.uniform() < 0.5 ? 1 : drawn]++;
    }
    expect(chiSquareUniform(counts).p).toBeGreaterThan(1e-3);
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = one.shuffle(['a', 'b', 'c']).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    expect(chiSquareUniform([...orders.values()]).p).toBeGreaterThan(1e-3);
  });

  it('refuses weights that are none, and never gives a category without weight', () => {
    const one = keyed();
    for (const weights of [[], [0, 0], [-1, 2], [Number.NaN, 1], [Infinity, 1]]) {
      expect(() => one.categorical(weights)).toThrow('must be finite, >= 0 and not all 0');
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1e-300, 0.3, 7, 1e200), { minLength: 1 }), (weights) => {
        fc.pre(weights.some((weight) => weight > 0));
        expect(weights[one.categorical(weights)]).toBeGreaterThan(0);
      }),
    );
    expect(() => new KeyedRandom().uniform()).toThrow('in simulate alone');
  });
});
