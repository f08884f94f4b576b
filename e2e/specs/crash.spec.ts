/** A worker that dies: a fresh one goes on where it stood, without a click, and the user is told in a sentence. */
import type { Page } from '@playwright/test';
import { tracesOf } from '../pages/chart.ts';
import type { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const BOTH = /^True amplitude of matter clustering.* and linear bias/;
const REASON = 'the end of this worker';
/** Four times the time between two snapshots: the machine may be busy. */
const LATEST_SNAPSHOT_MS = 4000;

test.use({ tolerated: new RegExp(REASON) });

/** Lets an exception escape in the engine worker. */
async function kill(playground: Playground): Promise<void> {
  const engine = playground.engineWorker();
  const closed = engine.waitForEvent('close');
  await engine.evaluate((reason) => {
    setTimeout(() => {
      throw new Error(reason);
    });
  }, REASON);
  await closed;
}

/** Every number of steps that the page shows from now on, with the time; read by the browser itself. */
async function recordSteps(page: Page): Promise<() => Promise<readonly (readonly [number, number])[]>> {
  const record = await page.getByRole('progressbar', { name: 'Training' }).evaluateHandle((bar) => {
    const seen: (readonly [number, number])[] = [];
    const note = () => {
      const found = /step ([\d,]+) of/.exec(bar.getAttribute('aria-valuetext') ?? '');
      if (found !== null) seen.push([performance.now(), Number(found[1].replaceAll(',', ''))]);
    };
    note();
    new MutationObserver(note).observe(bar, { attributes: true });
    return seen;
  });
  return () => record.jsonValue();
}

test('training continues from a moment before, without a click', { tag: '@slow' }, async ({ playground, page }) => {
  const { header, infer, check, assume } = playground;
  // Long enough that it is not over before it is interrupted.
  await assume.unfold('Network and budget');
  await assume.type('Epochs', '500');
  await header.waitForSteps(1);
  const steps = await recordSteps(page);
  await page.waitForTimeout(6000);
  const before = await steps();
  const killed = await page.evaluate(() => performance.now());
  await kill(playground);

  const said = playground.message(
    /^The engine stopped: .*the end of this worker.* training continues from step [\d,]+ on/,
  );
  await expect(said).toBeVisible({ timeout: 30_000 });
  const told = (await steps()).length;
  const resumed = Number(/from step ([\d,]+)/.exec((await said.textContent()) ?? '')?.[1].replaceAll(',', ''));
  const settled = before.findLast(([time]) => time < killed - LATEST_SNAPSHOT_MS);
  expect(settled).toBeDefined();
  expect(resumed).toBeGreaterThanOrEqual(settled?.[1] ?? Number.POSITIVE_INFINITY);
  await header.waitForSteps(Math.max(...before.map(([, step]) => step)) + 1);
  const after = (await steps()).slice(told).map(([, step]) => step);
  expect(Math.min(...after)).toBeGreaterThanOrEqual(resumed);

  await expect(infer.network(/network of this study, step \d/)).toBeVisible();
  await expect.poll(async () => (await tracesOf(check.loss))[0]?.x[0]).toBeLessThan(resumed);
  await header.pause();
  const paused = await header.steps();
  await header.step.click();
  await expect.poll(() => header.steps()).toBeGreaterThan(paused);
  await header.reset.click();
  await expect.poll(() => header.steps()).toBe(0);

  await page.getByRole('button', { name: 'Dismiss this message' }).click();
  await expect(said).toBeHidden();
});

test('a finished network answers again without being trained', async ({ playground }) => {
  const { header, infer } = playground;
  await playground.trainBriefly();
  const end = await header.state();
  await kill(playground);
  await expect(playground.message(/the network of step [\d,]+ now runs on/)).toBeVisible({ timeout: 30_000 });
  const before = await infer.posteriorInWords();
  await infer.handle(BOTH).focus();
  for (let i = 0; i < 3; i++) await infer.handle(BOTH).press('Shift+ArrowLeft');
  expect(await header.state()).toBe(end);
  await expect.poll(() => infer.posteriorInWords()).not.toBe(before);
});
