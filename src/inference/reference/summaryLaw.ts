/**
 * The law of summaries whose likelihood nobody can write down, as a Gaussian with mean and covariance that change smoothly
 * with the parameters: a synthetic likelihood (Wood 2010; Price et al. 2018) whose moments come from a regression over
 * simulations at many parameters rather than from many simulations at each. Summary j is regressed on a polynomial in the
 * parameters and on the residuals of the summaries before it, and the logarithm of what then remains of its variance on
 * another polynomial (modified Cholesky decomposition, Pourahmadi 1999): any coefficients give a covariance. What the
 * polynomials miss adds to the residuals, so that a bad fit is a wide law and not a wrong one.
 */
import { leastSquares } from '../math/leastSquares.ts';
import { mean, sd } from '../math/statistics.ts';

const MEAN_DEGREE = 3;
const VARIANCE_DEGREE = 2;
/** Fisher scoring steps of the variance regression; it starts near the end. */
const SCORING_STEPS = 12;
/** E ln chi2 with one degree of freedom. */
const MEAN_LOG_SQUARE = -1.2703628;
/** Of a standardised variance: keeps the logarithm of a residual that vanishes. */
const LEAST_SQUARE = 1e-20;

/** ln density of the observed summaries at the parameters `point` [d], up to a constant. */
export type SummaryLogLikelihood = (point: ArrayLike<number>) => number;

/** All monomials up to a total degree. */
function monomials(d: number, degree: number): (point: ArrayLike<number>) => number[] {
  let powers: number[][] = [[]];
  for (let j = 0; j < d; j++) {
    powers = powers.flatMap((row) => {
      const left = degree - row.reduce((sum, power) => sum + power, 0);
      return Array.from({ length: left + 1 }, (_, power) => [...row, power]);
    });
  }
  return (point) => powers.map((row) => row.reduce((product, power, j) => product * point[j] ** power, 1));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function flat(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(rows.flat());
}

/** ln variance as a linear function of features, by the gamma likelihood of squared residuals. */
function logVariance(features: readonly number[][], residuals: Float64Array): Float64Array {
  const fit = leastSquares(flat(features), features[0].length);
  const squares = residuals.map((r) => r * r + LEAST_SQUARE);
  let beta = fit.coefficients(squares.map((square) => Math.log(square) - MEAN_LOG_SQUARE));
  for (let step = 0; step < SCORING_STEPS; step++) {
    const excess = squares.map((square, i) => square * Math.exp(-dot(features[i], beta)) - 1);
    const move = fit.coefficients(excess);
    beta = beta.map((value, j) => value + move[j]);
  }
  return beta;
}

/**
 * Fits the law to simulations and evaluates it at one observation.
 * @param points parameters [n, d], each scaled to about [-1, 1]
 * @param summaries [n, C]
 * @param observed [C]
 * @throws RangeError on summaries that are not finite
 */
export function summaryLaw(
  points: Float64Array,
  d: number,
  summaries: Float64Array,
  observed: Float64Array,
): SummaryLogLikelihood {
  const n = points.length / d;
  const C = observed.length;
  const rows = Array.from({ length: n }, (_, i) => points.subarray(i * d, (i + 1) * d));
  const ofMean = monomials(d, MEAN_DEGREE);
  const ofVariance = monomials(d, VARIANCE_DEGREE);
  const ofSlope = monomials(d, 1);
  const meanFeatures = rows.map(ofMean);
  const varianceFeatures = rows.map(ofVariance);
  const slopeFeatures = rows.map(ofSlope);
  const plain = leastSquares(flat(meanFeatures), meanFeatures[0].length);

  const standard: number[] = [];
  const means: Float64Array[] = [];
  const residuals: Float64Array[] = [];
  const conditional: Float64Array[] = [];
  const logVariances: Float64Array[] = [];
  for (let j = 0; j < C; j++) {
    const raw = Float64Array.from({ length: n }, (_, i) => summaries[i * C + j]);
    const [centre, spread] = [mean(raw), sd(raw) || 1];
    const column = raw.map((value) => (value - centre) / spread);
    standard.push((observed[j] - centre) / spread);
    const features = meanFeatures.map((feature, i) => [
      ...feature,
      ...residuals.flatMap((residual) => slopeFeatures[i].map((slope) => slope * residual[i])),
    ]);
    const design = flat(features);
    const left = (beta: Float64Array): Float64Array => column.map((value, i) => value - dot(features[i], beta));
    const width = features[0].length;
    const first = logVariance(varianceFeatures, left(leastSquares(design, width).coefficients(column)));
    const weights = Float64Array.from(varianceFeatures, (feature) => Math.exp(-dot(feature, first)));
    const beta = leastSquares(design, width, weights).coefficients(column);
    conditional.push(beta);
    logVariances.push(logVariance(varianceFeatures, left(beta)));
    const marginal = plain.coefficients(column);
    means.push(marginal);
    residuals.push(column.map((value, i) => value - dot(meanFeatures[i], marginal)));
  }

  return (point) => {
    const feature = ofMean(point);
    const slopes = ofSlope(point);
    const squares = ofVariance(point);
    const all = [...feature];
    let ln = 0;
    for (let j = 0; j < C; j++) {
      const logScale = dot(squares, logVariances[j]);
      ln -= 0.5 * (logScale + (standard[j] - dot(all, conditional[j])) ** 2 * Math.exp(-logScale));
      const residual = standard[j] - dot(feature, means[j]);
      for (const slope of slopes) all.push(slope * residual);
    }
    return ln;
  };
}
