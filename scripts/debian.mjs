/** Installs programs that the tests drive, where that can be done without asking: on Debian and its kin, as root. */
import { existsSync } from 'node:fs';
import { run } from './process.mjs';

/**
 * Installs packages of the system, if this is Debian or its kin and we are root. Whether that has helped, the caller looks.
 * @param {string} what for the line that tells what is going on
 * @param {readonly string[]} packages
 */
export async function installOnDebian(what, packages) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return;
  console.log(`Installing ${what} for the end-to-end tests ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await run('apt-get', ['update', '-qq'], { env });
  if (updated === 0) await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}
