import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import type { Axis } from './axis.ts';
import { type DensityRegion, highestDensityRegions } from './density2d.ts';

const LINE: Axis = { scale: 'linear', low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** Even-odd rule over all rings of a region. */
function inside(region: DensityRegion, x: number, y: number): boolean {
  let odd = false;
  for (const [xs, ys] of region.rings) {
    for (let i = 0; i + 1 < xs.length; i++) {
      if (ys[i] > y !== ys[i + 1] > y && x < xs[i] + ((y - ys[i]) * (xs[i + 1] - xs[i])) / (ys[i + 1] - ys[i])) {
        odd = !odd;
      }
    }
  }
  return odd;
}

function area(region: DensityRegion): number {
  let twice = 0;
  for (const [xs, ys] of region.rings) {
    for (let i = 0; i + 1 < xs.length; i++) twice += xs[i] * ys[i + 1] - xs[i + 1] * ys[i];
  }
  return Math.abs(twice) / 2;
}

type Draw = (random: Random) => [number, number];

function sample(draw: Draw, n: number, index: number): [Float64Array, Float64Array] {
  const random = new Random(11, STREAMS.reference, index);
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) [x[i], y[i]] = draw(random);
  return [x, y];
}

/** Fraction of fresh draws inside the regions made from 2,000 others, averaged over 8 repeats. */
function heldByFresh(
  draw: Draw,
  axes: readonly [Axis, Axis],
  masses: readonly number[],
  nodes?: number,
): { held: number[]; areas: number[] } {
  const held = masses.map(() => 0);
  const areas = masses.map(() => 0);
  const repeats = 8;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const [x, y] = sample(draw, 2000, 2 * repeat);
    const [freshX, freshY] = sample(draw, 1000, 2 * repeat + 1);
    highestDensityRegions(x, y, axes, masses, nodes).forEach((region, k) => {
      let count = 0;
      for (let i = 0; i < freshX.length; i++) if (inside(region, freshX[i], freshY[i])) count++;
      held[k] += count / freshX.length / repeats;
      areas[k] += area(region) / repeats;
    });
  }
  return { held, areas };
}

// 8,000 fresh draws: one standard error of `held` is 0.5 % at 68 %, so 3 % is 6 of them.
describe('the highest-density regions of 2,000 draws', () => {
  const rho = 0.999;
  const ridge: Draw = (random) => {
    const a = random.normal();
    return [a, rho * a + Math.sqrt(1 - rho * rho) * random.normal()];
  };

  it('hold their nominal mass of fresh draws on a Gaussian ridge of correlation 0.999, and have the area of its ellipses', () => {
    const { held, areas } = heldByFresh(ridge, [LINE, LINE], [0.68, 0.9]);
    expect(Math.abs(held[0] - 0.68)).toBeLessThan(0.03);
    expect(Math.abs(held[1] - 0.9)).toBeLessThan(0.03);
    // Ellipse of mass m: pi sqrt(1 - rho^2) (-2 ln(1 - m)).
    for (const [k, mass] of [0.68, 0.9].entries()) {
      const exact = Math.PI * Math.sqrt(1 - rho * rho) * -2 * Math.log(1 - mass);
      expect(Math.abs(areas[k] / exact - 1)).toBeLessThan(0.1);
    }
  });

  it('hold it too on the coarser grid of a small panel', () => {
    const { held } = heldByFresh(ridge, [LINE, LINE], [0.68, 0.9], 56);
    expect(Math.abs(held[0] - 0.68)).toBeLessThan(0.03);
    expect(Math.abs(held[1] - 0.9)).toBeLessThan(0.03);
  });

  it('are as narrow as the ridge b = sqrt(s / A) on linear axes, where it is curved', () => {
    // ln(A b^2) ~ N(ln 2, 0.03), ln A uniform: on log axes the ridge is straight.
    const draw: Draw = (random) => {
      const a = 0.5 * 8 ** random.uniform();
      return [a, Math.sqrt((2 * Math.exp(0.03 * random.normal())) / a)];
    };
    const support = [
      { low: 0.5, high: 4 },
      { low: 0.1, high: 5 },
    ] as const;
    for (const scale of ['linear', 'log'] as const) {
      const { held, areas } = heldByFresh(
        draw,
        [
          { scale, ...support[0] },
          { scale, ...support[1] },
        ],
        [0.68, 0.9],
      );
      expect(Math.abs(held[0] - 0.68)).toBeLessThan(0.03);
      expect(Math.abs(held[1] - 0.9)).toBeLessThan(0.03);
      // The strip of all A with ln(A b^2) within 1.645 sd: the integral of b * 1.645 * 0.03 over A holds 90 % too.
      const strip = 1.645 * 0.03 * Math.SQRT2 * 2 * (Math.sqrt(4) - Math.sqrt(0.5));
      expect(areas[1]).toBeLessThan(1.25 * strip);
    }
  });

  it('hold it on a half ring and on two modes 28 sd apart, without smearing either', () => {
    const ring: Draw = (random) => {
      const angle = random.uniform() * Math.PI;
      const radius = 1 + 0.05 * random.normal();
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    };
    const modes: Draw = (random) => {
      const centre = random.uniform() < 0.5 ? -10 : 10;
      return [centre + random.normal(), centre + random.normal()];
    };
    for (const [draw, exact] of [
      [ring, Math.PI * 2 * 1.645 * 0.05],
      [modes, 2 * 2 * Math.PI * Math.log(10)],
    ] as const) {
      const { held, areas } = heldByFresh(draw, [LINE, LINE], [0.68, 0.9]);
      expect(Math.abs(held[0] - 0.68)).toBeLessThan(0.03);
      expect(Math.abs(held[1] - 0.9)).toBeLessThan(0.03);
      expect(areas[1]).toBeLessThan(1.25 * exact);
    }
  });

  it('cover a flat posterior up to the edges of the support and not beyond', () => {
    const unit: Axis = { scale: 'linear', low: 0, high: 1 };
    const flat: Draw = (random) => [random.uniform(), random.uniform()];
    const { held, areas } = heldByFresh(flat, [unit, unit], [0.9]);
    expect(Math.abs(held[0] - 0.9)).toBeLessThan(0.03);
    expect(Math.abs(areas[0] - 0.9)).toBeLessThan(0.03);
    const [region] = highestDensityRegions(...sample(flat, 2000, 0), [unit, unit], [0.9]);
    const all = region.rings.flatMap(([x, y]) => [...x, ...y]);
    expect(Math.min(...all)).toBe(0);
    expect(Math.max(...all)).toBe(1);
    // Without the edge correction the strip along the sides is lost: most of its points must be inside.
    let edge = 0;
    for (let i = 0; i < 200; i++) if (inside(region, 0.01, (i + 0.5) / 200)) edge++;
    expect(edge / 200).toBeGreaterThan(0.7);
  });

  it('lie where the draws do, to a fraction of a cell', () => {
    const isotropic: Draw = (random) => [random.normal(), random.normal()];
    const middle = [0, 0];
    const repeats = 16;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const [region] = highestDensityRegions(...sample(isotropic, 2000, repeat), [LINE, LINE], [0.9]);
      region.rings[0].forEach((values, k) => {
        middle[k] += (Math.max(...values) + Math.min(...values)) / 2 / repeats;
      });
    }
    // A cell is 0.07 sd; the middle of the extremes scatters by 0.02 over 16 repeats of 2,000 draws.
    for (const value of middle) expect(Math.abs(value)).toBeLessThan(0.03);
  });

  it('leave out draws that a log axis cannot show', () => {
    const positive: Axis = { scale: 'log', low: 0, high: Number.POSITIVE_INFINITY };
    const [x, y] = sample((random) => [Math.exp(random.normal()), Math.exp(random.normal())], 500, 0);
    const [clean] = highestDensityRegions(x, y, [positive, positive], [0.68]);
    const [dirty] = highestDensityRegions([...x, -1, Number.NaN], [...y, 1, 1], [positive, positive], [0.68]);
    expect(dirty).toEqual(clean);
    expect(clean.rings.length).toBeGreaterThan(0);
  });

  it('have no rings when there are too few draws or they do not vary', () => {
    expect(highestDensityRegions([1, 2], [1, 2], [LINE, LINE], [0.9])).toEqual([{ mass: 0.9, rings: [] }]);
    expect(highestDensityRegions(new Float64Array(99), new Float64Array(99), [LINE, LINE], [0.9])[0].rings).toEqual([]);
  });
});
