/** Finds the Chromium (or Chrome) that the end-to-end tests drive, or says how to get one. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installOnDebian } from './debian.mjs';
import { isMain } from './process.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of an installed Chromium or Chrome: $CHROMIUM or $CHROME_PATH if set, else the usual places.
 * @returns {string | null} null when there is none
 */
export function findChromium() {
  const { CHROMIUM, CHROME_PATH, PATH = '', LOCALAPPDATA, PROGRAMFILES } = process.env;
  const programs = [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  );
  const places = [
    CHROMIUM,
    CHROME_PATH,
    ...['/usr/bin', ...PATH.split(delimiter)].flatMap((folder) => NAMES.map((name) => join(folder, name))),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ...programs.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
    ...programs.map((folder) => join(folder, 'Chromium', 'Application', 'chrome.exe')),
  ];
  return places.find((place) => place !== undefined && place !== '' && existsSync(place)) ?? null;
}

/**
 * The path of a Chromium; on Debian and its kin, as root, it is installed when there is none.
 * @returns {Promise<string>}
 * @throws {Error} that says what to install
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  await installOnDebian('Chromium', ['chromium']);
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new Error(
    'No Chromium or Chrome was found. Install one (Debian, Ubuntu: "sudo apt-get install chromium"; elsewhere https://www.google.com/chrome), or set CHROMIUM to the path of its program.',
  );
}

if (isMain(import.meta.url)) console.log(await ensureChromium());
