import { describe, expect, it } from 'vitest';
import { SquareFft } from '../../math/fft.ts';
import { gridMoments } from '../../math/grid.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { slope } from '../../math/slope.ts';
import { defaultProblem } from '../problem.ts';
import type { Design, Problem } from '../system.ts';
import { sizeOf } from '../dataShape.ts';
import { degeneracyCurve } from './degeneracy.ts';
import { GOLDEN } from './golden.ts';
import { weakLensing } from './index.ts';
import { gaussianLogLikelihood, lensingModel, summariserOf } from './model.ts';
import { mapsOf } from './mosaic.ts';
import { exactGrid, lensingReference, syntheticGrid } from './reference.ts';
import { lensingRidge } from './ridge.ts';
import { CLASSES, CLASS_OF, MODES, NOISE_POWER, PIXEL_AREA, PIXELS, SIDE, WHOLE_SKY } from './sky.ts';
import { pixelPower } from './spectrum.ts';

const GAUSSIAN: Design = { seen: 'spectrum', fields: '1', law: 'gaussian', mask: false };
const ETA = [0, 0, 0] as const;

/** Of these settings, every nuisance fixed at zero. */
function fixedProblem(design: Design): Problem {
  const problem = defaultProblem(weakLensing, design);
  const nuisances = Object.fromEntries(
    Object.entries(problem.nuisances).map(([key, setting]) => [key, { ...setting, mode: 'fixed' as const, value: 0 }]),
  );
  return { ...problem, nuisances };
}

function simulated(design: Design, theta: readonly number[], index = 0): Float64Array {
  const model = lensingModel(design);
  const x = new Float64Array(sizeOf(model.x));
  model.simulate(theta, ETA, new Random(3, STREAMS.observation, index), x);
  return x;
}

/** Of raw data, where it is known. */
function likelihoodOf(design: Design) {
  const model = lensingModel(design);
  return (theta: readonly number[], eta: readonly number[], x: Float64Array): number => {
    const value = model.logLikelihood?.(theta, eta, x);
    if (value === undefined) throw new Error('The likelihood is not known.');
    return value;
  };
}

const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the likelihood of Gaussian maps', () => {
  it('is that of independent modes, of which half a plane counts', () => {
    const x = simulated(GAUSSIAN, [0.3, 0.8]);
    const [re, im] = [x.slice(), new Float64Array(PIXELS)];
    new SquareFft(SIDE).forward(re, im);
    const half = SIDE / 2;
    const direct = (matter: number, sigma8: number, m: number) => {
      const power = new Float64Array(CLASSES);
      pixelPower({ matter, sigma8, shift: 0.01, alignment: 0.5 }, power);
      let sum = 0;
      for (let iy = 0; iy <= half; iy++) {
        for (let ix = 0; ix < SIDE; ix++) {
          const i = iy * SIDE + ix;
          const own = iy % half === 0 && ix % half === 0;
          if (i === 0 || (iy % half === 0 && ix > half)) continue;
          const C = (1 + m) ** 2 * power[CLASS_OF[i]] + NOISE_POWER;
          const P = ((re[i] ** 2 + im[i] ** 2) * PIXEL_AREA) / PIXELS;
          sum -= (own ? 0.5 : 1) * (Math.log(C) + P / C);
        }
      }
      return sum;
    };
    const logLikelihood = likelihoodOf(GAUSSIAN);
    const wanted = direct(0.35, 0.75, 0.03) - direct(0.3, 0.8, 0);
    expect(
      logLikelihood([0.35, 0.75], [0.03, 0.01, 0.5], x) - logLikelihood([0.3, 0.8], [0, 0.01, 0.5], x),
    ).toBeCloseTo(wanted, 6);
  });

  it('has the Fisher information of a separate computation', () => {
    const lnC = (matter: number, sigma8: number) => {
      const power = new Float64Array(CLASSES);
      pixelPower({ matter, sigma8, shift: 0, alignment: 0 }, power);
      return power.map((value) => Math.log(value + NOISE_POWER));
    };
    const h = 1e-4;
    const by = [
      [lnC(0.3 * Math.exp(h), 0.8), lnC(0.3 * Math.exp(-h), 0.8)],
      [lnC(0.3, 0.8 * Math.exp(h)), lnC(0.3, 0.8 * Math.exp(-h))],
    ].map(([up, down]) => up.map((value, c) => (value - down[c]) / (2 * h)));
    const F = (i: number, j: number) => by[i].reduce((sum, value, c) => sum + 0.5 * MODES[c] * value * by[j][c], 0);
    const determinant = F(0, 0) * F(1, 1) - F(0, 1) ** 2;
    const { sdLnMatter, sdLnSigma8, correlation, alpha } = GOLDEN.fisher;
    expect(Math.sqrt(F(1, 1) / determinant) / sdLnMatter).toBeCloseTo(1, 2);
    expect(Math.sqrt(F(0, 0) / determinant) / sdLnSigma8).toBeCloseTo(1, 2);
    expect(-F(0, 1) / Math.sqrt(F(0, 0) * F(1, 1))).toBeCloseTo(correlation, 4);
    expect(F(0, 1) / F(1, 1)).toBeCloseTo(alpha, 3);
  });

  it('is only there where it is known', () => {
    expect('logLikelihood' in lensingModel({ ...GAUSSIAN, mask: true })).toBe(false);
    expect('logLikelihood' in lensingModel({ ...GAUSSIAN, law: 'lognormal' })).toBe(false);
  });
});

describe('the exact reference', () => {
  const design = { ...GAUSSIAN, fields: '4' };
  const problem = fixedProblem(design);

  it('fixes sigma_8 Omega_m^0.5 or so, and covers the truth', () => {
    const scores: number[] = [];
    for (let k = 0; k < 4; k++) {
      const x = simulated(design, [0.3, 0.8], k);
      const answer = lensingReference({ problem, x, draws: 1000, random: new Random(1, 0) });
      if (answer.kind !== 'reference') throw new Error('no reference');
      expect(answer.label).toBe('exact');
      const [matter, sigma8] = [0, 1].map((j) => answer.draws.filter((_, i) => i % 2 === j));
      expect(Math.abs(slope(matter.map(Math.log), sigma8.map(Math.log)) + GOLDEN.fisher.alpha)).toBeLessThan(0.1);
      // t = 0 at the truth.
      const t = matter.map((value, i) => Math.log(sigma8[i] / 0.8) + 0.53 * Math.log(value / 0.3));
      scores.push(average(t) / Math.sqrt(average(t.map((value) => (value - average(t)) ** 2))));
    }
    expect(Math.abs(scores.reduce((sum, z) => sum + z) / Math.sqrt(scores.length))).toBeLessThan(3);
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(3.5);
  });

  it('has the density of a plain grid over Omega_m and sigma_8', () => {
    const x = simulated(design, [0.3, 0.8]);
    const answer = lensingReference({ problem, x, draws: 20_000, random: new Random(1, 0) });
    if (answer.kind !== 'reference') throw new Error('no reference');
    const powers = new Float64Array(CLASSES);
    summariserOf(WHOLE_SKY).classPowers(mapsOf(x), powers);
    const axes = [
      Float64Array.from({ length: 41 }, (_, i) => 0.1 + i / 80),
      Float64Array.from({ length: 181 }, (_, i) => 0.4 + i / 200),
    ];
    const plain = Float64Array.from({ length: 41 * 181 }, (_, i) => {
      const universe = { matter: axes[0][Math.floor(i / 181)], sigma8: axes[1][i % 181], shift: 0, alignment: 0 };
      return gaussianLogLikelihood(universe, 0, powers, 4);
    });
    const { mean, sd } = gridMoments(axes, plain);
    [0, 1].forEach((j) => {
      const values = answer.draws.filter((_, i) => i % 2 === j);
      const centre = average(values);
      expect(Math.abs(centre - mean[j]) / sd[j]).toBeLessThan(0.05);
      const spread = Math.sqrt(average(values.map((value) => (value - centre) ** 2)));
      expect(spread / sd[j]).toBeCloseTo(1, 1);
    });
  });
});

describe('the approximate reference', () => {
  it('of band powers of Gaussian maps is nearly the exact one', () => {
    const design = { ...GAUSSIAN, fields: '4' };
    const problem = fixedProblem(design);
    const ridge = lensingRidge(problem);
    const x = simulated(design, [0.3, 0.8]);
    const [exact, synthetic] = [
      exactGrid(problem, ETA, x, ridge),
      syntheticGrid(problem, x, ridge, 2700, new Random(1, STREAMS.reference)),
    ].map((grid) => {
      if (grid === null) throw new Error('no mass');
      return gridMoments(grid.axes, grid.logDensity);
    });
    expect(Math.abs(synthetic.mean[0] - exact.mean[0]) / exact.sd[0]).toBeLessThan(0.7);
    expect(synthetic.sd[0] / exact.sd[0]).toBeGreaterThan(0.8);
    expect(synthetic.sd[0] / exact.sd[0]).toBeLessThan(1.4);
  }, 240_000);
});

describe('the curve of the degeneracy', () => {
  it.each<[string, Design]>([
    ['Gaussian', GAUSSIAN],
    ['lognormal under the mask', { ...weakLensing.defaultDesign }],
  ])('passes near the truth with the known exponent: %s', (_, design) => {
    const curve = degeneracyCurve(fixedProblem(design), simulated(design, [0.3, 0.8]));
    if (curve === null) throw new Error('no curve');
    const nearest = curve.points.reduce((best, point) =>
      Math.abs(point[0] - 0.3) < Math.abs(best[0] - 0.3) ? point : best,
    );
    expect(Math.abs(nearest[1] - 0.8)).toBeLessThan(0.05);
    const alpha = -slope(
      curve.points.map(([matter]) => Math.log(matter)),
      curve.points.map(([, sigma8]) => Math.log(sigma8)),
    );
    expect(Math.abs(alpha - 0.53)).toBeLessThan(0.1);
  });
});

describe('the simulator', () => {
  it('refuses a universe outside of the fit, with its bounds', () => {
    expect(() => simulated(GAUSSIAN, [0.7, 0.8])).toThrow(/Ωₘ is 0.7; .* from 0.1 to 0.6/);
    expect(() => simulated(GAUSSIAN, [0.3, 1.4])).toThrow(/σ₈ is 1.4; .* from 0.4 to 1.3/);
  });

  it('has the likelihood that its maps are drawn from: the true universe is more probable than others', () => {
    const x = simulated({ ...GAUSSIAN, fields: '4' }, [0.3, 0.8]);
    const logLikelihood = likelihoodOf({ ...GAUSSIAN, fields: '4' });
    for (const other of [
      [0.3, 0.9],
      [0.3, 0.7],
      [0.2, 0.8],
      [0.45, 0.8],
    ]) {
      expect(logLikelihood([0.3, 0.8], ETA, x)).toBeGreaterThan(logLikelihood(other, ETA, x));
    }
  });
});
