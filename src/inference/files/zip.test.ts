/** Oracles: the archive's own definition (APPNOTE), archives made by Python's zipfile, and fflate as an independent reader. */
import { Inflate, unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { crc32 } from './crc32.ts';
import { isZip, readZip, writeZip } from './zip.ts';

const limits = { members: 10, bytes: 1_000_000 };
const text = (content: string) => new TextEncoder().encode(content);
const memberName = fc.stringMatching(/^[a-zA-Z0-9_. -]{1,20}$/).filter((name) => name !== '.' && name !== '..');
const contents = fc.uniqueArray(fc.tuple(memberName, fc.uint8Array({ maxLength: 3000 })), {
  maxLength: 6,
  selector: ([name]) => name,
});

/** What is wrong with an archive. */
function faultOf(archive: Uint8Array, allowed = limits): string {
  const result = readZip(archive, allowed);
  if (result.ok) throw new Error('it was read');
  const { value, problem, remedy } = result.problem;
  expect(remedy.length).toBeGreaterThan(10);
  return value === undefined ? problem : `${value}: ${problem}`;
}

/** The archive with some bytes of its only member's directory entry set. */
function withEntry(archive: Uint8Array, offset: number, ...bytes: readonly number[]): Uint8Array {
  const changed = archive.slice();
  const at = changed.findLastIndex((_, i) => changed[i] === 0x50 && changed[i + 1] === 0x4b && changed[i + 2] === 1);
  changed.set(bytes, at + offset);
  return changed;
}

const one = (content = 'some text, some text, some text', name = 'a.txt') => writeZip(new Map([[name, text(content)]]));

it('gives the CRC-32 of its definition: 0xCBF43926 for "123456789", in one piece or two', () => {
  expect(crc32(text('123456789'))).toBe(0xcbf43926);
  expect(crc32(text('6789'), crc32(text('12345')))).toBe(0xcbf43926);
});

describe('an archive', () => {
  it('comes back as it went in, packed or stored, and fflate reads the same in it', () => {
    fc.assert(
      fc.property(contents, fc.constantFrom(0 as const, 6 as const, 9 as const), (members, level) => {
        const archive = writeZip(new Map(members), level);
        const result = readZip(archive, limits);
        expect(result.ok && Object.fromEntries(result.value)).toEqual(Object.fromEntries(members));
        expect(unzipSync(archive)).toEqual(Object.fromEntries(members));
        expect(isZip(archive)).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('has the same bytes whatever the order of the members is, and no date of today', () => {
    const [a, b] = [text('a'), text('b')];
    const archive = writeZip(new Map([['b', b], ['a', a]])); // biome-ignore format: two pairs
    expect(archive).toEqual(writeZip(new Map([['a', a], ['b', b]]))); // biome-ignore format: two pairs
    const read = readZip(archive, limits);
    expect(read.ok && [...read.value.keys()]).toEqual(['a', 'b']);
    // 1 January 1980 is month 1, day 1 of year 0.
    expect(new DataView(archive.buffer).getUint16(12, true)).toBe((1 << 5) | 1);
  });

  it('of ZIP64, as NumPy writes it (Python 3 zipfile, numpy 2.4), is read', () => {
    const savez =
      'UEsDBC0AAAAAAAAAIQDuVWiK//////////8FABQAay5ucHkBABAAkAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAAAAAAAAAAAADwP1BLAQItAy0AAAAAAAAAIQDuVWiKkAAAAJAAAAAFAAAAAAAAAAAAAACAAQAAAABrLm5weVBLBQYAAAAAAQABADMAAADHAAAAAAA=';
    const result = readZip(new Uint8Array(Buffer.from(savez, 'base64')), limits);
    expect(result.ok && result.value.get('k.npy')?.length).toBe(144);
  });
});

describe('what is refused', () => {
  it('more members or bytes than allowed, before anything is unpacked', () => {
    const archive = writeZip(new Map(['a', 'b', 'c'].map((name) => [name, new Uint8Array(400_000)])));
    expect(faultOf(archive, { members: 2, bytes: 1e9 })).toBe('The ZIP archive has 3 members; at most 2 are read.');
    expect(faultOf(archive)).toMatch(/^c: The ZIP archive unpacks to more than 1 MB/);
  });

  it('a bomb that understates its size: unpacking stops soon after the declared end', () => {
    const bomb = withEntry(writeZip(new Map([['a', new Uint8Array(20_000_000)]])), 24, 100, 0, 0, 0);
    const pushed = vi.spyOn(Inflate.prototype, 'push');
    expect(faultOf(bomb)).toMatch(/does not unpack to the 100 bytes/);
    expect(pushed.mock.calls.length).toBeLessThan(3);
    pushed.mockRestore();
  });

  it('a size that deflate cannot reach, without room being made for it', () => {
    const lie = withEntry(one(), 24, 0, 0, 0, 0x40);
    expect(faultOf(lie, { members: 1, bytes: 4e9 })).toMatch(/does not unpack to the 1073741824 bytes/);
  });

  it.each([
    ['a name with a folder', 'a/b.txt', /with a folder/],
    ['a name that leads out', '..', /with a folder/],
    ['a backslash', 'a\\b', /with a folder/],
    ['an invisible character', 'a\nb', /with a folder/],
  ])('%s', (_, name, expected) => {
    const plain = 'x'.repeat(name.length);
    const archive = one('content', plain);
    const named = new Uint8Array(archive);
    for (let i = 0; i + name.length <= archive.length; i++) {
      if (Array.from(plain).every((c, k) => archive[i + k] === c.charCodeAt(0))) named.set(text(name), i);
    }
    expect(faultOf(named)).toMatch(expected);
    expect(() => one('content', name)).toThrow(/no name for a member/);
  });

  it('two members of one name', () => {
    const archive = writeZip(new Map([['ab', text('1')], ['ac', text('2')]])); // biome-ignore format: two pairs
    const at = archive.findLastIndex((byte, i) => byte === 0x61 && archive[i + 1] === 0x63);
    archive[at + 1] = 0x62;
    expect(faultOf(archive)).toMatch(/^ab: The ZIP archive has two members of this name/);
  });

  it.each([
    ['an encrypted member', withEntry(one(), 8, 1), /is encrypted/],
    ['an unknown method', withEntry(one(), 10, 14), /compressed with method 14/],
    ['a wrong checksum', withEntry(one(), 16, 1, 2, 3, 4), /checksum is wrong/],
    ['a member elsewhere', withEntry(one(), 42, 7), /no member where its directory says/],
    ['an archive cut off', one().subarray(0, -5), /has no directory/],
    ['an archive without its start', one().subarray(20), /has no directory|no member|damaged/],
    ['nothing', new Uint8Array(), /has no directory/],
  ])('%s', (_, archive, expected) => {
    expect(faultOf(archive)).toMatch(expected);
  });
});
