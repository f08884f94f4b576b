/** Oracle of all tables: mpmath 1.3 with 50 digits, evaluated at the exact value of each double. */
import { describe, expect, test } from 'vitest';
import {
  betaCdf,
  betaLogPdf,
  betaQuantile,
  binomialCdf,
  binomialLogPmf,
  binomialQuantile,
  chiSquaredSurvival,
  gammaP,
  gammaQ,
  lgamma,
  logSumExp,
  normalCdf,
  normalLogPdf,
  normalQuantile,
} from './special.ts';

/** Relative, or absolute where the oracle is below 1e-300. */
function relativeError(found: number, oracle: number): number {
  return Math.abs(found - oracle) / Math.max(Math.abs(oracle), 1e-300);
}

test.each([
  [0.001, 6.907178885383853],
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [1.5, -0.12078223763524522],
  [3.25, 0.9358019311087253],
  [10, 12.801827480081469],
  [123.456, 469.6055471299295],
  [1e4, 82099.71749644238],
  [1e8, 1742068066.1038346],
])('lgamma(%d) is right to 1e-15', (x, oracle) => expect(relativeError(lgamma(x), oracle)).toBeLessThanOrEqual(1e-15));

test.each([
  [0.02, 0.5, 0.9886897147264062, 0.01131028527359381],
  [0.5, 0.1, 0.345279153981423, 0.654720846018577],
  [0.5, 8, 0.9999366575163338, 0.00006334248366623985],
  [1, 1, 0.6321205588285577, 0.36787944117144233],
  [2.5, 1, 0.15085496391539036, 0.8491450360846097],
  [2.5, 20, 0.99999985066321, 1.4933679000503952e-7],
  [10, 3, 0.0011024881301154798, 0.9988975118698845],
  [10, 12, 0.7576078383294876, 0.24239216167051233],
  [100, 90, 0.15822098918643016, 0.8417790108135699],
  [100, 160, 0.999999855797755, 1.4420224505352737e-7],
  [1000, 1040, 0.8959730884568929, 0.10402691154310705],
  [5, 100, 1, 1.6139305336977305e-37],
])('gammaP and gammaQ(%d, %d) are right to 1e-13 in both tails', (a, x, lower, upper) => {
  expect(relativeError(gammaP(a, x), lower)).toBeLessThanOrEqual(1e-13);
  expect(relativeError(gammaQ(a, x), upper)).toBeLessThanOrEqual(1e-13);
});

test.each([
  [-30, 4.906713927148187e-198],
  [-10, 7.619853024160525e-24],
  [-6, 9.86587645037698e-10],
  [-3, 0.0013498980316300946],
  [-1, 0.15865525393145705],
  [-0.1, 0.460172162722971],
  [0, 0.5],
  [0.3, 0.6179114221889527],
  [1.2, 0.8849303297782917],
  [2.5, 0.9937903346742238],
  [5, 0.9999997133484281],
])('normalCdf(%d) is right to 2e-13', (x, oracle) =>
  expect(relativeError(normalCdf(x), oracle)).toBeLessThanOrEqual(2e-13),
);

test.each([
  [1e-15, -7.941345326170997],
  [1e-6, -4.753424308822899],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.3, -0.5244005127080408],
  [0.75, 0.6744897501960817],
  [0.975, 1.9599639845400538],
  [0.999999, 4.753424308817087],
])('normalQuantile(%d) is right to 1e-15', (u, oracle) =>
  expect(relativeError(normalQuantile(u), oracle)).toBeLessThanOrEqual(1e-15),
);

test('normalQuantile is infinite at 0 and 1, and normalLogPdf is -ln sqrt(2 pi e^(x^2))', () => {
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  expect(relativeError(normalLogPdf(2), -2.9189385332046727)).toBeLessThanOrEqual(1e-15);
});

describe('beta', () => {
  test.each([
    [0.5, 0.5, 0.5, 0.5, -0.4515827052894549],
    [0.1, 2, 3, 0.052300000000000006, -0.028399474521697932],
    [0.9, 2, 3, 0.9963, -2.225624051857918],
    [0.001, 5, 1, 1e-15, -26.021583203494448],
    [0.3, 20, 30, 0.06998709330050737, 0.7497641355613599],
    [0.25, 0.1, 4, 0.9769141590725936, -1.741076218544739],
    [0.999, 100, 0.5, 0.6550435163244296, 5.083798261743821],
    [0.4, 200, 300, 0.502428616319932, 2.901395916476596],
  ])('at x = %d, a = %d, b = %d: CDF, quantile and log density to 1e-12', (x, a, b, oracle, logDensity) => {
    expect(relativeError(betaCdf(x, a, b), oracle)).toBeLessThanOrEqual(1e-12);
    expect(relativeError(betaQuantile(oracle, a, b), x)).toBeLessThanOrEqual(1e-12);
    expect(Math.abs(betaLogPdf(x, a, b) - logDensity)).toBeLessThan(1e-12);
  });

  test('has no density outside [0, 1]', () => {
    expect([betaLogPdf(-0.1, 2, 2), betaLogPdf(1.1, 2, 2)]).toEqual([-Infinity, -Infinity]);
  });
});

describe('binomial', () => {
  test.each([
    [0, 10, 0.1, -1.0536051565782631, 0.3486784401],
    [3, 10, 0.3, -1.3211512777668886, 0.6496107184000001],
    [50, 100, 0.5, -2.530876403977105, 0.5397946186935894],
    [3, 1000, 0.01, -4.907191539191111, 0.010072654772014378],
    [120, 1000, 0.1, -5.351947190775776, 0.9827427694733799],
    [999, 1000, 0.99, -7.7377004246539025, 0.9999568287525893],
  ])('at k = %d, n = %d, p = %d: mass to 2e-12, CDF to 1e-12', (k, n, p, logMass, oracle) => {
    expect(Math.abs(binomialLogPmf(k, n, p) - logMass)).toBeLessThan(2e-12);
    expect(relativeError(binomialCdf(k, n, p), oracle)).toBeLessThanOrEqual(1e-12);
  });

  test('impossible counts have no mass, certain ones all of it', () => {
    expect([binomialLogPmf(-1, 5, 0.5), binomialLogPmf(6, 5, 0.5), binomialLogPmf(1.5, 5, 0.5)]).toEqual([
      -Infinity,
      -Infinity,
      -Infinity,
    ]);
    expect([binomialLogPmf(0, 5, 0), binomialLogPmf(5, 5, 1), binomialLogPmf(1, 5, 0)]).toEqual([0, 0, -Infinity]);
  });

  test.each([
    [0.005, 200, 0.1],
    [0.3, 100, 0.2],
    [0.5, 7, 0.5],
    [0.995, 1000, 0.05],
    [1e-6, 50, 0.9],
  ])('the quantile at u = %d, n = %d, p = %d is the first count whose CDF reaches u', (u, n, p) => {
    const k = binomialQuantile(u, n, p);
    expect(binomialCdf(k, n, p)).toBeGreaterThanOrEqual(u);
    expect(k === 0 ? 0 : binomialCdf(k - 1, n, p)).toBeLessThan(u);
  });
});

test.each([
  [3.841, 1, 0.0500136837639567],
  [10, 9, 0.35048521232336133],
  [40, 9, 0.000007598525229464276],
  [150, 99, 0.0007204453957169629],
])('chiSquaredSurvival(%d, %d) is right to 1e-13', (x, dof, oracle) => {
  expect(relativeError(chiSquaredSurvival(x, dof), oracle)).toBeLessThanOrEqual(1e-13);
});

test('logSumExp neither overflows nor underflows', () => {
  expect(relativeError(logSumExp([1000, 1000]), 1000.6931471805599)).toBeLessThanOrEqual(1e-15);
  expect(relativeError(logSumExp(new Float64Array([-1000, -1001])), -999.6867383124818)).toBeLessThanOrEqual(1e-15);
  expect([logSumExp([]), logSumExp([-Infinity]), logSumExp([-Infinity, 2])]).toEqual([-Infinity, -Infinity, 2]);
});
