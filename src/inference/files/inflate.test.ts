import { deflateSync, gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inflate } from './inflate.ts';

/** Longer than one piece once packed. */
const content = Uint8Array.from({ length: 9000 }, (_, i) => ((i * i * 31) % 251) ^ (i >> 5));
const forms = [
  ['deflate', deflateSync(content)],
  ['gzip', gzipSync(content)],
] as const;

describe.each(forms)('bytes packed by %s', (form, packed) => {
  it('are unpacked where their length is as declared', () => {
    expect(inflate(packed, content.length, form)).toEqual(content);
  });

  it('are refused where it is another', () => {
    expect(inflate(packed, content.length - 1, form)).toBeNull();
    expect(inflate(packed, content.length + 1, form)).toBeNull();
  });

  it('are refused where they break off, or are none', () => {
    expect(inflate(packed.subarray(0, 4000), content.length, form)).toBeNull();
    expect(inflate(new Uint8Array(), 0, form)).toBeNull();
  });

  it('are refused without room being made for a length that they cannot have', () => {
    // More than an array can hold: making it would throw.
    expect(inflate(packed, 2 ** 53, form)).toBeNull();
  });
});
