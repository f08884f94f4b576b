/**
 * Finds the browsers besides Chromium that the page is tested in, or says how to get them: Firefox, and WebKit (the engine of
 * Safari) in its GTK port, which has a WebDriver server of its own and needs a display, here a virtual one (Xvfb).
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installOnDebian } from './debian.mjs';
import { isMain } from './process.mjs';

/**
 * @typedef {object} OtherBrowser
 * @property {string} name
 * @property {readonly string[]} packages of Debian
 * @property {() => Record<string, string> | null} find paths of its programs; null where one is missing
 * @property {string} missing a sentence that says how to get it
 */

const FIREFOX = ['firefox', 'firefox-esr'];

/** @type {readonly OtherBrowser[]} */
export const OTHER_BROWSERS = [
  {
    name: 'Firefox',
    packages: ['firefox-esr'],
    find: () => {
      const { FIREFOX: chosen, PROGRAMFILES = 'C:\\Program Files' } = process.env;
      const firefox = firstOf([
        chosen,
        ...onPath(FIREFOX),
        '/Applications/Firefox.app/Contents/MacOS/firefox',
        join(PROGRAMFILES, 'Mozilla Firefox', 'firefox.exe'),
      ]);
      return firefox === null ? null : { firefox };
    },
    missing:
      'no Firefox was found. Install one (Debian: "sudo apt-get install firefox-esr"; elsewhere https://www.firefox.com), or set FIREFOX to the path of its program.',
  },
  {
    name: 'WebKit',
    packages: ['webkit2gtk-driver', 'xvfb'],
    find: () => {
      const [driver, display] = [firstOf(onPath(['WebKitWebDriver'])), firstOf(onPath(['Xvfb']))];
      return driver === null || display === null ? null : { driver, display };
    },
    missing:
      'WebKitWebDriver or Xvfb was not found. They are there for Linux only (Debian, Ubuntu: "sudo apt-get install webkit2gtk-driver xvfb").',
  },
];

/**
 * Whether a browser is there; on Debian and its kin, as root, it is installed when it is not.
 * @param {OtherBrowser} browser
 */
export async function ensureBrowser({ name, packages, find }) {
  if (find() === null) await installOnDebian(name, packages);
  return find() !== null;
}

/** @param {readonly string[]} names */
function onPath(names) {
  return ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
}

/** @param {readonly (string | undefined)[]} places */
function firstOf(places) {
  return places.find((place) => place !== undefined && place !== '' && existsSync(place)) ?? null;
}

if (isMain(import.meta.url)) {
  for (const browser of OTHER_BROWSERS) {
    console.log((await ensureBrowser(browser)) ? `${browser.name} is there.` : `${browser.name}: ${browser.missing}`);
  }
}
