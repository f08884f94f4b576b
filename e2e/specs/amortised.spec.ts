/** Amortisation under the hand: another observation gets its posterior at once, from the same network. */
import type { Locator, Page } from '@playwright/test';
import type { Playground } from '../pages/playground.ts';
import { drag } from '../pages/pointer.ts';
import { expect, test } from '../pages/test.ts';

const BOTH = /^True amplitude of matter clustering.* and linear bias/;
const BAND = /^P_g\(k\), .*0\.11$/;

/** Does something to the observation; the posterior must follow, and the network must stay. */
async function expectNewAnswer({ header, infer }: Playground, change: () => Promise<void>): Promise<void> {
  const [posterior, state] = [await infer.posteriorInWords(), await header.state()];
  await change();
  await expect.poll(() => infer.posteriorInWords()).not.toBe(posterior);
  expect(await header.state()).toBe(state);
}

/**
 * Milliseconds from letting a dragged handle go to the redrawn figure: the last change of the figure's summary (its
 * medians, from the 4,000 draws that a resting observation gets) and plotly's next report that it has drawn.
 */
async function releaseToRedraw(page: Page, figure: Locator, handle: Locator): Promise<number> {
  await figure.evaluate((element) => {
    interface Clock {
      released: number;
      readonly said: number[];
      readonly drawn: number[];
    }
    const clock: Clock = { released: 0, said: [], drawn: [] };
    (window as unknown as { clock: Clock }).clock = clock;
    addEventListener('pointerup', () => (clock.released = performance.now()), { capture: true, once: true });
    new MutationObserver(() => clock.said.push(performance.now())).observe(element, {
      attributes: true,
      attributeFilter: ['aria-label'],
    });
    const plot = element as unknown as { on(event: string, listener: () => void): void };
    plot.on('plotly_afterplot', () => clock.drawn.push(performance.now()));
  });
  await drag(page, handle, -30, 20);
  await page.waitForTimeout(1500);
  return page.evaluate(() => {
    const { clock } = window as unknown as { clock: { released: number; said: number[]; drawn: number[] } };
    const said = clock.said.findLast((at) => at > clock.released) ?? Number.NaN;
    return (clock.drawn.find((at) => at >= said) ?? Number.NaN) - clock.released;
  });
}

test('one network answers for every observation', async ({ playground, page }, { annotations }) => {
  const { infer } = playground;
  await playground.trainBriefly();

  await test.step('the true value moved by keys', () =>
    expectNewAnswer(playground, async () => {
      const before = await infer.dataPoints();
      await infer.handle(BOTH).focus();
      for (let i = 0; i < 3; i++) await infer.handle(BOTH).press('Shift+ArrowLeft');
      await expect.poll(() => infer.dataPoints()).not.toEqual(before);
    }));
  await test.step('the true value dragged', () =>
    expectNewAnswer(playground, () => drag(page, infer.handle(BOTH), 40, -35)));
  await test.step('a data point dragged', () =>
    expectNewAnswer(playground, async () => {
      await drag(page, infer.handle(BAND), 0, -40);
      await expect(infer.observationPanel.getByText(/1 point moved/)).toBeVisible();
    }));
  await test.step('a data point moved by keys', () =>
    expectNewAnswer(playground, async () => {
      await infer.handle(BAND).focus();
      for (let i = 0; i < 3; i++) await infer.handle(BAND).press('Shift+ArrowDown');
    }));
  await test.step('new noise', () =>
    expectNewAnswer(playground, () => page.getByRole('button', { name: 'New noise' }).click()));

  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push(await releaseToRedraw(page, infer.posterior, infer.handle(BOTH)));
  const median = times.toSorted((a, b) => a - b)[1];
  annotations.push({ type: 'release to redraw', description: times.map((ms) => `${ms.toFixed(0)} ms`).join(', ') });
  // The aim is 150 ms on an idle machine.
  expect(median).toBeLessThan(1000);
});
