import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../../inference/simulators/system.ts';
import type { FocusedPosterior } from '../../../inference/study/run/focusedPosterior.ts';
import { focusRows, focusVerdicts, roundsText } from './focusText.ts';

const record = { round: 2, simulated: 1000, inside: 1200, failed: 0, share: 0.012, threshold: -3 } as const;
const by = { method: 'rejection', worth: null, baseSd: null } as const;
const focused: FocusedPosterior = {
  draws: Float64Array.of(1, 0, 3, 0),
  rounds: [
    { ...record, by },
    { ...record, by, round: 3, share: 3.8e-6, inside: 1500, failed: 12 },
  ],
  region: Float64Array.of(-5, 0, 7, 0),
  edge: { outside: 0.07, draws: 100, verdict: { level: 'bad', sentence: 'It runs out.' } },
  verdict: { level: 'good', sentence: 'No fault.' } as FocusedPosterior['verdict'],
  calibration: { level: 'warn', sentence: 'Weak evidence.' },
};

describe('a focused posterior', () => {
  it('is told beside the one before it, with where was simulated', () => {
    const a: Quantity = { key: 'a', symbol: 'a', label: 'a', unit: '', scale: 'linear', value: (theta) => theta[0] };
    expect(focusRows([a], 2, Float64Array.of(0, 0, 20, 0), focused)).toEqual([
      { symbol: 'a', before: '10 ± 14', focused: '2 ± 1.4', region: '−5 to 7' },
    ]);
  });

  it('has its worst verdict first, and the check over the region says that it is one', () => {
    expect(focusVerdicts(focused, null).map(({ level, sentence }) => `${level}: ${sentence}`)).toEqual([
      'bad: It runs out.',
      'warn: Over the region: weak evidence.',
      'good: No fault.',
    ]);
  });

  it('that was not checked at this observation is not called good', () => {
    const verdict = { ...focused.verdict, level: 'unchecked', sentence: 'Not checked.' } as const;
    expect(focusVerdicts({ ...focused, verdict }, null)).toContainEqual({ level: 'warn', sentence: 'Not checked.' });
  });

  it('is told how far it is from a reference, before what its own checks say where that is worse', () => {
    const distance = {
      value: 0.5,
      floor: 0.03,
      c2st: 0.7,
      verdict: { level: 'bad', sentence: '0.50 sd off.' },
    } as const;
    const own = { ...focused, edge: { ...focused.edge, verdict: { level: 'good', sentence: 'Inside.' } } } as const;
    expect(focusVerdicts(own, distance)[0]).toEqual({
      level: 'bad',
      sentence: 'The focused posterior is 0.50 sd off.',
    });
  });

  it('says how the region has narrowed, and what failed there', () => {
    expect(roundsText(focused)).toBe(
      'The region held 1.2 %, then 0.00038 % of the prior. The last network was trained on 1,500 simulations in it. 12 simulations failed there and were made again at other parameters.',
    );
  });
});
