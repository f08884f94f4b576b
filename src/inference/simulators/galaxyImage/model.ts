/**
 * From theta and eta to the pixels, what the network is given of them, and the likelihood of an image. A pixel is
 * Normal(mu, mu + 25) by default: photons and read noise; or a Poisson count of photons with normal read noise.
 */
import type { Random } from '../../math/random.ts';
import type { ImageShape } from '../dataShape.ts';
import type { Design, Model, PythonSummaries } from '../system.ts';
import { summariseAs } from '../pythonSummaries.ts';
import { type Camera, cameraOf, electronsOf, PIXELS, READ_VARIANCE, SIDE } from './camera.ts';
import { APERTURES, measureMoments, MOMENTS, WEIGHT_SD } from './moments.ts';
import { type Galaxy, makeRenderer } from './render.ts';

/** A pixel is given to the network in units of this many sds of the sky, on a scale that is linear below and logarithmic above. */
export const KNEE = 3;

export const IMAGE: ImageShape = { kind: 'image', channels: ['electrons'], height: SIDE, width: SIDE };
const SEEN: ImageShape = { ...IMAGE, channels: ['asinh of electrons above the usual sky'] };

/** theta = (log L, R_e, n), eta = (q, angle, x0, y0, sky, fwhm); sky is a factor. */
export function galaxyOf(
  theta: ArrayLike<number>,
  eta: ArrayLike<number>,
  { exposure, sky }: Pick<Camera, 'exposure' | 'sky'>,
): Galaxy {
  return {
    electrons: electronsOf(theta[0], exposure),
    radius: theta[1],
    n: theta[2],
    q: eta[0],
    angle: eta[1],
    x0: eta[2],
    y0: eta[3],
    sky: sky * eta[4],
    fwhm: eta[5],
  };
}

/** Writes the image that a camera takes of expected electrons `mu` into `out`. */
export function takeImage(mu: Float64Array, { noise }: Pick<Camera, 'noise'>, random: Random, out: Float64Array): void {
  for (let i = 0; i < PIXELS; i++) {
    out[i] =
      noise === 'poisson'
        ? random.poisson(mu[i]) + Math.sqrt(READ_VARIANCE) * random.normal()
        : mu[i] + Math.sqrt(mu[i] + READ_VARIANCE) * random.normal();
  }
}

/** ln p(x | mu) of the normal law, up to a constant. For the Poisson law its limit of many electrons: the sky alone has thousands. */
export function imageLogLikelihood(mu: Float64Array, x: Float64Array): number {
  let sum = 0;
  // Logarithms of products of eight: a logarithm costs more than the rest.
  let product = 1;
  for (let i = 0; i < PIXELS; i++) {
    const variance = mu[i] + READ_VARIANCE;
    const left = x[i] - mu[i];
    sum -= (left * left) / variance;
    product *= variance;
    if ((i & 7) === 7) {
      sum -= Math.log(product);
      product = 1;
    }
  }
  return sum / 2;
}

export function galaxyModel(design: Design): Model {
  const camera = cameraOf(design);
  const render = makeRenderer();
  const mu = new Float64Array(PIXELS);
  const unit = KNEE * camera.skySd;
  const logLikelihood: Model['logLikelihood'] = (theta, eta, x) => {
    render(galaxyOf(theta, eta, camera), mu);
    return imageLogLikelihood(mu, x);
  };
  return {
    x: IMAGE,
    s: camera.seen === 'moments' ? { kind: 'vector', names: MOMENTS } : SEEN,
    simulate(theta, eta, random, out) {
      render(galaxyOf(theta, eta, camera), mu);
      takeImage(mu, camera, random, out);
    },
    summarise(x, out) {
      if (camera.seen === 'moments') measureMoments(x, camera, out);
      else for (let i = 0; i < PIXELS; i++) out[i] = Math.asinh((x[i] - camera.sky) / unit);
    },
    ...(camera.seen === 'pixels'
      ? {
          pixels: (x) => ({
            of: Uint32Array.from({ length: PIXELS }, (_, i) => i),
            slope: x.map((value) => 1 / (unit * Math.hypot(1, (value - camera.sky) / unit))),
          }),
        }
      : {}),
    python: camera.seen === 'moments' ? pythonMoments(camera) : pythonPixels(camera.sky, unit),
    ...(camera.noise === 'normal' ? { logLikelihood } : {}),
    sufficient: camera.seen === 'pixels',
  };
}

function pythonPixels(sky: number, unit: number): PythonSummaries {
  return { constants: { SKY: sky, UNIT: unit }, code: summariseAs('np.arcsinh((x - SKY) / UNIT)') };
}

function pythonMoments({ sky, skySd }: Camera): PythonSummaries {
  return {
    constants: { SKY: sky, SKY_SD: skySd, APERTURES: [...APERTURES], WEIGHT_SD },
    code: `def summarise(x):
    """Images x [n, 32 * 32] in electrons -> ten numbers measured in each [n, 10], what the network is given."""
    at = (np.arange(32) - 15.5) * 0.2
    across, up = np.tile(at, 32), np.repeat(at, 32)
    radius = np.hypot(across, up)
    around = x[:, radius > APERTURES[2]]
    level = np.median(around, axis=1)
    scatter = 1.4826 * np.median(np.abs(around - level[:, None]), axis=1)
    v = x - level[:, None]
    light = [v[:, radius <= edge].sum(axis=1) for edge in APERTURES]
    noise = [SKY_SD * np.sqrt((radius <= edge).sum()) for edge in APERTURES]
    near = radius <= APERTURES[1]
    w = v * np.exp(-radius**2 / (2 * WEIGHT_SD**2))
    xx, yy, xy = w @ across**2, w @ up**2, w @ (across * up)
    size = np.hypot(xx + yy, noise[0] * WEIGHT_SD**2)
    return np.stack(
        [np.arcsinh(flux / (2 * sd)) for flux, sd in zip(light, noise)]
        + [
            v[:, near] @ radius[near] / np.hypot(light[1], noise[1]),
            (xx + yy) / np.hypot(w.sum(axis=1), noise[0]),
            (xx - yy) / size,
            2 * xy / size,
            light[0] / np.hypot(light[2], noise[2]),
            (level - SKY) / SKY_SD,
            scatter / SKY_SD,
        ],
        axis=1,
    )`,
  };
}
