import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnovUniform } from '../../math/goodnessOfFit.ts';
import { Random } from '../../math/random.ts';
import { normalCdf } from '../../math/special.ts';
import type { Design } from '../system.ts';
import { completeDesign, defaultDesign, layoutOf } from './design.ts';
import { Ring } from './dynamics.ts';
import { lorenz96 } from './index.ts';
import { lorenzModel, observeLorenz, trajectoryOf } from './model.ts';
import { SUMMARY_NAMES } from './summaries.ts';
import { entryNames, sizeOf } from '../dataShape.ts';
import { pointsView } from '../testing/kinds.ts';

const climateDesign = completeDesign({ ...defaultDesign, mode: 'climate' });

function signalAt(design: Design, F: number): Float64Array {
  const layout = layoutOf(design);
  const out = new Float64Array(layout.sites * layout.times);
  trajectoryOf(layout)(F, null, out);
  return out;
}

describe('the design', () => {
  it('has a known state on the attractor that two decimals hold, whatever the engine', () => {
    // Pinned: a design's hash and the example file depend on it.
    expect(defaultDesign.initial).toEqual([3.49, 8.07, 1.18, 3.41, 6.28, -1.6, -1.96, 0.02]);
  });

  it('takes the defaults of a mode when the mode changes, and drops what the other mode needs', () => {
    expect(climateDesign).toEqual({ mode: 'climate', sites: 40, record: 10, dtObs: 0.1, dt: 0.05 });
    expect(completeDesign({ ...climateDesign, mode: 'short' })).toEqual(defaultDesign);
  });

  it('keeps an initial state while it fits the sites, and makes another one when it does not', () => {
    const own = { ...defaultDesign, initial: [1, 2, 3, 4, 5, 4, 3, 2] };
    expect(completeDesign({ ...own, window: 2 }).initial).toEqual(own.initial);
    expect(completeDesign({ ...own, sites: 6 }).initial).toHaveLength(6);
  });

  it('rounds a length to whole observations without leaving the range', () => {
    expect(completeDesign({ ...defaultDesign, window: 0.77 }).window).toBe(0.8);
    expect(completeDesign({ ...defaultDesign, dtObs: 0.35, window: 0.5 }).window).toBe(0.7);
    expect(completeDesign({ ...defaultDesign, dtObs: 0.35, window: 3 }).window).toBe(2.8);
  });

  it('shortens the step so that whole steps fit between observations', () => {
    expect(layoutOf({ ...defaultDesign, dt: 0.03 })).toMatchObject({ stepsPerObservation: 4, dt: 0.025, times: 10 });
    expect(layoutOf(defaultDesign)).toMatchObject({ stepsPerObservation: 2, dt: 0.05 });
  });
});

describe('the short window', () => {
  const model = lorenzModel(defaultDesign);

  it('is the noise-free trajectory plus Gaussian noise of sd sigma', () => {
    const random = new Random(3, 0, 0);
    const x = new Float64Array(sizeOf(model.x));
    const signal = signalAt(defaultDesign, 7.5);
    const u: number[] = [];
    let squares = 0;
    for (let run = 0; run < 50; run++) {
      model.simulate([7.5], [0.4], random, x);
      for (let i = 0; i < x.length; i++) {
        const residual = (x[i] - signal[i]) / 0.4;
        u.push(normalCdf(residual));
        squares += residual * residual;
      }
    }
    // One fixed seed; by chance this fails for one seed in a thousand.
    expect(kolmogorovSmirnovUniform(Float64Array.from(u)).p).toBeGreaterThan(1e-3);
    // Mean square of 4,000 standard normals: five standard errors.
    expect(Math.abs(squares / u.length - 1)).toBeLessThan(5 * Math.sqrt(2 / u.length));
  });

  it('has the first observation one interval after the initial state', () => {
    const ring = new Ring(8);
    const out = new Float64Array(8);
    ring.set(defaultDesign.initial as readonly number[]);
    ring.advance(8, 0.05, 2);
    ring.copyTo(out, 0);
    expect(Array.from(signalAt(defaultDesign, 8).subarray(0, 8))).toEqual(Array.from(out));
  });

  it('has the Gaussian log likelihood', () => {
    const x = new Float64Array(sizeOf(model.x)).fill(2);
    const signal = signalAt(defaultDesign, 9);
    const direct = signal.reduce((sum, mu) => sum - Math.log(0.7) - ((2 - mu) / 0.7) ** 2 / 2, 0);
    expect(model.logLikelihood?.([9], [0.7], x)).toBeCloseTo(direct, 9);
  });

  it('gives the network the values as they are', () => {
    const x = Float64Array.from({ length: sizeOf(model.x) }, (_, i) => Math.sin(i));
    const s = new Float64Array(sizeOf(model.s));
    model.summarise(x, s);
    expect(Array.from(s)).toEqual(Array.from(x));
    expect(entryNames(model.s)[9]).toBe('x1 at t = 0.2');
  });

  it('turns from one hill into a forest of needles as the window grows', () => {
    // Local maxima on 2001 nodes of F in 7..9, N = 8: 1 at T = 1 and 2, 113 to 430 at T = 6 (independent NumPy run).
    const maxima = (window: number, seed: number) => {
      const design = { ...defaultDesign, window };
      const model = lorenzModel(design);
      const x = new Float64Array(sizeOf(model.x));
      model.simulate([8], [1], new Random(seed, 0, 0), x);
      const lnL = Array.from({ length: 2001 }, (_, i) => model.logLikelihood?.([7 + i / 1000], [1], x) ?? 0);
      return lnL.filter((value, i) => i > 0 && i < 2000 && value > lnL[i - 1] && value > lnL[i + 1]).length;
    };
    for (const seed of [1, 2, 3]) {
      expect(maxima(1, seed)).toBe(1);
      expect(maxima(6, seed)).toBeGreaterThan(80);
    }
  });
});

describe('the climate record', () => {
  const model = lorenzModel(climateDesign);

  it('forgets its start: the mean of many records is the climate mean 2.335 of F = 8', () => {
    const x = new Float64Array(sizeOf(model.x));
    const s = new Float64Array(SUMMARY_NAMES.length);
    const random = new Random(4, 0, 0);
    let mean = 0;
    let variance = 0;
    for (let run = 0; run < 100; run++) {
      random.at(0, run);
      model.simulate([8], [0.5], random, x);
      model.summarise(x, s);
      mean += s[0] / 100;
      variance += s[1] / 100;
    }
    expect(Math.abs(mean - 2.335)).toBeLessThan(0.03);
    // Noise adds 0.25; the variance within 10 time units is a little below the climate's 3.637² = 13.2.
    expect(variance).toBeGreaterThan(12.4);
    expect(variance).toBeLessThan(13.5);
  });

  it('has no likelihood', () => {
    expect('logLikelihood' in model).toBe(false);
  });
});

describe('an observation for the page', () => {
  it.each([defaultDesign, climateDesign])('has the law of the simulator, with the states behind it', (design) => {
    const { x, picture } = observeLorenz(design, [8], [1], new Random(5, 2, 0));
    const model = lorenzModel(design);
    const again = new Float64Array(sizeOf(model.x));
    model.simulate([8], [1], new Random(5, 2, 0), again);
    expect(Array.from(x)).toEqual(Array.from(again));
    if (picture.kind !== 'field') throw new Error('not a field');
    expect(picture.value).toHaveLength(picture.time.length * picture.sites);
    const last = picture.value.slice(-picture.sites);
    // Noise of sd 1 lies between: the mean square of 8 or 40 residuals.
    const residual = last.reduce((sum, value, i) => sum + (x[x.length - picture.sites + i] - value) ** 2, 0);
    expect(residual / picture.sites).toBeGreaterThan(0.1);
    expect(residual / picture.sites).toBeLessThan(4);
  });

  it('is plotted through maps that undo one another', () => {
    const { plot, unplot } = pointsView(lorenz96, climateDesign);
    for (let j = 0; j < SUMMARY_NAMES.length; j++) expect(unplot?.(j, plot?.(j, 4.2) ?? 0)).toBeCloseTo(4.2, 12);
  });

  it('puts the climate of F = 8 near 0 and that of F = 10 near 1', () => {
    const model = lorenzModel(climateDesign);
    const { plot } = pointsView(lorenz96, climateDesign);
    const x = new Float64Array(sizeOf(model.x));
    const s = new Float64Array(SUMMARY_NAMES.length);
    for (const [F, level] of [
      [8, 0],
      [10, 1],
    ]) {
      const plotted = new Float64Array(s.length);
      for (let run = 0; run < 60; run++) {
        model.simulate([F], [1], new Random(6, 0, run), x);
        model.summarise(x, s);
        for (let j = 0; j < s.length; j++) plotted[j] += (plot?.(j, s[j]) ?? Number.NaN) / 60;
      }
      // A standard error is 0.1; ten time units bias the variances by 0.15 downwards.
      for (const value of plotted) expect(Math.abs(value - level)).toBeLessThan(0.4);
    }
  });
});
