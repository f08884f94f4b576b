/**
 * What somebody waits for on the built page: the study that was trained beforehand; after *Train anew*, a posterior that is nearly
 * as good as the run's last; then the redrawn figure after a handle or a prior was moved, and the answers for many observations.
 */
import type { Browser, Page } from 'playwright';
import { exampleOfMany } from '../../src/inference/observation/writeMany.ts';
import { galaxyBias } from '../../src/inference/simulators/galaxyBias/index.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';

export interface Opening {
  /** Seconds from the opening of the page to the posterior of the network that was trained beforehand. */
  readonly firstPosterior: number;
  /** Seconds from the opening to its engine being ready to answer. */
  readonly ready: number;
  /** Seconds from the click on "Train anew" to a validation loss within 5 % of the run's lowest. */
  readonly nearlyDone: number;
  readonly done: number;
  readonly steps: number;
  readonly lowestLoss: number;
  /** Milliseconds from letting a dragged handle go to the redrawn figure, a few times. */
  readonly redraws: readonly number[];
  /** Milliseconds from a key press on a prior's slider to the reweighted figure, a few times. */
  readonly priorRedraws: readonly number[];
  /** Seconds from picking a file of 1,000 observations to the filled table, 1,000 draws each. */
  readonly many: number;
  /** Longest task of the page, ms, in each part. */
  readonly longest: { readonly training: number; readonly redraws: number; readonly many: number };
}

const NEARLY = 0.05;
const TRIES = 5;
const MANY = 1000;
const HANDLE = /^True amplitude of matter clustering.* and linear bias/;

/** Validation losses as the page draws them, with the time at which each was first seen; kept by the page itself. */
interface Seen {
  first: number;
  readonly losses: { readonly at: number; readonly step: number; readonly loss: number }[];
}

/** @param url of the built page */
export async function opening(browser: Browser, url: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen: Seen = { first: Number.NaN, losses: [] };
    const tasks: number[] = [];
    Object.assign(globalThis, { seen, tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
    setInterval(() => {
      const named = (words: RegExp) =>
        [...document.querySelectorAll('[role="img"]')].find((figure) => words.test(figure.ariaLabel ?? ''));
      if (Number.isNaN(seen.first) && named(/^Posterior of /)?.querySelector('svg')) seen.first = performance.now();
      const figure = named(/loss against step/) as
        | { data?: { x?: number[]; y?: number[]; mode?: string }[] }
        | undefined;
      const validation = figure?.data?.findLast(({ x, mode }) => mode?.includes('lines') && (x?.length ?? 0) > 0);
      const [step, loss] = [validation?.x?.at(-1), validation?.y?.at(-1)];
      if (step === undefined || loss === undefined || seen.losses.at(-1)?.step === step) return;
      seen.losses.push({ at: performance.now(), step, loss });
    }, 20);
  });
  await page.goto(url);
  await said(page, /trained beforehand/);
  const ready = await page.evaluate(() => performance.now());
  const { first } = await seenBy(page);

  await page.evaluate(() => (globalThis as unknown as { seen: { losses: unknown[] } }).seen.losses.splice(0));
  const begun = await page.evaluate(() => performance.now());
  await page.getByRole('button', { name: 'Train anew' }).click();
  await said(page, /step 1/);
  await longestTask(page);
  await said(page, /· done|stopped early/);
  const done = (await page.evaluate(() => performance.now())) - begun;
  const bar = page.getByRole('progressbar', { name: 'Training' });
  const steps = Number(/step ([\d,]+)/.exec((await bar.getAttribute('aria-valuetext')) ?? '')?.[1].replaceAll(',', ''));
  const losses = (await seenBy(page)).losses.filter(({ at }) => at > begun);
  const lowest = Math.min(...losses.map(({ loss }) => loss));
  const within = NEARLY * Math.abs(lowest);
  const nearly = losses.find(({ loss }) => loss <= lowest + within)?.at ?? Number.NaN;
  const training = await longestTask(page);

  const redraws: number[] = [];
  for (let i = 0; i < TRIES; i++) redraws.push(await redrawn(page, 'pointerup', () => dragHandle(page, i)));
  const thumb = page.getByRole('slider', { name: 'Linear bias, upper thumb' });
  const priorRedraws: number[] = [];
  await thumb.focus();
  for (let i = 0; i < TRIES; i++) {
    priorRedraws.push(await redrawn(page, 'keydown', () => page.keyboard.press('ArrowLeft')));
  }
  const moving = await longestTask(page);
  await page.getByRole('button', { name: 'Restore defaults' }).click();
  await said(page, /trained beforehand/);

  const text = exampleOfMany(galaxyBias, defaultProblem(galaxyBias), MANY, 1);
  const picked = performance.now();
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({
      name: 'survey.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    });
  await page.getByText(/survey\.csv: 1,000 observations, answered by the network/).waitFor({ timeout: 60_000 });
  const many = (performance.now() - picked) / 1000;
  const answering = await longestTask(page);
  await context.close();
  return {
    firstPosterior: first / 1000,
    ready: ready / 1000,
    nearlyDone: (nearly - begun) / 1000,
    done: done / 1000,
    steps,
    lowestLoss: lowest,
    redraws,
    priorRedraws,
    many,
    longest: { training, redraws: moving, many: answering },
  };
}

/** Waits until the progress of the training says so. */
async function said(page: Page, words: RegExp): Promise<void> {
  await page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector('progress[aria-label="Training"]')?.ariaValueText ?? ''),
    words.source,
    { timeout: 300_000, polling: 50 },
  );
}

function seenBy(page: Page): Promise<Seen> {
  return page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

/** Milliseconds of the longest task of the page since the last call; 0: none was longer than 50 ms. */
function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { tasks } = globalThis as unknown as { tasks: number[] };
    return Math.max(0, ...tasks.splice(0));
  });
}

/** Milliseconds from the first such event of an act to the next drawing of the posterior after it. */
async function redrawn(page: Page, event: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate((name) => {
    const figure = [...document.querySelectorAll('[role="img"]')].find(({ ariaLabel }) =>
      ariaLabel?.startsWith('Posterior of '),
    );
    const clock = { released: Number.NaN, drawn: [] as number[] };
    Object.assign(globalThis, { clock });
    addEventListener(name, () => (clock.released = performance.now()), { capture: true, once: true });
    const plot = figure as unknown as { on(event: string, listener: () => void): void };
    plot.on('plotly_afterplot', () => clock.drawn.push(performance.now()));
  }, event);
  await act();
  await page.waitForTimeout(1500);
  return page.evaluate(() => {
    const { clock } = globalThis as unknown as { clock: { released: number; drawn: number[] } };
    return (clock.drawn.find((at) => at > clock.released) ?? Number.NaN) - clock.released;
  });
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

export function openings(found: Opening): string {
  const times = (all: readonly number[]) => all.map((ms) => ms.toFixed(0)).join(', ');
  const { training, redraws, many } = found.longest;
  return [
    `A posterior ${found.firstPosterior.toFixed(1)} s after the page was opened, its engine ready after ${found.ready.toFixed(1)} s.`,
    `Trained anew: within 5 % of the lowest validation loss (${found.lowestLoss.toFixed(3)} nats) after ${found.nearlyDone.toFixed(1)} s;`,
    `${found.steps} steps done after ${found.done.toFixed(1)} s.`,
    `Handle let go to figure redrawn: ${times(found.redraws)} ms. Key on a prior's slider to figure: ${times(found.priorRedraws)} ms.`,
    `1,000 observations with 1,000 draws each: ${found.many.toFixed(1)} s from the file to the table.`,
    `Longest task of the page: ${training.toFixed(0)} ms in training, ${redraws.toFixed(0)} ms in redrawing, ${many.toFixed(0)} ms with many observations.`,
  ].join('\n');
}
