/**
 * What somebody waits for who opens the built page and does nothing: a posterior that is nearly as good as the last one of
 * the run. And afterwards, the time from letting a handle go to the redrawn figure.
 */
import type { Browser } from 'playwright';

/** Times in seconds from the opening of the page. */
export interface Opening {
  /** The first network on screen. */
  readonly firstPosterior: number;
  /** A validation loss within 5 % of the run's lowest. */
  readonly nearlyDone: number;
  readonly done: number;
  readonly steps: number;
  readonly lowestLoss: number;
  /** Milliseconds from letting a dragged handle go to the redrawn figure, a few times. */
  readonly redraws: readonly number[];
}

const NEARLY = 0.05;
const DRAGS = 5;
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
    Object.assign(globalThis, { seen });
    setInterval(() => {
      const named = (words: RegExp) =>
        [...document.querySelectorAll('[role="img"]')].find((figure) => words.test(figure.ariaLabel ?? ''));
      if (Number.isNaN(seen.first) && named(/^Posterior of /) !== undefined) seen.first = performance.now();
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
  const bar = page.getByRole('progressbar', { name: 'Training' });
  await page.waitForFunction(
    () => /done|stopped early/.test(document.querySelector('progress[aria-label="Training"]')?.ariaValueText ?? ''),
    undefined,
    { timeout: 300_000, polling: 50 },
  );
  const done = await page.evaluate(() => performance.now());
  const steps = Number(/step ([\d,]+)/.exec((await bar.getAttribute('aria-valuetext')) ?? '')?.[1].replaceAll(',', ''));
  const { first, losses } = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  const lowest = Math.min(...losses.map(({ loss }) => loss));
  const within = NEARLY * Math.abs(lowest);
  const nearly = losses.find(({ loss }) => loss <= lowest + within)?.at ?? Number.NaN;

  const redraws: number[] = [];
  for (let i = 0; i < DRAGS; i++) {
    const handle = page.getByRole('slider', { name: HANDLE });
    const box = await handle.boundingBox();
    if (box === null) throw new Error('The handle of the true value is not on screen.');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.evaluate(() => {
      const figure = [...document.querySelectorAll('[role="img"]')].find(({ ariaLabel }) =>
        ariaLabel?.startsWith('Posterior of '),
      );
      const clock = { released: Number.NaN, drawn: [] as number[] };
      Object.assign(globalThis, { clock });
      addEventListener('pointerup', () => (clock.released = performance.now()), { capture: true, once: true });
      const plot = figure as unknown as { on(event: string, listener: () => void): void };
      plot.on('plotly_afterplot', () => clock.drawn.push(performance.now()));
    });
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + (i % 2 === 0 ? -30 : 30), y + (i % 2 === 0 ? 20 : -20), { steps: 8 });
    await page.mouse.up();
    await page.waitForTimeout(1500);
    const ms = await page.evaluate(() => {
      const { clock } = globalThis as unknown as { clock: { released: number; drawn: number[] } };
      return (clock.drawn.find((at) => at > clock.released) ?? Number.NaN) - clock.released;
    });
    redraws.push(ms);
  }
  await context.close();
  return {
    firstPosterior: first / 1000,
    nearlyDone: nearly / 1000,
    done: done / 1000,
    steps,
    lowestLoss: lowest,
    redraws,
  };
}

export function openings({ firstPosterior, nearlyDone, done, steps, lowestLoss, redraws }: Opening): string {
  return [
    `First posterior ${firstPosterior.toFixed(1)} s after the page was opened; within 5 % of the lowest validation loss`,
    `(${lowestLoss.toFixed(3)} nats) after ${nearlyDone.toFixed(1)} s; ${steps} steps done after ${done.toFixed(1)} s.`,
    `Handle let go to figure redrawn: ${redraws.map((ms) => ms.toFixed(0)).join(', ')} ms.`,
  ].join('\n');
}
