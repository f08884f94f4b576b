/**
 * Installs the packages when they are missing or not those of package-lock.json. What is installed is read from
 * node_modules/.package-lock.json, which npm writes as the last act of an installation: an interrupted one has none.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, runNpm } from './process.mjs';

const OLDEST_NODE = [20, 19];

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} Lockfile */

/**
 * Makes sure that the packages of package-lock.json are installed.
 * @throws {Error} with a sentence for the user when Node is too old or npm fails
 */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(
      `This is Node ${process.versions.node}; Posterior Playground needs ${OLDEST_NODE.join('.')} or newer. Get it from https://nodejs.org.`,
    );
  }
  if (missingPackages().length === 0) return;
  console.log('Installing packages (this is done once and takes a minute or two) ...');
  const code = await runNpm(['ci', '--no-fund', '--no-audit']);
  if (code === 127) {
    throw new Error('npm was not found. It comes with Node: install Node again from https://nodejs.org.');
  }
  if (code !== 0) {
    throw new Error(
      `"npm ci" failed with exit code ${code} (its own words are above). It needs the network; check the connection and try again.`,
    );
  }
  const left = missingPackages();
  // Else every command would install again, under the feet of those that run.
  if (left.length > 0) {
    throw new Error(
      `npm leaves out ${left.join(', ')}, which package-lock.json has: remove them from it, nothing needs them.`,
    );
  }
}

/** Packages of package-lock.json that node_modules lacks in their version, paths. Those for other platforms may be missing. */
export function missingPackages() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return ['node_modules'];
  /** @type {Lockfile} */
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  /** @type {Lockfile} */
  const installed = JSON.parse(readFileSync(installedFile, 'utf8'));
  return Object.entries(wanted.packages)
    .filter(
      ([path, { version, optional }]) => path !== '' && !optional && installed.packages[path]?.version !== version,
    )
    .map(([path]) => path);
}

if (isMain(import.meta.url)) await ensureInstalled();
