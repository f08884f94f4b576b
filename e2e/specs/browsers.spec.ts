/**
 * What everybody does with the page, in the browsers that are not Chromium: it opens with a posterior, follows the hand,
 * reads a file, trains to the end, is checked, saved, found again after a reload, and gives its draws to be kept.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { OTHER_BROWSERS } from '../../scripts/otherBrowsers.mjs';
import { notRun } from '../browsers/notRun.ts';
import { startBrowser } from '../browsers/start.ts';
import { at, button, type Tab } from '../browsers/tab.ts';
import { until } from '../browsers/wire.ts';

const POSTERIOR = at('[role="img"]', /(^|\. )Posterior of .*: median /);
const PROGRESS = 'progress[aria-label="Training"]';
const DATA_FILE = fileURLToPath(new URL('../files/galaxy.good.csv', import.meta.url));
const SAVED = 'Kept from another browser';

/** Engine and network settings are shown in Full only. */
const FULL = 'detail=full';

/** A short training whose steps are the same in every browser. */
const SAME_EVERYWHERE = `#seed=8&simulations=1000&epochs=40&engine=reproducible&${FULL}`;

/** The posterior after that training, in words, by browser. */
const answers = new Map<string, string>();

/** Waits until something stays as it is: a network that has just been trained answers once more, with more draws. */
function resting(read: () => Promise<string | null>): Promise<string> {
  let last: string | null = null;
  return until('A posterior that stays', 30, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const now = await read();
    if (now !== null && now === last) return now;
    last = now;
    return null;
  });
}

/** What the progress bar says. */
const progress = (tab: Tab) =>
  tab.evaluate((css) => document.querySelector(css)?.getAttribute('aria-valuetext') ?? '', PROGRESS);

/** Waits until the progress bar says so. */
function progressed(tab: Tab, words: RegExp, seconds: number): Promise<string> {
  return until(`Progress like ${words}`, seconds, async () => {
    const said = await progress(tab);
    return words.test(said) ? said : null;
  });
}

/** Chooses an entry of the menu of tools. */
async function openTool(tab: Tab, name: 'Studies' | 'Export'): Promise<void> {
  await tab.click(button(/^Save, share, export$/));
  await tab.click(button(new RegExp(`^${name}`)));
}

const sameAs = (words: string) => new RegExp(`^${words.replaceAll('.', '\\.')}$`);

/** Does something, twice if need be, for figures move while they are completed; and waits until the posterior is another. */
async function changesThePosterior(tab: Tab, act: () => Promise<unknown>): Promise<void> {
  const before = await tab.see(POSTERIOR);
  const changed = async () => {
    const now = await tab.nameOf(POSTERIOR);
    return now === null || now === before ? null : now;
  };
  await act();
  await until('Another posterior', 10, changed).catch(async () => {
    await act();
    await until('Another posterior', 30, changed);
  });
}

/** Errors that nobody caught, and what the content security policy forbade, from now on. */
async function listen(tab: Tab): Promise<void> {
  await tab.evaluate(() => {
    const page = document.documentElement;
    const complain = (words: string) => (page.dataset.complaints = `${page.dataset.complaints ?? ''}${words}\n`);
    addEventListener('error', (event) => complain(event.message));
    addEventListener('unhandledrejection', (event) => complain(String(event.reason)));
    document.addEventListener('securitypolicyviolation', ({ blockedURI }) => complain(`refused: ${blockedURI}`));
  });
}

async function expectNoComplaint(tab: Tab): Promise<void> {
  expect(await tab.evaluate(() => document.documentElement.dataset.complaints ?? '')).toBe('');
}

// There is no page of Playwright's to be traced.
test.use({ trace: 'off' });

const JOURNEY = 'a posterior, a drag, a file, a training, a check, a saved study, an export';

for (const { name, find, missing } of OTHER_BROWSERS) {
  test(
    `${name}: ${JOURNEY}`,
    { tag: name === 'Firefox' ? '@alone' : ['@alone', '@slow'] },
    async ({ baseURL }, info) => {
      const programs = find();
      notRun(programs === null, missing);
      test.setTimeout(300_000);
      const folder = mkdtempSync(join(tmpdir(), 'playground-'));
      const tab = await startBrowser(name, programs ?? {}, folder);
      try {
        await tab.resize(1440, 1000);

        await test.step('it opens with a network that answers', async () => {
          await tab.open(new URL(`#system=galaxy-bias&${FULL}`, baseURL).href);
          await listen(tab);
          await tab.see(POSTERIOR, 60);
          await progressed(tab, /^pre-trained/, 60);
          await tab.see(button(/^Engine: WebAssembly/), 60);
        });
        await test.step('the posterior follows a data point that is dragged', async () => {
          const point = at('[role="slider"]', /^P_g\(k\), /);
          await changesThePosterior(tab, () => tab.drag(point, 0, -25));
        });
        await test.step('an address that is put into a box at once stays there', async () => {
          await tab.click(button(/^From a link/));
          await tab.see(at('input', /^Address of a /));
          await tab.evaluate(() => {
            (document.querySelector('input[inputmode="url"]') as HTMLInputElement).focus();
            document.execCommand('insertText', false, 'https://example.org/a.csv');
          });
          await new Promise((resolve) => setTimeout(resolve, 500));
          const kept = await tab.evaluate(() => (document.activeElement as HTMLInputElement).value);
          expect(kept).toBe('https://example.org/a.csv');
          await tab.escape();
        });
        await test.step('a file becomes the observation', async () => {
          await changesThePosterior(tab, () => tab.choose('input[aria-label="Observation file"]', DATA_FILE));
          await tab.see(at('span, p', /^from galaxy\.good\.csv/));
        });
        const trained = await test.step('a network is trained to its end', async () => {
          await tab.open('about:blank');
          await tab.open(new URL(SAME_EVERYWHERE, baseURL).href);
          await listen(tab);
          const end = await progressed(tab, /^1,000 simulations.* of 360\b.*(done|stopped early)/, 90);
          answers.set(name, await resting(() => tab.nameOf(POSTERIOR)));
          return end;
        });
        await test.step('and checked', async () => {
          await tab.click(button(/^Check on 500 fresh data sets/));
          await tab.see(at('section[aria-label="Calibration (SBC)"] > div', /500 fresh data sets/), 60);
        });
        await test.step('it is saved, and found again after a reload', async () => {
          await openTool(tab, 'Studies');
          await tab.type(at('input', /^Name of the study on screen/), SAVED);
          await tab.enter();
          await tab.see(button(new RegExp(`^Open ${SAVED}$`)));
          await tab.reload();
          await listen(tab);
          await progressed(tab, sameAs(trained), 60);
          await tab.see(POSTERIOR);
          await openTool(tab, 'Studies');
          await tab.click(button(new RegExp(`^Open ${SAVED}$`)));
          await progressed(tab, sameAs(trained), 60);
        });
        await test.step('its draws are kept as a file', async () => {
          await openTool(tab, 'Export');
          await tab.click(button(/^Draws as a table: CSV/));
          const file = join(folder, 'downloads', 'galaxy-bias-posterior.csv');
          const text = await until(file, 30, () => (existsSync(file) && readFileSync(file, 'utf8')) || null);
          const [head, ...rows] = text.trimEnd().split('\r\n');
          expect(head).toBe('A,b');
          expect(rows.length).toBeGreaterThanOrEqual(1000);
        });
        await expectNoComplaint(tab);
      } catch (cause) {
        const picture = info.outputPath('last.png');
        await tab.picture(picture).catch(() => {});
        throw cause;
      } finally {
        await tab.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
}

test('the reproducible engine ends in the same numbers in Chromium', { tag: ['@alone', '@slow'] }, async ({ page }) => {
  notRun(answers.size === 0, 'No other browser has trained: there is nothing to compare with.');
  await page.goto(`/${SAME_EVERYWHERE}`);
  const end = /^1,000 simulations.* of 360\b.*(done|stopped early)/;
  await expect(page.locator(PROGRESS)).toHaveAttribute('aria-valuetext', end, { timeout: 90_000 });
  const here = await resting(() => page.getByRole('img', { name: POSTERIOR.name }).getAttribute('aria-label'));
  for (const [name, there] of answers) expect(there, name).toBe(here);
});
