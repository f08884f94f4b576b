import { describe, expect, it } from 'vitest';
import { gammaP } from '../../math/special.ts';
import { cameraOf, electronsOf, PIXEL, PIXELS, SIDE } from './camera.ts';
import { COUNTS, EXACT_B, INSIDE, SKY, TOTAL } from './golden.ts';
import { FWHM_OVER_SD, type Galaxy, makeRenderer } from './render.ts';
import { sersicB, sersicTotal } from './sersic.ts';

const USUAL: Galaxy = {
  electrons: 1e5,
  radius: 0.8,
  n: 1.5,
  q: 0.7,
  angle: 0.5,
  x0: 0.03,
  y0: -0.05,
  sky: 0,
  fwhm: 0.7,
};

function rendered(change: Partial<Galaxy>, oversampling?: number): Float64Array {
  const out = new Float64Array(PIXELS);
  makeRenderer(oversampling)({ ...USUAL, ...change }, out);
  return out;
}

const total = (image: Float64Array): number => image.reduce((sum, v) => sum + v, 0);

describe('Sersic law', () => {
  it.each(EXACT_B)('n = %d: b_n is within the error of its series', (n, b) => {
    expect(Math.abs(sersicB(n) - b)).toBeLessThan(n < 1 ? 1.4e-3 : 1.2e-4);
  });

  it.each(EXACT_B)('n = %d: R_e encloses half of the light', (n) => {
    expect(gammaP(2 * n, sersicB(n))).toBeCloseTo(0.5, n < 1 ? 2 : 4);
  });

  it.each(TOTAL)('n = %d: total light', (n, ratio) => {
    expect(Math.abs(sersicTotal(n) / ratio - 1)).toBeLessThan(n < 1 ? 7e-4 : 1e-4);
  });
});

describe('camera', () => {
  it('counts the electrons of a galaxy and of the sky', () => {
    expect(electronsOf(10.5 - 0.2, 600) / COUNTS).toBeCloseTo(1, 12);
    expect(cameraOf({ exposure: 600, noise: 'normal', summaries: 'pixels' }).sky / SKY).toBeCloseTo(1, 12);
  });
});

describe('image of a galaxy', () => {
  it('is a Gaussian of known width for n = 0.5', () => {
    const image = rendered({ n: 0.5, q: 1, x0: 0, y0: 0 });
    const variance = 0.8 ** 2 / (2 * sersicB(0.5)) + (0.7 / FWHM_OVER_SD) ** 2;
    const sub = PIXEL / 3;
    const expected = new Float64Array(PIXELS);
    for (let i = 0; i < 96; i++) {
      for (let j = 0; j < 96; j++) {
        const r2 = ((i - 47.5) * sub) ** 2 + ((j - 47.5) * sub) ** 2;
        const at = Math.floor(i / 3) * SIDE + Math.floor(j / 3);
        expected[at] += (1e5 * sub * sub * Math.exp(-r2 / (2 * variance))) / (2 * Math.PI * variance);
      }
    }
    const peak = Math.max(...expected);
    const worst = Math.max(...expected.map((v, i) => Math.abs(image[i] - v)));
    expect(worst / peak).toBeLessThan(2e-4);
  });

  it('scales with the light and adds the sky', () => {
    const [one, three] = [rendered({}), rendered({ electrons: 3e5, sky: 100 })];
    one.forEach((v, i) => {
      expect(three[i]).toBeCloseTo(3 * v + 100, 6);
    });
  });

  it.each(INSIDE)('n = %d: holds its share of the light', (n, share) => {
    const inside = total(rendered({ n, q: 1, x0: 0, y0: 0 })) / 1e5;
    // The blur takes as much light in over the edges as out, which the separate program did not do.
    expect(inside).toBeGreaterThan(share - 5e-4);
    expect(inside).toBeLessThan(share + 0.01);
    let sharp = 0;
    for (let i = 0; i < 320; i++) {
      for (let j = 0; j < 320; j++) {
        const r = Math.hypot((i + 0.5) * 0.01, (j + 0.5) * 0.01);
        sharp += 4e-4 * Math.exp(-sersicB(n) * ((r / 0.8) ** (1 / n) - 1));
      }
    }
    // Sub-pixels lose a per cent of the cusp of n = 4.
    expect(Math.abs(inside - sharp / (sersicTotal(n) * 0.64))).toBeLessThan(n > 2 ? 0.012 : 0.004);
  });

  it('turns with the angle: a quarter turn takes rows to columns', () => {
    const [a, b] = [rendered({ angle: 0.5 }), rendered({ angle: 0.5 + Math.PI / 2, x0: 0.05, y0: 0.03 })];
    for (let row = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++) {
        // (x, y) -> (-y, x)
        expect(b[column * SIDE + (SIDE - 1 - row)]).toBeCloseTo(a[row * SIDE + column], 6);
      }
    }
  });

  it('is long along its angle, and lies above the middle for a positive y', () => {
    const image = rendered({ angle: 0, q: 0.4, x0: 0, y0: 0.4 });
    let [x2, y2, y1] = [0, 0, 0];
    image.forEach((v, i) => {
      const [x, y] = [((i % SIDE) - 15.5) * PIXEL, (Math.floor(i / SIDE) - 15.5) * PIXEL];
      x2 += v * x * x;
      y2 += v * (y - 0.4) ** 2;
      y1 += v * y;
    });
    expect(x2).toBeGreaterThan(1.5 * y2);
    expect(y1 / total(image)).toBeGreaterThan(0.35);
  });

  it('changes by about a per cent of its peak at most with finer sampling', () => {
    for (const n of [0.5, 1, 4]) {
      const [coarse, fine] = [rendered({ n }), rendered({ n }, 9)];
      const peak = Math.max(...fine);
      coarse.forEach((v, i) => {
        expect(Math.abs(v - fine[i]) / peak).toBeLessThan(n > 2 ? 0.012 : 0.003);
      });
    }
  });
});
