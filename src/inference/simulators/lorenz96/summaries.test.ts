import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { SUMMARY_NAMES, summarise } from './summaries.ts';

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** The definitions written out, as NumPy's roll and mean would do it: rows of times, one column a site. */
function direct(x: readonly (readonly number[])[]): number[] {
  const n = x.length;
  const N = x[0].length;
  const column = (i: number, from: number, to: number) => x.slice(from, to).map((row) => row[(i + N) % N]);
  const product = (a: readonly number[], b: readonly number[]) => {
    const [ma, mb] = [mean(a), mean(b)];
    return mean(a.map((value, t) => (value - ma) * (b[t] - mb)));
  };
  const overSites = (f: (i: number) => number) => mean(Array.from({ length: N }, (_, i) => f(i)));
  return [
    overSites((i) => mean(column(i, 0, n))),
    overSites((i) => product(column(i, 0, n), column(i, 0, n))),
    overSites((i) => product(column(i, 0, n - 1), column(i, 1, n))),
    overSites((i) => product(column(i, 0, n), column(i + 1, 0, n))),
    overSites((i) => product(column(i, 0, n - 1), column(i - 1, 1, n))),
    overSites((i) => product(column(i, 0, n - 1), column(i + 1, 1, n))),
  ];
}

function summariesOf(x: Float64Array, sites: number): Float64Array {
  const out = new Float64Array(SUMMARY_NAMES.length);
  summarise(x, sites, out);
  return out;
}

describe('the six summaries', () => {
  it('are those of their definitions', () => {
    const random = new Random(1, 0, 0);
    for (const [n, sites] of [
      [3, 4],
      [7, 5],
      [100, 40],
    ]) {
      const x = Float64Array.from({ length: n * sites }, () => 3 + 2 * random.normal());
      const rows = Array.from({ length: n }, (_, t) => Array.from(x.subarray(t * sites, (t + 1) * sites)));
      const found = summariesOf(x, sites);
      for (const [j, value] of direct(rows).entries()) expect(Math.abs(found[j] - value)).toBeLessThan(1e-12);
    }
  });

  it('tell the previous site from the next: a wave that travels to higher sites lags on the next one', () => {
    const sites = 8;
    const n = 64;
    const x = Float64Array.from({ length: n * sites }, (_, at) => {
      const [t, i] = [Math.floor(at / sites), at % sites];
      return Math.sin((2 * Math.PI * (i - t)) / sites);
    });
    const [, variance, , , previous, next] = summariesOf(x, sites);
    // x_{i+1}(t + 1) = x_i(t) for such a wave; the window without its ends is not a whole number of periods.
    expect(next / variance).toBeGreaterThan(0.98);
    expect(previous / variance).toBeLessThan(0.05);
  });

  it('put white noise into the variance alone', () => {
    const random = new Random(2, 0, 0);
    const sites = 40;
    const signal = Float64Array.from({ length: 4000 * sites }, (_, at) => 5 * Math.sin(0.01 * at + (at % sites)));
    const clean = summariesOf(signal, sites);
    const noisy = summariesOf(
      signal.map((value) => value + 2 * random.normal()),
      sites,
    );
    // Standard errors of 160,000 terms are below 0.04.
    expect(Math.abs(noisy[1] - clean[1] - 4)).toBeLessThan(0.2);
    for (const j of [0, 2, 3, 4, 5]) expect(Math.abs(noisy[j] - clean[j])).toBeLessThan(0.2);
  });
});
