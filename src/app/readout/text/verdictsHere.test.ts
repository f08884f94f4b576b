import { describe, expect, it } from 'vitest';
import { observationAdvice } from '../../../inference/diagnostics/report/observationVerdict.ts';
import type { AppState } from '../../store/appStore.ts';
import { trustSlice } from '../../store/trustSlice.ts';
import { verdictsHere } from './verdictsHere.ts';

const good = { level: 'good', sentence: 'Fine.' } as const;
const report = { outlier: { verdict: good }, predictive: { verdict: good }, recovery: { verdict: good } };
const uncovered = {
  level: 'bad',
  sentence: 'The network does not cover the exact posterior: Pareto k = 1.3.',
} as const;

/** @param about observation that was weighted; the one on screen is number 3 */
const at = (about: number, observed: object = report) =>
  verdictsHere({
    trust: {
      ...trustSlice,
      observed: { observation: 3, report: observed },
      weighted: { observation: about, report: { effective: 0.1, paretoK: 1.3, verdict: uncovered, distance: null } },
    },
    observation: { id: 3 },
  } as unknown as Pick<AppState, 'trust' | 'observation'>);

describe('the verdicts at the observation on screen', () => {
  it('have the k-hat of weights by the exact likelihood among them, if it is of this observation', () => {
    const here = at(3);
    expect(here && observationAdvice(here)).toMatchObject({ level: 'bad', reasons: [uncovered.sentence] });
    const elsewhere = at(2);
    expect(elsewhere && observationAdvice(elsewhere).level).toBe('good');
  });

  it('say that the answer was not checked where nothing can be simulated', () => {
    const table = at(2, { ...report, predictive: null, recovery: null });
    expect(table && observationAdvice(table).level).toBe('unchecked');
  });
});
