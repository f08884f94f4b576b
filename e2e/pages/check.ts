/** The checks: a card each, with a figure and a verdict in one sentence. */
import type { Locator, Page } from '@playwright/test';

export class Check {
  readonly #page: Page;
  readonly loss: Locator;
  readonly sbc: Locator;
  readonly coverage: Locator;
  /** What is said of a table whose rows are not on the page. */
  readonly missingRows: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.loss = page.getByRole('img', { name: /loss against step/ });
    this.sbc = page.getByRole('img', { name: /^Rank histograms/ });
    this.coverage = page.getByRole('img', { name: /^Coverage against credible mass/ });
    this.missingRows = page.getByRole('note').filter({ hasText: 'The rows of' });
  }

  card(
    title:
      | 'Learning'
      | 'Calibration (SBC)'
      | 'Coverage'
      | 'What the data can tell'
      | 'At this observation'
      | 'Correct it'
      | 'Sandbox',
  ): Locator {
    return this.#page.getByRole('region', { name: title });
  }

  /** Breaks the posterior on screen: 'Overconfident', 'Underconfident', 'Shifted', or 'Off'. */
  async perturbation(how: string): Promise<void> {
    await this.#page.getByRole('radiogroup', { name: 'Break the posterior' }).getByText(how, { exact: true }).click();
  }

  /** A correction that was tried, with its verdict on fresh data; 'As it is' is the posterior before. */
  correction(name: string): Locator {
    return this.card('Correct it').getByRole('listitem', { name });
  }

  button(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true });
  }

  /** The card's verdict: its level and the sentence. */
  verdict(title: Parameters<Check['card']>[0]): Locator {
    return this.card(title)
      .getByRole('paragraph')
      .filter({ hasText: /^\s*(Good|Caution|Problem): / });
  }
}
