import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { networkSpec } from '../../study/networkSpec.ts';
import { defaultTraining } from '../../training/defaults.ts';
import { entryName } from '../dataShape.ts';
import { defaultProblem } from '../problem.ts';
import type { Problem } from '../system.ts';
import { curvesOfPulses } from './curves.ts';
import { SIZE, TIMES } from './design.ts';
import { fitRates } from './fit.ts';
import { geneDelay } from './index.ts';
import { type Rates, responses } from './kinetics.ts';

/** From a separate float64 implementation: a pulse of 60 min, d_m = ln 2 / 20, d_p = ln 2 / 60, alpha = 1, beta = 1/2, tau = 20. */
const GOLDEN = {
  t: [10, 20, 30, 60, 90, 120, 180, 240],
  m: [
    8.451111885843478, 14.426950408889635, 18.652506351811375, 25.24716321555686, 8.926220157721907, 3.1558954019446084,
    0.3944869252430756, 0.04931086565538578,
  ],
  p: [
    0, 0, 21.486363350020504, 224.86179588354182, 448.09562405687706, 453.4412937691286, 277.94183665149933,
    145.37356704661636,
  ],
};
const TRUE: Rates = { alpha: 1, beta: 0.5, mrnaHalfLife: 20, proteinHalfLife: 60, delay: 20 };
const THETA = [1, 0.5, 20, 60, 20];

function readings(rates: Rates): Float64Array {
  const x = new Float64Array(SIZE);
  curvesOfPulses()(rates, x);
  return x;
}

/** m(t) and p(t) of the pulse of 60 min, t one of the times of the readings. */
function atTime(rates: Rates, t: number): readonly [number, number] {
  const at = 2 * (TIMES.length + TIMES.indexOf(t));
  const x = readings(rates);
  return [x[at], x[at + 1]];
}

/** The relative noise is known: chains of one unknown less. */
function knownNoise(design: Problem['design']): Problem {
  const problem = defaultProblem(geneDelay, design);
  return { ...problem, nuisances: { ...problem.nuisances, f: { ...problem.nuisances.f, mode: 'fixed' } } };
}

describe('the curves', () => {
  it('have the values of the reference implementation', () => {
    GOLDEN.t.forEach((t, i) => {
      const [m, p] = atTime(TRUE, t);
      expect(m).toBeCloseTo(GOLDEN.m[i], 9);
      expect(p).toBeCloseTo(GOLDEN.p[i], 9);
    });
  });

  it('solve the equations: Runge-Kutta over the forcing of the delayed mRNA', () => {
    const rates = { ...TRUE, mrnaHalfLife: 17, delay: 13 };
    const dp = Math.LN2 / rates.proteinHalfLife;
    const dm = Math.LN2 / rates.mrnaHalfLife;
    const on = (t: number): number => (rates.alpha / dm) * (t > 0 ? 1 - Math.exp(-dm * t) : 0);
    const m = (t: number): number => on(t) - on(t - 60);
    const slope = (t: number, p: number): number => rates.beta * m(t - rates.delay) - dp * p;
    let p = 0;
    const step = 0.05;
    for (let i = 0; i < 200 / step; i++) {
      const t = i * step;
      const a = slope(t, p);
      const b = slope(t + step / 2, p + (step / 2) * a);
      const c = slope(t + step / 2, p + (step / 2) * b);
      const d = slope(t + step, p + step * c);
      p += (step / 6) * (a + 2 * b + 2 * c + d);
    }
    expect(p / atTime(rates, 200)[1]).toBeCloseTo(1, 5);
  });

  it('go over smoothly into those of equal half-lives', () => {
    const one = (mrnaHalfLife: number) => atTime({ ...TRUE, mrnaHalfLife }, 120)[1];
    expect(one(60 * (1 + 1e-5)) / one(60)).toBeCloseTo(1, 4);
    expect(one(60 * (1 + 1e-9)) / one(60)).toBeCloseTo(1, 8);
  });

  it('begin with the delay, wherever it falls between two readings', () => {
    const mrna = new Float64Array(6);
    const protein = new Float64Array(6);
    responses({ ...TRUE, delay: 20 }, 10, { mrna, protein });
    expect(Array.from(protein, (v) => v > 0)).toEqual([false, false, false, true, true, true]);
    responses({ ...TRUE, delay: 19.999 }, 10, { mrna, protein });
    expect(protein[2]).toBeGreaterThan(0);
    expect(protein[2]).toBeLessThan(1e-5);
  });
});

describe('a model that knows of no delay', () => {
  // Ratios of the fitted to the true alpha, beta, d_m, d_p, and the excess chi square of 180 noise-free readings.
  it.each([
    [5, [0.952, 0.895, 0.956, 0.904], 75],
    [10, [0.906, 0.772, 0.916, 0.792], 283],
    [20, [0.846, 0.531, 0.865, 0.543], 921],
    [30, [0.831, 0.344, 0.853, 0.296], 1568],
  ] as const)('is wrong by known factors for a delay of %i min', (delay, ratios, excess) => {
    const { rates, chiSquare } = fitRates(readings({ ...TRUE, delay }), false);
    const found = [
      rates.alpha / TRUE.alpha,
      rates.beta / TRUE.beta,
      TRUE.mrnaHalfLife / rates.mrnaHalfLife,
      TRUE.proteinHalfLife / rates.proteinHalfLife,
    ];
    ratios.forEach((ratio, j) => expect(Math.abs(found[j] - ratio)).toBeLessThan(0.02));
    expect(Math.abs(chiSquare / excess - 1)).toBeLessThan(0.02);
  });

  it('is not wrong of data without one; the model with a delay finds delay and rates', () => {
    expect(fitRates(readings({ ...TRUE, delay: 0 }), false).chiSquare).toBeLessThan(1e-8);
    const { rates, chiSquare } = fitRates(readings(TRUE), true);
    expect(chiSquare).toBeLessThan(1e-6);
    expect(rates.delay).toBeCloseTo(20, 3);
    expect(rates.beta).toBeCloseTo(0.5, 4);
  });
});

describe('the likelihood', () => {
  it('is that of the simulator: mean of the scores of a reading is zero, and its variance the stated one', () => {
    const model = geneDelay.model(geneDelay.defaultDesign);
    const random = new Random(3, 0);
    const x = new Float64Array(SIZE);
    const squares: number[] = [];
    const exact = readings(TRUE);
    for (let i = 0; i < 400; i++) {
      model.simulate(THETA, [0.1, 1], random, x);
      x.forEach((value, k) => {
        squares.push(((value - exact[k]) / Math.hypot(0.1 * exact[k], k % 2 === 0 ? 0.5 : 5)) ** 2);
      });
    }
    // 72,000 squares of standard normals: mean 1 with a standard error of .0053; five of them.
    expect(Math.abs(mean(squares) - 1)).toBeLessThan(0.027);
  });

  it('knows the gain by its product with the translation rate alone', () => {
    const design = { delay: true, gain: 'inferred', summaries: 'moments' };
    const model = geneDelay.model(design);
    const x = readings(TRUE);
    const at = (beta: number, gain: number) =>
      model.logLikelihood?.([1, beta, 20, 60, 20, gain], [0.1], x) ?? Number.NaN;
    expect(at(0.25, 2)).toBeCloseTo(at(0.5, 1), 9);
    expect(at(0.5, 1.1)).toBeLessThan(at(0.5, 1) - 1);
    const ridge = geneDelay.degeneracy?.(defaultProblem(geneDelay, design), x);
    ridge?.points.forEach(([beta, gain]) => expect(beta * gain).toBeCloseTo(0.5, 4));
    expect(ridge?.exact).toBe(true);
  });
});

describe('the reference posterior', () => {
  it('contains the truth, as wide as the information in the readings says', async () => {
    const problem = knownNoise(geneDelay.defaultDesign);
    const model = geneDelay.model(problem.design);
    const x = new Float64Array(SIZE);
    model.simulate(THETA, [0.1, 1], new Random(5, 0), x);
    const found = await geneDelay.reference({ problem, x, draws: 2000, random: new Random(1, 1) });
    if (found.kind === 'unavailable') throw new Error(found.reason);
    expect(found.label).toBe('mcmc');
    const logs = (values: ArrayLike<number>) => [...Array.from(values).slice(0, 4).map(Math.log), values[4]];
    // The Fisher information by differences of the mean; that in the variance is left out, and the priors are wide.
    const information = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    const slopes = THETA.map((_, j) => {
      const [up, down] = [1, -1].map((sign) => {
        const p = logs(THETA);
        p[j] += sign * 1e-5;
        const [alpha, beta, hm, hp] = p.slice(0, 4).map(Math.exp);
        return readings({ alpha, beta, mrnaHalfLife: hm, proteinHalfLife: hp, delay: p[4] });
      });
      return up.map((v, i) => (v - down[i]) / 2e-5);
    });
    const exact = readings(TRUE);
    for (let j = 0; j < 5; j++) {
      for (let k = 0; k < 5; k++) {
        exact.forEach((v, i) => {
          information[j][k] += (slopes[j][i] * slopes[k][i]) / ((0.1 * v) ** 2 + (i % 2 === 0 ? 0.25 : 25));
        });
      }
    }
    const cov = inverse(information);
    for (let j = 0; j < 5; j++) {
      const draws = Array.from({ length: 2000 }, (_, i) => logs(found.draws.subarray(5 * i, 5 * i + 5))[j]);
      const width = Math.sqrt(cov[j][j]);
      expect(Math.abs(mean(draws) - logs(THETA)[j]) / width).toBeLessThan(4);
      expect(sd(draws) / width).toBeGreaterThan(0.75);
      expect(sd(draws) / width).toBeLessThan(1.25);
    }
  }, 60_000);
});

/** Gauss-Jordan. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < n; i++) {
    const pivot = rows[i][i];
    rows[i] = rows[i].map((v) => v / pivot);
    rows.forEach((row, k) => {
      if (k !== i) rows[k] = row.map((v, j) => v - row[i] * rows[i][j]);
    });
  }
  return rows.map((row) => row.slice(n));
}

describe('what the network sees', () => {
  it('is what it was for studies that do not say it', () => {
    const { names } = geneDelay.model({ delay: true, gain: 'known' }).s as { names: readonly string[] };
    expect(names).toHaveLength(SIZE + 18);
  });

  it('can be the curves alone, which convolutions read along the time', () => {
    const design = { delay: true, gain: 'known', summaries: 'curves' };
    const model = geneDelay.model(design);
    const study = { problem: defaultProblem(geneDelay, design), training: defaultTraining(geneDelay, design), seed: 1 };
    expect(networkSpec(geneDelay, study).embedding).toMatchObject({
      kind: 'conv',
      dimensions: 1,
      input: { channels: 6, width: 30 },
    });
    const x = Float64Array.from({ length: SIZE }, (_, i) => i);
    const s = new Float64Array(SIZE);
    model.summarise(x, s);
    // The protein (1) of the pulse of 120 min (2) at the fifth time (4).
    expect(s[(4 * 3 + 2) * 2 + 1]).toBe(Math.asinh(x[(2 * 30 + 4) * 2 + 1] / 5));
    expect(entryName(model.s, (4 * 3 + 2) * 2 + 1)).toMatch(/protein, pulse of 120 min at 50/);
  });
});
