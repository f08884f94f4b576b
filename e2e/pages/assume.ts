/** What the user assumes: priors, design, training settings, and whether a change retrains. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

export class Assume {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The sketch's name says the prior in words: "Prior of Linear bias: log-uniform from 0.5 to 3". */
  sketch(parameter: string): Locator {
    return this.#page.getByRole('img', { name: new RegExp(`^Prior of ${parameter}:`) });
  }

  thumb(parameter: string, which: 'lower' | 'upper'): Locator {
    return this.#page.getByRole('slider', { name: `${parameter}, ${which} bound` });
  }

  /** A number box by its name: "Linear bias, from", or "Simulations". */
  box(name: string): Locator {
    return this.#page.getByRole('textbox', { name, exact: true });
  }

  async type(name: string, value: string): Promise<void> {
    await this.box(name).fill(value);
    await this.box(name).press('Enter');
  }

  /** Values of all boxes, menus, sliders and switches of the column, folded ones too, in their order; of a menu, the place. */
  async values(): Promise<string[]> {
    return this.#page.locator('#column-assume :is(input, select)').evaluateAll((controls) =>
      controls.map((control) => {
        if (control instanceof HTMLSelectElement) return String(control.selectedIndex);
        if (!(control instanceof HTMLInputElement)) return '';
        return control.type === 'radio' || control.type === 'checkbox' ? String(control.checked) : control.value;
      }),
    );
  }

  /** A line of the column. */
  said(words: RegExp): Locator {
    return this.#page.getByText(words);
  }

  /** The sentence under a number that was refused. */
  problem(): Locator {
    return this.#page.getByRole('alert').filter({ hasText: /\S/ });
  }

  /** Turns a switch by its label, as a hand does: the box itself lies under its picture. */
  async turn(name: string, on: boolean): Promise<void> {
    const box = this.#page.getByRole('switch', { name });
    if ((await box.isChecked()) !== on) await this.#page.getByText(name, { exact: true }).click();
    await expect(box).toBeChecked({ checked: on });
  }

  async choose(group: string, option: string): Promise<void> {
    await this.#page.getByRole('radiogroup', { name: group }).getByText(option, { exact: true }).click();
  }

  async select(menu: string, option: string): Promise<void> {
    await this.#page.getByRole('combobox', { name: menu }).selectOption({ label: option });
  }

  /** Opens a folded card ("Design", "Network and budget"); leaves an open one open. */
  async unfold(title: string): Promise<void> {
    const fold = this.#page.getByRole('group').filter({ has: this.#page.getByRole('heading', { name: title }) });
    if ((await fold.getAttribute('open')) === null) await this.#page.getByRole('heading', { name: title }).click();
  }

  /**
   * Lowers the budget, so that a run takes seconds: `epochs` passes over 900 pairs (and 100 for validation) in batches of
   * 250, which is 3.6 steps a pass.
   */
  async lowerBudget(epochs: number): Promise<void> {
    await this.unfold('Network and budget');
    await this.turn('Fresh simulations in every epoch', false);
    await this.type('Simulations', '1000');
    await this.type('Epochs', String(epochs));
    await expect(this.box('Epochs')).toHaveValue(String(epochs));
  }
}
