/**
 * Named summaries of one or several maps of the same sky, pooled over the maps: logarithms of eight band powers, counts of peaks
 * by their height, and variance and skewness after smoothing. A map stands as the real, another as the imaginary part of one
 * complex array: one transform serves two.
 */
import { SquareFft } from '../../math/fft.ts';
import { CLASS_OF, CLASSES, MODES, MULTIPOLES, PIXEL_AREA, PIXELS, SIDE, smoothedNoise, smoothing } from './sky.ts';

/** Bands of equal width in ln l. */
export const BANDS = { count: 8, lowest: 50, highest: 1100 } as const;
/** Bins of equal width of the height of a peak, in sd of the noise; the last has no end. */
export const PEAKS = { count: 8, lowest: -1, highest: 5, smoothing: 1.5 } as const;
/** Sd of the smoothing before variance and skewness, pixels. */
export const MOMENT_SMOOTHINGS = [1, 2] as const;
/** Added to a band power before the logarithm, steradians: of no effect but on a map without any. */
export const POWER_FLOOR = 1e-16;
/** Added to a variance, likewise. */
export const VARIANCE_FLOOR = 1e-12;

export const BAND_EDGES: readonly number[] = Array.from(
  { length: BANDS.count + 1 },
  (_, b) => BANDS.lowest * (BANDS.highest / BANDS.lowest) ** (b / BANDS.count),
);
export const PEAK_WIDTH = (PEAKS.highest - PEAKS.lowest) / PEAKS.count;

export const BAND_NAMES: readonly string[] = Array.from(
  { length: BANDS.count },
  (_, b) => `ln power, l ${BAND_EDGES[b].toFixed(0)} to ${BAND_EDGES[b + 1].toFixed(0)}`,
);
const PEAK_NAMES = Array.from({ length: PEAKS.count }, (_, b) => {
  const low = PEAKS.lowest + b * PEAK_WIDTH;
  return b === PEAKS.count - 1 ? `root of peaks above ${low}` : `root of peaks ${low} to ${low + PEAK_WIDTH}`;
});
const MOMENT_NAMES = MOMENT_SMOOTHINGS.flatMap((sd) => [`ln variance, ${sd} px`, `skewness, ${sd} px`]);
export const NAMED: readonly string[] = [...BAND_NAMES, ...PEAK_NAMES, ...MOMENT_NAMES];

/** Band of each class of modes, -1 for none. */
const BAND_OF = Int8Array.from(MULTIPOLES, (l) => {
  const b = Math.floor((BANDS.count * Math.log(l / BANDS.lowest)) / Math.log(BANDS.highest / BANDS.lowest));
  return l > 0 && b >= 0 && b < BANDS.count ? b : -1;
});
const BAND_MODES = new Float64Array(BANDS.count);
BAND_OF.forEach((b, c) => {
  if (b >= 0) BAND_MODES[b] += MODES[c];
});

const PEAK_FACTOR = smoothing(PEAKS.smoothing);
/** Sd of the noise of a map smoothed for its peaks: their heights are in these. */
export const PEAK_NOISE: number = smoothedNoise(PEAK_FACTOR);
const MOMENT_FACTORS = MOMENT_SMOOTHINGS.map(smoothing);

const NEIGHBOURS = [-SIDE - 1, -SIDE, -SIDE + 1, -1, 1, SIDE - 1, SIDE, SIDE + 1] as const;

export class Summariser {
  readonly #mask: Uint8Array;
  /** Pixels that are seen with all their neighbours. */
  readonly #interior: Uint16Array;
  readonly #seen: number;
  readonly #fft = new SquareFft(SIDE);
  readonly #re = new Float64Array(PIXELS);
  readonly #im = new Float64Array(PIXELS);
  readonly #smoothRe = new Float64Array(PIXELS);
  readonly #smoothIm = new Float64Array(PIXELS);
  readonly #powers = new Float64Array(CLASSES);

  constructor(mask: Uint8Array) {
    this.#mask = mask;
    this.#seen = mask.reduce((sum, value) => sum + value, 0);
    const interior: number[] = [];
    for (let row = 1; row < SIDE - 1; row++) {
      for (let column = 1; column < SIDE - 1; column++) {
        const i = row * SIDE + column;
        if ([0, ...NEIGHBOURS].every((step) => mask[i + step] === 1)) interior.push(i);
      }
    }
    this.#interior = Uint16Array.from(interior);
  }

  /**
   * Sums over modes and maps of |FFT|^2 A_pix / N^2, steradians, into `out` [561], of maps [fields, 64, 64] under the mask.
   * Not divided by the share of the sky that is seen.
   */
  classPowers(maps: Float64Array, out: Float64Array): void {
    out.fill(0);
    for (let start = 0; start < maps.length; start += 2 * PIXELS) {
      this.#transform(maps, start);
      this.#addPowers(out);
    }
  }

  /** Eight logarithms of band powers, into `out` [8]. */
  bands(maps: Float64Array, out: Float64Array): void {
    this.classPowers(maps, this.#powers);
    this.#bandsFrom(maps.length / PIXELS, out);
  }

  /** All named summaries, into `out` [20]. */
  named(maps: Float64Array, out: Float64Array): void {
    const fields = maps.length / PIXELS;
    const peaks = new Float64Array(PEAKS.count);
    const sums = MOMENT_SMOOTHINGS.map(() => new Float64Array(3));
    this.#powers.fill(0);
    for (let start = 0; start < maps.length; start += 2 * PIXELS) {
      const both = start + PIXELS < maps.length;
      this.#transform(maps, start);
      this.#addPowers(this.#powers);
      this.#smooth(PEAK_FACTOR);
      this.#countPeaks(this.#smoothRe, peaks);
      if (both) this.#countPeaks(this.#smoothIm, peaks);
      MOMENT_FACTORS.forEach((factor, k) => {
        this.#smooth(factor);
        this.#addMoments(this.#smoothRe, sums[k]);
        if (both) this.#addMoments(this.#smoothIm, sums[k]);
      });
    }
    this.#bandsFrom(fields, out);
    for (let b = 0; b < PEAKS.count; b++) out[BANDS.count + b] = Math.sqrt(peaks[b] / fields);
    const first = BANDS.count + PEAKS.count;
    sums.forEach((sum, k) => {
      const [mean, square, cube] = sum.map((total) => total / (fields * this.#seen));
      const variance = Math.max(0, square - mean * mean) + VARIANCE_FLOOR;
      const third = cube - 3 * mean * square + 2 * mean ** 3;
      out[first + 2 * k] = Math.log(variance);
      out[first + 2 * k + 1] = third / variance ** 1.5;
    });
  }

  /** The maps at `start` and after it, under the mask, as one transformed complex array. */
  #transform(maps: Float64Array, start: number): void {
    const both = start + PIXELS < maps.length;
    for (let i = 0; i < PIXELS; i++) {
      const seen = this.#mask[i] === 1;
      this.#re[i] = seen ? maps[start + i] : 0;
      this.#im[i] = seen && both ? maps[start + PIXELS + i] : 0;
    }
    this.#fft.forward(this.#re, this.#im);
  }

  /** |Z(k)|^2 + |Z(-k)|^2 is twice the sum of the powers of the two real maps: over a class, what links the maps drops out. */
  #addPowers(out: Float64Array): void {
    for (let i = 0; i < PIXELS; i++) {
      out[CLASS_OF[i]] += ((this.#re[i] ** 2 + this.#im[i] ** 2) * PIXEL_AREA) / PIXELS;
    }
  }

  #bandsFrom(fields: number, out: Float64Array): void {
    const sums = new Float64Array(BANDS.count);
    for (let c = 0; c < CLASSES; c++) {
      if (BAND_OF[c] >= 0) sums[BAND_OF[c]] += this.#powers[c];
    }
    const share = this.#seen / PIXELS;
    for (let b = 0; b < BANDS.count; b++) {
      out[b] = Math.log(sums[b] / (BAND_MODES[b] * fields * share) + POWER_FLOOR);
    }
  }

  #smooth(factor: Float64Array): void {
    for (let i = 0; i < PIXELS; i++) {
      const by = factor[CLASS_OF[i]];
      this.#smoothRe[i] = by * this.#re[i];
      this.#smoothIm[i] = by * this.#im[i];
    }
    this.#fft.inverse(this.#smoothRe, this.#smoothIm);
  }

  #countPeaks(map: Float64Array, counts: Float64Array): void {
    for (const i of this.#interior) {
      const height = map[i];
      if (!isPeak(map, i)) continue;
      const b = Math.floor((height / PEAK_NOISE - PEAKS.lowest) / PEAK_WIDTH);
      if (b >= 0) counts[Math.min(b, PEAKS.count - 1)]++;
    }
  }

  #addMoments(map: Float64Array, sums: Float64Array): void {
    for (let i = 0; i < PIXELS; i++) {
      if (this.#mask[i] === 0) continue;
      const value = map[i];
      sums[0] += value;
      sums[1] += value * value;
      sums[2] += value * value * value;
    }
  }
}

function isPeak(map: Float64Array, i: number): boolean {
  for (const step of NEIGHBOURS) {
    if (map[i + step] >= map[i]) return false;
  }
  return true;
}
