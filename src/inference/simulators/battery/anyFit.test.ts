import { expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { firstReadings } from '../readings/anyReadings.ts';
import { ANY_FIT_NAMES, anyFit } from './anyFit.ts';
import { TIMES } from './design.ts';
import { voltage } from './model.ts';

const NOISE = 0.001;
const fit = (x: Float64Array) => {
  const out = new Float64Array(ANY_FIT_NAMES.length);
  anyFit(x, NOISE, out, 0);
  return out;
};

it('holds the circuit that made the voltages within its own scatter, whatever the number of readings', () => {
  const random = new Random(7, 0);
  const misses: number[][] = [[], [], []];
  for (let k = 0; k < 300; k++) {
    const [R0, R1] = [30 + 15 * random.normal(), 30 + 10 * random.normal()];
    const time = Math.exp(Math.log(80) + 0.5 * random.normal());
    const rest = 3.7 + 0.005 * random.normal();
    const x = Float64Array.from(TIMES, (t) => voltage(R0, R1, (1000 * time) / R1, rest, t) + NOISE * random.normal());
    const out = fit(firstReadings(x, 1 + Math.floor(90 * random.uniform())));
    const [fittedR0, fittedR1] = [Math.sinh(out[1]), Math.sinh(out[2])];
    misses[0].push((R0 - fittedR0) / (1000 * Math.exp(out[5])));
    misses[1].push((R1 - fittedR1) / (1000 * Math.exp(out[6])));
    misses[2].push((Math.log(time) - out[3]) / Math.exp(out[7]));
  }
  for (const each of misses) {
    const inside = each.filter((miss) => Math.abs(miss) < 2).length / each.length;
    // A weak prior, of which the circuits are no draws: about 95 %.
    expect(inside).toBeGreaterThan(0.88);
  }
});

it('learns from every reading: what it does not know becomes less, and without any it is what it began with', () => {
  const random = new Random(8, 0);
  const x = Float64Array.from(TIMES, (t) => voltage(30, 20, 5000, 3.7, t) + NOISE * random.normal());
  const scatter = [0, 1, 5, 20, 40, 91].map((count) => fit(firstReadings(x, count)));
  expect(1000 * Math.exp(scatter[0][5])).toBeCloseTo(40, 4);
  expect(Math.sinh(scatter[0][1])).toBeCloseTo(30, 4);
  for (let k = 1; k < scatter.length; k++) {
    for (const j of [5, 6]) expect(scatter[k][j]).toBeLessThan(scatter[k - 1][j] + 1e-9);
  }
  // All of them, of a noise of 1 mV: a fraction of a milliohm.
  expect(1000 * Math.exp(scatter[5][5])).toBeLessThan(0.5);
  expect(scatter[5][7]).toBeLessThan(Math.log(0.03));
});
