/**
 * Headers of FITS files (FITS Standard 4.0, section 4): cards of 80 characters in blocks of 2,880 bytes, up to END. Long strings
 * that go on in CONTINUE cards are put together; HIERARCH keywords of ESO are read. A comment may hold anything; a value that is
 * wanted is judged where it is asked for, and a fault names its card.
 */
import type { FileProblem } from '../simulators/system.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export const CARD = 80;
export const BLOCK = 2880;
/** Blocks of a header: 72,000 cards. */
const MOST_BLOCKS = 2000;
const AGAIN = 'The file is cut off or damaged: write it again.';

export type FitsValue = string | number | boolean;

export interface FitsCard {
  /** As the file has it: "BSCALE"; of a HIERARCH card, its words without that one. */
  readonly key: string;
  /** Null where the card has none, or one that is not understood (a complex number). */
  readonly value: FitsValue | null;
  /** The value as the card writes it, for messages. */
  readonly text: string;
  /** The unit in brackets that its comment begins with (section 4.3.2): "[s] exposure"; null: none. */
  readonly unit: string | null;
}

export interface FitsHeader {
  /** Cards with a value, in their order. */
  readonly cards: readonly FitsCard[];
  /** Where the data begin. */
  readonly start: number;
}

export function isFits(bytes: Uint8Array): boolean {
  return Array.from('SIMPLE  =').every((c, i) => bytes[i] === c.charCodeAt(0));
}

/**
 * @param at where the header begins
 * @param what it is called in a message: 'extension 2'
 */
export function readHeader(file: Uint8Array, at: number, what: string): Outcome<FitsHeader> {
  const lines: string[] = [];
  for (let block = 0; block < MOST_BLOCKS; block++) {
    for (let i = 0; i < BLOCK / CARD; i++) {
      const from = at + block * BLOCK + i * CARD;
      if (from + CARD > file.length) {
        return bad({ column: what, problem: 'The FITS header has no END card.', remedy: AGAIN });
      }
      const line = String.fromCharCode(...file.subarray(from, from + CARD));
      if (/^END {5}/.test(line)) return good({ cards: cardsOf(lines), start: at + (block + 1) * BLOCK });
      lines.push(line);
    }
  }
  const problem = `The FITS header has more than ${(MOST_BLOCKS * BLOCK) / CARD} cards.`;
  return bad({ column: what, problem, remedy: AGAIN });
}

/** The first card of this keyword. */
export function cardOf({ cards }: FitsHeader, key: string): FitsCard | undefined {
  return cards.find((card) => card.key === key);
}

/** What is wrong with a card, naming it. */
export function faultOfCard(
  what: string,
  key: string,
  card: FitsCard | undefined,
  problem: string,
  remedy: string,
): FileProblem {
  return { column: `${what}, card ${key}`, ...(card === undefined ? {} : { value: card.text }), problem, remedy };
}

/** A whole number from `low` to `high`; `absent` where there is no such card. */
export function wholeNumber(
  header: FitsHeader,
  what: string,
  key: string,
  range: { readonly low: number; readonly high: number; readonly absent?: number },
): Outcome<number> {
  const card = cardOf(header, key);
  const { low, high, absent } = range;
  if (card === undefined) {
    if (absent !== undefined) return good(absent);
    return bad(faultOfCard(what, key, card, `The FITS header has no ${key} card.`, AGAIN));
  }
  const { value } = card;
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return good(value);
  const problem = `The card does not hold a whole number from ${low} to ${high}.`;
  return bad(faultOfCard(what, key, card, problem, AGAIN));
}

/** A finite number; `absent` where there is no such card. */
export function finiteNumber(header: FitsHeader, what: string, key: string, absent: number): Outcome<number> {
  const card = cardOf(header, key);
  if (card === undefined) return good(absent);
  if (typeof card.value === 'number' && Number.isFinite(card.value)) return good(card.value);
  return bad(faultOfCard(what, key, card, 'The card does not hold a number.', 'Correct the card, or remove it.'));
}

function cardsOf(lines: readonly string[]): readonly FitsCard[] {
  const cards: FitsCard[] = [];
  /** Whether the string of the last card says that it goes on. */
  let open = false;
  for (const line of lines) {
    const last = cards.at(-1);
    if (open && line.startsWith('CONTINUE  ') && typeof last?.value === 'string') {
      const more = stringAt(line.slice(10));
      open = more?.endsWith('&') ?? false;
      cards[cards.length - 1] = { ...last, ...ofText(last.value.slice(0, -1) + (more ?? '')) };
      continue;
    }
    const card = cardIn(line);
    if (card === null) {
      // A comment within a long string does not end it.
      if (!/^(COMMENT|HISTORY)? {2}/.test(line)) open = false;
      continue;
    }
    open = typeof card.value === 'string' && card.value.endsWith('&');
    cards.push(card);
  }
  return cards;
}

function ofText(value: string): Pick<FitsCard, 'value' | 'text'> {
  return { value, text: value };
}

/** Null: a comment, or a card without a value. */
function cardIn(line: string): FitsCard | null {
  if (line.startsWith('HIERARCH ')) {
    const equals = line.indexOf('=');
    if (equals < 0) return null;
    return valued(line.slice(9, equals).trim().replace(/ +/g, ' '), line.slice(equals + 1));
  }
  if (line.slice(8, 10) !== '= ') return null;
  return valued(line.slice(0, 8).trimEnd(), line.slice(10));
}

function valued(key: string, field: string): FitsCard | null {
  if (key === '') return null;
  const string = stringAt(field);
  if (string !== null) return { key, ...ofText(string), unit: unitIn(field.slice(lengthOfString(field))) };
  const text = field.split('/', 1)[0].trim();
  const unit = unitIn(field);
  if (text === 'T' || text === 'F') return { key, value: text === 'T', text, unit };
  // Fortran writes the exponent of a double with a D.
  const plain = /^[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d+)?$/i.test(text);
  return { key, value: plain ? Number(text.replace(/d/i, 'E')) : null, text, unit };
}

/** Of the comment behind the value. */
function unitIn(field: string): string | null {
  return /^[^/]*\/ *\[([^\]]*)\]/.exec(field)?.[1].trim() ?? null;
}

const STRING = /^ *'((?:[^']|'')*)'/;

function lengthOfString(field: string): number {
  return STRING.exec(field)?.[0].length ?? 0;
}

/** The string between single quotes, of which two mean one; blanks at its end mean nothing. Null: there is none. */
function stringAt(field: string): string | null {
  const match = STRING.exec(field);
  if (match === null) return null;
  return match[1].replaceAll("''", "'").trimEnd();
}
