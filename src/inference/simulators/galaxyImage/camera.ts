/**
 * The camera and the galaxy's distance: from the light of a galaxy to the electrons that it leaves in an exposure, and the
 * numbers that fix an image. One band (i), redshift 0.5; no correction for the shift of the spectrum is made.
 */
import type { Design } from '../system.ts';

/** Pixels a side, and their size in arcsec. */
export const SIDE = 32;
export const PIXEL = 0.2;
/** Half of the image's side, arcsec. */
export const HALF = (SIDE * PIXEL) / 2;
export const PIXELS = SIDE * SIDE;

/** Distance modulus at redshift 0.5. */
const DISTANCE_MODULUS = 42.26;
/** Magnitude of the sun in i. */
const SUN = 4.58;
/** Magnitude that leaves an electron a second. */
export const ZERO_POINT = 27;
/** Magnitude of a square arcsecond of sky. */
const SKY_BRIGHTNESS = 20.5;
/** Variance of the read noise, electrons^2 a pixel. */
export const READ_VARIANCE = 25;
export const DEFAULT_EXPOSURE = 600;

/** What the network is given: the pixels, for a convolutional network, or ten numbers measured in them. */
export type Seen = 'pixels' | 'moments';
export type NoiseLaw = 'normal' | 'poisson';

export interface Camera {
  /** Seconds. */
  readonly exposure: number;
  /** Electrons a pixel of the usual sky. */
  readonly sky: number;
  /** Sd of a pixel that shows the usual sky alone. */
  readonly skySd: number;
  readonly noise: NoiseLaw;
  readonly seen: Seen;
}

export function cameraOf(design: Design): Camera {
  const exposure = Number(design.exposure);
  const sky = exposure * PIXEL * PIXEL * 10 ** (0.4 * (ZERO_POINT - SKY_BRIGHTNESS));
  return {
    exposure,
    sky,
    skySd: Math.sqrt(sky + READ_VARIANCE),
    noise: design.noise === 'poisson' ? 'poisson' : 'normal',
    seen: design.summaries === 'moments' ? 'moments' : 'pixels',
  };
}

/** Electrons of the whole galaxy of luminosity 10^logL suns. */
export function electronsOf(logL: number, exposure: number): number {
  const apparent = SUN - 2.5 * logL + DISTANCE_MODULUS;
  return exposure * 10 ** (0.4 * (ZERO_POINT - apparent));
}
