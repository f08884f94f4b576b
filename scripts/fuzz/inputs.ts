/** What parsers are fed with: bytes from nowhere, and files that were good once. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readZip, writeZip } from '../../src/inference/files/zip.ts';

const CORPUS = 'e2e/files';

/** Bytes without sense, behind the first bytes of a format or not. */
export function anyBytes(...starts: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const start = fc.constantFrom(new Uint8Array(), ...starts);
  return fc.tuple(start, fc.uint8Array({ maxLength: 300 })).map(([head, rest]) => joined(head, rest));
}

/** Numbers that lengths and offsets are told by, little-endian. */
const numbers = fc.oneof(
  fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff),
  fc.nat(0xffff),
);
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), byte: fc.nat(255) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('number' as const), number: numbers, width: fc.constantFrom(2, 4) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('insert' as const), bytes: fc.uint8Array({ maxLength: 12 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
);

/** One of the files with one to five of its places damaged. */
export function damaged(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 5 });
  return fc.tuple(fc.constantFrom(...files), changes).map(([file, list]) => {
    let bytes = file.slice();
    for (const [place, each] of list) {
      const at = bytes.length === 0 ? 0 : place % bytes.length;
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      switch (each.kind) {
        case 'set':
          if (after.length > 0) after[0] = each.byte;
          break;
        case 'number':
          for (let i = 0; i < each.width && i < after.length; i++) after[i] = each.number / 256 ** i;
          break;
        case 'remove':
          bytes = joined(before, after.subarray(each.count));
          break;
        case 'repeat':
          bytes = joined(before, after.subarray(0, each.count), after);
          break;
        case 'insert':
          bytes = joined(before, each.bytes, after);
          break;
        case 'cut':
          bytes = bytes.slice(0, at);
          break;
        default:
          each satisfies never;
      }
    }
    return bytes;
  });
}

/** The members of an archive, one of them damaged: its checksum is right again, so that what lies inside is read. */
export function damagedMember(archive: Uint8Array): fc.Arbitrary<Uint8Array> {
  const members = readZip(archive, { members: 100, bytes: 10_000_000 });
  if (!members.ok) throw new Error(members.problem.problem);
  const one = fc.oneof(
    ...[...members.value].map(([name, bytes]) => damaged([bytes]).map((changed) => [name, changed] as const)),
  );
  return one.map(([name, changed]) => writeZip(new Map([...members.value, [name, changed]]), 0));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

/** Files of the corpus of observation files, the small ones. */
export function corpusFiles(matches: RegExp): Uint8Array[] {
  return filesOf(CORPUS, matches);
}

/** The small files of a folder whose names match, in the order of these. */
export function filesOf(folder: string, matches: RegExp): Uint8Array[] {
  return readdirSync(folder)
    .filter((name) => matches.test(name) && name !== 'index.json')
    .sort()
    .map((name) => new Uint8Array(readFileSync(join(folder, name))))
    .filter(({ length }) => length < 20_000);
}
