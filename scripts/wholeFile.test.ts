import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isStream, samePlace, WholeFile, writeWhole } from './wholeFile.mjs';

const posix = process.platform !== 'win32';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const get = (name: string) => readFileSync(at(name), 'utf8');

/** A disk with so many bytes left: a write that does not fit is cut short, the next one fails. */
function disk(left: number): { write: typeof writeSync } {
  const write = (file: number, bytes: Uint8Array, from: number, length: number) => {
    if (left === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const some = Math.min(left, length);
    left -= some;
    return writeSync(file, bytes, from, some);
  };
  return { write: write as typeof writeSync };
}

/** 'written', or the system's code of the failure. */
function outcome(act: () => void): string {
  try {
    act();
    return 'written';
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code ?? 'no code';
  }
}

describe('a file that is written as a whole', () => {
  it('takes the place of the former one when it is finished, and not before', () => {
    writeFileSync(at('a'), 'former');
    const file = new WholeFile(at('a'));
    file.write('new ');
    file.write(new TextEncoder().encode('content'));
    expect(get('a')).toBe('former');
    file.finish();
    expect(get('a')).toBe('new content');
    file.abandon();
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('leaves the former one on a full disk, whatever fits, and nothing beside it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), fc.nat(), (text, room) => {
        const bytes = Buffer.byteLength(text);
        writeFileSync(at('a'), 'former');
        const left = room % (2 * bytes);
        expect(outcome(() => writeWhole(at('a'), text, disk(left)))).toBe(left < bytes ? 'ENOSPC' : 'written');
        expect(get('a')).toBe(left < bytes ? 'former' : text);
        expect(readdirSync(folder)).toEqual(['a']);
      }),
      { numRuns: 50 },
    );
  });

  it('writes all of what the system takes in small pieces, and waits for a pipe that is full', () => {
    let call = 0;
    const write = ((file: number, bytes: Uint8Array, from: number, length: number) => {
      call++;
      if (call % 3 === 0) throw Object.assign(new Error('EAGAIN'), { code: 'EAGAIN' });
      return writeSync(file, bytes, from, Math.min(length, 7));
    }) as typeof writeSync;
    const text = 'ä'.repeat(50);
    writeWhole(at('a'), text, { write });
    expect(get('a')).toBe(text);
  });

  it('leaves the former one where the disk fails at the end', () => {
    writeFileSync(at('a'), 'former');
    const fail = () => {
      throw new Error('EIO: i/o error');
    };
    expect(() => writeWhole(at('a'), 'new', { sync: fail })).toThrow('EIO');
    expect(() => writeWhole(at('a'), 'new', { rename: fail })).toThrow('EIO');
    expect(get('a')).toBe('former');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('refuses a folder', () => {
    expect(() => new WholeFile(folder)).toThrow('is a folder');
  });

  it.runIf(posix)('follows links, keeps the mode, and writes to a device instead of replacing it', () => {
    writeFileSync(at('a'), 'former');
    chmodSync(at('a'), 0o640);
    symlinkSync(at('a'), at('link'));
    symlinkSync(at('later'), at('dangling'));
    writeWhole(at('link'), 'new');
    writeWhole(at('dangling'), 'made');
    expect([get('a'), get('later')]).toEqual(['new', 'made']);
    expect(statSync(at('a')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).toSorted()).toEqual(['a', 'dangling', 'later', 'link']);
    writeWhole('/dev/null', 'anything');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.runIf(process.platform === 'linux')('says so where a device is full', () => {
    expect(() => writeWhole('/dev/full', 'anything')).toThrow('ENOSPC');
  });
});

describe('places', () => {
  it.runIf(posix)('are the same under other names', () => {
    writeFileSync(at('a'), '');
    linkSync(at('a'), at('hard'));
    symlinkSync(folder, at('folder'));
    for (const [a, b, same] of [
      ['a', './a', true],
      ['a', 'hard', true],
      ['a', 'folder/a', true],
      ['new/b', 'folder/new/b', true],
      ['a', 'b', false],
      ['a/b', 'a', false],
    ] as const) {
      expect([a, b, samePlace(`${folder}/${a}`, `${folder}/${b}`)]).toEqual([a, b, same]);
    }
    expect([at('a'), folder, at('a/b'), '/dev/stdout', '/dev/null'].map(isStream)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});
