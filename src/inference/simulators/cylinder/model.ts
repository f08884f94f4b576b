/** Gauges of equal noise on the wall, with an offset that all have in common. */
import type { Design, Model } from '../system.ts';
import { anyReadings, withAnyReadings } from '../readings/anyReadings.ts';
import { linearFit, PYTHON_LINEAR_FIT } from '../readings/linearFit.ts';
import { summariseAs } from '../pythonSummaries.ts';
import { normalReadings } from '../readings/normalReadings.ts';
import { readDesign } from './design.ts';
import { influence } from './lame.ts';

/** What any number of readings tells of 1/(lambda + mu) and 1/mu at the usual pressure; the prior of the fit is a weak one. */
const FIT_NAMES = [
  'fitted 1/(λ + μ)',
  'fitted 1/μ',
  'ln scatter of 1/(λ + μ)',
  'ln scatter of 1/μ',
  'one with the other',
];
const USUAL_PRESSURE = 0.01;
const WEAK = { mean: [0.5, 1], sd: [2, 2] };

export function cylinderModel(design: Design): Model {
  const { radii, noise, pressureInferred } = readDesign(design);
  const names = radii.map((r, i) => (new Set(radii).size === 1 ? `gauge ${i + 1}` : `displacement at ${r} cm`));
  const influences = radii.map(influence);
  const any = anyReadings(design);
  const rows = influences.map((pair) => pair.map((value) => USUAL_PRESSURE * value));
  const noises = radii.map(() => noise);
  const model: Model = {
    x: { kind: 'vector', names },
    s: { kind: 'vector', names: any ? [...names, ...FIT_NAMES] : names },
    ...normalReadings(radii.length, {
      law(theta, eta, mean, variance) {
        const pressure = pressureInferred ? theta[2] : eta[1];
        const [first, second] = [pressure / (theta[0] + theta[1]), pressure / theta[1]];
        for (let i = 0; i < radii.length; i++) {
          mean[i] = first * influences[i][0] + second * influences[i][1] + eta[0];
          variance[i] = noise * noise;
        }
      },
    }),
    /** asinh in units of the noise: what stiffness does is a factor, what noise does a sum. */
    summarise(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.asinh(x[i] / noise);
      if (!any) return;
      const { mean, covariance } = linearFit(x, rows, noises, WEAK);
      const sds = [Math.sqrt(covariance[0][0]), Math.sqrt(covariance[1][1])];
      const fit = [...mean.map(Math.asinh), ...sds.map(Math.log), covariance[0][1] / (sds[0] * sds[1])];
      out.set(fit, x.length);
    },
    python: any
      ? { constants: { NOISE: noise, ROWS: rows.flat(), MEAN: WEAK.mean, SD: WEAK.sd }, code: PYTHON_ANY }
      : { constants: { NOISE: noise }, code: summariseAs('np.arcsinh(x / NOISE)') },
  };
  return any ? withAnyReadings(model) : model;
}

const PYTHON_ANY = `${PYTHON_LINEAR_FIT}


def summarise(x):
    """Readings x [n, gauges], NaN where there is none -> what the network is given [n, gauges + 5]."""
    mean, covariance = linear_fit(x, np.array(ROWS).reshape(-1, 2), np.full(x.shape[1], NOISE), MEAN, SD)
    sd = np.sqrt(np.einsum("nii->ni", covariance))
    both = covariance[:, 0, 1] / (sd[:, 0] * sd[:, 1])
    return np.column_stack([np.arcsinh(x / NOISE), np.arcsinh(mean), np.log(sd), both])`;
