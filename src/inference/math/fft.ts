/**
 * The discrete Fourier transform of square arrays of complex numbers, in place: radix 2, decimation in time, along the rows and
 * then along the columns. Forward without a factor, exp(-2 pi i k x / n); the inverse has 1/n^2, so that it undoes the forward
 * one. Real and imaginary parts are two arrays [n, n]: two real images are thus transformed at the cost of one.
 */

export class SquareFft {
  /** Pixels of a side, a power of two. */
  readonly n: number;
  readonly #reversed: Uint16Array;
  /** cos and sin of 2 pi k / n, k < n/2. */
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @throws RangeError unless n is a power of two from 2 to 4096 */
  constructor(n: number) {
    if (!(n >= 2 && n <= 4096 && Number.isInteger(Math.log2(n)))) {
      throw new RangeError(`the transform is of ${n} pixels a side; it must be a power of two from 2 to 4096`);
    }
    this.n = n;
    const bits = Math.log2(n);
    this.#reversed = Uint16Array.from({ length: n }, (_, i) => {
      let reversed = 0;
      for (let b = 0; b < bits; b++) reversed |= ((i >> b) & 1) << (bits - 1 - b);
      return reversed;
    });
    this.#cos = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
    this.#sin = Float64Array.from({ length: n / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / n));
    this.#re = new Float64Array(n * n);
    this.#im = new Float64Array(n * n);
  }

  forward(re: Float64Array, im: Float64Array): void {
    this.#alongColumns(re, im, this.#re, this.#im);
    this.#alongColumns(this.#re, this.#im, re, im);
  }

  inverse(re: Float64Array, im: Float64Array): void {
    // The transform of the array with its parts exchanged is the inverse one with its parts exchanged.
    this.forward(im, re);
    const factor = 1 / (this.n * this.n);
    for (let i = 0; i < re.length; i++) {
      re[i] *= factor;
      im[i] *= factor;
    }
  }

  /**
   * Transforms all columns at once, so that the innermost loop runs along rows, and writes the result transposed; twice that is
   * both axes in their own order. Spoils what it reads.
   */
  #alongColumns(re: Float64Array, im: Float64Array, outRe: Float64Array, outIm: Float64Array): void {
    const n = this.n;
    const reversed = this.#reversed;
    for (let i = 0; i < n; i++) {
      const j = reversed[i];
      if (j <= i) continue;
      for (let c = 0; c < n; c++) {
        const a = i * n + c;
        const b = j * n + c;
        const keptRe = re[a];
        const keptIm = im[a];
        re[a] = re[b];
        im[a] = im[b];
        re[b] = keptRe;
        im[b] = keptIm;
      }
    }
    for (let half = 1; half < n; half *= 2) {
      const stride = n / (2 * half);
      for (let k = 0; k < half; k++) {
        const cos = this.#cos[k * stride];
        const sin = this.#sin[k * stride];
        for (let start = k; start < n; start += 2 * half) {
          const top = start * n;
          const bottom = (start + half) * n;
          for (let c = 0; c < n; c++) {
            const bRe = re[bottom + c];
            const bIm = im[bottom + c];
            const turnedRe = bRe * cos + bIm * sin;
            const turnedIm = bIm * cos - bRe * sin;
            re[bottom + c] = re[top + c] - turnedRe;
            im[bottom + c] = im[top + c] - turnedIm;
            re[top + c] += turnedRe;
            im[top + c] += turnedIm;
          }
        }
      }
    }
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < n; c++) {
        outRe[c * n + i] = re[i * n + c];
        outIm[c * n + i] = im[i * n + c];
      }
    }
  }
}
