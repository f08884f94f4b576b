/**
 * Images of FITS files (FITS Standard 4.0): the primary array and image extensions, of every BITPIX, scaled by BSCALE and BZERO, with
 * BLANK and NaN as NaN. Read here, since the libraries that there are keep float32 only (@observerly/fits, which also stretches
 * the values), leave scaling and 64 bits to the caller (jsfitsio), or are no longer kept (fitsjs).
 *
 * The first pixel of a file is the lower left one: NAXIS1 runs along a row from left to right, NAXIS2 from the lowest row to the
 * highest. An array here has its axes the other way round, `[NAXIS3, NAXIS2, NAXIS1]`, with row 0 the lowest: nothing is flipped.
 */
import type { FileProblem } from '../simulators/system.ts';
import { BLOCK, CARD, cardOf, faultOfCard, type FitsCard, type FitsHeader } from './fitsHeader.ts';
import { finiteNumber, isFits, readHeader, wholeNumber } from './fitsHeader.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export interface FitsImage {
  /** What a message calls it: "the primary image", "extension 1 (SCI)". */
  readonly name: string;
  /** From the slowest axis to the fastest. */
  readonly shape: readonly number[];
  /** BZERO + BSCALE * number in the file, in float64; NaN where the pixel is blank. */
  readonly values: Float64Array;
  /** All cards of its header that have a value; of an extension behind them those of a primary header without an image, which are meant for all. */
  readonly cards: readonly FitsCard[];
}

export interface FitsFile {
  /** Those that have pixels, in the order of the file: at least one. Only the first is read to its numbers. */
  readonly first: FitsImage;
  /** Names of the other images. */
  readonly others: readonly string[];
  /** Extensions that are not images, such as tables. */
  readonly unread: readonly string[];
}

const BITPIX = [8, 16, 32, 64, -32, -64];
const MAX_AXES = 999;
const MAX_UNITS = 1000;
/** 160 MB once read, as of an NPY array. */
const MAX_VALUES = 20_000_000;
const MAX_AXIS = 2 ** 31 - 1;
const AGAIN = 'The file is cut off or damaged: write it again.';
const AS_IMAGE = 'Save the image itself: astropy.io.fits.writeto("image.fits", array).';

export function readFits(file: Uint8Array): Outcome<FitsFile> {
  if (!isFits(file)) return bad({ problem: 'The content is not a FITS file.', remedy: AGAIN });
  const units = unitsOf(file);
  if (!units.ok) return units;
  const images = units.value.filter(({ isImage, shape }) => isImage && shape.length > 0 && !shape.includes(0));
  const [first, ...others] = images;
  const unread = units.value.filter(({ isImage }) => !isImage).map(({ name }) => name);
  if (first === undefined) {
    const compressed = units.value.find(({ header }) => cardOf(header, 'ZIMAGE')?.value === true);
    if (compressed !== undefined) {
      const problem = 'The image is compressed in tiles (ZIMAGE), which is not read.';
      return bad({ column: compressed.name, problem, remedy: 'Unpack it with funpack, or write it uncompressed.' });
    }
    const problem = unread.length === 0 ? 'The FITS file has no image.' : 'The FITS file has tables, but no image.';
    return bad({ problem, remedy: AS_IMAGE });
  }
  const values = pixelsOf(file, first);
  if (!values.ok) return values;
  const { name, shape, header } = first;
  const [primary] = units.value;
  const common = primary === first || primary.shape.length > 0 ? [] : primary.header.cards;
  return good({
    first: { name, shape, values: values.value, cards: [...header.cards, ...common] },
    others: others.map((other) => other.name),
    unread,
  });
}

/** A header with the data behind it. */
interface Unit {
  readonly name: string;
  readonly header: FitsHeader;
  readonly isImage: boolean;
  readonly bitpix: number;
  readonly shape: readonly number[];
}

function unitsOf(file: Uint8Array): Outcome<readonly Unit[]> {
  const units: Unit[] = [];
  let at = 0;
  while (at < file.length) {
    // What follows the last extension is not read (section 3.5: special records); neither are zeros of a tape.
    if (units.length > 0 && !startsWith(file, at, 'XTENSION=')) break;
    const number = units.length;
    if (number >= MAX_UNITS) {
      const problem = `The FITS file has more than ${MAX_UNITS} extensions.`;
      return bad({ problem, remedy: 'Save the image alone.' });
    }
    const place = number === 0 ? 'the primary header' : `extension ${number}`;
    const header = readHeader(file, at, place);
    if (!header.ok) return header;
    const unit = unitOf(header.value, number, place);
    if (!unit.ok) return unit;
    const length = lengthOf(unit.value, place);
    if (!length.ok) return length;
    const { start } = header.value;
    if (start + length.value > file.length) {
      const { shape, bitpix, name } = unit.value;
      const problem = `The data of shape (${shape.join(', ')}) and BITPIX ${bitpix} need ${length.value} bytes, but the file has ${Math.max(0, file.length - start)} there.`;
      return bad({ column: name, problem, remedy: AGAIN });
    }
    units.push(unit.value);
    at = start + Math.ceil(length.value / BLOCK) * BLOCK;
  }
  return good(units);
}

function unitOf(header: FitsHeader, number: number, place: string): Outcome<Unit> {
  const simple = cardOf(header, 'SIMPLE');
  if (number === 0 && simple?.value !== true) {
    const problem = 'SIMPLE is not T: the file does not keep to the FITS standard.';
    return bad(faultOfCard(place, 'SIMPLE', simple, problem, AS_IMAGE));
  }
  const bitpix = wholeNumber(header, place, 'BITPIX', { low: -64, high: 64 });
  if (!bitpix.ok) return bitpix;
  if (!BITPIX.includes(bitpix.value)) {
    const problem = `BITPIX is one of ${BITPIX.join(', ')} in a FITS file.`;
    return bad(faultOfCard(place, 'BITPIX', cardOf(header, 'BITPIX'), problem, AGAIN));
  }
  const axes = wholeNumber(header, place, 'NAXIS', { low: 0, high: MAX_AXES });
  if (!axes.ok) return axes;
  const shape: number[] = [];
  for (let d = axes.value; d >= 1; d--) {
    const size = wholeNumber(header, place, `NAXIS${d}`, { low: 0, high: MAX_AXIS });
    if (!size.ok) return size;
    shape.push(size.value);
  }
  const kind = number === 0 ? 'IMAGE' : String(cardOf(header, 'XTENSION')?.value ?? '');
  const given = cardOf(header, 'EXTNAME')?.value;
  const extname = typeof given === 'string' && given !== '' ? ` (${given})` : '';
  const name = number === 0 ? 'the primary image' : `extension ${number}${extname}`;
  // Random groups, of radio interferometers, are no image: their first axis is 0.
  const isImage = kind === 'IMAGE' && cardOf(header, 'GROUPS')?.value !== true;
  return good({ name, header, isImage, bitpix: bitpix.value, shape });
}

/** Bytes of the data (section 4.4.1.2). */
function lengthOf({ header, bitpix, shape }: Unit, place: string): Outcome<number> {
  const parameters = wholeNumber(header, place, 'PCOUNT', { low: 0, high: MAX_AXIS, absent: 0 });
  if (!parameters.ok) return parameters;
  const groups = wholeNumber(header, place, 'GCOUNT', { low: 0, high: MAX_AXIS, absent: 1 });
  if (!groups.ok) return groups;
  if (shape.length === 0) return good(0);
  const isGroups = cardOf(header, 'GROUPS')?.value === true && shape.at(-1) === 0;
  const sizes = isGroups ? shape.slice(0, -1) : shape;
  const count = groups.value * (parameters.value + sizes.reduce((product, size) => product * size, 1));
  return good((Math.abs(bitpix) / 8) * count);
}

function pixelsOf(file: Uint8Array, { header, name, bitpix, shape }: Unit): Outcome<Float64Array> {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MAX_VALUES) {
    const problem = `The image of shape (${shape.join(', ')}) has ${count} pixels; at most ${MAX_VALUES} are read.`;
    return bad({ column: name, problem, remedy: 'Cut out the part that is meant.' });
  }
  const scale = finiteNumber(header, name, 'BSCALE', 1);
  if (!scale.ok) return scale;
  if (scale.value === 0) {
    const problem = 'BSCALE is 0, which makes all pixels equal.';
    return bad(faultOfCard(name, 'BSCALE', cardOf(header, 'BSCALE'), problem, 'Correct the card.'));
  }
  const zero = finiteNumber(header, name, 'BZERO', 0);
  if (!zero.ok) return zero;
  const blank = blankOf(header, name, bitpix);
  if (!blank.ok) return blank;
  const view = new DataView(file.buffer, file.byteOffset + header.start, file.byteLength - header.start);
  const values = new Float64Array(count);
  const asIs = scale.value === 1 && zero.value === 0;
  for (let i = 0; i < count; i++) {
    if (blank.value !== null && isBlank(view, i, bitpix, blank.value)) {
      values[i] = Number.NaN;
      continue;
    }
    const stored = storedAt(view, i, bitpix, scale.value === 1 ? zero.value : null);
    if (stored === null) return bad(inexact(view, i, name));
    values[i] = stored.whole || asIs ? stored.value : zero.value + scale.value * stored.value;
  }
  return good(values);
}

/** Of integers alone, to their last digit; null: none is said to be blank. */
function blankOf(header: FitsHeader, name: string, bitpix: number): Outcome<bigint | null> {
  const card = cardOf(header, 'BLANK');
  if (card === undefined || bitpix < 0) return good(null);
  if (typeof card.value === 'number' && Number.isInteger(card.value)) {
    // A float64 does not hold every integer of 64 bits, and would make its neighbours blank too.
    return good(BigInt(/^[+-]?\d+$/.test(card.text) ? card.text.replace('+', '') : card.value));
  }
  const problem = 'BLANK does not hold a whole number.';
  return bad(faultOfCard(name, 'BLANK', card, problem, 'Correct the card, or remove it.'));
}

function isBlank(view: DataView, i: number, bitpix: number, blank: bigint): boolean {
  return bitpix === 64 ? view.getBigInt64(8 * i) === blank : integerAt(view, i, bitpix) === Number(blank);
}

function integerAt(view: DataView, i: number, bitpix: number): number {
  switch (bitpix) {
    case 8:
      return view.getUint8(i);
    case 16:
      return view.getInt16(2 * i);
    default:
      return view.getInt32(4 * i);
  }
}

/**
 * The number in the file; null where it is an integer that float64 does not hold.
 * @param zero BZERO of an unscaled integer: 2^63 makes unsigned numbers of 64 bits, whose sum is taken before it is rounded
 */
function storedAt(
  view: DataView,
  i: number,
  bitpix: number,
  zero: number | null,
): { readonly value: number; readonly whole: boolean } | null {
  switch (bitpix) {
    case -32:
      return { value: view.getFloat32(4 * i), whole: false };
    case -64:
      return { value: view.getFloat64(8 * i), whole: false };
    case 64: {
      const whole = zero !== null && Number.isInteger(zero);
      const value = Number(view.getBigInt64(8 * i) + (whole ? BigInt(zero) : 0n));
      return Number.isSafeInteger(value) ? { value, whole } : null;
    }
    default:
      return { value: integerAt(view, i, bitpix), whole: false };
  }
}

function inexact(view: DataView, i: number, name: string): FileProblem {
  return {
    column: name,
    value: String(view.getBigInt64(8 * i)),
    problem: `Pixel ${i + 1} is a 64-bit integer beyond 2^53, which a float64 cannot hold exactly.`,
    remedy: 'Save it as float64 if it need not be exact.',
  };
}

function startsWith(file: Uint8Array, at: number, text: string): boolean {
  return at + CARD <= file.length && Array.from(text).every((c, i) => file[at + i] === c.charCodeAt(0));
}
