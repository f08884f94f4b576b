/** The posterior, the ridge, the observation, and what is said about the network that answers. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { tracesOf } from './chart.ts';

export class Infer {
  readonly #page: Page;
  readonly posteriorPanel: Locator;
  readonly ridgePanel: Locator;
  readonly observationPanel: Locator;
  /** The corner figure. Its name holds what the stripe says, where there is one, and the medians and intervals on screen. */
  readonly posterior: Locator;
  readonly ridge: Locator;
  readonly observation: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.posteriorPanel = page.getByRole('region', { name: 'Posterior' });
    this.ridgePanel = page.getByRole('region', { name: 'Ridge' });
    this.observationPanel = page.getByRole('region', { name: 'Observation' });
    this.posterior = this.posteriorPanel.getByRole('img', { name: /(^|\. )(Prior|Posterior) of / });
    this.ridge = this.ridgePanel.getByRole('img', { name: /regions of the posterior/ });
    this.observation = this.observationPanel.getByRole('img', { name: /data values against/ });
  }

  /** Medians and 68 % intervals, as the figure's name tells them; the stripe and the true value are left out. */
  async posteriorInWords(): Promise<string> {
    const summary = (await this.posterior.getAttribute('aria-label')) ?? '';
    return summary.replace(/^.*?\. (?=(Prior|Posterior) of )/, '').replaceAll(/, true value [^;.]*(\.\d+)?/g, '');
  }

  /** The same once it has been so for a while: the answer of a network that rests. */
  async restingPosterior(): Promise<string> {
    let before = '';
    const same = async () => {
      const now = await this.posteriorInWords();
      const rests = now !== '' && now === before;
      before = now;
      return rests;
    };
    await expect.poll(same, { timeout: 30_000, intervals: [1500] }).toBe(true);
    return before;
  }

  async show(view: 'Posterior' | 'Ridge' | 'Flow' | 'By rejection' | 'Batch'): Promise<void> {
    await this.#page
      .getByRole('radiogroup', { name: 'View of the posterior' })
      .getByText(view, { exact: true })
      .click();
  }

  /** Which view is shown, counted from 0; -1: there is no choice. */
  viewShown(): Promise<number> {
    return this.#page
      .getByRole('radiogroup', { name: 'View of the posterior' })
      .getByRole('radio')
      .evaluateAll((options) => options.findIndex((option) => (option as HTMLInputElement).checked));
  }

  /** The table under the corner figure, a row for each quantity: median, interval, width, true value where it is known. */
  summary(): Promise<string[][]> {
    return this.posteriorPanel
      .getByRole('table')
      .first()
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
  }

  /** A handle on the true value or on a data point. */
  handle(name: RegExp): Locator {
    return this.#page.getByRole('slider', { name });
  }

  /** The line that says which network the posterior comes from. */
  network(words: string | RegExp): Locator {
    return this.posteriorPanel.getByText(words);
  }

  /** Said when the network on screen is not that of the present assumptions. */
  banner(): Locator {
    return this.#page
      .getByRole('paragraph')
      .filter({ hasText: /^(The (network on screen|previous network|moved priors)|Nuisance parameters change)/ });
  }

  /** The data points on screen, in units of the plot. */
  async dataPoints(): Promise<readonly number[]> {
    const traces = await tracesOf(this.observation);
    return traces.filter(({ mode }) => mode.includes('markers')).flatMap(({ y }) => y);
  }

  /** The ends of the prior's band in the observation figure: the dotted lines. */
  async priorBand(): Promise<readonly number[]> {
    const traces = await tracesOf(this.observation);
    return traces.filter(({ dash }) => dash === 'dot').flatMap(({ y }) => y);
  }
}
