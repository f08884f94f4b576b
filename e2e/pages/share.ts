/** The sheet that makes links, and what a link does to the page. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { openTool } from './header.ts';

export class Share {
  readonly #page: Page;
  readonly sheet: Locator;
  readonly link: Locator;
  readonly snippet: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.sheet = page.getByRole('dialog', { name: 'Share this study' });
    this.link = page.getByRole('textbox', { name: 'Link to this study' });
    this.snippet = page.getByRole('textbox', { name: 'HTML of the embedded page' });
  }

  async open(): Promise<void> {
    await openTool(this.#page, 'Share');
    await expect(this.sheet).toBeVisible();
  }

  async fix(control: string, how: 'Free' | 'Locked' | 'Hidden'): Promise<void> {
    await this.sheet.getByRole('radiogroup', { name: control }).getByText(how, { exact: true }).click();
  }

  /** What the address holds now, without "#". */
  hash(): Promise<string> {
    return this.#page.evaluate(() => location.hash.slice(1));
  }
}
