/** The page's head: system, transport, progress, engine, theme, help. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Generous: a run of a few hundred steps takes seconds on an idle machine, but test machines are shared. */
const TRAINING_LIMIT = 90_000;

/** Chooses an entry of the menu of tools. */
export async function openTool(page: Page, name: 'Studies' | 'Share' | 'Export'): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Save, share, export' }).click();
  await page.getByRole('dialog', { name: 'Save, share, export' }).getByRole('button', { name, exact: true }).click();
}

export class Header {
  readonly #page: Page;
  readonly #banner: Locator;
  readonly progress: Locator;
  /** "Train" or "Pause", whichever it is now. */
  readonly train: Locator;
  readonly step: Locator;
  readonly reset: Locator;
  /** The box of the seed. */
  readonly seed: Locator;
  /** There once a trained network has been replaced. */
  readonly undo: Locator;
  readonly engine: Locator;
  readonly theme: Locator;
  /** Opens the menu in which studies, links, exports and the theme are. */
  readonly tools: Locator;
  readonly help: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#banner = page.getByRole('banner');
    this.progress = page.getByRole('progressbar', { name: 'Training' });
    this.train = this.#banner.getByRole('button', { name: /^(Train|Continue|Pause)$/ });
    this.step = this.#banner.getByRole('button', { name: 'Step', exact: true });
    this.reset = this.#banner.getByRole('button', { name: 'Reset' });
    this.seed = this.#banner.getByRole('textbox', { name: 'Seed' });
    this.undo = this.#banner.getByRole('button', { name: /^Undo/ });
    this.engine = page.getByRole('button', { name: /^Engine:/ });
    this.theme = page.getByRole('button', { name: /^Theme:/ });
    this.tools = this.#banner.getByRole('button', { name: 'Save, share, export' });
    this.help = page.getByRole('button', { name: 'Help' });
  }

  /** "50,000 simulations · step 12 of 3,000 · …" */
  async state(): Promise<string> {
    return (await this.progress.getAttribute('aria-valuetext')) ?? '';
  }

  async typeSeed(seed: number): Promise<void> {
    await this.seed.fill(String(seed));
    await this.seed.press('Enter');
  }

  /** Training steps of the network so far. */
  async steps(): Promise<number> {
    const found = /step ([\d,]+) of/.exec(await this.state());
    return found === null ? 0 : Number(found[1].replaceAll(',', ''));
  }

  async waitForSteps(least: number): Promise<void> {
    await expect.poll(() => this.steps(), { timeout: TRAINING_LIMIT }).toBeGreaterThanOrEqual(least);
  }

  async waitForEnd(): Promise<void> {
    await expect(this.progress).toHaveAttribute('aria-valuetext', /done|stopped early/, { timeout: TRAINING_LIMIT });
  }

  /** A system that has just been chosen opens with a network that is finished. */
  async waitForPretrained(): Promise<void> {
    await expect(this.progress).toHaveAttribute('aria-valuetext', /[\d,]+ steps$/, { timeout: TRAINING_LIMIT });
  }

  async pause(): Promise<void> {
    await this.#banner.getByRole('button', { name: 'Pause' }).click();
    await expect(this.#banner.getByRole('button', { name: /^(Continue|Train)/ })).toBeVisible();
  }

  async chooseSystem(name: string): Promise<void> {
    await this.#page.getByTitle('Choose a system (G)').click();
    const sheet = this.#page.getByRole('dialog', { name: 'Choose a system' });
    await sheet.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await expect(sheet).toBeHidden();
  }
}
