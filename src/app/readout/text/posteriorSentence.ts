/**
 * The posterior in one plain sentence, words before symbols: "Most likely 0.16–0.55 births and 0.40–0.93 deaths per animal and
 * day, and 1.0–2.8 arrivals per day (68 % each)." The intervals are those of the summary table: central, or the parts of the
 * densest 68 % where there are several. Numbers have the digits that their interval fixes. What the data hardly narrowed is
 * said so, for its interval is nearly the prior's.
 */
import { furtherLabel } from '../../format/furtherLabel.ts';
import { short } from '../../format/number.ts';
import type { SummaryRow } from './summaryRows.ts';
import type { QuantityNoun } from './systemWords.ts';

/** A piece of the sentence; what was found is set in bold. */
export interface Piece {
  readonly text: string;
  readonly strong: boolean;
}

export interface PosteriorSentence {
  readonly pieces: readonly Piece[];
  /** What must not be read into it; '': nothing. */
  readonly note: string;
}

const MINUS = '\u2212';
/** Posterior width over that of the prior, above which an interval is the prior's and hardly the data's. */
const UNCHANGED = 0.9;
/** Beyond these sizes numbers are written with powers of ten. */
const SMALLEST = 1e-3;
const LARGEST = 1e6;
/** A float64 has no more decimals than that at 1. */
const MOST_DECIMALS = 12;

type Row = Pick<SummaryRow, 'intervals' | 'split' | 'widthOfPrior'> & {
  readonly quantity: Pick<SummaryRow['quantity'], 'key' | 'symbol' | 'label' | 'unit' | 'scale'>;
};

/**
 * @param rows of the quantities on screen, at least one
 * @param nouns by key, where the page has words for this system
 */
export function posteriorSentence(
  rows: readonly Row[],
  nouns: Readonly<Record<string, QuantityNoun>> = {},
): PosteriorSentence {
  // Neighbours that are counted per the same thing share the words for it.
  const groups: { per: string; names: string[] }[] = [];
  for (const row of rows) {
    const { name, per } = named(row, nouns);
    const last = groups.at(-1);
    if (last !== undefined && last.per === per) last.names.push(name);
    else groups.push({ per, names: [name] });
  }
  const pieces: Piece[] = [{ text: 'Most likely ', strong: false }];
  groups.forEach(({ per, names }, g) => {
    if (g > 0) pieces.push({ text: g === groups.length - 1 ? ', and ' : ', ', strong: false });
    names.forEach((name, i) => {
      if (i > 0) pieces.push({ text: i === names.length - 1 && groups.length > 0 ? ' and ' : ', ', strong: false });
      pieces.push({ text: name, strong: true });
    });
    if (per !== '') pieces.push({ text: ` ${per}`, strong: false });
  });
  pieces.push({ text: rows.length > 1 ? ' (68 % each).' : ' (68 %).', strong: false });
  return { pieces, note: notes(rows, nouns).join(' ') };
}

/** The same as plain text. */
export function sentenceText({ pieces }: Pick<PosteriorSentence, 'pieces'>): string {
  return pieces.map(({ text }) => text).join('');
}

function named(row: Row, nouns: Readonly<Record<string, QuantityNoun>>): { name: string; per: string } {
  const { key, unit } = row.quantity;
  const text = rangeText(row.intervals, row.quantity.scale);
  const known = Object.hasOwn(nouns, key) ? nouns[key] : null;
  if (known !== null) return { name: `${text} ${known.noun}`, per: known.per };
  const name = nameOf(row.quantity);
  if (unit.startsWith('1/')) return { name: `${name} ${text}`, per: `per ${unit.slice(2)}` };
  return { name: `${name} ${text}${unit === '' ? '' : ` ${unit}`}`, per: '' };
}

/** In words; the symbol alone where the label says nothing more. */
function nameOf(quantity: Row['quantity']): string {
  const { symbol } = quantity;
  const label = furtherLabel(quantity);
  return label === '' ? symbol : `${label} ${symbol}`;
}

function notes(rows: readonly Row[], nouns: Readonly<Record<string, QuantityNoun>>): string[] {
  const words = (row: Row) =>
    Object.hasOwn(nouns, row.quantity.key) ? nouns[row.quantity.key].noun : nameOf(row.quantity);
  const list = (some: readonly Row[]) => new Intl.ListFormat('en').format(some.map(words));
  const split = rows.filter((row) => row.split);
  // The spread of several modes is that between them, and says nothing of how much each was narrowed.
  const open = rows.filter((row) => !row.split && row.widthOfPrior !== null && row.widthOfPrior > UNCHANGED);
  return [
    split.length === 0 ? '' : `More than one answer fits these data: see ${list(split)}.`,
    open.length === 0
      ? ''
      : `These data hardly narrow down ${list(open)}: that range is nearly what was assumed before.`,
  ].filter((note) => note !== '');
}

/** "0.16–0.55", "−0.9 to −0.7 or 0.7 to 0.9". */
export function rangeText(intervals: Row['intervals'], scale: 'linear' | 'log'): string {
  const width = Math.min(...intervals.map(([low, high]) => high - low));
  const dash = intervals.some(([low]) => low < 0) ? ' to ' : '–';
  return intervals
    .map(([low, high]) => [low, high].map((value) => rounded(value, width, scale)).join(dash))
    .join(' or ');
}

/** To two digits of the width; on a log axis to two digits of its own at least, for its lower end may be small beside the width. */
function rounded(value: number, width: number, scale: 'linear' | 'log'): string {
  const size = Math.abs(value);
  // What is large and known to many digits keeps them, or its ends would be the same.
  if (size !== 0 && (size < SMALLEST || (size >= LARGEST && width > 0.01 * size))) return short(value, 2);
  const ofWidth = width > 0 ? 1 - Math.floor(Math.log10(width)) : 2;
  const own = scale === 'log' && size > 0 ? 1 - Math.floor(Math.log10(size)) : 0;
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, ofWidth, own));
  return value.toFixed(decimals).replace('-', MINUS);
}
