/**
 * Training on WebGPU, here on an adapter that is emulated on the CPU: the same shaders as on a graphics card,
 * at seconds a step on a busy machine. Hence the smallest batches, and few steps.
 */
import { tracesOf } from '../pages/chart.ts';
import { expect, test } from '../pages/test.ts';

const STEPS = 20;

test('WebGPU can be chosen, says that it is emulated, and learns', async ({ playground, page }) => {
  test.setTimeout(240_000);
  const { header, assume, check } = playground;
  await header.waitForSteps(1);
  // Another engine goes on with the network as it is; the runs that it shall do from their start begin later.
  await header.pause();
  await header.engine.click();
  const menu = page.getByRole('dialog', { name: 'Engine' });
  const option = menu.getByRole('button', { name: /^WebGPU/ });
  await expect(option).toContainText('software adapter');
  await option.click();

  await expect(header.engine).toHaveAccessibleName('Engine: WebGPU (software)', { timeout: 60_000 });
  await header.engine.click();
  await expect(menu).toContainText(/You chose webgpu, here a software adapter/i);
  await page.keyboard.press('Escape');

  await assume.lowerBudget(20);
  await assume.type('Batch size', '20');
  await expect.poll(() => header.state(), { timeout: 60_000 }).toMatch(/of 900\b/);
  await expect.poll(() => header.steps(), { timeout: 180_000 }).toBeGreaterThanOrEqual(STEPS);
  await expect.poll(async () => (await tracesOf(check.loss))[0]?.y.length ?? 0).toBeGreaterThanOrEqual(STEPS);
  const losses = (await tracesOf(check.loss))[0].y;
  expect(losses.every(Number.isFinite)).toBe(true);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Five batches of 20 have a standard error of some 0.1 nats; the first steps win many times that.
  expect(mean(losses.slice(-5))).toBeLessThan(mean(losses.slice(0, 5)));
});
