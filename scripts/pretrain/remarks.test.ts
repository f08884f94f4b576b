import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../src/inference/diagnostics/calibration/calibration.ts';
import type { Verdict } from '../../src/inference/diagnostics/report/verdict.ts';
import { failedOf, remarksOn } from './remarks.ts';

const passes: Verdict = { level: 'good', sentence: 'Nothing found.' };
const fails: Verdict = { level: 'bad', sentence: 'Too wide.' };

function calibration(datasets: number, sbc: Verdict, tarp = passes): Calibration {
  const coverage = { central: { verdict: passes }, highestDensity: { verdict: passes }, tarp: { verdict: tarp } };
  return { sbc: { datasets, verdict: sbc }, coverage, ridge: null } as unknown as Calibration;
}

const network = { id: 'toy' };

describe('remarks on the final check of a network', () => {
  it('are none where the first found nothing', () => {
    expect(remarksOn(calibration(500, passes), null, network)).toEqual({});
  });

  it('tell of a repetition that finds nothing what the first had found', () => {
    const remarks = remarksOn(calibration(2000, passes), calibration(500, fails), network);
    expect(remarks).toEqual({ sbc: expect.stringMatching(/repetition on 2,000 .* first 500 .* “Too wide”\./) });
  });

  it('say of what the repetition alone has found that the first did not', () => {
    const remarks = remarksOn(calibration(2000, passes, fails), calibration(500, fails), network);
    expect(remarks.tarp).toMatch(/^Probably chance: over 500 other/);
  });

  it('give the reason of what fails twice, or none', () => {
    const twice = [calibration(2000, fails), calibration(500, fails)] as const;
    expect(remarksOn(...twice, { id: 'toy', hard: 'Hard.' })).toEqual({ sbc: 'Hard.' });
    expect(remarksOn(...twice, network)).toEqual({});
    expect(failedOf(twice[0])).toEqual(['sbc']);
  });
});
