import { describe, expect, it } from 'vitest';
import type { PosteriorTransform } from './posteriorTransform.ts';
import { transformMarks, markText, movedPriorsMark, sameTransform } from './marks.ts';

const perturbation = { width: 0.5, shift: -0.25 };

describe('what draws are, in words', () => {
  it('says how they were broken and corrected, and nothing of the network’s own', () => {
    expect(transformMarks({ perturbation: null, correction: null })).toEqual([]);
    expect(markText([])).toBeNull();
    const correction = { kind: 'temperature', temperature: 1.234 } as const;
    expect(markText(transformMarks({ perturbation, correction }))).toBe(
      'broken on purpose: width × 0.5, shift −0.25 sd; corrected: temperature 1.2',
    );
  });

  it('says of weights to moved priors how good they are, and where the priors lie outside', () => {
    const verdict = { level: 'warn', sentence: 'The moved priors are outside: 40 %.' } as const;
    const found = {
      effective: 0.43,
      paretoK: 0.31,
      grown: 0.4,
      standing: 'outside',
      reason: 'beyond',
      verdict,
      shown: true,
    } as const;
    expect(movedPriorsMark(found)).toEqual({
      word: 'reweighted',
      text: 'reweighted to the moved priors: effective sample size 43 %, k-hat 0.31. The moved priors are outside: 40 %.',
    });
    expect(movedPriorsMark(found, false).text).toBe(
      'reweighted to the moved priors: effective sample size 43 %, k-hat 0.31, not reliable',
    );
    expect(movedPriorsMark({ ...found, shown: false }, false).text).not.toContain(verdict.sentence);
    expect(movedPriorsMark({ ...found, shown: false }).word).toBe('former-priors');
  });

  it('recognises the same transform in other objects, and tells every other from it', () => {
    const shapes = [{ a: 1, b: 2 }];
    const all: PosteriorTransform[] = [
      { perturbation: null, correction: null },
      { perturbation, correction: null },
      { perturbation: { ...perturbation, shift: 0 }, correction: null },
      { perturbation, correction: { kind: 'temperature', temperature: 2 } },
      { perturbation, correction: { kind: 'rescaling', rescaling: { width: 2, shift: 0 } } },
      { perturbation, correction: { kind: 'marginals', shapes } },
      { perturbation, correction: { kind: 'marginals', shapes: [{ a: 2, b: 2 }] } },
    ];
    for (const [i, a] of all.entries()) {
      for (const [j, b] of all.entries()) expect(sameTransform(a, structuredClone(b))).toBe(i === j);
    }
    expect(
      sameTransform(
        { correction: null, perturbation: { shift: -0.25, width: 0.5 } },
        { perturbation, correction: null },
      ),
    ).toBe(true);
  });
});
