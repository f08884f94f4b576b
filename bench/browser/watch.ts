/** What the benchmark sees of the built page while it is used: its figures, its long tasks, what it says of its training. */
import type { Page } from 'playwright';

/** Kept by the page itself; times count from its opening, ms. */
interface Seen {
  /** When a posterior was first drawn; NaN: not yet. */
  first: number;
  /** Validation losses as the page draws them, with the time at which each was first seen. */
  readonly losses: { readonly at: number; readonly step: number; readonly loss: number }[];
  /** Durations of tasks of more than 50 ms. */
  readonly tasks: number[];
}

type Plotted = Element & { data?: { x?: number[]; y?: number[]; mode?: string }[] };

/** Watches the pages that are opened in it from now on. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen = { first: Number.NaN, losses: [], tasks: [] };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
    setInterval(() => {
      const named = (words: RegExp): Plotted | undefined =>
        [...document.querySelectorAll('[role="img"]')].find((figure) => words.test(figure.ariaLabel ?? ''));
      const state = named(/^Posterior of /)?.parentElement?.dataset.state;
      const drawn = state === 'sketched' || state === 'drawn';
      if (Number.isNaN(seen.first) && drawn) seen.first = performance.now();
      const validation = named(/loss against step/)?.data?.findLast(
        ({ x, mode }) => mode?.includes('lines') && (x?.length ?? 0) > 0,
      );
      const [step, loss] = [validation?.x?.at(-1), validation?.y?.at(-1)];
      if (step === undefined || loss === undefined || seen.losses.at(-1)?.step === step) return;
      seen.losses.push({ at: performance.now(), step, loss });
    }, 10);
  });
}

export function seenBy(page: Page): Promise<Seen> {
  return page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

/** Milliseconds since the page was opened. */
export function now(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}

/** Waits until the progress of the training says so. */
export async function said(page: Page, words: RegExp): Promise<void> {
  await page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector('progress[aria-label="Training"]')?.ariaValueText ?? ''),
    words.source,
    { timeout: 300_000, polling: 50 },
  );
}

/** Milliseconds of the longest task of the page since the last call; 0: none was longer than 50 ms. */
export function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: Seen };
    return Math.max(0, ...seen.tasks.splice(0));
  });
}
