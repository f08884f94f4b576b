/**
 * A linear model whose posterior is known, and the ways in which a posterior can be wrong: the test bed of the whole check.
 * theta ~ N(0, I) in D dimensions, x | theta ~ N(G theta, sigma^2 I), so theta | x ~ N(S G' x / sigma^2, S) with
 * S = (I + G' G / sigma^2)^-1. For G = 1 it is the normal-normal model.
 */
import { cholesky } from '../../math/linear.ts';
import type { Random } from '../../math/random.ts';
import { normalLogPdf } from '../../math/special.ts';
import type { AmortisedPosterior } from '../../posterior/amortised.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import type { Problem, Quantity } from '../../simulators/system.ts';
import type { CalibrationInput } from '../calibration/calibration.ts';
import type { Fault } from './normalNormal.ts';

/** A faulty posterior is N(m + shift s, width^2 S), s the marginal sds; 'prior': it ignores the data. */
export type PosteriorFault = Fault | 'prior';

export class LinearGaussian {
  readonly D: number;
  readonly prior: JointPrior;
  readonly #G: readonly (readonly number[])[];
  readonly #sigma: number;
  /** Lower triangular, factor factor' = S. */
  readonly #factor: readonly (readonly number[])[];
  /** x -> posterior mean, [D][C]. */
  readonly #gain: readonly (readonly number[])[];

  /** @param G [C][D] */
  constructor(G: readonly (readonly number[])[], sigma: number) {
    this.D = G[0].length;
    this.#G = G;
    this.#sigma = sigma;
    const keys = Array.from({ length: this.D }, (_, j) => `theta${j}`);
    this.prior = new JointPrior(
      keys,
      keys.map(() => ({ family: 'normal', mean: 0, sd: 1 })),
    );
    const precision = keys.map((_, j) =>
      keys.map((__, k) => (j === k ? 1 : 0) + G.reduce((sum, row) => sum + row[j] * row[k], 0) / sigma ** 2),
    );
    const S = inverse(precision);
    this.#factor = cholesky(S);
    this.#gain = S.map((row) => G.map((g) => row.reduce((sum, value, k) => sum + value * g[k], 0) / sigma ** 2));
  }

  /**
   * Everything that `calibrate` needs but the number of draws and the seed.
   * @param at theta [D] of all data sets, instead of draws from the prior
   */
  check(
    datasets: number,
    fault: PosteriorFault,
    random: Random,
    at: readonly number[] | null = null,
  ): Omit<CalibrationInput, 'draws' | 'seed' | 'onChunk'> {
    const theta = Float64Array.from({ length: datasets * this.D }, (_, i) =>
      at === null ? random.normal() : at[i % this.D],
    );
    const s = this.simulate(theta, random);
    const quantities = this.prior.keys.map(
      (key, j): Quantity => ({ key, symbol: key, label: key, unit: '', scale: 'linear', value: (row) => row[j] }),
    );
    return {
      system: { display: () => quantities, derived: () => [] },
      problem: { system: 'linear-gaussian', design: {}, priors: {}, nuisances: {} } satisfies Problem,
      prior: this.prior,
      posterior: this.#posterior(fault),
      truths: { theta, s },
      logLikelihoods: (from, thetas, count) => Promise.resolve(this.#logLikelihoods(s, from, thetas, count)),
    };
  }

  /** Data of each row of theta [n, D]: [n, C]. */
  simulate(theta: Float64Array, random: Random): Float64Array {
    const C = this.#G.length;
    const s = new Float64Array((theta.length / this.D) * C);
    for (let i = 0; i < s.length / C; i++) {
      this.#G.forEach((row, c) => {
        s[i * C + c] = this.#sigma * random.normal();
        row.forEach((g, j) => (s[i * C + c] += g * theta[i * this.D + j]));
      });
    }
    return s;
  }

  #logLikelihoods(s: Float64Array, from: number, thetas: Float64Array, datasets: number): Float64Array {
    const { D } = this;
    const C = this.#G.length;
    const each = thetas.length / (datasets * D);
    return Float64Array.from({ length: datasets * each }, (_, row) => {
      const x = (from + Math.floor(row / each)) * C;
      return this.#G.reduce((sum, g, c) => {
        const mean = g.reduce((total, value, j) => total + value * thetas[row * D + j], 0);
        return sum + normalLogPdf((s[x + c] - mean) / this.#sigma);
      }, 0);
    });
  }

  #posterior(fault: PosteriorFault): AmortisedPosterior {
    const { D } = this;
    const C = this.#G.length;
    const identity = this.#factor.map((row, j) => row.map((_, k) => (j === k ? 1 : 0)));
    const factor = fault === 'prior' ? identity : this.#factor.map((row) => row.map((value) => fault.width * value));
    const shift = this.#factor.map((row) => (fault === 'prior' ? 0 : fault.shift * Math.hypot(...row)));
    const meanOf = (s: ArrayLike<number>, row: number) =>
      this.#gain.map((gain, j) =>
        fault === 'prior' ? 0 : shift[j] + gain.reduce((sum, value, c) => sum + value * s[row * C + c], 0),
      );
    return {
      draw(s, each, random) {
        const out = new Float64Array((s.length / C) * each * D);
        for (let i = 0, at = 0; i < s.length / C; i++) {
          const mean = meanOf(s, i);
          for (let l = 0; l < each; l++) {
            const z = factor.map(() => random.normal());
            factor.forEach((row, j) => {
              out[at++] = row.reduce((sum, value, k) => sum + value * z[k], mean[j]);
            });
          }
        }
        return Promise.resolve(out);
      },
      logDensity(theta, s) {
        return Promise.resolve(
          Float64Array.from({ length: theta.length / D }, (_, row) => {
            const mean = meanOf(s, row);
            const z: number[] = [];
            let sum = 0;
            factor.forEach((entries, j) => {
              const rest = z.reduce((left, value, k) => left - entries[k] * value, theta[row * D + j] - mean[j]);
              z.push(rest / entries[j]);
              sum += normalLogPdf(z[j]) - Math.log(entries[j]);
            });
            return sum;
          }),
        );
      },
    };
  }
}

/** Of a positive definite matrix, by its Cholesky factor. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const lower = cholesky(matrix);
  const columns = lower.map((_, unit) => {
    const y: number[] = [];
    lower.forEach((row, i) => {
      y.push(y.reduce((rest, value, k) => rest - row[k] * value, i === unit ? 1 : 0) / row[i]);
    });
    for (let i = lower.length - 1; i >= 0; i--) {
      for (let k = i + 1; k < lower.length; k++) y[i] -= lower[k][i] * y[k];
      y[i] /= lower[i][i];
    }
    return y;
  });
  return lower.map((_, i) => columns.map((column) => column[i]));
}
