/**
 * A FITS file of one image (FITS Standard 4.0): the primary array, as float64 (BITPIX -64), so that what is read back are the same numbers.
 * Row 0 of the array is the lowest row of the image, which a FITS file has first.
 */
import { BLOCK, CARD, type FitsValue } from './fitsHeader.ts';

export interface FitsContent {
  /** From the slowest axis to the fastest: [rows, columns], or [images, rows, columns]. */
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** Further cards, in their order: keywords of at most 8 of A-Z, 0-9, - and _. */
  readonly cards: readonly (readonly [string, FitsValue])[];
}

const STANDARD = /^[A-Z0-9_-]{1,8}$/;
/** Printable ASCII. */
const PLAIN = /^[ -~]*$/;

/** @throws RangeError when the shape is not that of the values, or a card cannot be written */
export function writeFits({ shape, values, cards }: FitsContent): Uint8Array {
  if (shape.reduce((product, length) => product * length, 1) !== values.length) {
    throw new RangeError(`${values.length} values do not have the shape (${shape.join(', ')})`);
  }
  const own: [string, FitsValue][] = [
    ['SIMPLE', true],
    ['BITPIX', -64],
    ['NAXIS', shape.length],
    ...shape.toReversed().map((size, d): [string, FitsValue] => [`NAXIS${d + 1}`, size]),
  ];
  const header = [...own, ...cards].flatMap(([key, value]) => linesOf(key, value));
  const text = [...header, 'END'].map((line) => line.padEnd(CARD)).join('');
  const start = Math.ceil(text.length / BLOCK) * BLOCK;
  const file = new Uint8Array(start + Math.ceil(values.byteLength / BLOCK) * BLOCK);
  file.fill(0x20, 0, start);
  for (let i = 0; i < text.length; i++) file[i] = text.charCodeAt(i);
  const view = new DataView(file.buffer, start);
  values.forEach((value, i) => view.setFloat64(8 * i, value));
  return file;
}

function linesOf(key: string, value: FitsValue): string[] {
  if (!STANDARD.test(key)) throw new RangeError(`${JSON.stringify(key)} is no FITS keyword.`);
  const head = `${key.padEnd(8)}= `;
  if (typeof value !== 'string') {
    const text = typeof value === 'boolean' ? (value ? 'T' : 'F') : numberText(value);
    return [head + text.padStart(20)];
  }
  if (!PLAIN.test(value)) throw new RangeError(`The value of ${key} has characters that a FITS header cannot hold.`);
  // Of a string that does not fit, every line but the last ends with an ampersand; a pair of quotes is not parted.
  const pieces: string[] = [];
  let piece = '';
  for (const character of Array.from(value, (c) => (c === "'" ? "''" : c))) {
    const room = CARD - (pieces.length === 0 ? head.length : 10) - 3;
    if (piece.length + character.length > room) {
      pieces.push(`${piece}&`);
      piece = '';
    }
    piece += character;
  }
  // A string that ends in an ampersand would be taken for one that goes on.
  if (value.endsWith('&')) throw new RangeError(`The value of ${key} ends with "&".`);
  pieces.push(piece);
  return pieces.map((text, i) => `${i === 0 ? head : 'CONTINUE  '}'${i === 0 ? text.padEnd(8) : text}'`);
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`A FITS header cannot hold the number ${value}.`);
  const text = String(value).toUpperCase();
  return Number.isInteger(value) || /[.E]/.test(text) ? text : `${text}.0`;
}
