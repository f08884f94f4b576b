/** The lesson beside the page, in the words of its reader. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

export interface StatedClaim {
  readonly text: string;
  readonly stated: number;
  readonly tolerance: number;
  readonly found: number | null;
}

export class LessonDock {
  readonly #page: Page;
  readonly dock: Locator;
  readonly showMe: Locator;
  readonly next: Locator;
  readonly leave: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.dock = page.getByRole('complementary', { name: 'Lesson' });
    this.showMe = this.dock.getByRole('button', { name: 'Show me' });
    this.next = this.dock.getByRole('button', { name: /^(Next|Finish)$/ });
    this.leave = this.dock.getByRole('button', { name: 'Leave' });
  }

  /** Opens a step by its link, in the page that is open. */
  async goTo(lesson: string, step: number, seed = 0): Promise<void> {
    await this.#page.evaluate((hash) => {
      location.hash = hash;
    }, `lesson=${lesson}&step=${step}&seed=${seed}`);
    await this.here(step);
  }

  /** Waits until a step is on screen and prepared. */
  async here(step: number): Promise<void> {
    await expect(this.dock.getByText(`Step ${step} of`)).toBeVisible({ timeout: 60_000 });
    await expect(this.dock.locator('[data-preparing="false"]')).toBeAttached({ timeout: 60_000 });
  }

  /** Has the step shown, to its end. */
  async demonstrate(): Promise<void> {
    if ((await this.showMe.count()) === 0) return;
    await this.showMe.click();
    await expect(this.showMe).toBeVisible({ timeout: 300_000 });
  }

  /** What the step states, beside what the page has computed. */
  claims(): Promise<StatedClaim[]> {
    return this.dock.locator('[data-claim]').evaluateAll((elements) =>
      elements.map((element) => {
        const { claim = '', stated, tolerance, found } = (element as HTMLElement).dataset;
        const computed = found === undefined || found === '' ? null : Number(found);
        return { text: claim, stated: Number(stated), tolerance: Number(tolerance), found: computed };
      }),
    );
  }
}
