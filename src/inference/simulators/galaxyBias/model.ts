/**
 * Galaxy clustering with linear bias: P_g = A b^2 P_m + a_SN / nbar in real space, P_g(k, mu) = A (b + f mu^2)^2 P_m +
 * a_SN / nbar with redshift-space distortions (Kaiser 1987). The estimated power of a Gaussian field with N modes is
 * exactly P chi2_N / N, so that its likelihood is a product of gamma densities: ln L = -sum N/2 (ln P + x/P) + const.
 * Leaves out: nonlinear clustering, the survey window, wide angles, and the fingers of God.
 */
import type { Random } from '../../math/random.ts';
import { summariseAs } from '../pythonSummaries.ts';
import type { Design, Model } from '../system.ts';
import { bandsOf, readDesign } from './bands.ts';
import type { Bands } from './bands.ts';

/** The clustering part A (b + f mu^2)^2 P_m of each datum into `out` [bands x wedges], (Mpc/h)^3. */
export function signalPower(bands: Bands, A: number, b: number, out: Float64Array): void {
  const { matter, mu, growth } = bands;
  for (let j = 0; j < mu.length; j++) {
    const bias = b + growth * mu[j] * mu[j];
    const amplitude = A * bias * bias;
    for (let i = 0; i < matter.length; i++) out[i * mu.length + j] = amplitude * matter[i];
  }
}

/**
 * -sum N/2 (ln P + x/P) with P = signal + noise; -Infinity where a power is not positive. The wedges of a band have the
 * same N, so their logarithms are taken as one, of the product (at most ten factors below 1e10: no overflow).
 */
export function powerLogLikelihood(bands: Bands, x: ArrayLike<number>, signal: Float64Array, noise: number): number {
  const { modes, mu } = bands;
  const wedges = mu.length;
  let sum = 0;
  for (let i = 0; i < modes.length; i++) {
    let product = 1;
    let ratios = 0;
    for (let j = i * wedges; j < (i + 1) * wedges; j++) {
      const power = signal[j] + noise;
      if (!(power > 0)) return -Infinity;
      product *= power;
      ratios += x[j] / power;
    }
    sum -= 0.5 * modes[i] * (Math.log(product) + ratios);
  }
  return sum;
}

/** Monopole, quadrupole and hexadecapole of (b + f mu^2)^2: what multiplies A P_m in P_0, P_2, P_4 (Kaiser 1987). */
export function kaiserMultipoles(b: number, f: number): [number, number, number] {
  const beta = f / b;
  return [
    b * b * (1 + (2 / 3) * beta + (beta * beta) / 5),
    b * b * ((4 / 3) * beta + (4 / 7) * beta * beta),
    (b * b * 8 * beta * beta) / 35,
  ];
}

/** theta = (A, b), eta = (a_SN), x = band powers in (Mpc/h)^3 [bands x wedges], s = ln(x / P_m). */
export function galaxyBiasModel(design: Design): Model {
  const bands = bandsOf(design);
  const { k, mu, matter, modes, shotNoise, dataSize } = bands;
  const signal = new Float64Array(dataSize);
  const withWedges = readDesign(design).rsd;
  const directions = Array.from(mu, (cosine) => (withWedges ? `P, μ = ${cosine.toFixed(2)}` : 'P'));
  const names: string[] = [];
  for (const centre of k) {
    for (const cosine of mu) {
      const band = `ln P/Pₘ, k = ${centre.toFixed(2)}`;
      names.push(withWedges ? `${band}, μ = ${cosine.toFixed(2)}` : band);
    }
  }
  return {
    x: { kind: 'series', channels: directions, at: Array.from(k) },
    s: { kind: 'vector', names },
    simulate(theta: ArrayLike<number>, eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      signalPower(bands, theta[0], theta[1], signal);
      const noise = eta[0] * shotNoise;
      for (let i = 0; i < dataSize; i++) {
        const n = modes[Math.floor(i / mu.length)];
        out[i] = (signal[i] + noise) * random.gamma(n / 2, 2 / n);
      }
    },
    summarise(x: Float64Array, out: Float64Array): void {
      for (let i = 0; i < dataSize; i++) out[i] = Math.log(x[i] / matter[Math.floor(i / mu.length)]);
    },
    python: {
      constants: { MATTER: Array.from({ length: dataSize }, (_, i) => matter[Math.floor(i / mu.length)]) },
      code: `# MATTER: the matter power spectrum of each band power's k, (Mpc/h)^3.
${summariseAs('np.log(x / np.array(MATTER))')}`,
    },
    logLikelihood(theta: ArrayLike<number>, eta: ArrayLike<number>, x: Float64Array): number {
      signalPower(bands, theta[0], theta[1], signal);
      return powerLogLikelihood(bands, x, signal, eta[0] * shotNoise);
    },
  };
}
