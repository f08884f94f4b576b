/**
 * Ten numbers measured in an image, for a network without convolutions: light in three apertures, two sizes, shape,
 * concentration, and the sky's level and noise. The sky is the median beyond the largest aperture, and is taken off first.
 * Where the light is lost in the noise, every ratio goes to a finite number.
 */
import { PIXEL, PIXELS, SIDE, type Camera } from './camera.ts';

export const MOMENTS = [
  'light within 0.8"',
  'light within 1.6"',
  'light within 2.8"',
  'light-weighted radius',
  'Gaussian-weighted size',
  'ellipticity e1',
  'ellipticity e2',
  'concentration',
  'sky level',
  'sky scatter',
] as const;

export const APERTURES = [0.8, 1.6, 2.8] as const;
/** Sd of the weight of the second moments, arcsec. */
export const WEIGHT_SD = 0.8;
/** Of a normal law: sd over median absolute deviation. */
const SD_OVER_MAD = 1.4826;

/** Pixel centres: arcsec from the middle, to the right and up. */
function offsets(index: number): { readonly x: number; readonly y: number } {
  return {
    x: ((index % SIDE) - (SIDE - 1) / 2) * PIXEL,
    y: (Math.floor(index / SIDE) - (SIDE - 1) / 2) * PIXEL,
  };
}

interface Places {
  readonly radius: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  /** Pixels beyond the largest aperture. */
  readonly sky: readonly number[];
  /** Pixels of each aperture. */
  readonly counts: readonly number[];
}

function places(): Places {
  const all = Array.from({ length: PIXELS }, (_, i) => offsets(i));
  const radius = Float64Array.from(all, ({ x, y }) => Math.hypot(x, y));
  return {
    radius,
    x: Float64Array.from(all, ({ x }) => x),
    y: Float64Array.from(all, ({ y }) => y),
    weight: radius.map((r) => Math.exp(-(r * r) / (2 * WEIGHT_SD * WEIGHT_SD))),
    sky: Array.from(radius.keys()).filter((i) => radius[i] > APERTURES[2]),
    counts: APERTURES.map((edge) => radius.filter((r) => r <= edge).length),
  };
}

const PLACES = places();

/** Writes the ten numbers of image `x` [32 x 32, electrons] into `out`. */
export function measureMoments(x: Float64Array, { sky, skySd }: Camera, out: Float64Array): void {
  const { radius, weight, counts } = PLACES;
  const around = Float64Array.from(PLACES.sky, (i) => x[i]).sort();
  const level = middle(around);
  const scatter = SD_OVER_MAD * middle(around.map((v) => Math.abs(v - level)).sort());
  const light = [0, 0, 0];
  let outward = 0;
  let [whole, xx, yy, xy] = [0, 0, 0, 0];
  for (let i = 0; i < PIXELS; i++) {
    const v = x[i] - level;
    const r = radius[i];
    if (r <= APERTURES[2]) light[2] += v;
    if (r <= APERTURES[1]) {
      light[1] += v;
      outward += v * r;
    }
    if (r <= APERTURES[0]) light[0] += v;
    const w = weight[i] * v;
    whole += w;
    xx += w * PLACES.x[i] ** 2;
    yy += w * PLACES.y[i] ** 2;
    xy += w * PLACES.x[i] * PLACES.y[i];
  }
  const noise = counts.map((count) => skySd * Math.sqrt(count));
  // Never less than the noise of what it is a sum of, so that ratios stay finite.
  const above = (value: number, least: number): number => Math.sqrt(value * value + least * least);
  const size = above(xx + yy, noise[0] * WEIGHT_SD ** 2);
  for (let k = 0; k < 3; k++) out[k] = Math.asinh(light[k] / (2 * noise[k]));
  out[3] = outward / above(light[1], noise[1]);
  out[4] = (xx + yy) / above(whole, noise[0]);
  out[5] = (xx - yy) / size;
  out[6] = (2 * xy) / size;
  out[7] = light[0] / above(light[2], noise[2]);
  out[8] = (level - sky) / skySd;
  out[9] = scatter / skySd;
}

function middle(ascending: Float64Array): number {
  const half = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
}
