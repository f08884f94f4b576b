import { describe, expect, it } from 'vitest';
import { cholesky, choleskySolve } from '../../math/linear.ts';
import { Random } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { cameraOf, PIXELS, READ_VARIANCE, SIDE } from './camera.ts';
import { FISHER_SD } from './golden.ts';
import { galaxyModel, galaxyOf, imageLogLikelihood, KNEE, takeImage } from './model.ts';
import { MOMENTS } from './moments.ts';
import { makeRenderer } from './render.ts';

const PIXEL_DESIGN = { exposure: 600, noise: 'normal', summaries: 'pixels' };
const camera = cameraOf(PIXEL_DESIGN);
const ETA = [0.7, 0.5, 0, 0, 1, 0.7];
const render = makeRenderer();

function meanImage(theta: readonly number[], eta: readonly number[]): Float64Array {
  const mu = new Float64Array(PIXELS);
  render(galaxyOf(theta, eta, camera), mu);
  return mu;
}

/** Sd of log10 of the light from the Fisher information of (log L, ln R_e, n, q, angle, x, y, sky, seeing) with Gaussian priors. */
function fisherSd(logMass: number): number {
  const at = [logMass - 0.2, Math.log(0.8), 1.5, ...ETA];
  const priorSd = [Infinity, 0.35, 1.155, 0.217, 0.907, 0.1, 0.1, 0.02, 0.05];
  const image = (p: readonly number[]): Float64Array => meanImage([p[0], Math.exp(p[1]), p[2]], p.slice(3));
  const mu = image(at);
  const steps = [1e-3, 1e-3, 1e-2, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3];
  const slopes = at.map((_, j) => {
    const [above, below] = [1, -1].map((sign) => image(at.map((v, k) => (k === j ? v + sign * steps[j] : v))));
    return above.map((v, i) => (v - below[i]) / (2 * steps[j]));
  });
  const information = slopes.map((a, j) =>
    slopes.map((b, k) => {
      const own = j === k ? priorSd[j] ** -2 : 0;
      return a.reduce((sum, v, i) => sum + (v * b[i]) / (mu[i] + READ_VARIANCE), own);
    }),
  );
  const first = at.map((_, j) => (j === 0 ? 1 : 0));
  return Math.sqrt(choleskySolve(cholesky(information), first)[0]);
}

describe('image with noise', () => {
  it.each(FISHER_SD)('log M* = %d: the light is known as well as the Fisher information says', (logMass, expected) => {
    expect(fisherSd(logMass) / expected).toBeGreaterThan(0.93);
    expect(fisherSd(logMass) / expected).toBeLessThan(1.08);
  });

  it('photon noise is as wide as the mass-to-light ratio, 0.1 dex, near log M* = 9.7', () => {
    expect(fisherSd(9.55)).toBeGreaterThan(0.1);
    expect(fisherSd(9.8)).toBeLessThan(0.1);
  });

  it.each(['normal', 'poisson'] as const)('%s: has the mean and the variance that it is said to', (noise) => {
    const mu = meanImage([10.3, 0.8, 1.5], ETA);
    const random = new Random(3, 0);
    const [peak, corner] = [15 * SIDE + 15, 0];
    const [atPeak, atCorner]: [number[], number[]] = [[], []];
    const out = new Float64Array(PIXELS);
    for (let i = 0; i < 4000; i++) {
      takeImage(mu, { noise }, random, out);
      atPeak.push(out[peak]);
      atCorner.push(out[corner]);
    }
    for (const [values, at] of [
      [atPeak, peak],
      [atCorner, corner],
    ] as const) {
      const expected = Math.sqrt(mu[at] + READ_VARIANCE);
      expect(Math.abs(mean(values) - mu[at]) / (expected / Math.sqrt(4000))).toBeLessThan(4);
      expect(Math.abs(sd(values) / expected - 1)).toBeLessThan(4 / Math.sqrt(8000));
    }
  });

  it('log likelihood is that of independent normal pixels', () => {
    const [mu, x] = [meanImage([10, 0.8, 1.5], ETA), meanImage([10.2, 0.7, 2], ETA)];
    const plain = mu.reduce((sum, m, i) => sum - (x[i] - m) ** 2 / (m + 25) / 2 - Math.log(m + 25) / 2, 0);
    expect(imageLogLikelihood(mu, x) / plain).toBeCloseTo(1, 12);
  });
});

describe('what the network is given', () => {
  it('pixels: the usual sky is 0, three sds of it asinh 1', () => {
    const model = galaxyModel(PIXEL_DESIGN);
    const out = new Float64Array(PIXELS);
    model.summarise(new Float64Array(PIXELS).fill(camera.sky + KNEE * camera.skySd), out);
    expect(out[7]).toBeCloseTo(Math.asinh(1), 12);
  });

  it('moments: ten numbers, which a higher sky leaves alone but for its own', () => {
    const model = galaxyModel({ ...PIXEL_DESIGN, summaries: 'moments' });
    const [low, high] = [new Float64Array(10), new Float64Array(10)];
    const x = meanImage([10.3, 0.8, 1.5], ETA);
    model.summarise(x, low);
    model.summarise(
      x.map((v) => v + 300),
      high,
    );
    MOMENTS.forEach((name, k) => {
      expect(high[k] - low[k]).toBeCloseTo(name === 'sky level' ? 300 / camera.skySd : 0, 9);
    });
  });

  it('moments: elongation along the horizontal is e1 > 0, along the diagonal e2 > 0', () => {
    const model = galaxyModel({ ...PIXEL_DESIGN, summaries: 'moments' });
    const out = new Float64Array(10);
    model.summarise(meanImage([10.3, 0.8, 1.5], [0.5, 0, 0, 0, 1, 0.7]), out);
    expect(out[5]).toBeGreaterThan(0.1);
    expect(Math.abs(out[6])).toBeLessThan(1e-9);
    model.summarise(meanImage([10.3, 0.8, 1.5], [0.5, Math.PI / 4, 0, 0, 1, 0.7]), out);
    expect(out[6]).toBeGreaterThan(0.1);
  });

  it('is finite for an image of nothing and for one of huge values', () => {
    for (const summaries of ['pixels', 'moments']) {
      const model = galaxyModel({ ...PIXEL_DESIGN, summaries });
      for (const value of [0, 1e12]) {
        const out = new Float64Array(summaries === 'pixels' ? PIXELS : 10);
        model.summarise(new Float64Array(PIXELS).fill(value), out);
        expect(out.every(Number.isFinite)).toBe(true);
      }
    }
  });
});
