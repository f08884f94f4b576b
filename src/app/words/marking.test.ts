import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Piece, markTerms } from './marking.ts';
import { termForms, termNames } from './termForms.ts';

const told = (pieces: readonly Piece[]) =>
  pieces.flatMap(({ text, term }) => (term === null ? [] : [`${text}: ${term}`]));

/** Sentences of what verdicts are made of: terms, numbers, symbols, addresses, other words. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...termNames.flatMap((name) => termForms[name])) },
  fc.constantFrom(
    'the',
    'of',
    '0.43',
    'A b²',
    '90 %',
    'https://a.org/prior',
    '#system=prior',
    '(',
    ').',
    'x₁',
    'ρ',
    '-',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const sentence = fc.array(fc.tuple(word, fc.constantFrom(' ', '', ', ', '-', '\u00a0')), { maxLength: 12 });
const textOf = (parts: readonly (readonly [string, string])[]) => parts.map((part) => part.join('')).join('');

describe('terms in a sentence', () => {
  it('are marked where each stands first', () => {
    expect(told(markTerms('The prior of b; the priors of A. Prior means: validation loss 0.01 nats.'))).toEqual([
      'prior: prior',
      'validation loss: validation-loss',
      'nats: nats',
    ]);
  });

  it('begin sentences, and are found across a line break', () => {
    expect(told(markTerms('Coverage of densest\nregions'))).toEqual([
      'Coverage: coverage',
      'densest\nregions: densest-region',
    ]);
  });

  it('give way to the longer one', () => {
    expect(told(markTerms('Effective sample size 43 %, k-hat 0.31'))).toEqual([
      'Effective sample size: effective-sample-size',
      'k-hat: k-hat',
    ]);
    expect(told(markTerms('a reference posterior'))).toEqual(['reference posterior: reference']);
  });

  it('are whole words, in their own writing, and not in addresses', () => {
    const none = [
      'superior, priority, prior_sd, prior2',
      'prior-whitened, non-prior',
      'sbc, ess, tarp, Ln q',
      'https://host/prior?rank=1 and #prior.A=uniform',
      'www.host.org/coverage',
      'rank(x)',
    ];
    for (const text of none) expect(told(markTerms(text)), text).toEqual([]);
  });

  it('are left unmarked where they are explained beside it', () => {
    expect(told(markTerms('prior and posterior', ['prior']))).toEqual(['posterior: posterior']);
  });

  it('leave the text as it is; each is a form of its term, once, and none stands within a word, a number or an address', () => {
    fc.assert(
      fc.property(sentence, (parts) => {
        const text = textOf(parts);
        const pieces = markTerms(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.every((piece) => piece.text !== '')).toBe(true);
        const marked = pieces.flatMap(({ term }) => (term === null ? [] : [term]));
        expect(new Set(marked).size).toBe(marked.length);
        let at = 0;
        for (const { text: piece, term } of pieces) {
          if (term !== null) {
            const forms: readonly string[] = termForms[term];
            expect(forms.map((form) => form.toLowerCase())).toContain(piece.replaceAll(/\s/g, ' ').toLowerCase());
            const [before, after] = [text.slice(0, at), text.slice(at + piece.length)];
            expect(before).not.toMatch(/[\p{L}\p{N}\p{M}_-]$/u);
            expect(after).not.toMatch(/^(?:[\p{L}\p{N}\p{M}_]|-[\p{L}\p{N}\p{M}_])/u);
            expect(before).not.toMatch(/(?:\w:\/\/|#)\S*$/u);
          }
          at += piece.length;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are the same when a marked text is marked again: no term holds another', () => {
    fc.assert(
      fc.property(sentence, (parts) => {
        for (const { text, term } of markTerms(textOf(parts))) {
          if (term !== null) expect(markTerms(text)).toEqual([{ text, term }]);
        }
      }),
    );
  });
});
