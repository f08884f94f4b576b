import { expect, it } from 'vitest';
import { pythonJson, pythonString } from './pythonText.ts';

// Oracle: Python's own grammar of string literals; pythonScript.test.ts asks a Python, where there is one.
it.each([
  ['plain', '"plain"'],
  ['a "quote" and a \\', '"a \\"quote\\" and a \\\\"'],
  ['line\nbreak\0', '"line\\u000abreak\\u0000"'],
  ['λ', '"\\u03bb"'],
  ['😀', '"\\U0001f600"'],
  ['half \ud83d of a pair', '"half \\ufffd of a pair"'],
])('%j is a literal of plain ASCII', (text, literal) => {
  expect(pythonString(text)).toBe(literal);
});

it('a value is what json.loads makes of a literal', () => {
  expect(pythonJson(['a"'])).toBe('json.loads("[\\"a\\\\\\"\\"]")');
});
