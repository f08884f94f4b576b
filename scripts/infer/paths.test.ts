import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from './arguments.ts';
import { makeFolder, type NamedPath, readInput, refuseEqual, refuseInside, written } from './paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'paths-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'data.csv'), '');

const observation = (path: string): NamedPath => ({ option: 'observation', path });
const out = (path: string): NamedPath => ({ option: 'out', path });
const report = (path: string): NamedPath => ({ option: 'report', path });

/** The sentence of the refusal; null: accepted. */
function refusal(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (cause) {
    return cause instanceof InputError ? cause.message : `no refusal: ${String(cause)}`;
  }
}

describe('paths of the command line', () => {
  it('that are one place are refused, whether it is there or not', () => {
    const cases: readonly (readonly [NamedPath[], NamedPath[], string | null])[] = [
      [[observation('data.csv')], [out('./data.csv')], '--out ./data.csv is the same file as --observation data.csv'],
      [[], [out('new.csv'), report('sub/../new.csv')], '--report sub/../new.csv is the same file as --out new.csv'],
      [[observation('data.csv')], [out('new.csv'), report('new.json')], null],
      [[observation('data.csv'), observation('data.csv')], [out('new.csv')], null],
    ];
    for (const [read, write, said] of cases) {
      const sentence = said === null ? null : `${said} and would overwrite it; choose another path.`;
      expect(refusal(() => refuseEqual(read, write, folder))).toBe(sentence);
    }
  });

  it('in the folder of the samples are refused under the names of samples', () => {
    expect(() => refuseInside('.', [report('1.csv')], folder)).toThrow(InputError);
    expect(() => refuseInside('sub', [observation('sub/20.csv')], folder)).toThrow('choose another folder');
    refuseInside('sub', [report('sub/report.json'), observation('1.csv')], folder);
  });

  it('that cannot be read are a mistake of the arguments, a full disk is not', () => {
    expect(() => readInput('observation', 'none.csv', folder)).toThrow(InputError);
    const full = () =>
      written('out', 'a.csv', () => {
        throw new Error('ENOSPC');
      });
    expect(full).toThrow('--out a.csv could not be written (ENOSPC). A former file is as it was.');
    expect(full).not.toThrow(InputError);
  });

  it.skipIf(process.platform === 'win32')('that lead to what has no end are refused, not read for ever', () => {
    expect(refusal(() => readInput('observation', '/dev/zero', folder))).toContain('holds more than 200 MB');
  });

  it('are made with all folders above, or refused by the system', () => {
    const deep = join(folder, 'a', 'b', 'c');
    makeFolder(deep);
    makeFolder(deep);
    writeFileSync(join(deep, 'file'), 'content');
    expect(readInput('observation', join('a', 'b', 'c', 'file'), folder).toString()).toBe('content');
    expect(() => makeFolder(join(deep, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(deep, 'file', 'below'))).toThrow(/EEXIST|ENOTDIR/);
  });

  it.runIf(process.platform === 'linux')('are refused below a folder that takes no others', () => {
    expect(() => makeFolder('/proc/none/below')).toThrow('ENOENT');
  });
});
