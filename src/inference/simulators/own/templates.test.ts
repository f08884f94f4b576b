/**
 * The templates of the editor, each against an answer that is known without it: exact posteriors of coin, Gaussian and random walk;
 * moments of the others by formulas and quadratures that share no line with them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { moduleOf, placeInModule } from '../../../../scripts/headless/scriptModule.ts';
import { kolmogorovSmirnovUniform } from '../../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { betaCdf, betaLogPdf, chiSquaredSurvival, normalCdf, normalLogPdf } from '../../math/special.ts';
import { defaultProblem, simulatePairs, validateProblem } from '../problem.ts';
import type { System } from '../system.ts';
import type { OwnProgram } from './ownProgram.ts';
import { declaredBy, programOf, SCRIPT_SCOPE, type ScriptExports } from './scriptProgram.ts';
import { scriptSystem } from './scriptSystem.ts';

const FOLDER = new URL('./templates/', import.meta.url);
const files = readdirSync(FOLDER);

interface Template {
  readonly system: System;
  readonly program: OwnProgram;
}

beforeAll(() => {
  Object.assign(globalThis, SCRIPT_SCOPE);
});

async function template(file: string): Promise<Template> {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  const exports = (await import(moduleOf(text))) as ScriptExports;
  const reading = declaredBy(exports);
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  const program = programOf(exports, reading.declaration, placeInModule);
  return { system: scriptSystem({ text, declaration: reading.declaration }, program), program };
}

describe.each(files)('%s', (file) => {
  it('is a study as it stands, of which no simulation fails', async () => {
    const { system } = await template(file);
    const problem = defaultProblem(system);
    expect(validateProblem(system, problem)).toEqual([]);
    const pairs = simulatePairs(system, problem, 1, 0, 0, 1000);
    expect(pairs.failed ?? 0).toBe(0);
    expect(pairs.s.every(Number.isFinite)).toBe(true);
  });

  it('is short enough to be read in one look', () => {
    const lines = readFileSync(new URL(file, FOLDER), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(36);
    expect(lines[0]).toMatch(/^\/\/ /);
  });
});

/** Pairs of the prior: theta [n][D], x [n][size]. */
function pairsOf({ system }: Template, n: number) {
  const { theta, s } = simulatePairs(system, defaultProblem(system), 7, 0, 0, n);
  const rows = (flat: Float32Array | Float64Array) =>
    Array.from({ length: n }, (_, i) => [...flat.subarray((i * flat.length) / n, ((i + 1) * flat.length) / n)]);
  return { theta: rows(theta), x: rows(s) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

// Each fails by chance 1 time in 1,000: where posterior quantiles of the parameters that data were simulated at are uniform, simulator and
// exact posterior are of one model.
describe('templates with an exact posterior', () => {
  it('coin: the posterior is Beta(k + 1, 21 - k)', async () => {
    const coin = await template('coin.js');
    const { theta, x } = pairsOf(coin, 1000);
    const u = theta.map(([p], i) => betaCdf(p, x[i][0] + 1, 21 - x[i][0]));
    expect(kolmogorovSmirnovUniform(u).p).toBeGreaterThan(1e-3);
    const ln = (p: number) => coin.program.logLikelihood?.([p], Float64Array.of(13)) ?? Number.NaN;
    expect(ln(0.7) - ln(0.4)).toBeCloseTo(betaLogPdf(0.7, 14, 8) - betaLogPdf(0.4, 14, 8), 10);
  });

  it('Gaussian: the mean is normal given the error, and the squared deviations are chi-squared', async () => {
    const gaussian = await template('gaussian.js');
    const { theta, x } = pairsOf(gaussian, 1000);
    const mean = theta.map(([mu, error], i) => {
      const precision = 10 / error ** 2 + 1 / 9;
      return normalCdf((mu - sum(x[i]) / error ** 2 / precision) * Math.sqrt(precision));
    });
    const error = theta.map(([mu, sd], i) => chiSquaredSurvival(sum(x[i].map((one) => ((one - mu) / sd) ** 2)), 10));
    expect(kolmogorovSmirnovUniform(mean).p).toBeGreaterThan(1e-3);
    expect(kolmogorovSmirnovUniform(error).p).toBeGreaterThan(1e-3);
    const data = x[0];
    const ln = (theta: number[]) => gaussian.program.logLikelihood?.(theta, Float64Array.from(data)) ?? Number.NaN;
    const exact = ([mu, sd]: number[]) => sum(data.map((one) => normalLogPdf((one - mu) / sd) - Math.log(sd)));
    expect(ln([1, 2]) - ln([-0.5, 0.7])).toBeCloseTo(exact([1, 2]) - exact([-0.5, 0.7]), 8);
  });

  it('random walk: the drift is normal given the steps, and the squared steps are chi-squared', async () => {
    const walk = await template('random-walk.js');
    const { theta, x } = pairsOf(walk, 1000);
    // Of 30 steps, only where it ends bears on the drift.
    const drift = theta.map(([d, step], i) => {
      const precision = 30 / step ** 2 + 4;
      return normalCdf((d - x[i][29] / step ** 2 / precision) * Math.sqrt(precision));
    });
    const step = theta.map(([d, sd], i) => {
      const squares = x[i].map((one, t) => ((one - (t === 0 ? 0 : x[i][t - 1]) - d) / sd) ** 2);
      return chiSquaredSurvival(sum(squares), 30);
    });
    expect(kolmogorovSmirnovUniform(drift).p).toBeGreaterThan(1e-3);
    expect(kolmogorovSmirnovUniform(step).p).toBeGreaterThan(1e-3);
    const ln = (theta: number[]) => walk.program.logLikelihood?.(theta, Float64Array.from(x[1])) ?? Number.NaN;
    const exact = ([d, sd]: number[]) =>
      sum(x[1].map((one, t) => normalLogPdf((one - (t === 0 ? 0 : x[1][t - 1]) - d) / sd) - Math.log(sd)));
    expect(ln([0.3, 1]) - ln([-0.2, 2])).toBeCloseTo(exact([0.3, 1]) - exact([-0.2, 2]), 7);
  });
});

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Mean and variance of a datum over n simulations at theta, against known ones, in standard errors of each; a relative error of the
 * simulator itself (`bias`) is allowed beside.
 */
function deviations(of: readonly number[], known: Moments, bias = 0): { mean: number; variance: number } {
  const n = of.length;
  const mean = sum([...of]) / n;
  const squares = of.map((value) => (value - mean) ** 2);
  const variance = sum(squares) / (n - 1);
  const fourth = sum(squares.map((square) => (square - variance) ** 2)) / n;
  const beyond = (found: number, expected: number, error: number) =>
    Math.max(0, Math.abs(found - expected) - bias * Math.abs(expected)) / error;
  return {
    mean: beyond(mean, known.mean, Math.sqrt(variance / n)),
    variance: beyond(variance, known.variance, Math.sqrt(fourth / n)),
  };
}

function simulated({ system, program }: Template, theta: readonly number[], n: number): number[][] {
  const out = new Float64Array(lengthOf(system));
  return Array.from({ length: n }, (_, i) => {
    program.simulate(theta, new Random(11, STREAMS.simulation, i), out);
    return Array.from(out);
  });
}

function lengthOf(system: System): number {
  const { x } = system.model({});
  if (x.kind === 'vector') return x.names.length;
  if (x.kind === 'series') return x.at.length;
  throw new TypeError('The templates have no images.');
}

/** Trapezoids: the functions are smooth and vanish at both ends. */
function integral(f: (t: number) => number, low: number, high: number, steps = 4000): number {
  const h = (high - low) / steps;
  return h * sum(Array.from({ length: steps + 1 }, (_, i) => f(low + i * h) * (i === 0 || i === steps ? 0.5 : 1)));
}

const phi = (z: number) => Math.exp(normalLogPdf(z));
const N = 20_000;
/** In standard errors; fails by chance fewer than 1 time in 10,000 for each number. */
const BEYOND_CHANCE = 4;

/** The moments that differ from known ones by more than chance, a sentence each. */
function differing(x: readonly number[][], known: ReadonlyMap<number, Moments>, bias = 0): string[] {
  return [...known].flatMap(([index, moments]) => {
    const found = deviations(
      x.map((row) => row[index]),
      moments,
      bias,
    );
    return Object.entries(found)
      .filter(([, errors]) => !(errors < BEYOND_CHANCE))
      .map(([of, errors]) => `${of} of datum ${index}: off by ${errors.toFixed(1)} standard errors`);
  });
}

describe('templates with known moments', () => {
  it('SIR: cases of two days, by binomial laws and by adding up what may have happened', async () => {
    const [contact, recovery, reported] = [0.6, 0.3, 0.5];
    const infection = (infected: number) => 1 - Math.exp((-contact * infected) / 1000);
    const first = reported * infection(10);
    // Over cases (of 990) and recoveries (of 10) on the first day.
    const binomial = (n: number, p: number) => {
      const mass = [(1 - p) ** n];
      for (let k = 1; k <= n; k++) mass.push((mass[k - 1] * (n - k + 1) * p) / (k * (1 - p)));
      return mass;
    };
    const [caught, healed] = [binomial(990, infection(10)), binomial(10, 1 - Math.exp(-recovery))];
    let [mean, square] = [0, 0];
    for (let cases = 0; cases <= 100; cases++) {
      for (let recovered = 0; recovered <= 10; recovered++) {
        const mass = caught[cases] * healed[recovered];
        const [n, p] = [990 - cases, reported * infection(10 + cases - recovered)];
        mean += mass * n * p;
        square += mass * (n * p * (1 - p) + (n * p) ** 2);
      }
    }
    const known = new Map([
      [0, { mean: 990 * first, variance: 990 * first * (1 - first) }],
      [1, { mean, variance: square - mean ** 2 }],
    ]);
    expect(differing(simulated(await template('sir.js'), [contact, recovery, reported], N), known)).toEqual([]);
  });

  it('Ricker: counts of two years, by lognormal moments and a quadrature', async () => {
    const [growth, noise, counted] = [2.2, 0.4, 10];
    const scaled = (first: number, second: number) => ({
      mean: counted * first,
      variance: counted * first + counted ** 2 * (second - first ** 2),
    });
    const population = (z: number) => Math.exp(growth - 1 + noise * z);
    const over = (f: (n: number) => number) => integral((z) => phi(z) * f(population(z)), -9, 9);
    const first = scaled(Math.exp(growth - 1 + noise ** 2 / 2), Math.exp(2 * (growth - 1) + 2 * noise ** 2));
    const second = scaled(
      over((n) => n * Math.exp(growth - n)) * Math.exp(noise ** 2 / 2),
      over((n) => n ** 2 * Math.exp(2 * (growth - n))) * Math.exp(2 * noise ** 2),
    );
    const x = simulated(await template('ricker.js'), [growth, noise, counted], N);
    expect(differing(x, new Map([first, second].entries()))).toEqual([]);
  });

  // Draw r of n in order is Q(U) with U ~ Beta(r, n + 1 - r) (David & Nagaraja, Order Statistics, 2003, 2.3).
  it('g-and-k: order statistics by quadrature over their beta laws', async () => {
    const [a, b, g, k] = [3, 1, 2, 0.5];
    const quantile = (z: number) =>
      a + b * (1 + (0.8 * (1 - Math.exp(-g * z))) / (1 + Math.exp(-g * z))) * (1 + z ** 2) ** k * z;
    const known = Array.from({ length: 7 }, (_, i) => {
      const r = 10 * (i + 1);
      const moment = (power: number) =>
        integral((z) => quantile(z) ** power * Math.exp(betaLogPdf(normalCdf(z), r, 80 - r)) * phi(z), -7, 7);
      return { mean: moment(1), variance: moment(2) - moment(1) ** 2 };
    });
    const x = simulated(await template('g-and-k.js'), [a, b, g, k], N);
    expect(differing(x, new Map(known.entries()))).toEqual([]);
  });

  // The second customer waits for what is left of the first one's service, or is waited for.
  it('M/G/1: the first two gaps in closed form', async () => {
    const [shortest, spread, rate] = [2, 6, 0.15];
    const empty = (Math.exp(-rate * shortest) * (1 - Math.exp(-rate * spread))) / (rate * spread);
    const served = { mean: shortest + spread / 2, variance: spread ** 2 / 12 };
    const first = { mean: served.mean + 1 / rate, variance: served.variance + 1 / rate ** 2 };
    const second = {
      mean: served.mean + empty / rate,
      variance: served.variance + (2 * empty) / rate ** 2 - (empty / rate) ** 2,
    };
    const x = simulated(await template('queue.js'), [shortest, spread, rate], N);
    expect(differing(x, new Map([first, second].entries()))).toEqual([]);
  });

  // Wagenmakers, van der Maas & Grasman, Psychonomic Bulletin & Review 14 (2007), equations 5, 6 and 9, with s = 1 and bounds at +- a.
  it('drift-diffusion: accuracy, mean and variance of times as in EZ-diffusion, within 1 % for its finite steps', async () => {
    const [drift, bound, delay] = [1.2, 0.9, 0.3];
    const y = -2 * drift * bound;
    const right = 1 / (1 + Math.exp(y));
    const mean = delay + (bound / drift) * Math.tanh(drift * bound);
    const variance = (bound / drift ** 3) * ((2 * y * Math.exp(y) - Math.exp(2 * y) + 1) / (Math.exp(y) + 1) ** 2);
    const x = simulated(await template('drift-diffusion.js'), [drift, bound, delay], 1500);
    const known = [
      { mean: right, variance: (right * (1 - right)) / 100 },
      { mean, variance: variance / 100 },
    ];
    expect(differing(x, new Map(known.entries()), 0.01)).toEqual([]);
    expect(Math.abs(sum(x.map((row) => row[2])) / x.length / variance - 1)).toBeLessThan(0.025);
  });
});
