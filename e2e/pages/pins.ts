/** Pinned runs: the table under the posterior. */
import type { Locator, Page } from '@playwright/test';

export class Pins {
  readonly #page: Page;
  readonly pin: Locator;
  readonly card: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.pin = page.getByRole('button', { name: 'Pin this run' });
    this.card = page.getByRole('region', { name: 'Pinned runs' });
  }

  /** The box with the name of a run, counted from 1. */
  name(run: number): Locator {
    return this.card.getByRole('textbox', { name: `Name of pinned run ${run}` });
  }

  /** "Unpin Run 1", "Open Run 1 again" */
  button(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true });
  }

  /** What is said under a run, whoever's it is. */
  said(words: string | RegExp): Locator {
    return this.card.getByText(words);
  }
}
