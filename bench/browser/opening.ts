/** From the opening of the page to the posterior of the pre-trained network, and to an answer of its engine. */
import type { Browser, Page } from 'playwright';
import { longestTask, said, seenBy, watch } from './watch.ts';

export interface Openings {
  /** Seconds to the first posterior, of each opening; the server has compressed nothing yet at the first. */
  readonly firstPosterior: readonly number[];
  /** Seconds to the engine being ready to answer. */
  readonly ready: readonly number[];
  /** Longest task of the page in each, ms. */
  readonly longest: readonly number[];
}

const OPENINGS = 6;
/** A new window starts pages of the browser's own, which take a core for a second, ms. */
const REST = 3000;

/** @returns the openings, and the page of the last one */
export async function openings(browser: Browser, url: string): Promise<{ page: Page; found: Openings }> {
  const found = { firstPosterior: [] as number[], ready: [] as number[], longest: [] as number[] };
  for (let i = 1; ; i++) {
    // With nothing in the browser's cache.
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await watch(page);
    await page.waitForTimeout(REST);
    await page.goto(url);
    await said(page, /pre-trained/);
    found.ready.push((await page.evaluate(() => performance.now())) / 1000);
    await page.waitForTimeout(1500);
    found.firstPosterior.push((await seenBy(page)).first / 1000);
    found.longest.push(await longestTask(page));
    if (i === OPENINGS) return { page, found };
    await context.close();
  }
}
