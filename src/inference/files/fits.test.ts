/** Oracles: files written by astropy 7.0.1 (e2e/fits/make.py) with the numbers that it reads from them, and what is written read back. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import index from '../../../e2e/fits/index.json';
import { readFits } from './fits.ts';
import type { FitsValue } from './fitsHeader.ts';
import { writeFits } from './fitsWrite.ts';

const fileOf = (name: string) => new Uint8Array(readFileSync(new URL(`../../../e2e/fits/${name}`, import.meta.url)));

function read(file: Uint8Array) {
  const result = readFits(file);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

function fault(file: Uint8Array) {
  const result = readFits(file);
  if (result.ok) throw new Error('It was read.');
  return result.problem;
}

/** A file of these cards, as they are, and these data. */
function raw(cards: readonly string[], data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = [...cards, 'END'].map((card) => card.padEnd(80)).join('');
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 2880) * 2880), 'latin1');
  return new Uint8Array(Buffer.concat([header, data]));
}

const shorts = (...values: number[]) =>
  new Uint8Array(
    Buffer.concat(
      values.map((value) => {
        const two = Buffer.alloc(2);
        two.writeInt16BE(value);
        return two;
      }),
    ),
  );
const IMAGE = ['SIMPLE  =                    T', 'BITPIX  =                   16', 'NAXIS   =                    2', 'NAXIS1  =                    2', 'NAXIS2  =                    1']; // biome-ignore format: cards

describe('files of astropy are read', () => {
  it.each(index)('$file', ({ file, shape, values }) => {
    const { first } = read(fileOf(file));
    expect(first.shape).toEqual(shape);
    expect(Array.from(first.values, (value) => (Number.isNaN(value) ? null : value))).toEqual(values);
  });

  it('with strings that go on, quotes, HIERARCH keywords and comments', () => {
    const { cards } = read(fileOf('described.fits')).first;
    const value = (key: string) => cards.find((card) => card.key === key)?.value;
    expect(value('OBJECT')).toBe('O\'Neill\'s "galaxy" / 1');
    expect(value('LONG')).toBe(`${'x'.repeat(150)}'${'y'.repeat(50)}`);
    expect(value('ESO DET CHIP NAME')).toBe('A1');
    expect(value('EXPTIME')).toBe(300);
    expect(value('CRVAL1')).toBe(150.1);
    expect(value('CTYPE2')).toBe('DEC--TAN');
  });

  it('the first image of several; the others and the tables are named', () => {
    const { first, others, unread } = read(fileOf('several.fits'));
    expect(first.name).toBe('extension 2 (SCI)');
    expect(others).toEqual(['extension 3 (ERR)']);
    expect(unread).toEqual(['extension 1 (CAT)']);
  });

  it('or refused where there is no image, or a compressed one', () => {
    expect(fault(fileOf('table.bad.fits')).problem).toContain('tables, but no image');
    expect(fault(fileOf('compressed.bad.fits'))).toMatchObject({
      problem: expect.stringContaining('compressed in tiles'),
      remedy: expect.stringContaining('funpack'),
    });
  });
});

describe('what the standard allows', () => {
  it('data without padding at the end, exponents with a D, cards of any order', () => {
    const { first } = read(raw([...IMAGE, 'BZERO   = 1.0D1', 'BSCALE  = 5d-1 / half'], shorts(3, -4)));
    expect(Array.from(first.values)).toEqual([11.5, 8]);
  });

  it('bytes that are no ASCII in a comment; a comment within a long string', () => {
    const cards = [
      ...IMAGE,
      "A       = 'one&'",
      'COMMENT   between \xe9\x00',
      "CONTINUE  ' two&'",
      "CONTINUE  ''",
      'B       = 2',
    ];
    const { first } = read(raw(cards, shorts(1, 2)));
    expect(first.cards.find(({ key }) => key === 'A')?.value).toBe('one two');
    expect(first.cards.find(({ key }) => key === 'B')?.value).toBe(2);
  });

  it('integers of 64 bits with a blank pixel at the end of their range', () => {
    const data = Buffer.alloc(16);
    data.writeBigInt64BE(-(2n ** 63n), 0);
    data.writeBigInt64BE(7n, 8);
    const cards = IMAGE.with(1, 'BITPIX  = 64');
    const blank = [...cards, 'BLANK   = -9223372036854775808'];
    expect(Array.from(read(raw(blank, new Uint8Array(data))).first.values)).toEqual([Number.NaN, 7]);
    expect(fault(raw(cards, new Uint8Array(data)))).toMatchObject({
      column: 'the primary image',
      value: '-9223372036854775808',
      problem: expect.stringContaining('Pixel 1 is a 64-bit integer beyond 2^53'),
    });
  });

  it('a blank number of 64 bits to its last digit: its neighbours are pixels', () => {
    const data = Buffer.alloc(16);
    data.writeBigInt64BE(-(2n ** 62n), 0);
    data.writeBigInt64BE(-(2n ** 62n) + 1n, 8);
    const cards = [...IMAGE.with(1, 'BITPIX  = 64'), 'BLANK   = -4611686018427387903'];
    expect(fault(raw(cards, new Uint8Array(data)))).toMatchObject({ value: '-4611686018427387904' });
    data.writeBigInt64BE(5n, 0);
    expect(Array.from(read(raw(cards, new Uint8Array(data))).first.values)).toEqual([5, Number.NaN]);
  });
});

describe('a broken file is refused by its card', () => {
  it.each([
    [
      raw(['SIMPLE  =                    F', ...IMAGE.slice(1)], shorts(1, 2)),
      'the primary header, card SIMPLE',
      'F',
      'SIMPLE is not T',
    ],
    [raw(IMAGE.with(1, 'BITPIX  = 12'), shorts(1, 2)), 'the primary header, card BITPIX', '12', 'BITPIX is one of'],
    [raw(IMAGE.with(1, "BITPIX  = '16'"), shorts(1, 2)), 'the primary header, card BITPIX', '16', 'whole number'],
    [raw(IMAGE.with(3, 'NAXIS1  = -2'), shorts(1, 2)), 'the primary header, card NAXIS1', '-2', 'whole number from 0'],
    [raw(IMAGE.slice(0, 4), shorts(1, 2)), 'the primary header, card NAXIS2', undefined, 'has no NAXIS2 card'],
    [raw([...IMAGE, 'BSCALE  = 0'], shorts(1, 2)), 'the primary image, card BSCALE', '0', 'BSCALE is 0'],
    [
      raw([...IMAGE, "BZERO   = 'ten'"], shorts(1, 2)),
      'the primary image, card BZERO',
      'ten',
      'does not hold a number',
    ],
    [raw([...IMAGE, 'BLANK   = 1.5'], shorts(1, 2)), 'the primary image, card BLANK', '1.5', 'whole number'],
    [raw(IMAGE, shorts(1)), 'the primary image', undefined, 'need 4 bytes, but the file has 2 there'],
    [raw(IMAGE).slice(0, 400), 'the primary header', undefined, 'no END card'],
    [raw(IMAGE.with(3, 'NAXIS1  = 200000000'), shorts(1, 2)), 'the primary image', undefined, 'need 400000000 bytes'],
  ] as const)('%#', (file, column, value, problem) => {
    const found = fault(file);
    expect(found).toMatchObject({ column, problem: expect.stringContaining(problem) });
    expect(found.value).toBe(value);
    expect(found.remedy.length).toBeGreaterThan(10);
  });

  it('one that is no FITS file', () => {
    expect(fault(new Uint8Array(4000)).problem).toContain('not a FITS file');
    expect(fault(raw(['SIMPLE  =                    T', 'BITPIX  = 8', 'NAXIS   = 0'])).problem).toContain(
      'has no image',
    );
  });
});

describe('what is written', () => {
  const key = fc
    .stringMatching(/^[A-Z][A-Z0-9_-]{0,5}Z$/)
    .filter((text) => !/^(SIMPLE|BITPIX|NAXIS|END|BSCALE|BZERO|BLANK)/.test(text));
  const text = fc.stringMatching(/^[ -~]{0,200}$/).filter((value) => !value.endsWith('&') && value.trimEnd() === value);
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
  const value = fc.oneof(text, number, fc.boolean()) as fc.Arbitrary<FitsValue>;

  it('is read back to the same pixels and cards', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.double(), { minLength: 1, maxLength: 30 }),
        fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 40 }),
        (shape, some, cards) => {
          const size = shape.reduce((product, length) => product * length, 1);
          const values = Float64Array.from({ length: size }, (_, i) => some[i % some.length]);
          const file = writeFits({ shape, values, cards });
          expect(file.length % 2880).toBe(0);
          const { first } = read(file);
          expect(first.shape).toEqual(shape);
          expect(first.values).toEqual(values);
          for (const [name, given] of cards) {
            expect(first.cards.find((card) => card.key === name)?.value).toEqual(given);
          }
        },
      ),
    );
  });

  it('is refused where a header cannot hold it', () => {
    const write = (name: string, given: FitsValue) =>
      writeFits({ shape: [1], values: Float64Array.of(1), cards: [[name, given]] });
    expect(() => write('lower', 1)).toThrow('no FITS keyword');
    expect(() => write('A', 'é')).toThrow('cannot hold');
    expect(() => write('A', Number.NaN)).toThrow('NaN');
    expect(() => writeFits({ shape: [2], values: Float64Array.of(1), cards: [] })).toThrow('do not have the shape (2)');
  });
});
