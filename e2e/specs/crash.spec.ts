/** A worker that dies: the user is told in a sentence, and the work goes on. */
import { expect, test } from '../pages/test.ts';

const REASON = 'the end of this worker';

test.use({ tolerated: new RegExp(REASON) });

test('an engine that stops is started again and trains on', async ({ playground, page }) => {
  const { header, infer } = playground;
  await header.waitForSteps(1);
  const engine = page.workers().find((worker) => worker.url().includes('entry'));
  if (engine === undefined) throw new Error('The page runs no engine worker.');
  const closed = engine.waitForEvent('close');
  await engine.evaluate((reason) => {
    setTimeout(() => {
      throw new Error(reason);
    });
  }, REASON);
  await closed;

  const said = playground.message(/^The engine stopped: .*the end of this worker.* It was restarted/);
  await expect(said).toBeVisible();
  await header.waitForSteps(1);
  await expect(infer.network(/network of this study, step \d/)).toBeVisible();
  await header.pause();
  const steps = await header.steps();
  await header.step.click();
  await expect.poll(() => header.steps()).toBeGreaterThan(steps);

  await page.getByRole('button', { name: 'Dismiss this message' }).click();
  await expect(said).toBeHidden();
});
