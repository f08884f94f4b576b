/**
 * FITS images to a `RawArray`: one file, or an archive of several, each an observation. Row 0 of the array is the lowest row of the
 * image, which both a FITS file and this page have first: nothing is flipped. Cards that the system asks for (exposure) go with
 * the array; what else the header says of the picture (world coordinates, telescope) is told and not used; a unit (BUNIT) has to
 * be that of the system.
 */
import { type FitsCard, isFits } from '../files/fitsHeader.ts';
import { readFits } from '../files/fits.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { openZip } from '../files/zip.ts';
import { listed, quoted, shown } from '../math/shown.ts';
import { sameUnit } from '../math/units.ts';
import { tupleText } from './arrayLayout.ts';
import { fitsLabel, OWN_CARDS } from './fitsBatch.ts';
import { type FitsRemarks, noticesOf, remarksOf } from './fitsNotices.ts';
import { tooManyCells, tooManyObservations, MAX_BYTES, MAX_OBSERVATIONS } from './limits.ts';
import { movedIn, type MovedByHand } from './movedEntries.ts';
import type { RawArray } from './rawArray.ts';
import type { StatedCard } from './statedDesign.ts';

const LIMITS = { members: MAX_OBSERVATIONS, bytes: MAX_BYTES };

/**
 * A FITS image as an array: axes of one entry before the rows are left out, as radio images have them.
 * @param wanted keys of the cards that go with the array
 */
export function arrayInFits(bytes: Uint8Array, wanted: readonly string[]): Outcome<RawArray> {
  const image = imageIn(bytes, wanted);
  return image.ok ? good({ ...image.value.array, notices: noticesOf([image.value.remarks]) }) : image;
}

interface ReadImage {
  readonly array: RawArray;
  readonly remarks: FitsRemarks;
}

function imageIn(bytes: Uint8Array, wanted: readonly string[]): Outcome<ReadImage> {
  const read = readFits(bytes);
  if (!read.ok) return read;
  const { first } = read.value;
  const shape = squeezed(first.shape);
  const crowd = tooManyCells(first.values.length);
  if (crowd) return bad(crowd);
  const own = ownLines(first.cards);
  const unit = textOf(first.cards, 'BUNIT');
  const system = textOf(first.cards, OWN_CARDS.system);
  const moved = movedCards(first.cards, first.values.length);
  if (!moved.ok) return bad({ column: `${first.name}, card ${OWN_CARDS.moved}`, ...moved.problem });
  const array: RawArray = {
    shape,
    cells: first.values,
    metadata: own.design,
    ...(system === null ? {} : { system }),
    ...(unit === null ? {} : { unit: { value: unit, place: `${first.name}, card BUNIT` } }),
    design: {},
    truth: Object.fromEntries(Object.entries(own.truth).map(([key, value]) => [key, [value]])),
    cards: first.cards.filter(({ key }) => wanted.includes(key)).map((card) => ({ ...card, place: first.name })),
    ...(moved.value === null ? {} : { moved: moved.value }),
    notices: [],
  };
  return good({ array, remarks: remarksOf(read.value, wanted) });
}

/** An archive of FITS files, in the order of their names: a batch, an observation each. */
export function arrayInFitsArchive(bytes: Uint8Array, wanted: readonly string[]): Outcome<RawArray> {
  const archive = openZip(bytes, LIMITS);
  if (!archive.ok) return archive;
  const zip = archive.value;
  const names = zip.names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const crowd = tooManyObservations(names.length);
  if (crowd) return bad(crowd);
  let first: RawArray | null = null;
  const parts: Float64Array[] = [];
  const truths: Readonly<Record<string, readonly number[]>>[] = [];
  const remarks: FitsRemarks[] = [];
  const cards: StatedCard[] = [];
  const moved: string[] = [];
  for (const name of names) {
    const member = zip.member(name);
    if (!member.ok) return member;
    if (!isFits(member.value)) {
      return bad({ column: name, problem: 'The content is not a FITS file.', remedy: 'Leave it out of the batch.' });
    }
    const image = imageIn(member.value, wanted);
    if (!image.ok) {
      const { column } = image.problem;
      return bad({ ...image.problem, column: column === undefined ? name : `${name}, ${column}` });
    }
    const { array: value } = image.value;
    first ??= value;
    const difference = differenceOf(first, value, names[0]);
    if (difference !== null) return bad({ column: name, ...difference });
    const large = tooManyCells(value.cells.length * names.length);
    if (large) return bad(large);
    parts.push(value.cells as Float64Array);
    truths.push(value.truth);
    if (value.moved !== undefined) moved.push(name);
    remarks.push(image.value.remarks);
    cards.push(...(value.cards ?? []).map((card) => ({ ...card, place: `${shown(name)}, ${card.place}` })));
  }
  if (first === null) return bad({ problem: 'The archive is empty.', remedy: 'Put FITS files into it.' });
  const size = first.cells.length;
  const cells = new Float64Array(size * parts.length);
  for (const [i, part] of parts.entries()) cells.set(part, i * size);
  const known = Object.keys(first.truth).filter((key) => truths.every((truth) => Object.hasOwn(truth, key)));
  return good({
    ...first,
    shape: [names.length, ...first.shape],
    cells,
    labels: names.map(fitsLabel),
    truth: Object.fromEntries(known.map((key) => [key, truths.map((truth) => truth[key][0])])),
    cards,
    moved: undefined,
    notices: [
      ...noticesOf(remarks),
      ...(moved.length === 0 ? [] : [`Changed by hand before they were saved: ${listed(moved)}.`]),
    ],
  });
}

/** Why a file cannot stand beside the first; null: it can. */
function differenceOf(first: RawArray, other: RawArray, name: string): { problem: string; remedy: string } | null {
  const remedy = 'Give all files of a batch the same sizes, unit and design.';
  const [a, b] = [tupleText(first.shape), tupleText(other.shape)];
  if (a !== b) return { problem: `The image has the shape ${b}, that of ${shown(name)} has ${a}.`, remedy };
  if (!sameUnit(first.unit?.value ?? '', other.unit?.value ?? '')) {
    const units = [other, first].map(({ unit }) => (unit === undefined ? 'no unit' : quoted(unit.value)));
    return { problem: `The image has ${units[0]}, that of ${shown(name)} has ${units[1]}.`, remedy };
  }
  const said = ({ system, metadata }: RawArray) => JSON.stringify([system, Object.entries(metadata)]);
  if (said(first) === said(other)) return null;
  return { problem: `The file declares another system or design than ${shown(name)}.`, remedy };
}

function squeezed(shape: readonly number[]): readonly number[] {
  const from = shape.slice(0, -2).findIndex((size) => size !== 1);
  return from < 0 ? shape.slice(-2) : shape.slice(from);
}

function textOf(cards: readonly FitsCard[], key: string): string | null {
  const value = cards.find((card) => card.key === key)?.value;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** What the page's own files say was moved by hand. */
function movedCards(cards: readonly FitsCard[], size: number): Outcome<MovedByHand | null> {
  const text = textOf(cards, OWN_CARDS.moved);
  if (text === null) return good(null);
  const entries = movedIn(text, size);
  if (entries === null) {
    const problem = 'The card does not hold places of pixels, such as "0-5,9".';
    return bad({ value: text, problem, remedy: 'Remove the card; the file then counts as measured.' });
  }
  const noise = cards.find(({ key }) => key === OWN_CARDS.noise)?.value;
  return good({ entries, ...(typeof noise === 'number' && Number.isInteger(noise) && noise > 0 ? { noise } : {}) });
}

function ownLines(cards: readonly FitsCard[]): {
  readonly design: Readonly<Record<string, string>>;
  readonly truth: Readonly<Record<string, number>>;
} {
  const lines = (prefix: string) =>
    cards.flatMap(({ key, value }): (readonly [string, string])[] => {
      if (!key.startsWith(prefix) || !/^\d+$/.test(key.slice(prefix.length)) || typeof value !== 'string') return [];
      const [, name, text] = /^([^:]+): (.*)$/.exec(value) ?? [];
      return name === undefined ? [] : [[name, text]];
    });
  const truth = lines(OWN_CARDS.truth).map(
    ([key, text]) => [key, text.trim() === '' ? Number.NaN : Number(text)] as const,
  );
  return {
    design: Object.fromEntries(lines(OWN_CARDS.design)),
    truth: Object.fromEntries(truth.filter(([, value]) => Number.isFinite(value))),
  };
}
