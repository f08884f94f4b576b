/**
 * The fonts that a first visit needs, cut down to what the page's own texts are written with: letters, digits, signs and small Greek
 * letters, and of Inter the weights from 400 to 700. What else somebody may type comes from the whole files (theme/fonts.css). The
 * files are committed; fonts.test.ts makes them again and compares.
 *
 *     node scripts/fonts.mjs
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { isMain, root } from './process.mjs';
import { writeWhole } from './wholeFile.mjs';

export const FOLDER = join(root, 'src', 'app', 'theme', 'fonts');

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
const SIGNS = '\u00A0°±²³µ·¼½×÷é–—‘’“”†…−';
const GREEK = 'αβγδεζηθικλμνξοπρςστυφχψω';
const WEIGHTS = { variationAxes: { wght: { min: 400, max: 700, default: 400 } } };
const INTER = '@fontsource-variable/inter/files/inter-';
const STIX = '@fontsource/stix-two-text/files/stix-two-text-';

/** @type {{ name: string, from: string, text: string, options?: import("subset-font").Options }[]} */
export const FONTS = [
  { name: 'inter-latin', from: `${INTER}latin-wght-normal`, text: ASCII + SIGNS, options: WEIGHTS },
  { name: 'inter-greek', from: `${INTER}greek-wght-normal`, text: GREEK, options: WEIGHTS },
  { name: 'stix-latin-italic', from: `${STIX}latin-400-italic`, text: LETTERS },
  { name: 'stix-greek-italic', from: `${STIX}greek-400-italic`, text: GREEK },
];

/**
 * @param {(typeof FONTS)[number]} font
 * @returns {Promise<Uint8Array>} WOFF2
 */
export function cut({ from, text, options }) {
  const whole = readFileSync(join(root, 'node_modules', `${from}.woff2`));
  return subsetFont(whole, text, { targetFormat: 'woff2', ...options });
}

if (isMain(import.meta.url)) {
  for (const font of FONTS) {
    const file = await cut(font);
    writeWhole(join(FOLDER, `${font.name}.woff2`), file);
    console.log(`${font.name}: ${file.length} bytes`);
  }
}
