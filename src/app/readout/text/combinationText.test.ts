import { describe, expect, it } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import { weakLensing } from '../../../inference/simulators/weakLensing/index.ts';
import { combinationText } from './combinationText.ts';

const { combination } = weakLensing;
const quantities = weakLensing.display(weakLensing.defaultDesign);

/** ln sigma_8 = -alpha ln Omega_m + noise. */
function draws(alpha: number, noise: number): Float64Array {
  const random = new Random(1, 0);
  const theta = new Float64Array(2 * 4000);
  for (let i = 0; i < 4000; i++) {
    const u = 0.3 * random.normal();
    theta.set([0.3 * Math.exp(u), 0.8 * Math.exp(-alpha * u + noise * random.normal())], 2 * i);
  }
  return theta;
}

describe('combinationText', () => {
  it('names the exponent that the draws have, and how well each is known', () => {
    if (combination === undefined) throw new Error('none');
    const text = combinationText(combination, quantities, draws(0.55, 0.01), 2);
    expect(text).toBe(
      'What these data fix best is σ₈ Ωₘ^0.55, to ±1.0 %; σ₈ alone is known to ±17 %. Usually the exponent 0.5 is taken: S₈, ±1.8 %.',
    );
  });

  it('says nothing of a posterior without such a combination', () => {
    if (combination === undefined) throw new Error('none');
    expect(combinationText(combination, quantities, draws(0.2, 0.1), 2)).toBeNull();
  });
});
