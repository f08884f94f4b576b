import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { predictiveCheck } from './predictiveCheck.ts';

const NAMES = ['a', 'b', 'c'];

function replicated(n: number, index = 0): Float64Array {
  const random = new Random(6, STREAMS.predictive, index);
  return Float64Array.from({ length: 3 * n }, () => random.normal());
}

describe('the posterior predictive check', () => {
  it('has the two-sided tail of a normal summary', () => {
    const { summaries } = predictiveCheck([0, 1.96, -1], replicated(20_000), NAMES);
    // Twice a binomial standard error of at most 0.0035: three of them.
    [1, 0.05, 0.3173].forEach((p, j) => expect(Math.abs(summaries[j].p - p)).toBeLessThan(0.022));
    // 0.05 of three is no evidence, and a value in the middle has no side.
    expect(summaries.map(({ side }) => side)).toEqual([null, null, null]);
    const out = predictiveCheck([0, 4, -4], replicated(20_000), NAMES).summaries;
    expect(out.map(({ side }) => side)).toEqual([null, 'high', 'low']);
  });

  it('counts ties half: a summary that never varies and is met is no evidence', () => {
    const { summaries, verdict } = predictiveCheck([4, 4, 4], new Float64Array(300).fill(4), NAMES);
    expect(summaries.map(({ p }) => p)).toEqual([1, 1, 1]);
    expect(verdict.level).toBe('good');
  });

  it('alarms on data of the model in no more than 5 % and 1 % of the cases', () => {
    const random = new Random(7, STREAMS.predictive);
    let warnings = 0;
    let alarms = 0;
    for (let i = 0; i < 400; i++) {
      const observed = [random.normal(), random.normal(), random.normal()];
      const { level } = predictiveCheck(observed, replicated(1000, i), NAMES).verdict;
      if (level !== 'good') warnings++;
      if (level === 'bad') alarms++;
    }
    // P(Binomial(400, 0.05) outside 6..36) = 8e-4; P(Binomial(400, 0.01) > 12) = 1e-4.
    expect(warnings).toBeGreaterThanOrEqual(6);
    expect(warnings).toBeLessThanOrEqual(36);
    expect(alarms).toBeLessThanOrEqual(12);
  });

  it('names the summary that the model cannot give, corrected for their number', () => {
    const { summaries, verdict } = predictiveCheck([0, 8, 0], replicated(1999), NAMES);
    expect(summaries[1].p).toBeCloseTo(1 / 2000, 12);
    expect(summaries[1].adjustedP).toBeCloseTo(2 / 2000, 12);
    expect(verdict).toEqual({
      level: 'bad',
      sentence:
        'b is higher than the model predicts from this posterior (p = 0.001): the model or the posterior is wrong here.',
    });
  });

  describe('of as many summaries as a series has readings', () => {
    const WIDTH = 198;
    const MANY = Array.from({ length: WIDTH }, (_, j) => `reading ${j}`);
    /** Neighbours hang together, as the readings of one curve do. */
    const rows = (n: number, index: number): Float64Array => {
      const random = new Random(8, STREAMS.predictive, index);
      return Float64Array.from({ length: n }, () => 0).reduce(
        (out, _, i) => {
          let last = random.normal();
          for (let j = 0; j < WIDTH; j++) {
            out[i * WIDTH + j] = last;
            last = 0.6 * last + 0.8 * random.normal();
          }
          return out;
        },
        new Float64Array(n * WIDTH),
      );
    };
    const found = (change: (value: number, j: number) => number, index: number) =>
      predictiveCheck(rows(1, 1000 + index).map(change), rows(1000, index), MANY).verdict;

    it('alarms on data of the model in no more than 5 % and 1 % of the cases', () => {
      const levels = Array.from({ length: 100 }, (_, i) => found((value) => value, i).level);
      // P(Binomial(100, 0.05) > 12) = 1.5e-3; P(Binomial(100, 0.01) > 5) = 5e-4.
      expect(levels.filter((level) => level !== 'good').length).toBeLessThanOrEqual(12);
      expect(levels.filter((level) => level === 'bad').length).toBeLessThanOrEqual(5);
    });

    it('finds one reading that is far off, and names it', () => {
      const { level, sentence } = found((value, j) => (j === 77 ? 7 : value), 1);
      expect([level, sentence]).toEqual(['bad', expect.stringMatching(/^reading 77 is higher than/)]);
    });

    it('finds readings that are all a little off, as a whole', () => {
      const { level, sentence } = found((value) => 1.35 * value, 1);
      expect([level, sentence]).toEqual(['bad', expect.stringMatching(/^As a whole, your data are further/)]);
    });
  });

  it('needs replicated data', () => {
    expect(() => predictiveCheck([0, 0, 0], [], NAMES)).toThrow('simulate at least one');
  });
});
