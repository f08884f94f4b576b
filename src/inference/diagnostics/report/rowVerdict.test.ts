import { describe, expect, it } from 'vitest';
import { notChecked } from './observationVerdict.ts';
import { rowVerdict } from './rowVerdict.ts';

const verdict = notChecked('no rows.');

describe('the verdict of a row', () => {
  it('has the worst numbers of the checks, with the side of the shift', () => {
    const summary = (adjustedP: number) => ({ name: 's', p: 0.1, adjustedP, side: null });
    const parameter = (shift: number) => ({ symbol: 'a', shift, spread: 1, adjustedP: 1 });
    const predictive = { together: 1, summaries: [summary(0.5), summary(0.02), summary(1)] };
    const recovery = { parameters: [parameter(0.1), parameter(-0.4), parameter(0.3)] };
    expect(rowVerdict({ verdict, predictive, recovery })).toEqual({
      ...verdict,
      predictiveP: 0.02,
      recoveryShift: -0.4,
    });
  });

  it('has none of checks that were not made', () => {
    expect(rowVerdict({ verdict })).toEqual({ ...verdict, predictiveP: Number.NaN, recoveryShift: Number.NaN });
  });
});
