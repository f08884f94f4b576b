const RAISED: Readonly<Record<string, string>> = {
  '-': '⁻',
  '.': '·',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

/** An exponent in plain text, "⁻⁰·⁵" for -0.5; not for numbers that are printed with an exponent themselves. */
export function superscript(exponent: number): string {
  return Array.from(String(exponent), (character) => RAISED[character] ?? character).join('');
}
