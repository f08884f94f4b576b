/**
 * The weighted fit of the curves to readings: minimum of the squared residuals in units of the noise (10 % and the background),
 * over the logarithms of the rates and, where the model knows of one, the delay. What a laboratory would do first.
 */
import { levenbergMarquardt } from '../../math/levenbergMarquardt.ts';
import { curvesOfPulses } from './curves.ts';
import { BACKGROUND, SIZE } from './design.ts';
import type { Rates } from './kinetics.ts';

const RELATIVE = 0.1;
const START: Rates = { alpha: 1, beta: 0.5, mrnaHalfLife: 20, proteinHalfLife: 60, delay: 15 };

export interface Fit {
  readonly rates: Rates;
  /** Chi square of the readings at the fit. */
  readonly chiSquare: number;
}

/** @param x readings [pulse, time, channel] */
export function fitRates(x: ArrayLike<number>, withDelay: boolean): Fit {
  const at = (p: ArrayLike<number>): Rates => ({
    alpha: Math.exp(p[0]),
    beta: Math.exp(p[1]),
    mrnaHalfLife: Math.exp(p[2]),
    proteinHalfLife: Math.exp(p[3]),
    // A negative delay would be a protein before its mRNA.
    delay: withDelay ? Math.abs(p[4]) : 0,
  });
  const { alpha, beta, mrnaHalfLife, proteinHalfLife, delay } = START;
  const start = [...[alpha, beta, mrnaHalfLife, proteinHalfLife].map(Math.log), ...(withDelay ? [delay] : [])];
  const mean = new Float64Array(SIZE);
  const curves = curvesOfPulses();
  const { p, sum } = levenbergMarquardt(
    {
      size: SIZE,
      residuals(point, out) {
        curves(at(point), mean);
        for (let k = 0; k < SIZE; k++) {
          const sd = Math.hypot(RELATIVE * x[k], k % 2 === 0 ? BACKGROUND.mrna : BACKGROUND.protein);
          out[k] = (mean[k] - x[k]) / sd;
        }
      },
    },
    start,
  );
  return { rates: at(p), chiSquare: sum };
}
