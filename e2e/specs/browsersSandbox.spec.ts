/**
 * Simulators of one's own in the browsers that are not Chromium: one is written, comes by a link and trains to the end; and what
 * would leave the sandbox stays inside (ownSandbox.spec.ts has the same attempts in Chromium).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { OTHER_BROWSERS } from '../../scripts/otherBrowsers.mjs';
import { attemptingAll, attempts, COIN, ENDLESS, importing } from '../browsers/ownTexts.ts';
import { notRun } from '../browsers/notRun.ts';
import { startBrowser } from '../browsers/start.ts';
import { at, button, type Tab } from '../browsers/tab.ts';
import { until } from '../browsers/wire.ts';
import { Listener } from '../pages/listener.ts';

test.use({ trace: 'off' });

const TEXT = at('[role="textbox"]', /^Text of the simulator$/);
const DECLARED = 'section[aria-label="What it declares"]';
const PROBLEMS = 'ul[aria-label="Problems"]';
/** A short training of a small network. */
const SHORT = 'simulations=2000&fresh=0&epochs=10&batchSize=200&preset=small&retrain=0';

async function openEditor(tab: Tab): Promise<void> {
  await tab.click(at('button[title="Choose a system (G)"]', /./));
  await tab.click(button(/^Write your own simulator$/));
  await tab.see(TEXT, 60);
}

/** Puts a text in place of what stands in the editor. */
async function write(tab: Tab, text: string): Promise<void> {
  await tab.evaluate((next) => {
    const editor = document.querySelector('[aria-label="Text of the simulator"]') as HTMLElement;
    editor.focus();
    getSelection()?.selectAllChildren(editor);
    document.execCommand('insertText', false, next);
  }, text);
}

/** Words of the first element of a selector; '': there is none. */
const words = (tab: Tab, css: string) =>
  tab.evaluate((selector) => document.querySelector(selector)?.textContent ?? '', css);

/** Writes a text that is wrong, and waits until its problem is told. */
async function problemOf(tab: Tab, text: string, told: RegExp): Promise<string> {
  await write(tab, text);
  return until(`A problem like ${told}`, 30, async () => {
    const problem = await words(tab, PROBLEMS);
    return told.test(problem) ? problem : null;
  });
}

for (const { name, find, missing } of OTHER_BROWSERS) {
  test(
    `${name}: a simulator of one's own trains, and nothing leaves its sandbox`,
    { tag: name === 'Firefox' ? '@alone' : ['@alone', '@slow'] },
    async ({ baseURL }, info) => {
      const programs = find();
      notRun(programs === null, missing);
      test.setTimeout(300_000);
      const folder = mkdtempSync(join(tmpdir(), 'playground-'));
      const listener = await Listener.start();
      const tab = await startBrowser(name, programs ?? {}, folder);
      try {
        await tab.resize(1440, 1000);
        await tab.open(new URL('#v=2', baseURL).href);
        await test.step('what a script would leave by is not there', async () => {
          // The page itself may speak with this machine (the bridge), and is heard.
          await tab.evaluate((url) => fetch(url).then(() => null), `http://${listener.address}/page`);
          expect(listener.heard.splice(0)).toEqual(['/page']);
          await openEditor(tab);
          // The last one leaves by no way: one that goes through is told.
          const all = [...attempts(listener.address), '1 + 1'];
          const told = await problemOf(tab, attemptingAll(all), /\[.*\]/s);
          const ends = all.map((_, i) => (i < all.length - 1 ? 'refused' : 'through'));
          expect(told).toContain(`[${ends.join(', ')}]`);
          expect(listener.heard).toEqual([]);
        });
        await test.step('import() loads nothing', async () => {
          await write(tab, importing(listener.address, new URL(baseURL ?? '').origin));
          await until('A text that is read', 30, async () => ((await words(tab, PROBLEMS)) === '' ? true : null));
          await until('Its declaration', 30, async () => (/uniform/.test(await words(tab, DECLARED)) ? true : null));
          await new Promise((resolve) => setTimeout(resolve, 1000));
          expect(listener.heard).toEqual([]);
        });
        await test.step('an endless loop is ended, and the page answers meanwhile', async () => {
          await write(tab, ENDLESS);
          expect(await tab.evaluate(() => 1 + 1)).toBe(2);
          await until('The end of the loop', 30, async () =>
            (await words(tab, PROBLEMS)).includes('It took longer than 1 s and was stopped, at a = 0.5.') ? true : null,
          );
        });
        const link = await test.step('it is used, and its link holds it', async () => {
          await write(tab, COIN);
          await tab.click(button(/^Use it$/));
          return until('A link with the simulator', 30, async () => {
            const { hash } = new URL(await tab.evaluate(() => location.href));
            return hash.includes('script=') ? hash : null;
          });
        });
        await test.step('by its link it is shown, run, and trained to the end', async () => {
          await tab.open('about:blank');
          await tab.open(new URL(`${link}&${SHORT}`, baseURL).href);
          await tab.click(button(/^Run it and open the study$/));
          await until('The end of the training', 120, async () => {
            const said = await tab.evaluate(
              () => document.querySelector('progress[aria-label="Training"]')?.getAttribute('aria-valuetext') ?? '',
            );
            return /^2,000 simulations.*(done|stopped early)/.test(said) ? said : null;
          });
          await tab.see(at('[role="img"]', /(^|\. )Posterior of .*: median /));
          expect(listener.heard).toEqual([]);
        });
      } catch (cause) {
        await tab.picture(info.outputPath('last.png')).catch(() => {});
        throw cause;
      } finally {
        await tab.close();
        await listener.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
}
