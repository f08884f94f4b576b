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

/** What is wrong with the place of a marked piece: it is no form of its term, or is a part of a word or an address. */
function misplaced(pieces: readonly Piece[], at: number): string[] {
  const { text, term } = pieces[at];
  const textOfAll = (some: readonly Piece[]) => some.map((piece) => piece.text).join('');
  const [before, after] = [textOfAll(pieces.slice(0, at)), textOfAll(pieces.slice(at + 1))];
  const forms: readonly string[] = term === null ? [] : termForms[term];
  const isForm = forms.some((form) => form.toLowerCase() === text.replaceAll(/\s/g, ' ').toLowerCase());
  return [
    ...(isForm ? [] : [`${text} is no form of ${term}`]),
    ...(/[\p{L}\p{N}\p{M}_-]$/u.test(before) ? [`${text} goes on a word: ${before}`] : []),
    ...(/^(?:[\p{L}\p{N}\p{M}_]|-[\p{L}\p{N}\p{M}_])/u.test(after) ? [`${text} begins a word: ${after}`] : []),
    ...(/(?:\w:\/\/|#)\S*$/u.test(before) ? [`${text} is in an address: ${before}`] : []),
  ];
}

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
    expect(none.flatMap((text) => told(markTerms(text)))).toEqual([]);
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
        expect(pieces.flatMap((piece, i) => (piece.term === null ? [] : misplaced(pieces, i)))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('hold no other term', () => {
    const forms = termNames.flatMap((name) => termForms[name].map((form) => ({ text: form as string, term: name })));
    expect(forms.map(({ text }) => markTerms(text))).toEqual(forms.map((form) => [form]));
  });
});
