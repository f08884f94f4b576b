/**
 * The text of a link as pairs of key and value, and the values that stand in it: numbers, switches, words, lists. Nothing here
 * knows a study.
 */
import { quoted } from '../../math/shown.ts';
import { numberOf } from '../../observation/numberText.ts';

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  /** What is wrong, with the remedy, to follow the key's name; no full stop. */
  | { readonly ok: false; readonly problem: string };

/** How a value stands in a link. */
export interface Codec<T> {
  read(text: string): Reading<T>;
  write(value: T): string;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Where so many parts of a link are wrong, it is no link at all. */
const MOST_PROBLEMS = 1000;
/** Characters of a word that are compared with known ones. */
const MOST_COMPARED = 40;

/**
 * The pairs in their order; a leading "#" is left out. A pair that cannot be read becomes a problem, a sentence. Read is also
 * what programs make of a link: "&amp;" for "&", and the whole hash percent-encoded.
 */
export function pairsOf(hash: string): { readonly pairs: ReadonlyMap<string, string>; readonly problems: string[] } {
  const pairs = new Map<string, string>();
  const problems: string[] = [];
  for (const piece of unwrapped(hash.replace(/^#/, '')).split('&')) {
    const part = piece.startsWith('amp;') ? piece.slice('amp;'.length) : piece;
    if (part === '') continue;
    if (problems.length >= MOST_PROBLEMS) {
      problems.push('More of it cannot be read.');
      break;
    }
    const at = part.indexOf('=');
    const [key, value] = [decoded(part.slice(0, at)), decoded(part.slice(at + 1))];
    if (at < 1) {
      problems.push(`${quoted(part)} has no key and value; write key=value.`);
    } else if (key === null || value === null) {
      problems.push(`${quoted(part)} has a "%" that is not an escape; write %25.`);
    } else if (pairs.has(key)) {
      problems.push(`${quoted(key)} is given twice; leave one out.`);
    } else {
      pairs.set(key, value);
    }
  }
  return { pairs, problems };
}

/** A hash that was encoded as a whole, decoded once: one that was not has a "=" that is no escape. */
function unwrapped(hash: string): string {
  return hash.includes('=') || !/%3D/i.test(hash) ? hash : (decoded(hash) ?? hash);
}

/** The inverse of `pairsOf`, without "#"; commas and colons stay readable. */
export function hashOf(pairs: readonly (readonly [string, string])[]): string {
  const encoded = (text: string) => encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':');
  return pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&');
}

export function real({ low, high }: Range): Codec<number> {
  return {
    read: (text) => {
      const value = numberOf(text);
      return value >= low && value <= high ? good(value) : bad(text, `give a number from ${low} to ${high}`);
    },
    write: String,
  };
}

export function whole({ low, high }: Range): Codec<number> {
  return {
    read: (text) => {
      const value = numberOf(text);
      const isSound = Number.isInteger(value) && value >= low && value <= high;
      return isSound ? good(value) : bad(text, `give a whole number from ${low} to ${high}`);
    },
    write: String,
  };
}

export const flag: Codec<boolean> = {
  read: (text) => {
    if (text === '1' || text === 'true') return good(true);
    return text === '0' || text === 'false' ? good(false) : bad(text, 'it is 1 or 0');
  },
  write: (value) => (value ? '1' : '0'),
};

export const numbers: Codec<readonly number[]> = {
  read: (text) => {
    const values = text.split(',').map(numberOf);
    return values.every(Number.isFinite) ? good(values) : bad(text, 'give numbers, separated by commas');
  },
  write: (values) => values.join(','),
};

/** Entries with their values: "3:1.5,7:2". */
export const entries: Codec<readonly (readonly [number, number])[]> = {
  read: (text) => {
    const pairs = text.split(',').map((part) => part.split(':').map(numberOf));
    const isSound = pairs.every((pair) => pair.length === 2 && pair.every(Number.isFinite));
    if (!isSound) return bad(text, 'give entries with their values, as in 3:1.5,7:2');
    return good(pairs.map(([at, value]) => [at, value] as const));
  },
  write: (pairs) => pairs.map((pair) => pair.join(':')).join(','),
};

export function oneOf<const V extends string>(known: readonly V[]): Codec<V> {
  return {
    read: (text) => {
      const alike = known.filter((word) => word.toLowerCase() === text.toLowerCase());
      const found = known.find((word) => word === text) ?? (alike.length === 1 ? alike[0] : undefined);
      return found === undefined ? bad(text, suggestion(text, known)) : good(found);
    },
    write: String,
  };
}

/** A list of words, each at most once; without `known`, any. */
export function words<V extends string>(known: readonly V[] | null): Codec<readonly V[]> {
  return {
    read: (text) => {
      const given = [...new Set(text.split(',').filter((word) => word !== ''))] as V[];
      const unknown = known === null ? undefined : given.find((word) => !known.includes(word));
      if (unknown !== undefined && known !== null) return bad(unknown, suggestion(unknown, known));
      return good(known === null ? given : known.filter((word) => given.includes(word)));
    },
    write: (values) => values.join(','),
  };
}

/** The same values, and one that a word stands for. */
export function orWord<T>(word: string, meant: T, codec: Codec<T>): Codec<T> {
  return {
    read: (text) => (text === word ? good(meant) : codec.read(text)),
    write: (value) => (value === meant ? word : codec.write(value)),
  };
}

/** "did you mean …", or all that there is. */
export function suggestion(given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  return near === null ? choice(known) : didYouMean(near);
}

export const didYouMean = (word: string): string => `did you mean "${word}"?`;
export const choice = (known: readonly string[]): string => `choose among ${known.join(', ')}`;

/** The known word that was meant; null: none is near. */
export function nearest(given: string, known: readonly string[]): string | null {
  const meant = given.slice(0, MOST_COMPARED).toLowerCase();
  const near = known
    .map((word) => ({ word, distance: editDistance(meant, word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(2, word.length / 3) && distance < word.length)
    .toSorted((a, b) => a.distance - b.distance);
  return near.length > 0 ? near[0].word : null;
}

/** Insertions, deletions and replacements from one word to the other (Levenshtein 1966); long words are cut. */
function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, MOST_COMPARED), b.slice(0, MOST_COMPARED)];
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function good<T>(value: T): Reading<T> {
  return { ok: true, value };
}

function bad<T>(text: string, remedy: string): Reading<T> {
  return { ok: false, problem: `is ${quoted(text)}; ${remedy}` };
}
