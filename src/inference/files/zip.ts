/**
 * ZIP archives (APPNOTE.TXT 6.3.10), from bytes and to bytes; fflate packs and unpacks. Its own `unzip` believes what an
 * archive says of itself: it checks no sum, ignores encryption, and unpacks a member whose declared size is a lie to its
 * very end. So the directory is read here, every declared size is judged before anything is unpacked, each member is
 * unpacked in small pieces that stop at its declared size, and its CRC-32 is checked.
 */
import { zipSync } from 'fflate';
import { crc32 } from './crc32.ts';
import { inflate, inflateHead } from './inflate.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** 0 stores, 9 packs hardest. */
export type ZipLevel = 0 | 6 | 9;

export interface ZipLimits {
  /** Members at most. */
  readonly members: number;
  /** Bytes at most, all members unpacked. */
  readonly bytes: number;
}

/** What the directory says of a member. */
interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Offset of the member's own header. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const MEMBER = 0x04034b50;
const [END_LENGTH, LOCATOR_LENGTH, ENTRY_LENGTH, MEMBER_LENGTH] = [22, 20, 46, 30];
const MAX_COMMENT = 0xffff;
const IN_64 = 0xffffffff;
const ENCRYPTED = 1 | 64;
const [STORED, DEFLATED] = [0, 8];
const MAX_NAME = 200;
const AGAIN = 'Make the archive, or download it, once more.';

declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

/** Whether bytes begin as a ZIP archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

/** An archive whose directory was read and judged: its members are unpacked one by one. */
export interface OpenZip {
  /** In the order of the directory. */
  readonly names: readonly string[];
  /** Bytes of a member once unpacked, as the directory declares them. */
  readonly sizeOf: (name: string) => number;
  /** A whole member, which has the declared size and checksum. */
  readonly member: (name: string) => Outcome<Uint8Array>;
  /** The beginning of a member, `bytes` at most: no checksum tells whether it is sound. */
  readonly head: (name: string, bytes: number) => Outcome<Uint8Array>;
}

/** The members are named by those who ask, so that what nobody asks for is never unpacked. */
export function openZip(archive: Uint8Array, limits: ZipLimits): Outcome<OpenZip> {
  const read = readDirectory(archive, limits);
  if (!read.ok) return read;
  const entries = new Map(read.value.map((entry) => [entry.name, entry]));
  const entryOf = (name: string): Entry => {
    const entry = entries.get(name);
    if (entry === undefined) throw new RangeError(`The archive has no member ${JSON.stringify(name)}`);
    return entry;
  };
  return good({
    names: [...entries.keys()],
    sizeOf: (name) => entryOf(name).unpacked,
    member: (name) => readMember(archive, entryOf(name)),
    head: (name, bytes) => headOf(archive, entryOf(name), bytes),
  });
}

/** Unpacks all members, by name, in the order of the archive's directory. */
export function readZip(archive: Uint8Array, limits: ZipLimits): Outcome<ReadonlyMap<string, Uint8Array>> {
  const zip = openZip(archive, limits);
  if (!zip.ok) return zip;
  const members = new Map<string, Uint8Array>();
  for (const name of zip.value.names) {
    const member = zip.value.member(name);
    if (!member.ok) return member;
    members.set(name, member.value);
  }
  return good(members);
}

/** The names in an archive that `readZip` would go on to unpack. */
export function zipNames(archive: Uint8Array, limits: ZipLimits): Outcome<readonly string[]> {
  const entries = readDirectory(archive, limits);
  return entries.ok ? good(entries.value.map(({ name }) => name)) : entries;
}

/**
 * The same members give the same bytes: sorted names, a fixed date.
 *
 * @param level 0 stores, 9 packs hardest; numbers with random last digits hardly shrink
 * @throws {RangeError} for a name that `readZip` would refuse
 */
export function writeZip(members: ReadonlyMap<string, Uint8Array>, level: ZipLevel = 6): Uint8Array {
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name] of sorted) {
    if (!isPlainName(name)) throw new RangeError(`${JSON.stringify(name)} is no name for a member of an archive`);
  }
  // The format keeps local time: noon of the first day it can express is the same bytes in every time zone.
  return zipSync(Object.fromEntries(sorted), { level, mtime: '1980-01-01T12:00:00' });
}

/** No folders, nothing that leads out of one, nothing invisible, nothing that an object takes for its own. */
function isPlainName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    name !== '__proto__' &&
    name.length <= MAX_NAME &&
    !Array.from(name).some((c) => c === '/' || c === '\\' || c < ' ' || c === '\x7f' || c === '\ufffd')
  );
}

function readDirectory(archive: Uint8Array, limits: ZipLimits): Outcome<readonly Entry[]> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const directory = findDirectory(view);
  if (directory === null) {
    return bad({ problem: 'The ZIP archive has no directory: it is cut off or damaged.', remedy: AGAIN });
  }
  const { count, start, end } = directory;
  if (count > limits.members) {
    const problem = `The ZIP archive has ${count} members; at most ${limits.members} are read.`;
    return bad({ problem, remedy: 'Leave out what does not belong to it.' });
  }
  const entries: Entry[] = [];
  const names = new Set<string>();
  let [at, unpacked] = [start, 0];
  for (let i = 0; i < count; i++) {
    const entry = readEntry(view, at, end);
    if (entry === null) {
      return bad({ problem: `The ZIP archive's directory is damaged at member ${i + 1} of ${count}.`, remedy: AGAIN });
    }
    const { name } = entry.value;
    const fault = faultOf(entry.value, names);
    if (fault !== null) return bad({ value: name, ...fault });
    names.add(name);
    unpacked += entry.value.unpacked;
    if (unpacked > limits.bytes) {
      const problem = `The ZIP archive unpacks to more than ${limits.bytes / 1e6} MB, which is the most that is read.`;
      return bad({ value: name, problem, remedy: 'Put fewer or smaller files into it.' });
    }
    entries.push(entry.value);
    at = entry.next;
  }
  return good(entries);
}

function faultOf(
  entry: Entry,
  before: ReadonlySet<string>,
): { readonly problem: string; readonly remedy: string } | null {
  if (!isPlainName(entry.name)) {
    const problem = 'A member of the ZIP archive has a name with a folder or with characters that are not allowed.';
    return { problem, remedy: 'Create the archive from plain files, without folders.' };
  }
  if (before.has(entry.name)) {
    return { problem: 'The ZIP archive has two members of this name.', remedy: 'Keep one of the two.' };
  }
  if (entry.flags & ENCRYPTED) {
    return { problem: 'The ZIP archive is encrypted.', remedy: 'Create it again without a password.' };
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    const problem = `The ZIP archive is compressed with method ${entry.method}; only stored and deflated members can be read.`;
    return { problem, remedy: 'Create it again with the usual compression (deflate) or none.' };
  }
  if (entry.method === STORED && entry.packed !== entry.unpacked) {
    return { problem: 'The ZIP archive gives two sizes for a member that is not compressed.', remedy: AGAIN };
  }
  return null;
}

/** Where the directory lies: from the record at the archive's end, and, in ZIP64, from the larger one before it. */
function findDirectory(
  view: DataView,
): { readonly count: number; readonly start: number; readonly end: number } | null {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) !== END || view.getUint16(at + 20, true) !== last - at) continue;
    let count = view.getUint16(at + 10, true);
    let length = view.getUint32(at + 12, true);
    let start = view.getUint32(at + 16, true);
    const locator = at - LOCATOR_LENGTH;
    if (locator >= 0 && view.getUint32(locator, true) === LOCATOR_64) {
      const at64 = uint64(view, locator + 8);
      if (at64 + 56 > locator || view.getUint32(at64, true) !== END_64) return null;
      count = uint64(view, at64 + 32);
      length = uint64(view, at64 + 40);
      start = uint64(view, at64 + 48);
    }
    return start + length <= at ? { count, start, end: start + length } : null;
  }
  return null;
}

function readEntry(view: DataView, at: number, end: number): { readonly value: Entry; readonly next: number } | null {
  if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY) return null;
  const nameEnd = at + ENTRY_LENGTH + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > end) return null;
  const name = new TextDecoder().decode(
    new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_LENGTH, nameEnd - at - ENTRY_LENGTH),
  );
  // Numbers that do not fit 32 bits stand in an extra field with id 1, in this order.
  let large = extraField(view, nameEnd, extraEnd, 1);
  const number = (offset: number): number | null => {
    const short = view.getUint32(at + offset, true);
    if (short !== IN_64) return short;
    if (large === null || large.end - large.at < 8) return null;
    const value = uint64(view, large.at);
    large = { at: large.at + 8, end: large.end };
    return value;
  };
  const unpacked = number(24);
  const packed = number(20);
  const offset = number(42);
  if (unpacked === null || packed === null || offset === null) return null;
  const [flags, method, crc] = [
    view.getUint16(at + 8, true),
    view.getUint16(at + 10, true),
    view.getUint32(at + 16, true),
  ];
  return { value: { name, flags, method, crc, packed, unpacked, offset }, next };
}

function extraField(view: DataView, from: number, to: number, id: number): { at: number; end: number } | null {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === id) return end <= to ? { at: at + 4, end } : null;
  }
  return null;
}

/** Above 2^53 inexact, and in any case beyond every length that it is compared with. */
function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function readMember(archive: Uint8Array, entry: Entry): Outcome<Uint8Array> {
  const { unpacked, method } = entry;
  const body = bodyOf(archive, entry);
  if (!body.ok) return body;
  const content = method === STORED ? body.value.slice() : inflate(body.value, unpacked, 'deflate');
  if (content === null) return wrongSize(entry);
  if (crc32(content) !== entry.crc) {
    return damaged(entry, "The member's checksum is wrong: the ZIP archive is damaged.");
  }
  return good(content);
}

function headOf(archive: Uint8Array, entry: Entry, bytes: number): Outcome<Uint8Array> {
  const body = bodyOf(archive, entry);
  if (!body.ok) return body;
  const length = Math.min(bytes, entry.unpacked);
  const head = entry.method === STORED ? body.value.slice(0, length) : inflateHead(body.value, length);
  return head === null ? wrongSize(entry) : good(head);
}

/** The packed bytes of a member. */
function bodyOf(archive: Uint8Array, entry: Entry): Outcome<Uint8Array> {
  const { offset, packed } = entry;
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (offset + MEMBER_LENGTH > archive.length || view.getUint32(offset, true) !== MEMBER) {
    return damaged(entry, 'The ZIP archive has no member where its directory says.');
  }
  const start = offset + MEMBER_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > archive.length) {
    return damaged(entry, 'The member extends past the end of the ZIP archive: the archive is cut off.');
  }
  return good(archive.subarray(start, start + packed));
}

function wrongSize(entry: Entry) {
  return damaged(entry, `The member does not unpack to the ${entry.unpacked} bytes that the ZIP archive declares.`);
}

function damaged({ name }: Entry, problem: string) {
  return bad({ value: name, problem, remedy: AGAIN });
}
