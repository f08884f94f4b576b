import { describe, expect, it } from 'vitest';
import { GOLDEN } from './golden.ts';
import { CLASSES, MODES, NOISE_POWER, NOISE_VARIANCE, PIXEL_AREA, PIXELS, SURVEY } from './sky.ts';
import { convergencePower, emptyConvergence, FIT_DOMAIN, pixelPower, type Universe } from './spectrum.ts';
import { LN_P, NODES } from './spectrumFit.ts';

const FIDUCIAL: Universe = { matter: 0.3, sigma8: 0.8, shift: 0, alignment: 0 };
const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

describe('the patch of sky', () => {
  it('has the noise of 20 galaxies per square arcminute', () => {
    expect(relative(NOISE_VARIANCE, GOLDEN.noiseVariance)).toBeLessThan(1e-12);
    expect(relative(NOISE_POWER, GOLDEN.noisePower)).toBeLessThan(1e-12);
  });

  it('has 561 classes of modes that hold them all', () => {
    expect(CLASSES).toBe(561);
    expect(MODES.reduce((sum, n) => sum + n)).toBe(PIXELS);
    expect(MODES[0]).toBe(1);
  });

  it('shows 83 % through the mask, which has a border of two pixels and six discs', () => {
    const seen = SURVEY.reduce((sum, value) => sum + value, 0);
    const discs = 6 * Math.PI * 3.2 ** 2;
    expect(Math.abs(seen - (60 * 60 - discs))).toBeLessThan(20);
    expect(SURVEY.slice(0, 128).every((value) => value === 0)).toBe(true);
  });
});

describe('the fitted spectrum', () => {
  it('has the values of the computation that it was fitted to', () => {
    for (const { l, value } of GOLDEN.power) {
      expect(relative(convergencePower(FIDUCIAL, l), value)).toBeLessThan(1e-3);
    }
    expect(LN_P).toHaveLength(NODES.count);
  });

  it('gives the variance of the pixels', () => {
    const power = new Float64Array(CLASSES);
    pixelPower(FIDUCIAL, power);
    const variance = power.reduce((sum, value, c) => sum + value * MODES[c], 0) / (PIXELS * PIXEL_AREA);
    expect(relative(variance, GOLDEN.signalVariance)).toBeLessThan(1e-6);
  });

  it('is constant below its first multipole, continuous, and rises with both parameters', () => {
    expect(convergencePower(FIDUCIAL, 10)).toBe(convergencePower(FIDUCIAL, 30));
    for (const l of [36, 102.4364, 102.4366, 500, 1600]) {
      const { matter, sigma8 } = FIT_DOMAIN;
      const at = (k: number, of: { low: number; high: number }) => of.low + (k * (of.high - of.low)) / 10;
      for (let i = 0; i <= 10; i++) {
        for (let j = 0; j < 10; j++) {
          const along = (k: number) =>
            convergencePower({ ...FIDUCIAL, matter: at(i, matter), sigma8: at(k, sigma8) }, l);
          const across = (k: number) =>
            convergencePower({ ...FIDUCIAL, matter: at(k, matter), sigma8: at(i, sigma8) }, l);
          expect(along(j + 1)).toBeGreaterThan(along(j));
          expect(across(j + 1)).toBeGreaterThan(across(j));
        }
      }
    }
    expect(relative(convergencePower(FIDUCIAL, 102.4364), convergencePower(FIDUCIAL, 102.4366))).toBeLessThan(1e-5);
  });

  it('is changed by alignment and by a shift of the redshifts as the fit says', () => {
    const ratio = (changed: Partial<Universe>, l: number) =>
      convergencePower({ ...FIDUCIAL, ...changed }, l) / convergencePower(FIDUCIAL, l);
    // GI = -0.06386, II = 0.00203 at the first node.
    expect(ratio({ alignment: 1 }, 30)).toBeCloseTo(1 - 0.06386 + 0.00203, 4);
    expect(ratio({ alignment: -1 }, 30)).toBeCloseTo(1 + 0.06386 + 0.00203, 4);
    expect(ratio({ shift: 0.02 }, 30)).toBeCloseTo(Math.exp(0.02 * 1.8827), 4);
  });

  it('has the local exponents of the known degeneracy', () => {
    const slope = (key: 'matter' | 'sigma8', l: number) => {
      const h = 1e-4;
      const up = convergencePower({ ...FIDUCIAL, [key]: FIDUCIAL[key] * Math.exp(h) }, l);
      return Math.log(up / convergencePower(FIDUCIAL, l)) / h;
    };
    expect(slope('sigma8', 36)).toBeCloseTo(2.0, 1);
    expect(slope('sigma8', 1152)).toBeCloseTo(2.9, 1);
    expect(slope('matter', 36) / slope('sigma8', 36)).toBeCloseTo(0.22, 1);
    expect(slope('matter', 500) / slope('sigma8', 500)).toBeGreaterThan(0.5);
  });

  it('gives the convergence of an empty line of sight', () => {
    expect(relative(emptyConvergence(0.3), GOLDEN.emptyConvergence)).toBeLessThan(1e-5);
  });
});
