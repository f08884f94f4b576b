import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { Ring } from './dynamics.ts';
// Means, standard deviations and Lyapunov exponents of an independent implementation: 12 members of 200 time units each.
import golden from './golden.json';

const SITES = 40;
const DT = 0.05;

interface Climate {
  readonly mean: number;
  readonly std: number;
  readonly meanSquare: number;
  readonly lyapunov: number;
}

/** Long-run statistics; the exponent from two neighbours whose distance is reset every half time unit (Benettin 1976). */
function climateOf(F: number, members: number, length: number): Climate {
  const base = new Ring(SITES);
  const neighbour = new Ring(SITES);
  const x = new Float64Array(SITES);
  const y = new Float64Array(SITES);
  const distance = 1e-7;
  let sum = 0;
  let squares = 0;
  let count = 0;
  let growth = 0;
  for (let member = 0; member < members; member++) {
    const random = new Random(11, 0, member);
    base.set(Float64Array.from({ length: SITES }, () => F / 3 + random.normal()));
    base.advance(F, DT, 400);
    base.copyTo(x, 0);
    for (let i = 0; i < SITES; i++) y[i] = x[i] + (distance / Math.sqrt(SITES)) * (i % 2 === 0 ? 1 : -1);
    for (let half = 0; half < length * 2; half++) {
      neighbour.set(y);
      neighbour.advance(F, DT, 10);
      neighbour.copyTo(y, 0);
      for (let step = 0; step < 5; step++) {
        base.advance(F, DT, 2);
        base.copyTo(x, 0);
        for (const value of x) {
          sum += value;
          squares += value * value;
        }
        count += SITES;
      }
      const apart = Math.sqrt(y.reduce((total, value, i) => total + (value - x[i]) ** 2, 0));
      // The first twenty time units turn the difference into the fastest direction.
      if (half >= 40) growth += Math.log(apart / distance);
      for (let i = 0; i < SITES; i++) y[i] = x[i] + ((y[i] - x[i]) * distance) / apart;
    }
  }
  const mean = sum / count;
  return {
    mean,
    std: Math.sqrt(squares / count - mean * mean),
    meanSquare: squares / count,
    lyapunov: growth / (members * (length - 20)),
  };
}

describe('the climate of 40 sites', () => {
  const { climate } = golden;

  it.each(climate.F.map((F, i) => [F, climate.mean[i], climate.std[i], climate.lyap[i]]))(
    'at F = %f has mean %f, standard deviation %f and Lyapunov exponent %f',
    (F, mean, std, lyapunov) => {
      const found = climateOf(F, 12, 200);
      expect(Math.abs(found.mean - mean)).toBeLessThan(0.03);
      expect(Math.abs(found.std - std)).toBeLessThan(0.03);
      // Twice 0.015 for either side; near the onset of chaos (F = 4) the convergence is algebraic.
      expect(Math.abs(found.lyapunov - lyapunov)).toBeLessThan(F === 4 ? 0.05 : 0.045);
      // <x²> = F <x> exactly in continuous time; a step of 0.05 costs 0.7 % at F = 16.
      expect(Math.abs(found.meanSquare / (F * found.mean) - 1)).toBeLessThan(F > 10 ? 0.01 : 0.003);
    },
  );
});
