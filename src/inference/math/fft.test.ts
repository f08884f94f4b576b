import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { SquareFft } from './fft.ts';

function noise(n: number, seed: number): Float64Array {
  const random = new Random(seed, 0);
  return Float64Array.from({ length: n * n }, () => random.normal());
}

/** The transform by its definition, at (ky, kx). */
function slow(re: Float64Array, im: Float64Array, n: number, ky: number, kx: number): [number, number] {
  let [sumRe, sumIm] = [0, 0];
  for (let y = 0; y < n; y++) {
    for (let x = 0; x < n; x++) {
      const angle = (-2 * Math.PI * (ky * y + kx * x)) / n;
      sumRe += re[y * n + x] * Math.cos(angle) - im[y * n + x] * Math.sin(angle);
      sumIm += re[y * n + x] * Math.sin(angle) + im[y * n + x] * Math.cos(angle);
    }
  }
  return [sumRe, sumIm];
}

describe('SquareFft', () => {
  it.each([2, 4, 16])('is the sum that defines it, n = %i', (n) => {
    const [re, im] = [noise(n, 1), noise(n, 2)];
    const expected = Array.from({ length: n * n }, (_, i) => slow(re, im, n, Math.floor(i / n), i % n));
    new SquareFft(n).forward(re, im);
    expected.forEach(([wantedRe, wantedIm], i) => {
      expect(re[i]).toBeCloseTo(wantedRe, 10);
      expect(im[i]).toBeCloseTo(wantedIm, 10);
    });
  });

  it('is undone by its inverse', () => {
    const n = 64;
    const fft = new SquareFft(n);
    const [re, im] = [noise(n, 3), noise(n, 4)];
    fft.forward(re, im);
    fft.inverse(re, im);
    const [wantedRe, wantedIm] = [noise(n, 3), noise(n, 4)];
    for (let i = 0; i < n * n; i++) {
      expect(re[i]).toBeCloseTo(wantedRe[i], 12);
      expect(im[i]).toBeCloseTo(wantedIm[i], 12);
    }
  });

  it('refuses other sizes', () => {
    expect(() => new SquareFft(48)).toThrow(/48 pixels a side.*power of two/);
  });
});
