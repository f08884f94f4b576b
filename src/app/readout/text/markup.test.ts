import { describe, expect, test } from 'vitest';
import { countWords, formulaText, plainText, readFormula, readMarkup } from './markup.ts';

test('paragraphs, stress, terms and formulas', () => {
  expect(readMarkup('The *true* rate\nis $mu$.\n\n[[posterior|They]] answer.')).toMatchObject([
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'The ' },
        { kind: 'stress', text: 'true' },
        { kind: 'text', text: ' rate is ' },
        { kind: 'formula', formula: [{ kind: 'variable', text: 'μ' }] },
        { kind: 'text', text: '.' },
      ],
    },
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'term', term: 'posterior', text: 'They' },
        { kind: 'text', text: ' answer.' },
      ],
    },
  ]);
  expect(readMarkup('$$P(k) = A b^2$$')[0].kind).toBe('formula');
});

describe('formulas', () => {
  test.each([
    ['A b^2', 'A b^2'],
    ['P_m(k)', 'P_m(k)'],
    ['x_i^2 <= 3', 'x_i^2 ≤ 3'],
    ['frac{a + b}{c}', '(a + b)/(c)'],
    ['-ln q(theta | s)', '− ln q(θ|s)'],
  ])('%s', (formula, text) => {
    expect(formulaText(readFormula(formula))).toBe(text);
  });

  test.each(['{a', 'a^', 'frac{a}'])('"%s" is refused', (formula) => {
    expect(() => readFormula(formula)).toThrow(/formula/);
  });
});

test.each(['a *b', 'a $b', '[[c'])('a mark that is not closed is told: %s', (text) => {
  expect(() => readMarkup(text)).toThrow(/is not closed/);
});

test('words are counted as they are read', () => {
  expect(countWords('One *two* $x^2 + y$ [[npe|four words here now]].\n\n$$a b c$$')).toBe(7);
  expect(plainText('One *two* $x^2$.')).toBe('One two x^2.');
});
