import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../math/special.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { type Prior, quantile } from '../priors/prior.ts';
import { asZ } from '../priors/space.ts';
import { TABLE_CELLS, TABLE_END, whiteningOf } from './quantileTable.ts';

const tabled: readonly Prior[] = [
  { family: 'uniform', low: -2, high: 5 },
  { family: 'logUniform', low: 1e-8, high: 1e3 },
  { family: 'beta', a: 2, b: 7 },
  { family: 'beta', a: 0.5, b: 0.5 },
  { family: 'beta', a: 300, b: 20 },
  { family: 'beta', a: 3, b: 2, low: 0.7 },
  { family: 'exponential', mean: 1e-12 },
  { family: 'exponential', mean: 2, low: 1, high: 5 },
  { family: 'gamma', shape: 0.3, scale: 2 },
  { family: 'gamma', shape: 30, scale: 0.1, low: 2 },
  { family: 'normal', mean: 1, sd: 0.1, low: 1.3 },
  { family: 'normal', mean: 0, sd: 1, low: 0 },
  { family: 'lognormal', mean: 2, sd: 3, low: 0.1, high: 50 },
  { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: 0.1 },
];

/** y(z) by the cubic between the knots, by another formula than the one of onnxPrior.ts. */
function cubic({ y, slope }: { readonly y: Float64Array; readonly slope: Float64Array }, z: number): number {
  const place = ((z + TABLE_END) * TABLE_CELLS) / (2 * TABLE_END);
  const k = Math.floor(place);
  const t = place - k;
  const step = (2 * TABLE_END) / TABLE_CELLS;
  return (
    (2 * t ** 3 - 3 * t ** 2 + 1) * y[k] +
    (t ** 3 - 2 * t ** 2 + t) * step * slope[k] +
    (3 * t ** 2 - 2 * t ** 3) * y[k + 1] +
    (t ** 3 - t ** 2) * step * slope[k + 1]
  );
}

const back = {
  identity: (y: number) => y,
  log: Math.exp,
  logit: (y: number) => 1 / (1 + Math.exp(-y)),
} as const;

describe('the table of a prior’s whitening', () => {
  it.each(tabled)('gives theta within 1e-8 of the prior’s width: %o', (prior) => {
    const whitening = whiteningOf(prior);
    if (whitening.kind !== 'table') throw new Error('expected a table');
    const exact = new JointPrior(['theta'], [prior]);
    const width = quantile(prior, 0.75) - quantile(prior, 0.25);
    for (let z = -5; z <= 5; z += 0.0137) {
      const oracle = exact.unwhiten(asZ(Float64Array.of(z)))[0];
      // Far out, the digits of theta itself, not of the width, are the last that there are.
      const allowed = 1e-8 * Math.max(width, Math.abs(oracle));
      expect(Math.abs(back[whitening.coordinate](cubic(whitening, z)) - oracle)).toBeLessThan(allowed);
    }
  });

  it.each(tabled)('rises with z: %o', (prior) => {
    const whitening = whiteningOf(prior);
    if (whitening.kind !== 'table') throw new Error('expected a table');
    for (let k = 1; k <= TABLE_CELLS; k++) expect(whitening.y[k]).toBeGreaterThanOrEqual(whitening.y[k - 1]);
    expect(Math.min(...whitening.slope)).toBeGreaterThan(0);
  });

  it('is not needed for a normal or a lognormal prior that is not cut', () => {
    const kind = 'linear';
    expect(whiteningOf({ family: 'normal', mean: 1, sd: 2 })).toEqual({ kind, coordinate: 'identity', mean: 1, sd: 2 });
    expect(whiteningOf({ family: 'lognormal', mean: 1, sd: 2 })).toEqual({ kind, coordinate: 'log', mean: 1, sd: 2 });
    expect(quantile({ family: 'lognormal', mean: 1, sd: 2 }, 0.9)).toBeCloseTo(
      Math.exp(1 + 2 * normalQuantile(0.9)),
      9,
    );
  });
});
