/** What axe finds on the page as it stands: serious and critical findings fail. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/**
 * @param what part of the page or state, for the report
 * @param within a selector of the part that is looked at; default: the whole page
 */
export async function expectAccessible(page: Page, what: string, within = 'html'): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const findings = grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(findings, what).toEqual([]);
}
