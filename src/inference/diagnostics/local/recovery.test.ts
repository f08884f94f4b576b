import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import type { AmortisedPosterior } from '../../posterior/amortised.ts';
import { LinearGaussian, type PosteriorFault } from '../testing/linearGaussian.ts';
import { recovery } from './recovery.ts';

const EXACT: PosteriorFault = { width: 1, shift: 0 };
const models = {
  // The posterior is hardly narrower than the prior: in its tail the network's means rightly fall short of the truth.
  vague: new LinearGaussian([[1]], 1.5),
  narrow: new LinearGaussian([[1]], 0.1),
  correlated: new LinearGaussian(
    [
      [1, 0.5],
      [0, 1],
      [0.3, -0.4],
    ],
    0.7,
  ),
};

function check(model: LinearGaussian, fault: PosteriorFault, s: readonly number[], seed: number) {
  const { posterior } = model.check(1, fault, new Random(seed, STREAMS.calibration));
  return recovery({
    posterior,
    prior: model.prior,
    symbols: model.prior.keys,
    s: Float64Array.from(s),
    simulate: (thetas) => Promise.resolve(model.simulate(thetas, new Random(seed, STREAMS.predictive))),
    random: new Random(seed, STREAMS.base),
  });
}

describe('recovery at an observation', () => {
  it.each([
    ['vague', [4]],
    ['narrow', [2.5]],
    ['correlated', [2.5, -2, 1]],
  ] as const)(
    'finds no fault with the exact posterior of the %s model, in a corner of the prior, too',
    async (name, s) => {
      // A shift of 0.25 sd is 3.5 standard errors of 200 data sets, for each of at most two parameters: all five runs pass
      // with probability 0.995 or more; the seeds are fixed.
      for (let seed = 0; seed < 5; seed++) {
        const { verdict, parameters } = await check(models[name], EXACT, s, seed);
        expect([
          seed,
          parameters.map(({ shift, spread }) => Math.abs(shift) < 0.25 && !(spread > 1.25)),
          verdict.level,
        ]).toEqual([seed, parameters.map(() => true), 'good']);
      }
    },
  );

  it('finds a displaced posterior, with the size and the side of its shift', async () => {
    for (const shift of [-1, 0.8]) {
      const { verdict, parameters, datasets } = await check(models.narrow, { width: 1, shift }, [1], 3);
      // Standard error 0.1.
      expect(parameters[0].shift).toBeGreaterThan(shift - 0.4);
      expect(parameters[0].shift).toBeLessThan(shift + 0.4);
      expect(datasets).toBe(200);
      expect(verdict.level).toBe('bad');
      expect(verdict.sentence).toContain(shift < 0 ? 'too low' : 'too high');
    }
  });

  it.each([
    [0.6, 'warn'],
    [0.4, 'bad'],
  ] as const)('finds a posterior of %d times the right width, whose misses cancel', async (width, level) => {
    const { verdict, parameters } = await check(models.narrow, { width, shift: 0 }, [1], 3);
    expect(Math.abs(parameters[0].spread * width - 1)).toBeLessThan(0.2);
    expect(verdict.level).toBe(level);
    expect(verdict.sentence).toContain('times too narrow');
  });

  it('says so where draws cannot be answered again', async () => {
    const { posterior } = models.narrow.check(1, EXACT, new Random(1, STREAMS.calibration));
    const { verdict, datasets } = await recovery({
      posterior: {
        ...posterior,
        draw: (s, each) => Promise.resolve(new Float64Array(s.length * each).fill(Number.NaN)),
      },
      prior: models.narrow.prior,
      symbols: ['theta0'],
      s: Float64Array.of(1),
      simulate: (thetas) => Promise.resolve(thetas),
      random: new Random(1, STREAMS.base),
    });
    expect(datasets).toBe(0);
    expect(verdict.level).toBe('warn');
  });

  it('takes draws that are all the same, as weights may leave them, for no answer', async () => {
    const { posterior } = models.narrow.check(1, EXACT, new Random(1, STREAMS.calibration));
    const first = async (s: ArrayLike<number>, each: number, random: Random) => {
      const draws = await posterior.draw(s, each, random);
      return each === 100 ? draws.map((_, i) => draws[i - (i % each)]) : draws;
    };
    const { verdict, datasets, parameters } = await recovery({
      posterior: { draw: first, logDensity: (theta, s) => posterior.logDensity(theta, s) },
      prior: models.narrow.prior,
      symbols: ['theta0'],
      s: Float64Array.of(1),
      simulate: (thetas) => Promise.resolve(models.narrow.simulate(thetas, new Random(1, STREAMS.predictive))),
      random: new Random(1, STREAMS.base),
    });
    expect([datasets, verdict.level, parameters[0].shift]).toEqual([0, 'warn', Number.NaN]);
  });

  it('finds a displaced parameter beside one whose larger shift may be chance', async () => {
    const sd = 0.01;
    const draw: AmortisedPosterior['draw'] = (s, each, random) =>
      Promise.resolve(
        Float64Array.from({ length: s.length * each }, (_, at) => {
          if (s.length === 2) return random.normal();
          const row = Math.floor(at / (2 * each));
          // The misses of the first are large and nearly cancel, those of the second are all alike.
          const scattered = row % 2 === 0 ? 40 : -38;
          return s[2 * row + (at % 2)] + sd * ((at % 2 === 0 ? scattered : 0.6) + random.normal());
        }),
      );
    const { parameters, verdict } = await recovery({
      posterior: { draw, logDensity: () => Promise.resolve(new Float64Array()) },
      prior: models.correlated.prior,
      symbols: ['first', 'second'],
      s: Float64Array.of(0, 0),
      simulate: (thetas) => Promise.resolve(thetas),
      random: new Random(1, STREAMS.base),
    });
    expect(Math.abs(parameters[0].shift)).toBeGreaterThan(Math.abs(parameters[1].shift));
    expect(verdict.level).toBe('bad');
    expect(verdict.sentence).toContain('second 0.');
    expect(verdict.sentence).not.toMatch(/first [\d.]+ sd/);
  });
});
