/** The tab of many observations: its table by rows and columns, its plot, its files. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { drawnByPlotly } from './chart.ts';

export class BatchInference {
  readonly #page: Page;
  readonly panel: Locator;
  readonly grid: Locator;
  readonly answer: Locator;
  readonly plot: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.panel = page.getByRole('region', { name: 'Batch of observations' });
    this.grid = this.panel.getByRole('grid');
    this.answer = this.panel.getByRole('button', { name: /ompute posteriors$/ });
    this.plot = this.panel.getByRole('img', { name: /^Medians and intervals/ });
  }

  /** The line that says what the answers are of. */
  says(words: string | RegExp): Locator {
    return this.panel.getByRole('paragraph').filter({ hasText: words });
  }

  head(name: string): Locator {
    return this.grid.getByRole('columnheader', { name, exact: true });
  }

  sortBy(name: string): Promise<void> {
    return this.head(name).getByRole('button').click();
  }

  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.#page.getByRole('rowheader', { name, exact: true }) });
  }

  /** Names of the rows that are drawn, from above. */
  names(): Promise<string[]> {
    return this.grid.getByRole('rowheader').allInnerTexts();
  }

  /** Verdicts of the rows that are drawn, from above. */
  verdicts(): Promise<string[]> {
    return this.grid.locator('td[data-column="verdict"]').allInnerTexts();
  }

  /** The cells of the first rows that are drawn. */
  cells(rows: number): Promise<string[][]> {
    return this.grid
      .locator('tbody tr:not([aria-hidden])')
      .evaluateAll(
        (all, most) =>
          all.slice(0, most).map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)),
        rows,
      );
  }

  /** The row that the keyboard is at. */
  async active(): Promise<string> {
    const id = await this.grid.getAttribute('aria-activedescendant');
    return this.#page.locator(`[id="${id}"]`).getByRole('rowheader').innerText();
  }

  /** Clicks into the plot, near its lower end, at an observation's place from the left. */
  async pick(place: number): Promise<void> {
    await this.plot.scrollIntoViewIfNeeded();
    await drawnByPlotly(this.plot);
    const [low, high] = await this.plot.evaluate(
      (plot) => (plot as unknown as { layout: { xaxis: { range: [number, number] } } }).layout.xaxis.range,
    );
    const area = await this.plot.locator('.nsewdrag').boundingBox();
    if (area === null) throw new Error('The plot is not on screen.');
    const x = area.x + ((place - low) / (high - low)) * area.width;
    await this.#page.mouse.click(x, area.y + area.height - 4);
  }

  async take(name: string): Promise<Buffer> {
    const downloading = this.#page.waitForEvent('download');
    await this.panel.getByRole('button', { name }).click();
    return readFileSync(await (await downloading).path());
  }
}
