import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { lgamma } from '../../math/special.ts';
import type { Design } from '../system.ts';
import { bandsOf, readDesign } from './bands.ts';
import { defaultDesign } from './designFields.ts';
import { BANDS, FISHER_LN_S, KAISER, LOG_LIKELIHOODS, X } from './golden.ts';
import { galaxyBiasModel, kaiserMultipoles, signalPower } from './model.ts';
import { entryNames, sizeOf } from '../dataShape.ts';

const rsdDesign: Design = { ...defaultDesign, rsd: true };
const amplitude = fc.double({ min: 0.1, max: 10, noNaN: true });
const bias = fc.double({ min: 0.3, max: 5, noNaN: true });

function simulated(design: Design, theta: readonly number[], seed: number, aSN = 1): Float64Array {
  const model = galaxyBiasModel(design);
  const x = new Float64Array(sizeOf(model.x));
  model.simulate(theta, [aSN], new Random(seed, STREAMS.simulation), x);
  return x;
}

/** What turns ln L into a normalised density of x: it depends on x and the number of modes only. */
function normalisingConstant(x: Float64Array): number {
  return BANDS.modes.reduce(
    (sum, n, i) => sum + (n / 2) * Math.log(n / 2) + (n / 2 - 1) * Math.log(x[i]) - lgamma(n / 2),
    0,
  );
}

/** Fisher information of (ln A, ln b): sum N/2 d ln P/d a d ln P/d b, derivatives by central differences. */
function fisher(design: Design, A: number, b: number): number[][] {
  const bands = bandsOf(design);
  const power = (lnA: number, lnB: number): Float64Array => {
    const out = new Float64Array(bands.dataSize);
    signalPower(bands, Math.exp(lnA), Math.exp(lnB), out);
    return out.map((value) => Math.log(value + bands.shotNoise));
  };
  const [lnA, lnB, h] = [Math.log(A), Math.log(b), 1e-5];
  const slopes = [
    [power(lnA + h, lnB), power(lnA - h, lnB)],
    [power(lnA, lnB + h), power(lnA, lnB - h)],
  ].map(([up, down]) => up.map((value, i) => (value - down[i]) / (2 * h)));
  return slopes.map((first) =>
    slopes.map((second) =>
      first.reduce((sum, value, i) => sum + (bands.modes[Math.floor(i / bands.mu.length)] / 2) * value * second[i], 0),
    ),
  );
}

describe('bands', () => {
  it('have the centres, modes and matter power of the reference implementation', () => {
    const bands = bandsOf(defaultDesign);
    expect(bands.dataSize).toBe(9);
    BANDS.k.forEach((k, i) => {
      expect(bands.k[i]).toBeCloseTo(k, 14);
      expect(bands.modes[i] / BANDS.modes[i]).toBeCloseTo(1, 12);
      expect(bands.matter[i] / BANDS.matter[i]).toBeCloseTo(1, 11);
    });
  });

  it('share the modes of a shell between the wedges', () => {
    const whole = bandsOf(defaultDesign).modes;
    for (const muBins of ['5', '10']) {
      const { modes, mu } = bandsOf({ ...rsdDesign, muBins });
      expect(mu.length).toBe(Number(muBins));
      modes.forEach((n, i) => expect(n * mu.length).toBeCloseTo(whole[i], 9));
    }
  });

  it('refuse a design with a value that no field allows, and quote it', () => {
    expect(() => readDesign({ ...rsdDesign, muBins: '7' })).toThrow(/muBins is 7.*'5' or '10'/);
    expect(() => readDesign({ ...rsdDesign, f: 0 })).toThrow(/f is 0.*positive/);
    expect(() => readDesign({ ...defaultDesign, nbar: 0 })).toThrow(/nbar is 0.*positive/);
    expect(() => readDesign({ ...defaultDesign, template: 'halofit' })).toThrow(/halofit/);
    expect(() => readDesign({ ...defaultDesign, rsd: 'yes' })).toThrow(/rsd is yes/);
  });

  it('have no growth in real space, whatever the design holds as growth rate and wedges', () => {
    const plain = bandsOf(defaultDesign);
    const odd = bandsOf({ ...defaultDesign, f: -3, muBins: 'none' });
    expect(odd.growth).toBe(0);
    expect(odd.modes).toEqual(plain.modes);
  });
});

describe('likelihood', () => {
  const model = galaxyBiasModel(defaultDesign);

  it.each(LOG_LIKELIHOODS)('of the reference data at A = $A, b = $b, a_SN = $aSN is $value', ({ A, b, aSN, value }) => {
    expect(model.logLikelihood?.([A, b], [aSN], X)).toBeCloseTo(value - normalisingConstant(X), 8);
  });

  it('is the same for (A c², b/c) as for (A, b)', () => {
    fc.assert(
      fc.property(amplitude, bias, fc.double({ min: 0.2, max: 5, noNaN: true }), (A, b, c) => {
        const here = model.logLikelihood?.([A, b], [1], X) ?? Number.NaN;
        const there = model.logLikelihood?.([A * c * c, b / c], [1], X) ?? Number.NaN;
        expect(Math.abs(there / here - 1)).toBeLessThan(1e-13);
      }),
    );
  });

  it('tells (2, 1) from (0.5, 2) once there are redshift-space distortions', () => {
    const rsd = galaxyBiasModel(rsdDesign);
    const x = simulated(rsdDesign, [2, 1], 3);
    const difference = (rsd.logLikelihood?.([2, 1], [1], x) ?? 0) - (rsd.logLikelihood?.([0.5, 2], [1], x) ?? 0);
    expect(difference).toBeGreaterThan(5);
  });

  it('with wedges is a sum over single wedges', () => {
    // Oracle: the gamma law written out for each datum, without the product of the powers.
    const rsd = galaxyBiasModel({ ...rsdDesign, muBins: '10' });
    const bands = bandsOf({ ...rsdDesign, muBins: '10' });
    const x = simulated({ ...rsdDesign, muBins: '10' }, [2, 1], 5);
    let sum = 0;
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 10; j++) {
        const mu = (j + 0.5) / 10;
        const P = 1.3 * (0.9 + 0.53 * mu * mu) ** 2 * bands.matter[i] + 1.1 / 3e-4;
        sum -= (bands.modes[i] / 2) * (Math.log(P) + x[i * 10 + j] / P);
      }
    }
    expect((rsd.logLikelihood?.([1.3, 0.9], [1.1], x) ?? 0) / sum).toBeCloseTo(1, 12);
  });

  it('carries the Fisher information F_s [[1, 2], [2, 4]] of (ln A, ln b): rank one', () => {
    const F = fisher(defaultDesign, 2, 1);
    expect(F[0][0]).toBeCloseTo(FISHER_LN_S, 4);
    expect(F[0][1] / FISHER_LN_S).toBeCloseTo(2, 6);
    expect(F[1][1] / FISHER_LN_S).toBeCloseTo(4, 6);
  });

  it('bounds A and b with redshift-space distortions, as the published forecast says', () => {
    // Oracle: Fisher forecast of the specification at A = 1, b = 1.5, V = 1e9: sd(ln A) = 0.058, sd(ln b) = 0.032.
    const [[a, c], [, d]] = fisher({ ...rsdDesign, V: 1e9 }, 1, 1.5);
    const determinant = a * d - c * c;
    expect(Math.sqrt(d / determinant)).toBeCloseTo(0.058, 2);
    expect(Math.sqrt(a / determinant)).toBeCloseTo(0.032, 2);
  });
});

describe('simulator', () => {
  it('gives both universes the same data, to the last digit', () => {
    expect(simulated(defaultDesign, [0.5, 2], 11)).toEqual(simulated(defaultDesign, [2, 1], 11));
  });

  it('gives the same data all along A b² = const, to round-off', () => {
    fc.assert(
      fc.property(amplitude, bias, fc.double({ min: 0.2, max: 5, noNaN: true }), fc.nat(), (A, b, c, seed) => {
        const here = simulated(defaultDesign, [A, b], seed, 1.07);
        const there = simulated(defaultDesign, [A * c * c, b / c], seed, 1.07);
        here.forEach((value, i) => expect(Math.abs(there[i] / value - 1)).toBeLessThan(1e-14));
      }),
      { numRuns: 50 },
    );
  });

  it('gives them different data with redshift-space distortions', () => {
    expect(simulated(rsdDesign, [0.5, 2], 11)).not.toEqual(simulated(rsdDesign, [2, 1], 11));
  });

  it.each([
    { name: 'in real space', design: defaultDesign },
    { name: 'in wedges', design: rsdDesign },
  ])('scatters by the chi-square law: mean P and variance 2P²/N $name', ({ design }) => {
    // 4000 draws; every mean and variance within 5 standard errors: false alarm below 1e-4 over all bands.
    const draws = 4000;
    const model = galaxyBiasModel(design);
    const bands = bandsOf(design);
    const power = new Float64Array(bands.dataSize);
    signalPower(bands, 2, 1, power);
    const x = new Float64Array(bands.dataSize);
    const first = new Float64Array(bands.dataSize);
    const second = new Float64Array(bands.dataSize);
    const random = new Random(17, STREAMS.simulation);
    for (let n = 0; n < draws; n++) {
      random.at(STREAMS.simulation, n);
      model.simulate([2, 1], [1], random, x);
      x.forEach((value, i) => {
        const deviation = value / (power[i] + bands.shotNoise) - 1;
        first[i] += deviation / draws;
        second[i] += (deviation * deviation) / draws;
      });
    }
    for (let i = 0; i < bands.dataSize; i++) {
      const n = bands.modes[Math.floor(i / bands.mu.length)];
      expect(Math.abs(first[i])).toBeLessThan(5 * Math.sqrt(2 / n / draws));
      // Fourth central moment of chi2_n / n: 12/n^2 + 48/n^3.
      const spread = Math.sqrt((8 / n ** 2 + 48 / n ** 3) / draws);
      expect(Math.abs(second[i] - 2 / n)).toBeLessThan(5 * spread);
    }
  });

  it('summarises a band power as its logarithm relative to matter, finite for the poorest survey', () => {
    const poorest: Design = { ...rsdDesign, muBins: '10', V: 1e7 };
    const model = galaxyBiasModel(poorest);
    const s = new Float64Array(sizeOf(model.x));
    expect(entryNames(model.s)).toHaveLength(90);
    for (let seed = 0; seed < 200; seed++) {
      model.summarise(simulated(poorest, [0.25, 0.5], seed), s);
      expect(s.every(Number.isFinite)).toBe(true);
    }
    const real = galaxyBiasModel(defaultDesign);
    const out = new Float64Array(9);
    real.summarise(
      Float64Array.from(BANDS.matter, (value) => 2 * value),
      out,
    );
    out.forEach((value) => expect(value).toBeCloseTo(Math.LN2, 10));
  });
});

describe('Kaiser multipoles', () => {
  it('agree with the reference implementation', () => {
    kaiserMultipoles(KAISER.b, KAISER.f).forEach((value, l) => expect(value).toBeCloseTo(KAISER.multipoles[l], 12));
  });

  it('are the Legendre moments of the wedges', () => {
    // Midpoint sums over 10 wedges of (2l + 1) (b + f mu²)² L_l(mu): exact up to the wedges' width, 1 %.
    const bands = bandsOf({ ...rsdDesign, muBins: '10' });
    const signal = new Float64Array(bands.dataSize);
    signalPower(bands, 1, 1.5, signal);
    const legendre = [() => 1, (m: number) => (3 * m * m - 1) / 2];
    legendre.forEach((L, order) => {
      const moment = bands.mu.reduce(
        (sum, m, j) => sum + ((4 * order + 1) * L(m) * signal[j]) / bands.matter[0] / 10,
        0,
      );
      expect(moment / kaiserMultipoles(1.5, 0.53)[order]).toBeCloseTo(1, 1);
    });
  });
});
