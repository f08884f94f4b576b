/** Pause, step, reset, re-seed: the run obeys, and a seed means one network. */
import { tracesOf } from '../pages/chart.ts';
import type { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const STEPS = 5;
/** Pauses that are timed. */
const TRIES = 4;

/** Losses of the first steps after a reset, one by one. */
async function firstLosses({ header, check }: Playground): Promise<readonly number[]> {
  await header.reset.click();
  await expect.poll(() => header.steps()).toBe(0);
  for (let step = 1; step <= STEPS; step++) {
    await header.step.click();
    await expect.poll(() => header.steps()).toBe(step);
    await expect(header.train).toHaveText('Continue');
  }
  await expect.poll(async () => (await tracesOf(check.loss))[0]?.y.length).toBe(STEPS);
  return (await tracesOf(check.loss))[0].y;
}

test('pause stops the steps, and answers at once', async ({ playground: { header }, page }, { annotations }) => {
  await header.waitForSteps(1);
  const times: number[] = [];
  for (let i = 0; i < TRIES; i++) {
    await expect(header.train).toHaveText('Pause');
    const ms = await header.train.evaluate(async (button) => {
      const start = performance.now();
      const changed = new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!button.textContent.includes('Continue')) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(button, { subtree: true, childList: true, characterData: true });
      });
      (button as HTMLButtonElement).click();
      await changed;
      return performance.now() - start;
    });
    times.push(ms);
    await header.train.click();
  }
  annotations.push({ type: 'pause answered after', description: times.map((ms) => `${ms.toFixed(1)} ms`).join(', ') });
  // The least of a few: other work on the machine can only add to the time that the page takes.
  expect(Math.min(...times)).toBeLessThan(100);

  await header.pause();
  // A step that was under way may still be told.
  await page.waitForTimeout(300);
  const stopped = await header.steps();
  await page.waitForTimeout(700);
  expect(await header.steps()).toBe(stopped);
});

test('a seed means one network: reset brings its first weights back, another seed brings others', {
  tag: '@slow',
}, async ({ playground }) => {
  const { header } = playground;
  await header.waitForSteps(1);
  await header.pause();
  const losses = await firstLosses(playground);
  expect(await firstLosses(playground)).toEqual(losses);

  await header.typeSeed(9);
  await expect(header.seed).toHaveValue('9');
  await header.waitForSteps(1);
  await header.pause();
  const others = await firstLosses(playground);
  expect(others.every((loss, i) => loss !== losses[i])).toBe(true);
});
