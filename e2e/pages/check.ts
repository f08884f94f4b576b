/** The checks: a card each, with a figure and a verdict in one sentence. */
import type { Locator, Page } from '@playwright/test';

export class Check {
  readonly #page: Page;
  readonly loss: Locator;
  readonly sbc: Locator;
  readonly coverage: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.loss = page.getByRole('img', { name: /loss against step/ });
    this.sbc = page.getByRole('img', { name: /^Rank histograms/ });
    this.coverage = page.getByRole('img', { name: /^Coverage against credible mass/ });
  }

  card(title: 'Learning' | 'Calibration (SBC)' | 'Coverage' | 'What the data can tell'): Locator {
    return this.#page.getByRole('region', { name: title });
  }

  /** The card's verdict: its level and the sentence. */
  verdict(title: Parameters<Check['card']>[0]): Locator {
    return this.card(title)
      .getByRole('paragraph')
      .filter({ hasText: /^\s*(Good|Caution|Problem): / });
  }
}
