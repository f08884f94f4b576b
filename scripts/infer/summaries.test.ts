import { describe, expect, it } from 'vitest';
import { notChecked } from '../../src/inference/diagnostics/report/observationVerdict.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { Summaries } from './summaries.ts';

const system = builtIn('two-moons');
const quantities = system.display(system.defaultDesign);

describe('the summaries of npm run infer', () => {
  it('are a row an observation, in the columns of the page: robust sd, stray draws and verdict among them', () => {
    const summaries = new Summaries(quantities, 2);
    // 999 draws along a line, and one far away.
    const draws = (at: number) => Float64Array.from({ length: 2000 }, (_, i) => at + (i > 1997 ? 90 : (i % 999) / 999));
    summaries.add(draws(0), 2);
    summaries.add(draws(5), 2);
    const checks = { verdict: notChecked('no rows.') };
    const [header, first, second] = summaries
      .csv([
        { name: 'a.csv', truth: null, checks },
        { name: 'b.csv, row 2', truth: [1, 2], checks },
      ])
      .split('\r\n')
      .map((line) => line.split(','));
    expect(header.slice(0, 6)).toEqual([
      'observation',
      'theta1_mean',
      'theta1_sd',
      'theta1_robust_sd',
      'theta1_strays',
      'theta1_q05',
    ]);
    expect(header.slice(-3)).toEqual(['verdict', 'verdict_looked_at', 'verdict_sentence']);
    // Uniform on an interval of 1: the central 68.3 % have half a width of 0.34.
    expect(Number(first[3])).toBeCloseTo(0.34, 1);
    expect(Number(first[2])).toBeGreaterThan(2);
    expect(first[4]).toBe('1');
    expect(first.at(-3)).toBe('unchecked');
    expect(first[10]).toBe('NaN');
    expect(second.slice(0, 2)).toEqual(['"b.csv', ' row 2"']);
    expect(second[11]).toBe('1');
  });
});
