/** Where a module's text cannot be read: Node's import tells the reason alone, and its checker the line. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The line, counted from 1; null where the text can be read. Nothing of it is run. */
export function syntaxLine(text: string): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  try {
    const file = join(folder, 'simulator.mjs');
    writeFileSync(file, text);
    const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
    const found = /simulator\.mjs:(\d+)$/m.exec(stderr);
    return found === null ? null : Number(found[1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
