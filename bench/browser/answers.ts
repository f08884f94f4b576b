/** A finished study that is used: a handle dragged, a prior moved, all checks, many observations answered. */
import type { Page } from 'playwright';
import { exampleBatch } from '../../src/inference/observation/writeBatch.ts';
import { galaxyBias } from '../../src/inference/simulators/galaxyBias/index.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { longestTask, said } from './watch.ts';

export interface Answers {
  /** Milliseconds from letting a dragged handle go to the figure that shows it there, a few times. */
  readonly redraws: readonly number[];
  /** Milliseconds from a key press on a prior's slider to the reweighted figure, a few times. */
  readonly priorRedraws: readonly number[];
  /** Seconds of each check that is asked for, one after the other, from the click to the end of its progress. */
  readonly checks: readonly { readonly name: string; readonly seconds: number }[];
  /** Seconds from picking a file of 1,000 observations to the filled table, 1,000 draws each. */
  readonly batch: number;
  /** Longest task of the page in each part, ms. */
  readonly longest: { readonly redraws: number; readonly checks: number; readonly batch: number };
}

const TRIES = 7;
/**
 * A handle is answered while it moves: what is drawn when it is let go may be of a moment before. The last drawing has no other
 * so soon after it, ms.
 */
const BURST = 150;
const MANY = 1000;
const HANDLE = /^True amplitude of matter clustering.* and linear bias/;
/** By the id of the action and the name of its progress. */
const CHECKS = [
  { action: 'final-check', name: 'Final check' },
  { action: 'coverage-at-truth', name: 'Coverage at the true value' },
  { action: 'local-test', name: 'Local test' },
  { action: 'try-corrections', name: 'Trial of corrections' },
] as const;

/** @param page with a network that has been trained to its end */
export async function answers(page: Page): Promise<Answers> {
  await longestTask(page);
  const redraws: number[] = [];
  for (let i = 0; i < TRIES; i++) redraws.push(await redrawn(page, 'pointerup', () => dragHandle(page, i), BURST));
  const thumb = page.getByRole('slider', { name: 'Linear bias, upper bound' });
  const priorRedraws: number[] = [];
  await thumb.focus();
  for (let i = 0; i < TRIES; i++) {
    priorRedraws.push(await redrawn(page, 'keydown', () => page.keyboard.press('ArrowLeft'), 0));
  }
  const moving = await longestTask(page);
  await page.getByRole('button', { name: 'Restore defaults' }).click();
  await said(page, /pre-trained/);

  await page.getByText('Credible or confidence?').click();
  await longestTask(page);
  const checks: { name: string; seconds: number }[] = [];
  for (const { action, name } of CHECKS) checks.push({ name, seconds: await checked(page, action, name) });
  const checking = await longestTask(page);

  const text = exampleBatch(galaxyBias, defaultProblem(galaxyBias), MANY, 1);
  const picked = performance.now();
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'survey.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByText(/survey\.csv: 1,000 observations, posteriors of the network/).waitFor({ timeout: 60_000 });
  const batch = (performance.now() - picked) / 1000;
  await page.waitForTimeout(1000);
  const answering = await longestTask(page);
  return { redraws, priorRedraws, checks, batch, longest: { redraws: moving, checks: checking, batch: answering } };
}

/**
 * Milliseconds from the first such event of an act to the first drawing of the posterior after it that has no other within
 * `burst` ms.
 */
async function redrawn(page: Page, event: string, act: () => Promise<void>, burst: number): Promise<number> {
  // Until plotly is there the figure is plain SVG.
  await page.locator('#root [data-chart*="-posterior"][data-state="drawn"]').waitFor();
  await page.evaluate((name) => {
    const figure = document.querySelector('#root [data-chart*="-posterior"] > [role="img"]');
    const clock = { released: Number.NaN, drawn: [] as number[] };
    Object.assign(globalThis, { clock });
    addEventListener(name, () => (clock.released = performance.now()), { capture: true, once: true });
    const plot = figure as unknown as { on(event: string, listener: () => void): void };
    plot.on('plotly_afterplot', () => clock.drawn.push(performance.now()));
  }, event);
  await act();
  await page.waitForTimeout(1500);
  return page.evaluate((quiet) => {
    const { clock } = globalThis as unknown as { clock: { released: number; drawn: number[] } };
    const { drawn, released } = clock;
    const last = drawn.find((at, i) => at > released && (i + 1 === drawn.length || drawn[i + 1] - at > quiet));
    return (last ?? Number.NaN) - released;
  }, burst);
}

async function dragHandle(page: Page, i: number): Promise<void> {
  const box = await page.getByRole('slider', { name: HANDLE }).boundingBox();
  if (box === null) throw new Error('The handle of the true value is not on screen.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (i % 2 === 0 ? -30 : 30), y + (i % 2 === 0 ? 20 : -20), { steps: 8 });
  await page.mouse.up();
}

/** Seconds from the click to the end of the check, whose progress may be there for a few frames only. */
async function checked(page: Page, action: string, name: string): Promise<number> {
  await page.evaluate((label) => {
    const shown = () => document.querySelector(`progress[aria-label="${label}"]`) !== null;
    const clock = { clicked: Number.NaN, ended: Number.NaN };
    Object.assign(globalThis, { clock });
    addEventListener('click', () => (clock.clicked = performance.now()), { capture: true, once: true });
    let seen = false;
    const observer = new MutationObserver(() => {
      seen ||= shown();
      if (!seen || shown()) return;
      clock.ended = performance.now();
      observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
  }, name);
  await page.locator(`[data-anchor="action:${action}"]`).click();
  return page
    .waitForFunction(
      () => {
        const { clock } = globalThis as unknown as { clock: { clicked: number; ended: number } };
        return Number.isNaN(clock.ended) ? null : (clock.ended - clock.clicked) / 1000;
      },
      null,
      { timeout: 120_000, polling: 50 },
    )
    .then((seconds) => seconds.jsonValue())
    .then((seconds) => seconds ?? Number.NaN);
}
