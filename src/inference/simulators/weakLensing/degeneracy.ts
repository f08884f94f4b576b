/**
 * The curve along which the power spectrum of given maps can hardly tell universes apart: at each Omega_m the sigma_8 whose
 * spectrum fits the band powers best (as those of Gaussian fields), and the exponent alpha of sigma_8 Omega_m^alpha that is
 * nearly constant on it. Nuisances stand at their fixed values or the medians of their priors. Under a mask the band powers are
 * blurred, which the curve neglects.
 */
import { slope } from '../../math/slope.ts';
import { quantile } from '../../priors/prior.ts';
import { lawInForce } from '../nuisanceLaw.ts';
import type { Degeneracy, Problem } from '../system.ts';
import { readDesign } from './design.ts';
import { summariserOf } from './model.ts';
import { mapsOf } from './mosaic.ts';
import { lensingRange } from './ridge.ts';
import { CLASSES, MODES, MULTIPOLES, NOISE_POWER, PIXELS } from './sky.ts';
import { pixelPower } from './spectrum.ts';
import { BANDS } from './summaries.ts';

const POINTS = 49;
/** Halvings of the interval of ln sigma_8: to 1e-4 of its width. */
const HALVINGS = 14;

/** Null where a prior is fixed, or no universe on the curve lies inside the priors. */
export function degeneracyCurve(problem: Problem, x: Float64Array): Degeneracy | null {
  if (problem.priors.matter.family === 'fixed' || problem.priors.sigma8.family === 'fixed') return null;
  const { mask, fields } = readDesign(problem.design);
  const [m, shift, alignment] = ['m', 'dz', 'AIA'].map((key) => {
    const law = lawInForce(problem.nuisances[key]);
    return law.family === 'fixed' ? law.value : quantile(law, 0.5);
  });
  const observed = new Float64Array(CLASSES);
  summariserOf(mask).classPowers(mapsOf(x), observed);
  const share = mask.reduce((sum, value) => sum + value, 0) / PIXELS;
  const power = new Float64Array(CLASSES);
  // Above zero where the spectrum of this universe is stronger than the observed one, each class weighed by what it tells.
  const excess = (matter: number, sigma8: number): number => {
    pixelPower({ matter, sigma8, shift, alignment }, power);
    let sum = 0;
    for (let c = 1; c < CLASSES; c++) {
      if (MULTIPOLES[c] < BANDS.lowest || MULTIPOLES[c] > BANDS.highest) continue;
      const signal = (1 + m) ** 2 * power[c];
      const expected = signal + NOISE_POWER;
      sum += ((MODES[c] * expected - observed[c] / (fields * share)) * signal) / (expected * expected);
    }
    return sum;
  };
  const [ofMatter, ofSigma8] = [lensingRange(problem, 'matter'), lensingRange(problem, 'sigma8')];
  const points: (readonly [number, number])[] = [];
  for (let i = 0; i < POINTS; i++) {
    const matter = ofMatter.low * (ofMatter.high / ofMatter.low) ** (i / (POINTS - 1));
    let { low, high } = ofSigma8;
    if (excess(matter, low) > 0 || excess(matter, high) < 0) continue;
    for (let k = 0; k < HALVINGS; k++) {
      const middle = Math.sqrt(low * high);
      if (excess(matter, middle) > 0) high = middle;
      else low = middle;
    }
    points.push([matter, Math.sqrt(low * high)]);
  }
  if (points.length < 3) return null;
  const alpha = -slope(
    points.map(([matter]) => Math.log(matter)),
    points.map(([, sigma8]) => Math.log(sigma8)),
  );
  return {
    axes: ['matter', 'sigma8'],
    label: `σ₈ Ωₘ^${alpha.toFixed(2)} nearly constant: the power spectrum hardly tells these universes apart (S₈ has Ωₘ^0.5)`,
    exact: false,
    points,
  };
}
