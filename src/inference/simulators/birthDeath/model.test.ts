import { describe, expect, it } from 'vitest';
import { chiSquaredSurvival } from '../../math/special.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { defaultDesign, SATURATION } from './design.ts';
import { ForwardFilter, forwardLogLikelihood } from './forward.ts';
import { birthDeath } from './index.ts';
import { birthDeathModel, observeBirthDeath } from './model.ts';
import { entryNames } from '../dataShape.ts';
import { pointsView } from '../testing/kinds.ts';

const THETA = [0.5, 0.6, 2];

describe('the model', () => {
  it('gives every observation of the page the law of the training data, detection and false counts included', () => {
    // Two-sample chi-square on (y_1, y_3) jointly: fails by chance once in 1,000 seeds.
    const design = { ...defaultDesign, n: 5, n0: 3 };
    const model = birthDeathModel(design);
    const random = new Random(5, STREAMS.simulation);
    const x = new Float64Array(5);
    const cells = 20;
    const counts = [new Float64Array(cells * cells), new Float64Array(cells * cells)];
    const cell = (y: Float64Array): number => Math.min(cells - 1, y[0]) * cells + Math.min(cells - 1, y[2]);
    for (let i = 0; i < 20_000; i++) {
      model.simulate(THETA, [0.7, 0.5], random, x);
      counts[0][cell(x)]++;
      counts[1][cell(observeBirthDeath(design, THETA, [0.7, 0.5], random).x)]++;
    }
    let statistic = 0;
    let bins = 0;
    let [inA, inB] = [0, 0];
    for (let i = 0; i < cells * cells; i++) {
      inA += counts[0][i];
      inB += counts[1][i];
      if (inA + inB < 40) continue;
      statistic += (inA - inB) ** 2 / (inA + inB);
      bins++;
      [inA, inB] = [0, 0];
    }
    expect(chiSquaredSurvival(statistic, bins - 1)).toBeGreaterThan(1e-3);
  });

  it('has the law that the forward filter assumes', () => {
    // Pearson's chi-square of the first count against the filter: fails by chance once in 1,000 seeds.
    const detection = { p: 0.6, kappa: 0.8 };
    const model = birthDeathModel({ ...defaultDesign, n: 5, n0: 6 });
    const random = new Random(6, STREAMS.simulation);
    const x = new Float64Array(5);
    const seen = new Float64Array(40);
    for (let i = 0; i < 20_000; i++) {
      model.simulate(THETA, [0.6, 0.8], random, x);
      seen[x[0]]++;
    }
    let statistic = 0;
    let bins = 0;
    for (let y = 0; y < 40; y++) {
      const filter = new ForwardFilter([y], 6, 1, detection, 100);
      const expected = 20_000 * Math.exp(filter.run({ lambda: 0.3, mu: 0.5, nu: 2 }).logLikelihood);
      if (expected < 10) continue;
      statistic += (seen[y] - expected) ** 2 / expected;
      bins++;
    }
    expect(chiSquaredSurvival(statistic, bins - 1)).toBeGreaterThan(1e-3);
  });

  it('reads the counts of the page off the path that it draws', () => {
    const { x, picture } = observeBirthDeath(defaultDesign, THETA, [1, 0], new Random(8, STREAMS.observation));
    if (picture.kind !== 'path') throw new Error('no path');
    for (let i = 0; i < 20; i++) {
      const at = picture.time.findLastIndex((t) => t <= i + 1);
      expect(x[i]).toBe(picture.value[at]);
    }
  });

  it('saturates where the population explodes, drops no run, and stays finite at the far ends of every prior', () => {
    const design = { ...defaultDesign, n: 60, dt: 5, n0: 50 };
    const model = birthDeathModel({ ...design, summaries: 'S3' });
    const random = new Random(4, STREAMS.simulation);
    const x = new Float64Array(60);
    const s = new Float64Array(9);
    for (const theta of [
      [3, 5, 50],
      [3, 1.1, 1e6],
      [100, 0, 1e-6],
      [1e-6, 5, 0],
      [0.02, 1e-9, 0.05],
    ]) {
      model.simulate(theta, [0.9, 1], random, x);
      model.summarise(x, s);
      expect([...x, ...s].every(Number.isFinite)).toBe(true);
      expect(x.every((y) => Number.isInteger(y) && y >= 0 && y <= SATURATION)).toBe(true);
    }
    const { x: seen, picture } = observeBirthDeath(design, [1, 2, 1], [1, 0], random);
    expect(seen[59]).toBe(SATURATION);
    expect(picture.kind === 'path' && picture.label).toMatch(/explodes/);
    expect(model.logLikelihood?.([1, 2, 1], [1, 0], seen)).toBeLessThan(0);
  });

  it('uses the forward filter for the likelihood as soon as detection is imperfect', () => {
    const model = birthDeathModel({ ...defaultDesign, n: 5 });
    const x = Float64Array.from([4, 3, 5, 6, 5]);
    const filtered = forwardLogLikelihood({ lambda: 0.3, mu: 0.5, nu: 2 }, { p: 0.7, kappa: 0.1 }, x, 5, 1);
    expect(model.logLikelihood?.(THETA, [0.7, 0.1], x)).toBe(filtered);
    const perfect = forwardLogLikelihood({ lambda: 0.3, mu: 0.5, nu: 2 }, { p: 1, kappa: 0 }, x, 5, 1);
    expect(model.logLikelihood?.(THETA, [1, 0], x)).toBeCloseTo(perfect, 9);
  });
});

describe('the system', () => {
  it('shows (lambda, mu, nu), a bijection of theta', () => {
    const shown = birthDeath.display(defaultDesign).map(({ value }) => value(THETA));
    expect(shown).toEqual([0.3, 0.5, 2]);
    expect(birthDeath.fromDisplay(shown, defaultDesign)).toEqual(THETA);
    const derived = birthDeath.derived(defaultDesign).map(({ value }) => value(THETA));
    expect(derived[0]).toBe(0.6);
    expect(derived[1]).toBeCloseTo(2 / 0.3, 14);
    expect(derived[2]).toBeCloseTo(Math.cbrt(0.3 * 0.5 * 2), 14);
  });

  it('says what the network sees, and has as many summaries as it says', () => {
    const sizes = { raw: 30, S1: 2, S2: 3, S3: 9 };
    for (const [summaries, size] of Object.entries(sizes)) {
      const design = { ...defaultDesign, summaries };
      expect(entryNames(birthDeath.model(design).s)).toHaveLength(size);
      expect(birthDeath.conditionsOn(design)).toMatch(/20 counts/);
    }
    expect(birthDeath.conditionsOn({ ...defaultDesign, summaries: 'S1' })).toBe('mean and variance of 20 counts (S1)');
  });

  it('draws the counts at their times', () => {
    const { series, allowed } = pointsView(birthDeath, { ...defaultDesign, n: 5, dt: 0.5 });
    expect(series[0]).toEqual({ name: 'counts', index: [0, 1, 2, 3, 4], at: [0.5, 1, 1.5, 2, 2.5] });
    expect(allowed).toEqual({ low: 0, high: SATURATION - 1, integer: true });
  });
});
