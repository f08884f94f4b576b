/**
 * The patch of sky: 10 by 10 degrees, flat, in 64 by 64 pixels; its Fourier modes, its noise and its mask. A mode stands at
 * frequencies (ky, kx); laws that treat both axes and both directions alike depend on |ky| and |kx| in either order, which
 * leaves 561 classes of the 4096 modes. Spectra are arrays over the classes, in steradians.
 */

export const SIDE = 64;
export const PIXELS = SIDE * SIDE;
export const FIELD_DEGREES = 10;
export const PIXEL_DEGREES = FIELD_DEGREES / SIDE;
const RADIAN = Math.PI / 180;
const PIXEL = PIXEL_DEGREES * RADIAN;
/** Of a pixel, steradians. */
export const PIXEL_AREA = PIXEL * PIXEL;

/** Galaxies per square arcminute, and the scatter of each component of their shapes. */
const GALAXIES = 20;
const SHAPE_NOISE = 0.26;
/** Variance of the noise of the convergence in a pixel. */
export const NOISE_VARIANCE = SHAPE_NOISE ** 2 / (GALAXIES * (PIXEL_DEGREES * 60) ** 2);
/** The same as a white spectrum, steradians. */
export const NOISE_POWER = NOISE_VARIANCE * PIXEL_AREA;

const HALF = SIDE / 2;
export const CLASSES = ((HALF + 1) * (HALF + 2)) / 2;

/** Class of each mode, in the order of the transform [ky, kx]; class 0 is the mean. */
export const CLASS_OF: Uint16Array = Uint16Array.from({ length: PIXELS }, (_, i) => {
  const fold = (k: number) => Math.min(k, SIDE - k);
  const ky = fold(Math.floor(i / SIDE));
  const kx = fold(i % SIDE);
  const larger = Math.max(ky, kx);
  return (larger * (larger + 1)) / 2 + Math.min(ky, kx);
});

/** Modes of each class. */
export const MODES: Float64Array = new Float64Array(CLASSES);
for (const c of CLASS_OF) MODES[c]++;

/** |ky| >= |kx| of each class, cycles per field. */
const FREQUENCIES = Array.from({ length: CLASSES }, (_, c) => {
  let larger = 0;
  while (((larger + 1) * (larger + 2)) / 2 <= c) larger++;
  return [larger, c - (larger * (larger + 1)) / 2] as const;
});

/** Multipole |l| of each class. */
export const MULTIPOLES: Float64Array = Float64Array.from(
  FREQUENCIES,
  ([ky, kx]) => (2 * Math.PI * Math.hypot(ky, kx)) / (FIELD_DEGREES * RADIAN),
);

/** What averaging over a square pixel leaves of the power of each class. */
export const PIXEL_WINDOW: Float64Array = Float64Array.from(FREQUENCIES, ([ky, kx]) => {
  const sinc = (k: number) => (k === 0 ? 1 : Math.sin((Math.PI * k) / SIDE) / ((Math.PI * k) / SIDE));
  return (sinc(ky) * sinc(kx)) ** 2;
});

/** Factor on the amplitude of each class from smoothing by a Gaussian. @param sd pixels */
export function smoothing(sd: number): Float64Array {
  return MULTIPOLES.map((l) => Math.exp(-((l * sd * PIXEL) ** 2) / 2));
}

/** Sd of the noise of an unmasked map after smoothing. */
export function smoothedNoise(factor: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < CLASSES; c++) sum += MODES[c] * factor[c] ** 2;
  return Math.sqrt((NOISE_VARIANCE * sum) / PIXELS);
}

/** Pixels around the edge that the mask covers. */
export const BORDER = 2;
/** Discs that the mask covers, as bright stars do: their centres, degrees from the lower left corner. */
export const DISCS: readonly (readonly [number, number])[] = [
  [2.1, 7.6],
  [4.4, 2.2],
  [8.2, 8.7],
  [7.1, 4.6],
  [1.5, 3.4],
  [5.0, 6.4],
];
export const DISC_RADIUS = 0.5;

/** 1 where the sky is seen, 0 under the mask; [64, 64], row 0 at the bottom. */
export const SURVEY: Uint8Array = Uint8Array.from({ length: PIXELS }, (_, i) => {
  const row = Math.floor(i / SIDE);
  const column = i % SIDE;
  const inside = (k: number) => k >= BORDER && k < SIDE - BORDER;
  if (!inside(row) || !inside(column)) return 0;
  const x = (column + 0.5) * PIXEL_DEGREES;
  const y = (row + 0.5) * PIXEL_DEGREES;
  return DISCS.every(([atX, atY]) => Math.hypot(x - atX, y - atY) > DISC_RADIUS) ? 1 : 0;
});

export const WHOLE_SKY: Uint8Array = new Uint8Array(PIXELS).fill(1);
