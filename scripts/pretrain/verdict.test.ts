import { describe, expect, it } from 'vitest';
import { isVerified, told, type Verdict, verdictOf } from './verdict.ts';

const equal = verdictOf([], []);
const unequal = verdictOf(['the training differs from step 37 on'], ['other words']);
const unrecorded: Verdict = { kind: 'unrecorded', reason: 'Nothing is recorded of its training' };

describe('the hash of the code is renewed', () => {
  it.each<[string, readonly Verdict[], boolean]>([
    ['when all networks are equal', [equal, equal], true],
    ['when some words differ', [equal, verdictOf([], ['other words'])], true],
    ['for none when one is not equal', [equal, unequal, equal], false],
    ['for none when nothing is recorded of one', [equal, unrecorded], false],
    ['for none when none was looked at', [], false],
  ])('%s: %#', (_, verdicts, renewed) => {
    expect(isVerified(verdicts)).toBe(renewed);
  });
});

describe('what is told', () => {
  it('names the system, and what differs', () => {
    expect(told('slcp', equal)).toBe('slcp: equal.');
    expect(told('slcp', unequal)).toBe('slcp: NOT equal.\n  the training differs from step 37 on');
    expect(told('slcp', unrecorded)).toMatch(
      /^slcp: NOT verified\. Nothing is recorded .*--networks slcp.*--whole\)\.$/,
    );
  });

  it('is not of every number that differs', () => {
    const many = Array.from({ length: 500 }, (_, i) => `number ${i}`);
    expect(told('slcp', verdictOf(many, [])).split('\n')).toHaveLength(10);
    expect(told('slcp', verdictOf(many, []))).toMatch(/and 492 more differences$/);
  });
});
