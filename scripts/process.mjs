/**
 * Running other programs from the scripts: the tools in node_modules through their own JavaScript (so that it works alike on
 * Windows, where node_modules/.bin holds .cmd files), and npm.
 */
import { spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program in the repository root with its output streamed to ours.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, shell?: boolean, quiet?: boolean }} [options] `quiet`: the output is dropped.
 * @returns {Promise<number>} its exit code; 127 when it could not be started
 */
export function run(command, args, { env = {}, shell = false, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      shell,
      stdio: quiet ? 'ignore' : 'inherit',
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs the command-line tool `name` of the installed package `packageName`.
 * @param {string} packageName
 * @param {string} name
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} its exit code
 */
export function runTool(packageName, name, args, env) {
  const folder = join(root, 'node_modules', packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : bin[name];
  return run(process.execPath, [join(folder, script), ...args], { env });
}

/**
 * Runs npm.
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runNpm(args) {
  const npmScript = process.env.npm_execpath;
  if (npmScript?.endsWith('.js')) return run(process.execPath, [npmScript, ...args]);
  // npm is a .cmd file on Windows, which only a shell can start.
  return run('npm', args, { shell: process.platform === 'win32' });
}

/**
 * The value after `--name` among the arguments, or undefined.
 * @param {readonly string[]} args
 * @param {string} name
 * @returns {string | undefined}
 */
export function option(args, name) {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? undefined : args[at + 1];
}

/**
 * Whether a module is the script that Node was started with.
 * @param {string} moduleUrl its import.meta.url
 */
export function isMain(moduleUrl) {
  // Real paths: Node resolves links in a module's URL but not in its argument.
  return process.argv[1] !== undefined && fileURLToPath(moduleUrl) === realpathSync(process.argv[1]);
}

/** @param {number} start from performance.now() */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * The sentence of an error, for the user.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  return error instanceof Error ? error.message : String(error);
}
