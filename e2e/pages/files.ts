/** Observation files on their ways into the page, and what the page says to them. */
import { readFileSync } from 'node:fs';
import type { JSHandle, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

const folder = new URL('../files/', import.meta.url);

/** An entry of files/index.json: what the reader makes of a file. */
export interface FileCase {
  readonly file: string;
  readonly system: string;
  readonly ok: boolean;
  readonly design?: string;
  readonly x?: readonly number[];
  readonly differences?: readonly string[];
  readonly error?: {
    readonly row?: number;
    readonly column?: string;
    readonly value?: string;
    readonly contains: readonly string[];
  };
}

export const fileCases = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as readonly FileCase[];

export class Files {
  readonly #page: Page;
  readonly refusal: Locator;
  readonly designDialog: Locator;
  /** Named after the system's example file, which it fetches. */
  readonly example: Locator;
  readonly download: Locator;
  /** What is shown while a file is on its way. */
  readonly arrival: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.refusal = page.getByRole('alert').filter({ hasText: 'The file was not used.' });
    this.designDialog = page.getByRole('dialog', { name: 'This file has a different design' });
    this.example = page.getByRole('button', { name: /\.csv$/ });
    this.arrival = page.getByRole('status').filter({ hasText: /^(Reading|Fetching) / });
    this.download = page
      .getByRole('region', { name: 'Observation' })
      .getByRole('button', { name: 'Download', exact: true });
  }

  async pick(name: string): Promise<void> {
    await this.pickBytes(name, readFileSync(new URL(name, folder)));
  }

  async pickBytes(name: string, buffer: Buffer): Promise<void> {
    await this.#page.getByLabel('Observation file').setInputFiles({ name, mimeType: '', buffer });
  }

  /** Lets a file hover over the page; `drop` lets it go. */
  async hover(name: string): Promise<JSHandle<DataTransfer>> {
    const dataTransfer = await this.#page.evaluateHandle(
      ({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name));
        return transfer;
      },
      { name, base64: readFileSync(new URL(name, folder)).toString('base64') },
    );
    for (const type of ['dragenter', 'dragover']) await this.#page.dispatchEvent('main', type, { dataTransfer });
    return dataTransfer;
  }

  async drop(name: string): Promise<void> {
    const dataTransfer = await this.hover(name);
    await this.#page.dispatchEvent('main', 'drop', { dataTransfer });
  }

  async paste(name: string): Promise<void> {
    await this.#page.evaluate(
      (text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
      },
      readFileSync(new URL(name, folder), 'utf8'),
    );
  }

  /** Fetches a file from a link. */
  async fetch(address: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'From a link' }).click();
    const sheet = this.#page.getByRole('dialog', { name: 'Observation from a link' });
    await sheet.getByLabel(/^Address/).fill(address);
    await sheet.getByRole('button', { name: 'Fetch' }).click();
    await expect(sheet).toBeHidden();
  }

  /** The page says what index.json says of a file. */
  async expectRefusal({ file, error }: FileCase): Promise<void> {
    await expect(this.refusal, file).toContainText(file);
    if (error === undefined) throw new Error(`index.json does not say what is wrong with ${file}.`);
    const { row, column, value, contains } = error;
    const parts = [...contains];
    if (row !== undefined) parts.push(`row ${row}`);
    if (column !== undefined) parts.push(column);
    if (value !== undefined) parts.push(`value ${JSON.stringify(value)}`);
    for (const part of parts) await expect(this.refusal, file).toContainText(part);
  }

  /** A good file has become the observation: its name stands above the plot. */
  source(name: string | RegExp): Locator {
    const words = typeof name === 'string' ? `from ${name}` : name;
    return this.#page.getByRole('region', { name: 'Observation' }).getByText(words);
  }
}
