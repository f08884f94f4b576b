import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { c2stFold, FOLDS } from './c2st.ts';
import { examples, setsOf } from './examples.ts';

const module = new WebAssembly.Module(readFileSync('assembly/build/classifier.wasm'));

function c2st(first: Float64Array, second: Float64Array, d: number): number {
  let sum = 0;
  for (let fold = 0; fold < FOLDS; fold++) sum += c2stFold(module, first, second, d, fold);
  return sum / FOLDS;
}

describe('the classifier two-sample test', () => {
  // The others take up to minutes: npm run bench:c2st compares all.
  it.each(examples.filter(({ d, name }) => d === 2 || name.startsWith('correlated')))(
    'is within 0.01 of scikit-learn’s for d = $d, $name',
    (example) => {
      const { first, second } = setsOf(example);
      // The two share neither their folds nor their random numbers.
      expect(Math.abs(c2st(first, second, example.d) - example.sklearn)).toBeLessThan(0.01);
    },
    300_000,
  );

  it('tells disjoint sets apart, whatever their scale, and is repeatable', () => {
    const first = Float64Array.from({ length: 1000 }, (_, i) => 1e6 + (i % 37));
    const second = Float64Array.from({ length: 1000 }, (_, i) => 1e6 + 100 + (i % 37));
    expect(c2st(first, second, 2)).toBe(1);
    expect(c2stFold(module, first, second, 2, 0)).toBe(c2stFold(module, first, second, 2, 0));
  });

  it('refuses rows of another width, and a constant column', () => {
    const rows = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);
    expect(() => c2stFold(module, rows(10), rows(9), 2, 0)).toThrow('9 numbers are not rows of 2');
    expect(() => c2stFold(module, new Float64Array(10).fill(1), rows(10), 2, 0)).toThrow('column 0');
  });
});
