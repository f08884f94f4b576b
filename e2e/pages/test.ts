/**
 * The test that every spec uses: the page, opened, and one rule that holds in all of them: nothing complains. An error on
 * the console or one that nobody caught fails the test, unless the spec expects it (`tolerated`).
 */
import { type BrowserContext, test as base } from '@playwright/test';
import { expect } from '@playwright/test';
import { Playground } from './playground.ts';

export { expect };

interface Fixtures {
  /** Who comes: somebody who sees all settings and checks, or somebody who was never here. */
  readonly visitor: 'returning' | 'first';
  /** The page, opened at its start. */
  readonly playground: Playground;
  /** Complaints that the spec provokes. */
  readonly tolerated: RegExp | null;
  readonly complaints: void;
}

/**
 * Makes whoever comes with this context a returning user, for whom all settings and checks are in sight. What a test then
 * chooses stays.
 */
export async function asReturning(context: Pick<BrowserContext, 'addInitScript'>): Promise<void> {
  await context.addInitScript(() => {
    try {
      if (sessionStorage.getItem('e2e.returning') !== null) return;
      sessionStorage.setItem('e2e.returning', 'yes');
      localStorage.setItem('posterior-playground.detail', 'full');
      localStorage.setItem('posterior-playground.doors', 'closed');
      localStorage.setItem('posterior-playground.dragged', 'yes');
    } catch {
      // The test forbids storage.
    }
  });
}

export const test = base.extend<Fixtures>({
  tolerated: [null, { option: true }],
  visitor: ['returning', { option: true }],
  context: async ({ context, visitor }, provide) => {
    if (visitor === 'returning') await asReturning(context);
    await provide(context);
  },
  complaints: [
    async ({ page, tolerated }, provide) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => complaints.push(error.stack || error.message || String(error)));
      await provide();
      expect(complaints.filter((complaint) => tolerated === null || !tolerated.test(complaint))).toEqual([]);
    },
    { auto: true },
  ],
  playground: async ({ page }, provide) => {
    // A seed for which there is no pre-trained network: this one is trained at once.
    await page.goto('/#seed=8');
    await provide(new Playground(page));
  },
});
