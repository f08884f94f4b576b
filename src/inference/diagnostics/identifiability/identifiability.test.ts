import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { identifiability } from './identifiability.ts';

const A = { key: 'A', symbol: 'A', scale: 'log' as const };
const B = { key: 'b', symbol: 'b', scale: 'log' as const };
const C = { key: 'c', symbol: 'c', scale: 'log' as const };
const F = { key: 'F', symbol: 'F', scale: 'linear' as const };

function rows(n: number, index: number, draw: (random: Random) => readonly number[]): Float64Array {
  const random = new Random(41, STREAMS.reference, index);
  return Float64Array.from(Array.from({ length: n }, () => draw(random)).flat());
}

/** Log-uniform over a factor 16 (A) and 4 (b), as a problem with a perfect degeneracy would have. */
const priorDraw = (random: Random) => [0.25 * 16 ** random.uniform(), 0.5 * 4 ** random.uniform()];
const PRIOR = rows(2000, 0, priorDraw);

/** The exact ridge: ln(A b^2) ~ N(0, width), b from its prior, A inside its own prior. */
function ridge(width: number, strays = 0): Float64Array {
  return rows(2000, 1, (random) => {
    if (random.uniform() < strays) return priorDraw(random);
    for (;;) {
      const b = 0.5 * 4 ** random.uniform();
      const a = Math.exp(width * random.normal()) / (b * b);
      if (a > 0.25 && a < 4) return [a, b];
    }
  });
}

describe('identifiability of a ridge A b²', () => {
  it('finds the combination that is fixed and the direction that is not', () => {
    const found = identifiability({ posterior: ridge(0.034), prior: PRIOR, quantities: [A, B] });
    expect(found.ridge).toBe(true);
    expect(found.stiff).toMatchObject({ exponents: [1, 2], words: 'A b²' });
    expect(found.sloppy).toMatchObject({ exponents: [2, -1], words: 'A² b⁻¹' });
    // Along the ridge ln b falls half as fast as ln A rises, whatever the priors' widths are.
    expect(found.sloppy.step[1] / found.sloppy.step[0]).toBeCloseTo(-0.5, 1);
    // One prior sd: ln A and ln b are uniform over ln 16 and ln 4, and A b² changes by 1 in units of its own prior sd.
    expect(found.stiff.step[0] + 2 * found.stiff.step[1]).toBeCloseTo(Math.sqrt(2) * (Math.log(16) / Math.sqrt(12)), 1);
    expect(found.spectrum).toHaveLength(2);
    expect(found.spectrum[1]).toBeGreaterThan(0.99);
    expect(found.spectrum[0]).toBeLessThan(0.5);
    expect(found.verdict.level).toBe('warn');
    // 0.034 +- 1.6 % (sampling error of a standard deviation from 2,000 draws): two digits within 3.
    expect(found.verdict.sentence).toMatch(
      /^The data pin down A b² to 3\.[345] %\. Along A² b⁻¹ the data say nothing more: there you only get your prior back, given A b²\.$/,
    );
  });

  it('is not misled by draws that a network has left off the ridge', () => {
    const found = identifiability({ posterior: ridge(0.034, 0.01), prior: PRIOR, quantities: [A, B] });
    expect(found.ridge).toBe(true);
    expect(found.stiff.exponents).toEqual([1, 2]);
    // With the strays counted, one per cent of the prior's variance would be left: 0.99.
    expect(found.spectrum[1]).toBeGreaterThan(0.995);
    expect(found.verdict.sentence).toMatch(/^The data pin down A b² to 3\.[3456] %/);
  });
});

describe('identifiability without a ridge', () => {
  it('says that all combinations are constrained about equally when the posterior is a shrunken prior', () => {
    const posterior = rows(2000, 2, (random) => priorDraw(random).map((value) => value ** 0.2));
    const { ridge: found, verdict, spectrum } = identifiability({ posterior, prior: PRIOR, quantities: [A, B] });
    expect(found).toBe(false);
    // 1 - 0.2^2 both ways.
    for (const contraction of spectrum) expect(Math.abs(contraction - 0.96)).toBeLessThan(0.01);
    expect(verdict).toEqual({
      level: 'good',
      sentence: expect.stringMatching(
        /^All combinations are constrained about equally: to (19|20|21) % of their prior widths\.$/,
      ),
    });
  });

  it('names the weakest combination', () => {
    const posterior = rows(2000, 3, (random) => [Math.exp(0.02 * random.normal()), Math.exp(0.08 * random.normal())]);
    const { ridge: found, verdict, sloppy } = identifiability({ posterior, prior: PRIOR, quantities: [A, B] });
    expect(found).toBe(false);
    expect(sloppy.exponents).toEqual([0, 1]);
    expect(verdict.level).toBe('good');
    // Half the central 68 % of a log-uniform factor 4 is 0.3413 ln 4 = 0.473.
    expect(verdict.sentence).toMatch(
      /^All combinations are constrained: the weakest, along b, to 1[678] % of its prior width\.$/,
    );
  });

  it('says so when the posterior is the prior', () => {
    // The test of the distributions has a level of 1 %.
    const { ridge: found, verdict } = identifiability({
      posterior: rows(2000, 44, priorDraw),
      prior: PRIOR,
      quantities: [A, B],
    });
    expect(found).toBe(false);
    expect(verdict).toEqual({
      level: 'warn',
      sentence: 'The data say next to nothing: you only get your prior back.',
    });
  });
});

describe('a posterior as wide as its prior that is not its prior', () => {
  const square = [
    { ...F, key: 'x', symbol: 'x' },
    { ...F, key: 'y', symbol: 'y' },
  ];
  const uniform = (random: Random) => [2 * random.uniform() - 1, 2 * random.uniform() - 1];
  const wide = rows(8000, 20, uniform);
  const said = (posterior: Float64Array, prior = wide) =>
    identifiability({ posterior, prior, quantities: square }).verdict;

  it.each<[string, (random: Random) => readonly number[]]>([
    // Radius sqrt(2/3): the variance of the prior in every direction.
    [
      'a ring',
      (random) => {
        const angle = 2 * Math.PI * random.uniform();
        const radius = Math.sqrt(2 / 3) + 0.02 * random.normal();
        return [radius * Math.cos(angle), radius * Math.sin(angle)];
      },
    ],
    ['four modes', (random) => [0, 1].map(() => (random.uniform() < 0.5 ? -1 : 1) * 0.58 + 0.05 * random.normal())],
    [
      'two moons',
      (random) => {
        const angle = Math.PI * (random.uniform() - 0.5);
        const side = random.uniform() < 0.5 ? -1 : 1;
        return [side * (0.35 + 0.5 * Math.cos(angle) + 0.01 * random.normal()), 0.85 * Math.sin(angle)];
      },
    ],
  ])('%s is called split or curved', (_, draw) => {
    const verdict = said(rows(2000, 21, draw));
    expect(verdict.level).toBe('warn');
    expect(verdict.sentence).toMatch(/is as wide as the prior, but it is not the prior: it is split/);
    expect(verdict.sentence).not.toContain('prior back');
  });

  it('on a ridge that is broken in two is called so, and with the prior of its middle is not', () => {
    const half = (random: Random) => {
      const t = 2 * random.uniform() - 1;
      // The prior's sd along y, in two pieces at the ends.
      return Math.sign(t) * (0.45 + 0.25 * Math.abs(t));
    };
    const broken = said(rows(2000, 22, (random) => [0.02 * random.normal(), half(random)]));
    expect(broken.sentence).toMatch(
      /^The data pin down x to ± 0\.02\d*\. Along y the posterior is as wide as the prior, but/,
    );
    const whole = said(rows(2000, 23, (random) => [0.02 * random.normal(), 2 * random.uniform() - 1]));
    expect(whole.sentence).toBe(
      'The data pin down x to ± 0.02. Along y the data say nothing more: there you only get your prior back, given x.',
    );
  });

  it('is not accused where the exact posterior is the prior given the stiff direction, in more than 1 % of the cases', () => {
    let accused = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = new Random(seed, STREAMS.reference, 30);
      const posterior = Float64Array.from(
        Array.from({ length: 1000 }, () => [0.1 + 0.03 * random.normal(), 2 * random.uniform() - 1]).flat(),
      );
      const prior = Float64Array.from(Array.from({ length: 4000 }, () => uniform(random)).flat());
      const found = identifiability({ posterior, prior, quantities: square }).priorLeft;
      expect(found?.finding).not.toBe('untested');
      if (found?.finding === 'other') accused++;
    }
    // P(Binomial(60, 0.01) > 4) = 4e-4.
    expect(accused).toBeLessThanOrEqual(4);
  });

  it('is not judged where the prior has hardly a draw near it', () => {
    const thin = rows(2000, 24, (random) => [1e-4 * random.normal(), 2 * random.uniform() - 1]);
    expect(said(thin).sentence).toMatch(/keeps \d+ % of its prior width; too few prior draws lie near it/);
  });
});

describe('identifiability in other dimensions', () => {
  it('of one quantity says how much the prior was narrowed', () => {
    const prior = rows(4000, 5, (random) => [2 + 8 * random.uniform()]);
    const posterior = rows(4000, 6, (random) => [6 + 0.1 * random.normal()]);
    const found = identifiability({ posterior, prior, quantities: [F] });
    expect(found.ridge).toBe(false);
    // Half the central 68 % of the uniform prior is 2.73, of the posterior 0.1.
    expect(found.verdict).toEqual({
      level: 'good',
      sentence: expect.stringMatching(
        /^The data pin down F to ± 0\.(1|1[01]|09\d?): 3\.[5678] % of its prior width\.$/,
      ),
    });
    const nothing = identifiability({ posterior: prior, prior, quantities: [F] });
    expect(nothing.verdict.sentence).toBe('The data say next to nothing about F: you only get your prior back.');
  });

  it('of two narrow modes as far apart as the prior is wide is no prior, although its variance is smaller', () => {
    const prior = rows(4000, 9, (random) => [random.normal()]);
    // Central 68 %: 0.93 of the prior's; variance: 0.78 of it.
    const posterior = rows(4000, 10, (random) => [(random.uniform() < 0.5 ? -0.88 : 0.88) + 0.1 * random.normal()]);
    const { priorLeft, verdict } = identifiability({ posterior, prior, quantities: [F] });
    expect(priorLeft?.finding).toBe('other');
    expect(verdict.sentence).toMatch(
      /^The posterior of F is as wide as the prior, but it is not the prior: it is split/,
    );
  });

  it('of three rates that scale together finds the common factor that is free', () => {
    const prior = rows(4000, 7, (random) => [0, 0, 0].map(() => Math.exp(random.normal())));
    const posterior = rows(4000, 8, (random) => {
      const common = random.normal();
      return [0, 0, 0].map(() => Math.exp(common + 0.02 * random.normal()));
    });
    const found = identifiability({ posterior, prior, quantities: [A, B, C] });
    expect(found.ridge).toBe(true);
    expect(found.sloppy).toMatchObject({ exponents: [1, 1, 1], words: 'A b c' });
  });

  it('of quantities in different units does not depend on the units', () => {
    const draw = (random: Random) => [random.normal(), 100 + random.normal()];
    const posteriorDraw = (random: Random) => {
      const along = random.normal();
      return [along + 0.01 * random.normal(), 100 + along + 0.01 * random.normal()];
    };
    const G = { key: 'G', symbol: 'G', scale: 'linear' as const };
    const quantities = [F, G];
    const thousand = (values: Float64Array) => values.map((value, i) => (i % 2 === 0 ? 1000 * value : value));
    const prior = rows(4000, 9, draw);
    const posterior = rows(4000, 10, posteriorDraw);
    const found = identifiability({ posterior, prior, quantities });
    const rescaled = identifiability({ posterior: thousand(posterior), prior: thousand(prior), quantities });
    expect(found.stiff.words).toBe('F − G');
    expect(rescaled.verdict.sentence).toBe(found.verdict.sentence);
  });

  it('is refused without draws or variation', () => {
    expect(() => identifiability({ posterior: new Float64Array(4), prior: PRIOR, quantities: [A, B] })).toThrow(
      '0 usable draws of the posterior',
    );
    const constant = new Float64Array(200).fill(1);
    expect(() => identifiability({ posterior: PRIOR, prior: constant, quantities: [A, B] })).toThrow(
      'The prior of A does not vary',
    );
  });
});
