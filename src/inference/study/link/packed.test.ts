import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from './packed.ts';

describe('a packed value', () => {
  it('comes back, in letters that an address takes as they are (300 cases)', () => {
    const property = fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = pack(value);
      const unpacked = unpack(text);
      return /^[\w-]+$/.test(text) && unpacked.ok && pack(unpacked.value) === text;
    });
    expect(fc.check(property, { numRuns: 300, seed: 31 })).toMatchObject({ failed: false });
  });

  it('with any letter changed, added or lost is called damaged (300 cases)', () => {
    const text = pack({ kind: 'data', values: Array.from({ length: 30 }, (_, i) => i ** 2 / 7) });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const property = fc.property(fc.nat(text.length - 1), fc.nat(63), fc.nat(1), (at, letter, lost) => {
      const other = text.slice(0, at) + letters[letter] + text.slice(at + lost);
      const unpacked = unpack(other);
      // The last letter may hold bits that no byte takes.
      return !unpacked.ok || pack(unpacked.value) === text;
    });
    expect(fc.check(property, { numRuns: 300, seed: 32 })).toMatchObject({ failed: false });
    for (let end = 0; end < text.length - 1; end++) expect(unpack(text.slice(0, end)).ok).toBe(false);
  });

  it('that would grow beyond four million bytes is refused before it does', () => {
    const bytes = new Uint8Array(5 + 1_000_000);
    bytes[0] = 1;
    const bomb = deflateSync(new Uint8Array(100_000_000));
    bytes.set(bomb, 5);
    const before = process.memoryUsage().arrayBuffers;
    const unpacked = unpack(base64Encode(bytes.subarray(0, 5 + bomb.length), 'url'));
    expect(unpacked.ok ? '' : unpacked.problem).toContain('more than 4000000 bytes');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
  });

  it('of a newer page says so', () => {
    const bytes = base64Decode(pack(1));
    bytes[0] = 2;
    expect(unpack(base64Encode(bytes, 'url'))).toEqual({
      ok: false,
      problem: expect.stringMatching(/^was written by a newer version of the page, or is damaged/),
    });
    bytes[0] = 77;
    expect(unpack(base64Encode(bytes, 'url'))).toMatchObject({ problem: expect.stringMatching(/^is damaged/) });
  });
});
