/** The sheet of saved studies, and what the browser keeps. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { openTool } from './header.ts';

export class Studies {
  readonly #page: Page;
  readonly sheet: Locator;
  readonly lines: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.sheet = page.getByRole('dialog', { name: 'Studies' });
    this.lines = this.sheet.getByRole('region', { name: 'Saved studies' }).getByRole('listitem');
  }

  async open(): Promise<void> {
    await openTool(this.#page, 'Studies');
  }

  async save(name: string): Promise<void> {
    await this.sheet.getByLabel('Name of the study on screen').fill(name);
    await this.sheet.getByRole('button', { name: 'Save this study' }).click();
  }

  nameBox(name: string): Locator {
    return this.sheet.getByLabel(`Name of ${name}`, { exact: true });
  }

  button(name: string): Locator {
    return this.sheet.getByRole('button', { name, exact: true });
  }

  /** The study on screen as a file: its bytes. */
  async exported(): Promise<Buffer> {
    const coming = this.#page.waitForEvent('download');
    await this.button('As a file').click();
    const download = await coming;
    const pieces: Buffer[] = [];
    for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }

  /**
   * Waits until a network of a study with these words has been saved by itself.
   * @param state words of how far its training was
   */
  async waitForAutosave(words: string, state = ''): Promise<void> {
    const kept = () =>
      this.#page.evaluate(
        async ([text, training]) => {
          const known = await indexedDB.databases();
          if (!known.some(({ name }) => name === 'posterior-playground')) return false;
          const rows = await new Promise<unknown>((resolve, reject) => {
            const opening = indexedDB.open('posterior-playground');
            opening.onerror = () => reject(new Error('The database cannot be opened.'));
            opening.onsuccess = () => {
              const reading = opening.result.transaction('tabs').objectStore('tabs').getAll();
              reading.onsuccess = () => {
                opening.result.close();
                resolve(reading.result);
              };
            };
          });
          return (rows as { study: string; run: { training: string } | null }[]).some(
            ({ study, run }) => run !== null && study.includes(text) && run.training.includes(training),
          );
        },
        [words, state] as const,
      );
    await expect.poll(kept, { timeout: 60_000, intervals: [1000] }).toBe(true);
  }
}
