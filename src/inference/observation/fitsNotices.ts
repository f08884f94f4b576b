/** What is told of FITS files besides their numbers: one sentence a kind, of one file as of a batch. */
import type { FitsFile } from '../files/fits.ts';
import type { FitsCard, FitsValue } from '../files/fitsHeader.ts';
import { listed, quoted, shown } from '../math/shown.ts';
import { spanText } from './statedDesign.ts';

/** What a header tells the reader, in this order. BUNIT is not told: another one than the system's is refused. */
const TOLD: readonly (readonly [string, string])[] = [
  ['OBJECT', 'object'],
  ['TELESCOP', 'telescope'],
  ['INSTRUME', 'instrument'],
  ['FILTER', 'filter'],
  ['DATE-OBS', 'date'],
  ['EXPTIME', 'exposure'],
  ['MAGZPT', 'zero point'],
  ['MAGZERO', 'zero point'],
];
const COORDINATES = 'world coordinates';
/** Values of one kind that a sentence repeats. */
const MOST = 3;

/** Of one file. */
export interface FitsRemarks {
  /** The image that was read. */
  readonly image: string;
  readonly others: readonly string[];
  readonly unread: readonly string[];
  /** What its header tells, by what it is called. */
  readonly told: ReadonlyMap<string, FitsValue>;
}

/** @param used cards that the study takes, which are not told here */
export function remarksOf({ first, others, unread }: FitsFile, used: readonly string[]): FitsRemarks {
  const { cards } = first;
  const told = new Map<string, FitsValue>();
  for (const [key, word] of TOLD) {
    const value = cards.find((card) => card.key === key)?.value;
    if (used.includes(key) || told.has(word) || value === undefined || value === null || value === '') continue;
    told.set(word, value);
  }
  const coordinates = coordinatesText(cards);
  if (coordinates !== null) told.set(COORDINATES, coordinates);
  return { image: first.name, others, unread, told };
}

/** @param files at least one */
export function noticesOf(files: readonly FitsRemarks[]): string[] {
  const several = files.filter(({ others }) => others.length > 0);
  const more = files.filter(({ unread }) => unread.length > 0);
  const told = toldText(files);
  return [
    ...(several.length === 0 ? [] : [severalText(several, files.length)]),
    ...(more.length === 0 ? [] : [unreadText(more, files.length)]),
    ...(told === ''
      ? []
      : [`${files.length === 1 ? 'The header says' : 'The headers say'} (shown here, not used): ${told}.`]),
  ];
}

function severalText(several: readonly FitsRemarks[], n: number): string {
  const [{ image, others }] = several;
  if (alike(several, (file) => [file.image, ...file.others])) {
    const count = others.length + 1;
    return `${ofFiles(several.length, n, 'The file has', 'have')} ${count} images; ${image} was read, and not ${listed(others)}.`;
  }
  return `${ofFiles(several.length, n, 'The file has', 'have')} several images; the first of each was read.`;
}

function unreadText(more: readonly FitsRemarks[], n: number): string {
  const names = [...new Set(more.flatMap(({ unread }) => unread))];
  const from = n === 1 ? 'the file' : `${more.length} of the ${n} files`;
  return `Not read from ${from}: ${listed(names)}, which ${names.length === 1 ? 'is' : 'are'} no image.`;
}

function ofFiles(some: number, n: number, one: string, verb: string): string {
  return n === 1 ? one : `${some} of the ${n} files ${verb}`;
}

function alike(files: readonly FitsRemarks[], names: (file: FitsRemarks) => readonly string[]): boolean {
  return new Set(files.map((file) => JSON.stringify(names(file)))).size === 1;
}

/** "object "NGC 1" in 2 of 3 files, exposure 300 to 600". */
function toldText(files: readonly FitsRemarks[]): string {
  const words = [...new Set([...TOLD.map(([, word]) => word), COORDINATES])];
  return words
    .flatMap((word) => {
      const values = files.flatMap(({ told }) => told.get(word) ?? []);
      if (values.length === 0) return [];
      const share = values.length === files.length ? '' : ` (in ${values.length} of ${files.length} files)`;
      return [`${word} ${valuesText(word, values)}${share}`];
    })
    .join(', ');
}

function valuesText(word: string, values: readonly FitsValue[]): string {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === values.length && new Set(numbers).size > 1) return spanText(numbers);
  const texts = new Set(
    values.map((value) => (typeof value === 'string' && word !== COORDINATES ? quoted(value.trim()) : String(value))),
  );
  return listed([...texts], MOST, (text) => text);
}

/** World coordinates in a phrase; null where the header has none. */
function coordinatesText(cards: readonly FitsCard[]): string | null {
  const value = (key: string) => cards.find((card) => card.key === key)?.value;
  const [first, second] = [value('CTYPE1'), value('CTYPE2')];
  if (typeof first !== 'string' || typeof second !== 'string' || first === '' || second === '') return null;
  const at = [value('CRVAL1'), value('CRVAL2')];
  const place = at.every((number) => typeof number === 'number') ? ` around ${at.join(', ')}` : '';
  return `${shown(first)} and ${shown(second)}${place}`;
}
