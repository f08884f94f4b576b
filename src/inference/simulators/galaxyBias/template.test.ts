import { describe, expect, it } from 'vitest';
import { K, NORMALISATION, SPECTRA } from './golden.ts';
import { COSMOLOGY, matterPower, normalisation, TEMPLATES, transfer } from './template.ts';

describe('matter template', () => {
  it.each(TEMPLATES)('agrees with the reference implementation for %s', (template) => {
    const power = matterPower(template);
    K.forEach((k, i) => {
      expect(transfer(template, k) / SPECTRA[template].T[i]).toBeCloseTo(1, 11);
      expect(power(k) / SPECTRA[template].P[i]).toBeCloseTo(1, 11);
    });
  });

  it('has the normalisation of the reference implementation', () => {
    expect(normalisation('eisensteinHu') / NORMALISATION).toBeCloseTo(1, 11);
  });

  it.each(TEMPLATES)('gives sigma8 back on a grid of its own for %s', (template) => {
    // Simpson over 4000 intervals in ln k; the trapezoid under test is good to 1e-9.
    const power = matterPower(template);
    const [low, high, n] = [Math.log(1e-4), Math.log(50), 4000];
    let sum = 0;
    for (let i = 0; i <= n; i++) {
      const k = Math.exp(low + ((high - low) * i) / n);
      const x = 8 * k;
      const window = (3 * (Math.sin(x) - x * Math.cos(x))) / x ** 3;
      const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
      sum += (weight * k ** 3 * power(k) * window ** 2) / (2 * Math.PI ** 2);
    }
    expect(Math.sqrt((sum * (high - low)) / n / 3)).toBeCloseTo(COSMOLOGY.sigma8, 8);
  });

  it.each(TEMPLATES)('leaves the largest scales alone: T goes to 1 for %s', (template) => {
    expect(transfer(template, 1e-5)).toBeCloseTo(1, 2);
  });
});
