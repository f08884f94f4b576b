/** *Train from scratch*: when the posterior is nearly as good as the run's last, and when the run is done. */
import type { Page } from 'playwright';
import { longestTask, now, said, seenBy } from './watch.ts';

export interface Retraining {
  /** Seconds from the click to a validation loss within 5 % of the run's lowest. */
  readonly nearlyDone: number;
  readonly done: number;
  readonly steps: number;
  /** Nats. */
  readonly lowestLoss: number;
  /** Longest task of the page, ms. */
  readonly longest: number;
}

const NEARLY = 0.05;

export async function retraining(page: Page): Promise<Retraining> {
  const begun = await now(page);
  await page.getByRole('button', { name: 'Train from scratch' }).click();
  await said(page, /step 1/);
  await longestTask(page);
  await said(page, /· done|stopped early/);
  const done = (await now(page)) - begun;
  const bar = page.getByRole('progressbar', { name: 'Training' });
  const steps = Number(/step ([\d,]+)/.exec((await bar.getAttribute('aria-valuetext')) ?? '')?.[1].replaceAll(',', ''));
  const losses = (await seenBy(page)).losses.filter(({ at }) => at > begun);
  const lowest = Math.min(...losses.map(({ loss }) => loss));
  const within = NEARLY * Math.abs(lowest);
  const nearly = losses.find(({ loss }) => loss <= lowest + within)?.at ?? Number.NaN;
  return {
    nearlyDone: (nearly - begun) / 1000,
    done: done / 1000,
    steps,
    lowestLoss: lowest,
    longest: await longestTask(page),
  };
}
