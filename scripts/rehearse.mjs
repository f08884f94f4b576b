/**
 * Rehearses the hour of docs/teaching.md on the built page: every step of every lesson of its table is presented as in a lecture,
 * revealed with a clicker's keys, and left for the next. Stops at a step that is not reached; names text that is cut on a small
 * projector; writes a picture of each step, as it is asked and as it is answered, to rehearsal/, to be looked at.
 *
 *     npm run rehearse                       # 1280 x 720, light
 *     npm run rehearse -- --large --dark     # with larger type, dark
 *     npm run rehearse -- --lesson trust     # one lesson
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { root, sentenceOf } from './process.mjs';
import { serve } from './serve.mjs';

/** A small projector, and a student's phone. */
const PROJECTOR = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };
/** A training inside a lesson takes 15 s on two idle threads; test machines are shared, ms. */
const LONGEST_STEP = 180_000;
/** Figures are drawn within this time of what they show, ms. */
const SETTLING = 1500;

const { values: options } = parseArgs({
  options: { large: { type: 'boolean' }, dark: { type: 'boolean' }, lesson: { type: 'string' } },
});

/** The lessons of the hour, in their order, as docs/teaching.md has them: "(`ridge`)" in the table under "Sixty minutes". */
function plannedLessons() {
  const text = readFileSync(join(root, 'docs', 'teaching.md'), 'utf8');
  const [, hour = ''] = /\n## Sixty minutes\n([\s\S]*?)\n## /.exec(text) ?? [];
  const ids = Array.from(hour.matchAll(/\(`([a-z-]+)`\)/g), ([, id]) => id);
  if (ids.length === 0) throw new Error('docs/teaching.md names no lesson under "Sixty minutes", as in (`ridge`).');
  if (options.lesson !== undefined && !ids.includes(options.lesson)) {
    throw new Error(`The hour of docs/teaching.md has no lesson "${options.lesson}"; it has ${ids.join(', ')}.`);
  }
  return options.lesson === undefined ? ids : [options.lesson];
}

/**
 * @param {import('playwright').Page} page
 * @param {string} what
 * @param {() => boolean} condition in the page
 */
async function reached(page, what, condition) {
  await page.waitForFunction(condition, undefined, { timeout: LONGEST_STEP, polling: 200 }).catch(() => {
    throw new Error(`${what} was not reached within ${LONGEST_STEP / 1000} s.`);
  });
}

/** In the page: parts of a slide whose text is cut, and what lies outside the screen. */
function cutParts() {
  const slide = document.querySelector('[aria-label="Lecture"]');
  if (!(slide instanceof HTMLElement)) return ['there is no slide'];
  const found = [];
  for (const element of slide.querySelectorAll('h1, p, li, output, footer span, text')) {
    const { left, right, top, bottom, width } = element.getBoundingClientRect();
    const text = element.textContent?.trim().slice(0, 60) ?? '';
    if (width === 0 || text === '' || element.closest('[aria-hidden="true"]') !== null) continue;
    if (right > innerWidth + 1 || left < -1 || top < -1 || bottom > innerHeight + 1) found.push(`outside: ${text}`);
  }
  for (const box of slide.querySelectorAll(':scope > div:not([inert])')) {
    if (box.scrollHeight > box.clientHeight + 8) {
      found.push(`scrolls by ${box.scrollHeight - box.clientHeight} px: ${box.textContent?.slice(0, 40)}`);
    }
  }
  return found;
}

/** In the page: whether the figure is there. */
function isDrawn() {
  const figure = document.querySelector('[aria-label="Lecture"] [data-anchor^="figure:"]');
  return figure !== null && figure.querySelector('svg, canvas') !== null;
}

/**
 * @param {import('playwright').Page} page
 * @param {string} folder
 * @param {string} id of the lesson
 * @returns {Promise<string[]>} what is cut, with the step
 */
async function presented(page, folder, id) {
  const faults = [];
  await page.evaluate((hash) => (location.hash = hash), `lesson=${id}&step=1&lecture=1`);
  const slide = page.getByRole('region', { name: 'Lecture' });
  let steps = 1;
  for (let step = 1; step <= steps; step++) {
    const name = `${id}, step ${step}`;
    const where = slide.locator('footer b');
    await where.filter({ hasText: new RegExp(`^${step} / `) }).waitFor({ timeout: LONGEST_STEP });
    steps = Number((await where.innerText()).split('/')[1]);
    await reached(page, name, () => document.querySelector('[aria-label="Lecture"][data-preparing="false"]') !== null);
    await page.waitForFunction(isDrawn, undefined, { timeout: 30_000 }).catch(() => {});
    await page.waitForTimeout(SETTLING);
    const picture = (/** @type {string} */ state) =>
      page.screenshot({ path: join(folder, `${id}-${String(step).padStart(2, '0')}-${state}.png`) });
    const look = async (/** @type {string} */ state) => {
      await picture(state);
      for (const fault of await page.evaluate(cutParts)) faults.push(`${name}, ${state}: ${fault}`);
      if (!(await page.evaluate(isDrawn))) faults.push(`${name}, ${state}: no figure`);
    };
    const asks = await slide.getByRole('button', { name: 'Reveal' }).isVisible();
    await look('asked');
    if (!(await page.evaluate(() => document.getElementById('root')?.inert === true))) {
      faults.push(`${name}: the page beneath is within reach`);
    }
    if (asks) {
      await page.keyboard.press('PageDown');
      await reached(page, `${name}, revealed`, () => {
        const next = document.querySelector('[aria-label="Lecture"] [aria-label="Next"]');
        return (
          next !== null && !/is computing/.test(document.querySelector('[aria-label="Lecture"]')?.textContent ?? '')
        );
      });
      await page.waitForTimeout(SETTLING);
      await look('shown');
    }
    const problems = await slide.locator('[data-level="problem"]').allInnerTexts();
    faults.push(...problems.map((text) => `${name}: ${text}`));
    console.log(`${name} of ${steps}${asks ? ', asked and shown' : ''}`);
    if (step < steps) await page.keyboard.press('PageDown');
  }
  await page.keyboard.press('Escape');
  await slide.waitFor({ state: 'detached' });
  return faults;
}

/**
 * The last row: a step of lesson 8 on a student's device, with his own seed.
 * @param {import('playwright').Browser} browser
 * @param {string} url
 * @param {string} folder
 */
async function onAPhone(browser, url, folder) {
  const page = await browser.newPage({ viewport: PHONE, reducedMotion: 'reduce' });
  await page.goto(`${url}#lesson=trust&step=2&seed=7`);
  await reached(page, 'trust, step 2, on a phone', () => document.querySelector('[data-preparing="false"]') !== null);
  await page.waitForTimeout(SETTLING);
  await page.screenshot({ path: join(folder, 'phone-trust-02.png') });
  if (!/seed=7/.test(page.url())) throw new Error(`The address has lost the seed: ${page.url()}`);
  console.log('trust, step 2, on a phone with seed=7');
  await page.close();
}

async function rehearse() {
  await ensureInstalled();
  // Not there on a fresh checkout until then.
  const { chromium } = await import('playwright');
  await ensureBuilt();
  const folder = join(root, 'rehearsal');
  if (options.lesson === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { url, close } = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      viewport: PROJECTOR,
      colorScheme: options.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    page.on('pageerror', (error) => console.error(`In the page: ${error.message}`));
    if (options.large) await page.addInitScript(() => localStorage.setItem('posterior-playground.type', 'large'));
    await page.goto(url);
    const faults = [];
    for (const id of plannedLessons()) faults.push(...(await presented(page, folder, id)));
    await page.close();
    await onAPhone(browser, url, folder);
    for (const fault of faults) console.error(fault);
    console.log(`Every step was reached; the pictures are in rehearsal/. ${faults.length} faults.`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    close();
  }
}

try {
  await rehearse();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
