/** The sheet of exports, and the files that come out of it. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { openTool } from './header.ts';

export class Exporting {
  readonly #page: Page;
  readonly sheet: Locator;
  /** How many draws. */
  readonly draws: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.sheet = page.getByRole('dialog', { name: 'Export', exact: true });
    this.draws = this.sheet.getByRole('textbox', { name: 'Number of draws' });
  }

  async open(): Promise<void> {
    await openTool(this.#page, 'Export');
  }

  /** @param name of the button: "Draws as a table: CSV" */
  button(name: string): Locator {
    return this.sheet.getByRole('button', { name, exact: true });
  }

  /** The file that a button gives. */
  async take(name: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([this.#page.waitForEvent('download'), this.button(name).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }
}
