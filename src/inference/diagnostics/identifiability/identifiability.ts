/**
 * What the data can tell, and what they cannot: the generalised eigenproblem Sigma_post c = rho Sigma_prior c of the
 * covariances of posterior and prior, in logarithms for quantities on a log axis. 1 - rho is the contraction along an
 * eigenvector. The functional c with the smallest rho is the combination that the data fix best ("stiff"); the direction
 * Sigma_prior c with the largest is the one along which they say least ("sloppy"). It is a linear analysis: a ridge that
 * is curved in these coordinates is described by its overall direction. Covariances do not say that a posterior is its prior:
 * before that is claimed, the two are compared as distributions (priorLeft.ts).
 */
import { type NamedQuantity, nameCombination, smallExponents } from './combination.ts';
import { contraction, covarianceOf, halfWidth } from './contraction.ts';
import { type PriorLeft, priorLeft } from './priorLeft.ts';
import type { Verdict } from '../report/verdict.ts';
import { pValue, twoDigits } from '../report/wording.ts';

export interface Combination {
  /** One per quantity, scaled so that the largest is a small integer. */
  readonly exponents: readonly number[];
  /** 'A b²'. */
  readonly words: string;
  /** Half the central 68 % interval of the posterior over that of the prior. */
  readonly sdRatio: number;
  /** A step of one prior sd along it, [D]: logarithms for quantities on a log axis, natural units otherwise. */
  readonly step: readonly number[];
}

export interface Identifiability {
  /** Contractions 1 - rho, ascending; below 0 where the posterior is wider than the prior. */
  readonly spectrum: readonly number[];
  /** The combination that the data fix best. */
  readonly stiff: Combination;
  /** The direction along which they say least. */
  readonly sloppy: Combination;
  /** Some combination is known 4 times better than the prior knew it and another is hardly constrained. */
  readonly ridge: boolean;
  /** Whether the posterior is its prior where it is as wide; null where it is narrower in all directions. */
  readonly priorLeft: PriorLeft | null;
  readonly verdict: Verdict;
}

/** Smallest rho below, largest rho above: a ridge. */
const RIDGE = { stiff: 0.05, sloppy: 0.5 } as const;
/** From here on a width ratio counts as that of the prior; whether the posterior is the prior there is then tested. */
const UNCHANGED = 0.9;
/** Largest rho over smallest up to which no direction stands out. */
const ISOTROPIC = 2;
const MIN_DRAWS = 20;

/** Draws of posterior [n, D] and prior [m, D], row-major, natural units of the quantities. */
export interface JudgedDraws {
  readonly posterior: Float64Array;
  readonly prior: Float64Array;
  readonly quantities: readonly NamedQuantity[];
}

/**
 * Takes tens of milliseconds where the posterior is as wide as its prior somewhere: not for the page's own thread.
 * @throws RangeError for fewer than 20 usable draws of either, or a quantity that the prior holds fixed
 */
export function identifiability(draws: JudgedDraws): Identifiability {
  const { found, values, testAgainstPrior, precisely } = analysed(draws);
  const judged = { ...found, priorLeft: found.sloppy.sdRatio < UNCHANGED ? null : testAgainstPrior() };
  const isotropic = values[values.length - 1] < ISOTROPIC * values[0];
  return { ...judged, verdict: verdictOf(judged, isotropic, precisely) };
}

/** The two directions alone, without the test against the prior, which takes ten times as long. Throws as `identifiability`. */
export function stiffAndSloppy(draws: JudgedDraws): Pick<Identifiability, 'stiff' | 'sloppy'> {
  return analysed(draws).found;
}

function analysed({ posterior, prior, quantities }: JudgedDraws) {
  const dim = quantities.length;
  const priorRows = usableRows(prior, quantities, 'prior');
  const spread = covarianceOf(priorRows, dim).map((row, j) => Math.sqrt(row[j]));
  const fixed = spread.findIndex((sd) => !(sd > 0));
  if (fixed >= 0) {
    throw new RangeError(`The prior of ${quantities[fixed].symbol} does not vary: leave a fixed quantity out.`);
  }
  // Linear quantities have units: in prior sds they can stand beside logarithms and each other.
  const unit = quantities.map(({ scale }, j) => (scale === 'log' ? 1 : spread[j]));
  const before = scaled(priorRows, unit);
  const after = scaled(usableRows(posterior, quantities, 'posterior'), unit);
  const priorCovariance = covarianceOf(before, dim);
  const { values, vectors } = contraction(after, priorCovariance);

  /** Sigma_prior c, one prior sd long: the direction in which c changes while what is uncorrelated with it does not. */
  const directionOf = (functional: readonly number[]) =>
    priorCovariance.map((row) => row.reduce((sum, value, k) => sum + value * functional[k], 0));
  /** The functionals' values, which are uncorrelated and in prior sds. */
  const seen = (rows: readonly Float64Array[]) =>
    rows.map((row) => Float64Array.from(vectors, (c) => c.reduce((sum, value, j) => sum + value * row[j], 0)));
  const measure = (
    direction: readonly number[],
    functional: readonly number[],
    eigenvector: readonly number[],
  ): Combination => {
    const exponents = smallExponents(direction);
    return {
      exponents,
      words: nameCombination(exponents, quantities),
      sdRatio: halfWidth(after, functional) / halfWidth(before, functional),
      step: directionOf(eigenvector).map((value, j) => value * unit[j]),
    };
  };
  const stiffest = smallExponents(vectors[0]);
  const stiff = measure(stiffest, stiffest, vectors[0]);
  const weakest = vectors[dim - 1];
  const sloppy = measure(directionOf(weakest), weakest, weakest);
  const ridge = values[0] < RIDGE.stiff && values[dim - 1] > RIDGE.sloppy;
  const found = {
    spectrum: values.map((rho) => 1 - rho).sort((a, b) => a - b),
    stiff,
    sloppy,
    ridge,
  };
  const testAgainstPrior = () =>
    priorLeft(
      seen(after),
      seen(before),
      // The weakest is as wide as the prior by its central 68 %, whatever its variance is.
      values.map((rho, i) => i < dim - 1 && rho < UNCHANGED ** 2),
    );
  return { found, values, testAgainstPrior, precisely: precision(after, stiff, quantities, spread) };
}

function verdictOf(
  found: Pick<Identifiability, 'stiff' | 'sloppy' | 'ridge' | 'priorLeft'>,
  isotropic: boolean,
  precisely: string,
): Verdict {
  const { stiff, sloppy, ridge } = found;
  const width = `${twoDigits(100 * sloppy.sdRatio)} % of its prior width`;
  if (stiff.exponents.length === 1) {
    return found.priorLeft === null
      ? { level: 'good', sentence: `The data pin down ${stiff.words} ${precisely}: ${width}.` }
      : { level: 'warn', sentence: everywhere(stiff.words, width, found.priorLeft) };
  }
  if (found.priorLeft !== null && stiff.sdRatio >= UNCHANGED) {
    return { level: 'warn', sentence: everywhere(null, width, found.priorLeft) };
  }
  const fixed = ridge
    ? `The data pin down ${stiff.words} ${precisely}.`
    : `The data narrow ${stiff.words} to ${twoDigits(100 * stiff.sdRatio)} % of its prior width.`;
  if (found.priorLeft !== null) {
    return { level: 'warn', sentence: `${fixed} ${alongSloppy(sloppy, stiff, width, found.priorLeft)}` };
  }
  if (ridge) {
    return {
      level: 'warn',
      sentence: `${fixed} Along ${sloppy.words} the data say little: the posterior keeps ${width}.`,
    };
  }
  return {
    level: 'good',
    sentence: isotropic
      ? `All combinations are constrained about equally: to ${twoDigits(100 * sloppy.sdRatio)} % of their prior widths.`
      : `All combinations are constrained: the weakest, along ${sloppy.words}, to ${width}.`,
  };
}

/** Where no direction is narrowed. `only` is the one quantity that there is. */
function everywhere(only: string | null, width: string, { finding, p }: PriorLeft): string {
  const about = only === null ? '' : ` about ${only}`;
  if (finding === 'prior') return `The data say next to nothing${about}: you only get your prior back.`;
  const subject = only === null ? 'The posterior' : `The posterior of ${only}`;
  return finding === 'other'
    ? `${subject} is as wide as the prior, but it is not the prior: it is split, curved or skewed (${pValue(p)}).`
    : `${subject} keeps ${width}; too few draws to tell whether it is the prior.`;
}

/** Where the data narrow other directions: the prior that is left is the one given them. */
function alongSloppy({ words }: Combination, stiff: Combination, width: string, { finding, p }: PriorLeft): string {
  if (finding === 'prior') {
    return `Along ${words} the data say nothing more: there you only get your prior back, given ${stiff.words}.`;
  }
  return finding === 'other'
    ? `Along ${words} the posterior is as wide as the prior, but it is not the prior: it is split or curved (${pValue(p)}).`
    : `Along ${words} the posterior keeps ${width}; too few prior draws lie near it to tell whether it is the prior.`;
}

/** 'to 3.4 %', 'to a factor 1.6' for a product of powers; 'to ± 0.21' for a linear quantity; 'to 12 % of its prior sd' for mixtures. */
function precision(
  rows: readonly Float64Array[],
  { exponents }: Combination,
  quantities: readonly NamedQuantity[],
  spread: readonly number[],
): string {
  const half = halfWidth(rows, exponents);
  const taking = quantities.flatMap((quantity, j) => (exponents[j] === 0 ? [] : [{ quantity, j }]));
  if (taking.every(({ quantity }) => quantity.scale === 'log')) {
    return half < 0.3 ? `to ${twoDigits(100 * half)} %` : `to a factor ${twoDigits(Math.exp(half))}`;
  }
  if (taking.length === 1) return `to ± ${twoDigits(half * spread[taking[0].j])}`;
  return `to ± ${twoDigits(half)} prior sd`;
}

/** Rows in logarithms where the scale is log; rows that are not finite then are left out. */
function usableRows(draws: Float64Array, quantities: readonly NamedQuantity[], what: string): Float64Array[] {
  const dim = quantities.length;
  const rows: Float64Array[] = [];
  for (let start = 0; start + dim <= draws.length; start += dim) {
    const row = Float64Array.from(quantities, ({ scale }, j) =>
      scale === 'log' ? Math.log(draws[start + j]) : draws[start + j],
    );
    if (row.every(Number.isFinite)) rows.push(row);
  }
  if (rows.length < MIN_DRAWS) {
    throw new RangeError(`${rows.length} usable draws of the ${what} are too few: take ${MIN_DRAWS} or more.`);
  }
  return rows;
}

function scaled(rows: readonly Float64Array[], unit: readonly number[]): Float64Array[] {
  return rows.map((row) => row.map((value, j) => value / unit[j]));
}
