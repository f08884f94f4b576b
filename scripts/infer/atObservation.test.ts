import { describe, expect, it } from 'vitest';
import { notChecked, observationVerdict } from '../../src/inference/diagnostics/report/observationVerdict.ts';
import { linesOf } from './atObservation.ts';

const good = { level: 'good', sentence: 'Fine.' } as const;
const none = { outlier: good, predictive: null, recovery: null, local: null, weights: null };
const usual = { ...none, predictive: good, recovery: good };
const named = (verdict: ReturnType<typeof observationVerdict>) => ({ name: 'a.csv', verdict });

describe('what stderr says of the checks', () => {
  it('calls no answer without objection of which only the data were looked at', () => {
    const [line, ...others] = linesOf([named(observationVerdict(none)), named(observationVerdict(none))]);
    expect(others).toEqual([]);
    expect(line).toBe(
      'Checks at 2 observations: 0 not to be trusted, 0 to be used with caution, 0 without a fault found, 2 not checked. Checks made: distance of the data from the simulations. Not made: predictive check, recovery of simulated parameters, local test (L-C2ST).',
    );
  });

  it('names those that a check objects to, and says what was looked at', () => {
    const bad = observationVerdict({ ...usual, recovery: { level: 'bad', sentence: 'Off.' } });
    const lines = linesOf([named(observationVerdict(usual)), { name: 'b.csv', verdict: bad }]);
    expect(lines[0]).toMatch(/^b\.csv: Do not trust this posterior\. Off\./);
    expect(lines[1]).toMatch(
      /^Checks at 2 .* 1 without a fault found\. Checks made: .*recovery.* Not made: local test/,
    );
  });

  it('says why nothing could be looked at', () => {
    expect(linesOf([named(notChecked('no rows.'))])[0]).toContain('1 not checked. Checks made: none.');
  });
});
