import { describe, expect, it } from 'vitest';
import { notChecked, observationVerdict } from '../../src/inference/diagnostics/observationVerdict.ts';
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
      'Checks at 2 observations: 0 answered in a way not to be trusted, 0 to be taken with care, 0 without objection, 2 whose answer was not checked. Looked at: distance of the data from the simulations. Not looked at: predictive check, recovery of simulated parameters, local test (L-C2ST).',
    );
  });

  it('names those that a check objects to, and says what was looked at', () => {
    const bad = observationVerdict({ ...usual, recovery: { level: 'bad', sentence: 'Off.' } });
    const lines = linesOf([named(observationVerdict(usual)), { name: 'b.csv', verdict: bad }]);
    expect(lines[0]).toMatch(/^b\.csv: Do not trust this answer\. Off\./);
    expect(lines[1]).toMatch(/^Checks at 2 .* 1 without objection\. Looked at: .*recovery.* Not looked at: local test/);
  });

  it('says why nothing could be looked at', () => {
    expect(linesOf([named(notChecked('no rows.'))])[0]).toContain(
      '1 whose answer was not checked. Looked at: nothing.',
    );
  });
});
