/**
 * A virtual environment with what the exported Python program needs, in .cache/python. Made by the system's Python 3.10 or
 * later (or that of the variable PYTHON); as root on Debian or Ubuntu a missing one is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../process.mjs';

const REQUIREMENTS = join(root, 'scripts', 'python', 'requirements.txt');
const WITH_RAY = join(root, 'scripts', 'python', 'requirements-ray.txt');
const OLDEST = [3, 10];

/**
 * @param {boolean} [ray] whether Ray is needed, too: an environment of its own
 * @returns {Promise<string>} path of the environment's Python
 * @throws Error with a remedy where there is none and none can be installed
 */
export async function ensurePython(ray = false) {
  const folder = join(root, '.cache', ray ? 'python-ray' : 'python');
  /** Says for which requirements the environment was completed. */
  const stamp = join(folder, 'complete.txt');
  const files = ray ? [REQUIREMENTS, WITH_RAY] : [REQUIREMENTS];
  const inside = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const wanted = files.map((file) => readFileSync(file, 'utf8')).join('');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && versionOf(inside) !== null) return inside;
  rmSync(folder, { recursive: true, force: true });
  let python = systemPython();
  if (python === null || (await run(python, ['-m', 'venv', folder])) !== 0) {
    await installPython();
    python = systemPython();
    rmSync(folder, { recursive: true, force: true });
    if (python === null || (await run(python, ['-m', 'venv', folder])) !== 0) {
      throw new Error('Python cannot make a virtual environment: install its module venv (python3-venv on Debian).');
    }
  }
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
  if ((await run(inside, [...install, ...files.flatMap((file) => ['-r', file])])) !== 0) {
    throw new Error('pip could not install what scripts/python/requirements*.txt name; is the network there?');
  }
  writeFileSync(stamp, wanted);
  return inside;
}

/** @returns {string | null} */
function systemPython() {
  const candidates = process.env.PYTHON === undefined ? ['python3', 'python'] : [process.env.PYTHON];
  return (
    candidates.find((command) => {
      const version = versionOf(command);
      return version !== null && (version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1]));
    }) ?? null
  );
}

/**
 * @param {string} python
 * @returns {number[] | null} major and minor version; null where it does not run
 */
function versionOf(python) {
  const code = 'import sys; print(*sys.version_info[:2])';
  const { status, stdout } = spawnSync(python, ['-c', code], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split(' ').map(Number) : null;
}

async function installPython() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Error(`Python ${OLDEST.join('.')} or later with its module venv is needed: install it, or set PYTHON.`);
  }
  console.log('Python with venv is missing: apt-get installs it.');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3', 'python3-venv'], { env });
}
