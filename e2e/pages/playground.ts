/** The whole page, by its areas, in the words of its users. */
import type { Locator, Page, Worker } from '@playwright/test';
import { expect } from '@playwright/test';
import { Assume } from './assume.ts';
import { Check } from './check.ts';
import { Files } from './files.ts';
import { Header } from './header.ts';
import { Infer } from './infer.ts';
import { BatchInference } from './batch.ts';
import { Pins } from './pins.ts';
import { Exporting } from './export.ts';

export class Playground {
  readonly header: Header;
  readonly assume: Assume;
  readonly infer: Infer;
  readonly check: Check;
  readonly files: Files;
  readonly batch: BatchInference;
  readonly pins: Pins;
  readonly exporting: Exporting;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.header = new Header(page);
    this.assume = new Assume(page);
    this.infer = new Infer(page);
    this.check = new Check(page);
    this.files = new Files(page);
    this.batch = new BatchInference(page);
    this.pins = new Pins(page);
    this.exporting = new Exporting(page);
  }

  /** A message at the top of the page. */
  message(words: string | RegExp): Locator {
    return this.#page.getByRole('paragraph').filter({ hasText: words });
  }

  /** The worker that trains. */
  engineWorker(): Worker {
    const engine = this.#page.workers().find((worker) => worker.url().includes('entry'));
    if (engine === undefined) throw new Error('The page runs no engine worker.');
    return engine;
  }

  /** Trains a network of this study with a budget of 3.6 `epochs` steps, to the end. */
  async trainBriefly(epochs = 40): Promise<void> {
    await this.assume.lowerBudget(epochs);
    // Each changed setting begins a run of its own, and a short one may be done before the next is typed.
    const steps = Math.round((900 / 250) * epochs).toLocaleString('en');
    await expect(this.header.progress).toHaveAttribute(
      'aria-valuetext',
      new RegExp(`^1,000 simulations.* of ${steps}\\b`),
      { timeout: 30_000 },
    );
    await this.header.waitForEnd();
  }
}
