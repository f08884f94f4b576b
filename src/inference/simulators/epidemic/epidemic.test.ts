import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { defaultProblem } from '../problem.ts';
import type { CheckedTable } from '../system.ts';
import { epidemicFile } from './file.ts';
import { epidemic } from './index.ts';
import { newInfections } from './model.ts';

const { defaultDesign } = epidemic;
const WHOLE = { ...defaultDesign, counts: 160 };

/** I(t) at days 17, 34, 51, 68 for beta = .4, gamma = .125, N = 1e6, from a separate implementation (Runge-Kutta, step 1/8). */
const INFECTED = [107.20879651318437, 11225.308218830598, 307012.6812815026, 128837.77064360083];

describe('the wave', () => {
  it('has the infected people of the reference implementation: those infected so far, less those who recovered', () => {
    const infections = new Float64Array(160);
    newInfections(WHOLE)(0.4, 0.125, 0, infections);
    // dI/dt = new - gamma I: I(t) = integral of new e^{-gamma (t - s)}, with the infections spread over their day.
    const fine = { ...defaultDesign, every: 1, counts: 160 };
    newInfections(fine)(0.4, 0.125, 0, infections);
    let infected = 1;
    const found: number[] = [];
    for (let day = 1; day <= 68; day++) {
      const growth = day > 1 && infections[day - 2] > 0 ? infections[day - 1] / infections[day - 2] : Math.exp(0.275);
      // Within a day new infections grow by a constant factor, to second order.
      const r = Math.log(growth) + 0.125;
      const share = r === 0 ? 1 : ((growth - Math.exp(-0.125)) / r) * (Math.log(growth) / (growth - 1 || 1e-12));
      infected = infected * Math.exp(-0.125) + infections[day - 1] * share;
      if (day % 17 === 0) found.push(infected);
    }
    found.forEach((value, i) => expect(Math.abs(value / INFECTED[i] - 1)).toBeLessThan(0.01));
  });

  it('ends at the final size: z = 1 - exp(-R0 z)', () => {
    const infections = new Float64Array(160);
    newInfections(WHOLE)(0.4, 0.125, 0, infections);
    const z = (1 + infections.reduce((a, b) => a + b, 0)) / 1e6;
    expect(z).toBeCloseTo(1 - Math.exp(-(0.4 / 0.125) * z), 4);
  });

  it('is later by the day of the first infection, before as after day 0', () => {
    const [plain, late, early] = [0, 3, -3].map((start) => {
      const out = new Float64Array(160);
      newInfections(WHOLE)(0.4, 0.125, start, out);
      return out;
    });
    expect(late[0]).toBe(0);
    for (const day of [20, 60]) {
      expect(late[day + 3] / plain[day]).toBeCloseTo(1, 3);
      expect(early[day - 3] / plain[day]).toBeCloseTo(1, 3);
    }
  });

  it('gives the same counts by the week as by the day', () => {
    const [daily, weekly] = [new Float64Array(140), new Float64Array(20)];
    newInfections({ ...WHOLE, counts: 140 })(0.4, 0.125, 0, daily);
    newInfections({ ...WHOLE, counts: 20, every: 7 })(0.4, 0.125, 0, weekly);
    weekly.forEach((value, w) => {
      const sum = daily.subarray(7 * w, 7 * w + 7).reduce((a, b) => a + b, 0);
      expect(Math.abs(value - sum)).toBeLessThan(1e-3 * sum + 0.01);
    });
  });
});

describe('the counts', () => {
  it('scatter as the likelihood says: mean of its score is zero', () => {
    const model = epidemic.model(defaultDesign);
    const random = new Random(1, 0);
    const x = new Float64Array(100);
    const eta = [0.5, 0, 0.04];
    const scores = Array.from({ length: 400 }, () => {
      model.simulate([0.4, 0.125], eta, random, x);
      const at = (beta: number) => model.logLikelihood?.([beta, 0.125], eta, x) ?? Number.NaN;
      return (at(0.4001) - at(0.3999)) / 0.0002;
    });
    // Within four standard errors of zero.
    expect(Math.abs(mean(scores)) / (sd(scores) / 20)).toBeLessThan(4);
    const phi = Array.from({ length: 400 }, () => {
      model.simulate([0.4, 0.125], eta, random, x);
      const at = (value: number) => model.logLikelihood?.([0.4, 0.125], [0.5, 0, value], x) ?? Number.NaN;
      return (at(0.0404) - at(0.0396)) / 0.0008;
    });
    expect(Math.abs(mean(phi)) / (sd(phi) / 20)).toBeLessThan(4);
  });

  it('have an exact posterior that holds the truth', async () => {
    const usual = defaultProblem(epidemic);
    const t0 = { ...usual.nuisances.t0, mode: 'fixed' as const };
    const problem = { ...usual, nuisances: { ...usual.nuisances, t0 } };
    const x = new Float64Array(100);
    epidemic.model(problem.design).simulate([0.4, 0.125], [1, 0, 0.1], new Random(9, 0), x);
    const found = await epidemic.reference({ problem, x, draws: 1000, random: new Random(1, 1) });
    if (found.kind === 'unavailable') throw new Error(found.reason);
    expect(found.label).toBe('exact');
    [0.4, 0.125].forEach((truth, j) => {
      const draws = Array.from({ length: 1000 }, (_, i) => found.draws[2 * i + j]);
      expect(Math.abs(mean(draws) - truth) / sd(draws)).toBeLessThan(4);
    });
  }, 120_000);
});

function table(n: number, every: number, { shift = 0, count = 1, metadata = {} } = {}): CheckedTable {
  const day = Float64Array.from({ length: n }, (_, i) => (i + 1) * every + shift);
  return {
    columns: { day, count: new Float64Array(n).fill(count) },
    rowNumbers: Array.from(day, (_, i) => i + 2),
    metadata,
  };
}

describe('a file of counts', () => {
  it('declares length, spacing and population; one that states none takes that of the study, and says so', () => {
    const weekly = epidemicFile.read(table(20, 7, { metadata: { population: '60000' } }), defaultDesign);
    expect(weekly).toMatchObject({ ok: true, design: { counts: 20, every: 7, population: 60_000 }, notices: [] });
    const daily = epidemicFile.read(table(100, 1), defaultDesign);
    expect(daily).toMatchObject({ ok: true, design: defaultDesign, notices: [expect.stringContaining('1,000,000')] });
  });

  it('is written as it is read', () => {
    const x = Float64Array.from({ length: 20 }, (_, i) => i * i);
    const design = { counts: 20, every: 7, population: 60_000 };
    const { header, rows, metadata } = epidemicFile.write(x, design);
    const columns = Object.fromEntries(header.map((name, j) => [name, Float64Array.from(rows, (row) => row[j])]));
    const again = epidemicFile.read({ columns, rowNumbers: rows.map((_, i) => i + 3), metadata }, defaultDesign);
    expect(again).toMatchObject({ ok: true, x, design });
  });

  const gap = table(20, 1);
  gap.columns.day[6] = 8;
  it.each([
    ['a gap', gap, /2 days after/],
    ['a first day 0', table(20, 1, { shift: -1 }), /first count ends on day 0/],
    ['too few', table(3, 1), /3 counts/],
    ['a population that is none', table(20, 1, { metadata: { population: 'many' } }), /population/],
    [
      'more counts than people',
      table(20, 1, { count: 900, metadata: { population: '1000' } }),
      /more than the 1000 people/,
    ],
  ])('is refused with the reason: %s', (_, checked, reason) => {
    const found = epidemicFile.read(checked, defaultDesign);
    if (found.ok) throw new Error('was read');
    expect(found.problem.problem).toMatch(reason);
  });
});
