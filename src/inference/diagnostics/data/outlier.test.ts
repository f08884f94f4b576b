import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { OutlierScore } from './outlier.ts';
import { SimulatedValues } from './strangeValues.ts';

const NAMES = ['first', 'second', 'third'];

/** Rows of N(0, I) with a correlation of 0.95 between the first two columns. */
function rows(n: number, index: number): Float32Array {
  const random = new Random(5, STREAMS.reference, index);
  const out = new Float32Array(3 * n);
  for (let i = 0; i < n; i++) {
    const first = random.normal();
    out.set([first, 0.95 * first + Math.sqrt(1 - 0.95 ** 2) * random.normal(), random.normal()], 3 * i);
  }
  return out;
}

const score = new OutlierScore(rows(5000, 0), rows(2000, 1), 3, new SimulatedValues(rows(2000, 1), 3));
const judge = (s: ArrayLike<number>) => score.judge(s, s, NAMES);

describe('the outlier score', () => {
  it('has uniform p-values for data from the training distribution', () => {
    const fresh = rows(2000, 2);
    const p = Array.from({ length: 2000 }, (_, i) => judge(fresh.subarray(3 * i, 3 * i + 3)).p);
    // Noise of 2,000 fresh and of 2,000 held-out rows together, sd sqrt(2 q (1 - q) / 2000): four of them.
    for (const q of [0.01, 0.05, 0.5]) {
      const share = p.filter((value) => value <= q).length / 2000;
      expect(Math.abs(share - q)).toBeLessThan(4 * Math.sqrt((2 * q * (1 - q)) / 2000));
    }
  });

  it('gives away numbers that its distance and rank can be computed from', () => {
    const { centre, factor, distances } = score.numbers;
    const asked = rows(20, 6);
    for (let i = 0; i < 20; i++) {
      const s = asked.subarray(3 * i, 3 * i + 3);
      // Forward substitution in L w = s - centre.
      const white: number[] = [];
      for (let j = 0; j < 3; j++) {
        const rest = white.reduce((sum, w, k) => sum - factor[3 * j + k] * w, s[j] - centre[j]);
        white.push(rest / factor[4 * j]);
      }
      const distance = Math.hypot(...white);
      expect(distance).toBeCloseTo(score.distance(s), 9);
      expect((1 + distances.filter((one) => one >= distance).length) / 2001).toBeCloseTo(score.pValue(s, s), 9);
    }
    expect(distances).toEqual(distances.toSorted());
  });

  it('is ranked by counting the held-out simulations that are at least as far out', () => {
    const heldOut = rows(50, 4);
    const few = new OutlierScore(rows(500, 0), heldOut, 3, new SimulatedValues(heldOut, 3));
    const distances = Array.from({ length: 50 }, (_, i) => few.distance(heldOut.subarray(3 * i, 3 * i + 3)));
    const asked = rows(40, 5);
    for (let i = 0; i < 40; i++) {
      const s = asked.subarray(3 * i, 3 * i + 3);
      const farther = distances.filter((distance) => distance >= few.distance(s)).length;
      expect(few.pValue(s, s)).toBe((1 + farther) / 51);
    }
  });

  it('is the Mahalanobis distance: a broken correlation is far out though no summary is', () => {
    // (1, -1) under correlation 0.95: 2 / (1 - 0.95) = 40.
    expect(Math.abs(score.distance([1, -1, 0]) - Math.sqrt(40))).toBeLessThan(0.4);
    const { verdict, p } = judge([1, -1, 0]);
    expect(p).toBeLessThan(0.002);
    expect(verdict.level).toBe('bad');
  });

  it('names the summaries that lie farthest out', () => {
    const { worst, verdict } = judge([2, 2, -30]);
    expect(worst).toEqual([
      { name: 'third', z: -30 },
      { name: 'first', z: 2 },
      { name: 'second', z: 2 },
    ]);
    expect(verdict.sentence).toBe(
      'The network was trained on no data like this; the posterior is an extrapolation (p = 0.0005 among 2000 simulations; third lies 30 sd below the mean).',
    );
  });

  it('is bad for a fill value, by its name, though its standard deviation may hide it', () => {
    const natural = rows(2000, 1).map((value, i) => (i % 24 === 2 ? 1e20 : value));
    // As it is standardised beside 1e20: an ordinary number.
    const own = new OutlierScore(rows(5000, 0), rows(2000, 1), 3, new SimulatedValues(natural, 3));
    const { verdict, p, strange } = own.judge([0, 0, -0.4], [0, 0, -999], NAMES);
    expect(strange).toEqual([{ name: 'third', value: -999 }]);
    expect(p).toBe(1 / 2001);
    expect(own.pValue([0, 0, -0.4], [0, 0, -999])).toBe(p);
    expect(verdict).toEqual({
      level: 'bad',
      sentence:
        'The network was trained on no data like this; the posterior is an extrapolation (third is -999, far from all simulations, a common code for a missing value).',
    });
  });

  it('is bad for a summary that is no number, or none that is finite', () => {
    for (const value of [Number.NaN, -Infinity, Infinity]) {
      expect(judge([0, 0, value])).toMatchObject({ p: 1 / 2001, verdict: { level: 'bad' } });
      expect(score.pValue([0, 0, value], [0, 0, value])).toBe(1 / 2001);
    }
  });

  it('warns between 1 and 5 %, and says nothing alarming at the centre', () => {
    // Chi-squared with 3 degrees of freedom: 9 leaves 2.9 % beyond.
    expect(judge([0, 0, 3]).verdict.level).toBe('warn');
    expect(judge([0, 0, 0]).verdict).toEqual({
      level: 'good',
      sentence: 'This observation looks like the training data (p = 1).',
    });
  });

  it('takes a summary that never varied in training', () => {
    const flat = Float32Array.from(rows(500, 3), (value, i) => (i % 3 === 2 ? 0 : value));
    const own = new OutlierScore(flat, flat, 3, new SimulatedValues(flat, 3));
    expect(own.judge([0, 0, 0], [0, 0, 0], NAMES).verdict.level).toBe('good');
    expect(own.judge([0, 0, 50], [0, 0, 50], NAMES).verdict.level).toBe('bad');
  });
});
