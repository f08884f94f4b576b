/**
 * Whether two units, as programs and people write them, are one: the only place where units of files are compared (BUNIT and other cards
 * of FITS, names of columns, lines of metadata). Nothing is converted: numbers in another unit are refused. Case counts in symbols
 * ("ms" and "Ms"), not in words; products and powers are compared as written ("m/s" is not "m s-1").
 */

/** Words and symbols of one unit; the first is what they are compared as. */
const ONE_UNIT: readonly (readonly string[])[] = [
  ['electron', 'electrons', 'e-'],
  ['s', 'sec', 'secs', 'second', 'seconds'],
  ['min', 'mins', 'minute', 'minutes'],
  ['day', 'days', 'd'],
  ['yr', 'yrs', 'year', 'years'],
  ['deg', 'degs', 'degree', 'degrees', '°'],
  ['arcsec', 'arcsecs', 'arcsecond', 'arcseconds'],
];
const NAMES = new Map(ONE_UNIT.flatMap(([name, ...others]) => [name, ...others].map((text) => [text, name] as const)));
/** What says that numbers have no unit. */
const NO_UNIT = /^(|1|-|none|dimensionless|unitless|n\/a)$/i;
/** From so many letters on it is a word of the list above; an "s" at its end means several; case does not count. */
const LETTERS = { listed: 3, plural: 4, word: 5 };

export function sameUnit(a: string, b: string): boolean {
  return plainUnit(a) === plainUnit(b);
}

/** Units that mean the same are equal; those of numbers without one are ''. */
function plainUnit(text: string): string {
  const whole = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .trim();
  if (NO_UNIT.test(whole)) return '';
  return (
    whole
      .replaceAll(/[µμ]/g, 'u')
      .replaceAll('²', '2')
      .replaceAll('³', '3')
      // A minus before a digit is that of a power: "s-1"; the one of "e-" belongs to the word.
      .replaceAll(/[a-z°]+(?:-(?!\d))?/gi, plainWord)
      .replaceAll(/\s*(?:\^|\*\*)\s*/g, '')
      .replaceAll(/\s*([/,])\s*/g, '$1')
      .replaceAll(/[\s.*·]+/g, ' ')
      .trim()
  );
}

function plainWord(word: string): string {
  const known = NAMES.get(word.length < LETTERS.listed ? word : word.toLowerCase());
  if (known !== undefined) return known;
  const one = word.length < LETTERS.plural ? word : word.replace(/s$/i, '');
  return word.length < LETTERS.word ? one : one.toLowerCase();
}
