/** A first visit on a slow line: what answers before plotly is there, and that its coming moves nothing. */
import type { Page } from '@playwright/test';
import { drawnByPlotly } from '../pages/chart.ts';
import { expect, test } from '../pages/test.ts';
import { Playground } from '../pages/playground.ts';

/** Where the texts of a figure stand, in pixels from its corner. */
function places(page: Page, chart: string): Promise<Record<string, number[]>> {
  return page.evaluate((name) => {
    const frame = document.querySelector(`[data-chart="${name}"]`);
    if (frame === null) throw new Error(`There is no figure ${name}.`);
    const { left, top } = frame.getBoundingClientRect();
    const found: Record<string, number[]> = {};
    for (const text of frame.querySelectorAll('svg text')) {
      if (text.textContent === '') continue;
      const { x, y, width, height } = text.getBoundingClientRect();
      found[`${text.textContent} ${Object.keys(found).length}`] = [x - left, y - top, width, height];
    }
    return found;
  }, chart);
}

test('drags are answered without plotly, which then puts every word where it stood', async ({ page }) => {
  let release = () => {};
  const later = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/plotly-/, async (route) => {
    await later;
    await route.continue();
  });
  await page.goto('/');
  const { header, infer } = new Playground(page);
  await expect(header.progress).toHaveAttribute('aria-valuetext', /^pre-trained/);
  const frame = infer.observation.locator('..');
  await expect(frame).toHaveAttribute('data-state', 'sketched');
  const before = await infer.posteriorInWords();
  await infer.handle(/^P_g\(k\), .*0\.11$/).press('Shift+ArrowUp');
  await expect.poll(() => infer.posteriorInWords()).not.toBe(before);
  await expect(frame.locator('svg text').first()).toBeVisible();

  // The reference and the predictive bands of the new observation come from workers of their own.
  await expect(infer.posteriorPanel.getByText(/sd from the reference posterior/)).toBeVisible();
  await page.waitForTimeout(1500);
  const charts = ['galaxy-bias-posterior', 'galaxy-bias-observation'];
  const sketched = await Promise.all(charts.map((chart) => places(page, chart)));
  release();
  await drawnByPlotly(infer.posterior);
  await drawnByPlotly(infer.observation);
  for (const [i, chart] of charts.entries()) {
    const plotted = Object.values(await places(page, chart));
    const words = Object.values(sketched[i]);
    // plotly writes a figure's parts in another order.
    const byPlace = ([x, y]: readonly number[], [u, v]: readonly number[]) => x - u || y - v;
    expect(words).toHaveLength(plotted.length);
    for (const box of words) {
      const nearest = Math.min(
        ...plotted.map((other) => Math.max(...box.map((value, k) => Math.abs(value - other[k])))),
      );
      expect(
        nearest,
        `${chart}: ${JSON.stringify(box)} among ${JSON.stringify(plotted.toSorted(byPlace))}`,
      ).toBeLessThan(1.5);
    }
  }
});
