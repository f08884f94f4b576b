/**
 * Maps of the convergence of a toy universe, drawn from a power spectrum alone: no matter is moved. `gaussian`: every mode is
 * independent. `lognormal`: kappa = k0 (exp(g - var/2) - 1) of a Gaussian field g whose correlation function is
 * ln(1 + xi / k0^2), so that kappa has the wanted spectrum on the pixels, is skewed, and lies above -k0 everywhere; k0 is 0.42
 * of the convergence of an empty line of sight, which matches the fit of Hilbert et al. (2011) to simulated light rays.
 * The fields are periodic. Their law treats both axes and both directions alike, so flips and quarter turns of the sky, before
 * the mask, are as probable as the map itself.
 */
import { SquareFft } from '../../math/fft.ts';
import type { Random } from '../../math/random.ts';
import { CLASS_OF, CLASSES, NOISE_VARIANCE, PIXEL_AREA, PIXELS, SIDE } from './sky.ts';
import { emptyConvergence, pixelPower, type Universe } from './spectrum.ts';

export type FieldLaw = 'lognormal' | 'gaussian';

/** Of the convergence of an empty line of sight. */
const SHARE_OF_EMPTY = 0.42;

/** k0: lognormal maps lie above -k0. */
export function lowestConvergence(matter: number): number {
  return SHARE_OF_EMPTY * emptyConvergence(matter);
}

/** Draws maps; holds the arrays that it needs for that. */
export class MapMaker {
  readonly #fft = new SquareFft(SIDE);
  readonly #re = new Float64Array(PIXELS);
  readonly #im = new Float64Array(PIXELS);
  readonly #power = new Float64Array(CLASSES);
  readonly #amplitude = new Float64Array(CLASSES);

  /**
   * Independent maps without noise into `out` [fields, 64, 64].
   * @param fields 1, or an even number
   */
  signal(law: FieldLaw, universe: Universe, fields: number, random: Random, out: Float64Array): void {
    pixelPower(universe, this.#power);
    const k0 = lowestConvergence(universe.matter);
    const variance = law === 'lognormal' ? this.#gaussianise(k0) : 0;
    for (let c = 0; c < CLASSES; c++) this.#amplitude[c] = SIDE * Math.sqrt(this.#power[c] / PIXEL_AREA);
    for (let field = 0; field < fields; field += 2) {
      // Complex white noise has two real fields as its parts, independent of one another.
      for (let i = 0; i < PIXELS; i++) {
        const amplitude = this.#amplitude[CLASS_OF[i]];
        this.#re[i] = amplitude * random.normal();
        this.#im[i] = amplitude * random.normal();
      }
      this.#fft.inverse(this.#re, this.#im);
      out.set(this.#re, field * PIXELS);
      if (field + 1 < fields) out.set(this.#im, (field + 1) * PIXELS);
    }
    if (law === 'gaussian') return;
    for (let i = 0; i < fields * PIXELS; i++) out[i] = k0 * Math.expm1(out[i] - variance / 2);
  }

  /** Turns the spectrum of kappa into that of g; returns the variance of g. */
  #gaussianise(k0: number): number {
    this.#spread();
    this.#fft.inverse(this.#re, this.#im);
    for (let i = 0; i < PIXELS; i++) {
      this.#re[i] = Math.log1p(this.#re[i] / (k0 * k0));
      this.#im[i] = 0;
    }
    this.#fft.forward(this.#re, this.#im);
    let variance = 0;
    for (let i = 0; i < PIXELS; i++) {
      // Not every spectrum belongs to a lognormal field: what comes out below zero, the mean at most, is left out.
      const power = Math.max(0, this.#re[i]);
      this.#power[CLASS_OF[i]] = power * PIXEL_AREA;
      variance += power / PIXELS;
    }
    return variance;
  }

  /** The spectrum over all modes, per pixel, into the real part. */
  #spread(): void {
    for (let i = 0; i < PIXELS; i++) {
      this.#re[i] = this.#power[CLASS_OF[i]] / PIXEL_AREA;
      this.#im[i] = 0;
    }
  }
}

const NOISE_SD = Math.sqrt(NOISE_VARIANCE);

/** What is observed of maps [fields, 64, 64], in place: (1 + m) kappa + noise where the mask is 1, 0 elsewhere. */
export function observeMaps(maps: Float64Array, calibration: number, mask: Uint8Array, random: Random): void {
  for (let i = 0; i < maps.length; i++) {
    const noisy = (1 + calibration) * maps[i] + NOISE_SD * random.normal();
    maps[i] = mask[i % PIXELS] === 1 ? noisy : 0;
  }
}
