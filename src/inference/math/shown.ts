/**
 * What a message repeats of something untrusted (a name, a cell, a part of a link): cut to a length that a sentence bears,
 * with the number of characters that it had, and with characters escaped that cannot be seen or that turn the text around.
 */

/** Characters of a value that a message repeats. */
const LONGEST = 40;
const LONGEST_SENTENCE = 600;
const MOST_SENTENCES = 5;
/** Entries of a list that a message repeats. */
const MOST = 6;
/** Control characters, marks of direction, joiners and line separators, which JSON does not escape. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text as it is where it is short and plain; otherwise its beginning, and how long it is. */
export function shown(text: string, longest: number = LONGEST): string {
  const visible = beginning(text, longest).replace(UNSEEN, escaped);
  return text.length > longest ? `${visible}… (${text.length} characters)` : visible;
}

/** The same in quotation marks, with white space made visible. */
export function quoted(text: string, longest: number = LONGEST): string {
  const visible = JSON.stringify(beginning(text, longest)).replace(UNSEEN, escaped);
  return text.length > longest ? `${visible.slice(0, -1)}…" (${text.length} characters)` : visible;
}

/** "choose among a, b"; where there is nothing to choose, what is left. */
export function among(known: readonly string[]): string {
  return known.length === 0 ? 'leave it out: there is none' : `choose among ${known.join(', ')}`;
}

/** A number as people write it: "-999", "1e20". */
export function shownNumber(value: number): string {
  const short = Number(value.toPrecision(7));
  return Math.abs(short) >= 1e9 ? short.toExponential().replace('e+', 'e') : String(short);
}

/**
 * "a, b, c and 37 more": the first names, and the number of the others.
 * @param each how a name is shown: cut, unless this says otherwise
 */
export function listed(
  names: readonly string[],
  most: number = MOST,
  each: (name: string) => string = (name) => shown(name),
): string {
  const first = names.slice(0, most).map(each);
  const more = names.length - first.length;
  return more === 0 ? first.join(', ') : `${first.join(', ')} and ${more} more`;
}

/** Sentences about one thing: the first ones, each of bearable length, and the number of the others. */
export function fewOf(sentences: readonly string[], most = MOST_SENTENCES): string[] {
  const first = sentences.slice(0, most).map((text) => shown(text, LONGEST_SENTENCE));
  const more = sentences.length - first.length;
  return more === 0 ? first : [...first, `There ${more === 1 ? 'is 1 more' : `are ${more} more`} of that kind.`];
}

/** Not through the middle of a pair of surrogates. */
function beginning(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const ends = /[\uD800-\uDBFF]/.test(text[longest - 1]) ? longest - 1 : longest;
  return text.slice(0, ends);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
