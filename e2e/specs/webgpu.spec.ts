/**
 * Training on WebGPU, here on an adapter that is emulated on the CPU: the same shaders as on a graphics card,
 * at seconds a step on a busy machine. Hence the smallest batches, and few steps. The GPU is lost in the middle of a run where its
 * device is destroyed from within the worker, which is how a lost one looks to the page.
 */
import type { Page, Worker } from '@playwright/test';
import { tracesOf } from '../pages/chart.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const STEPS = 20;

/** The parts of WebGPU that are used here. */
interface Device {
  destroy(): void;
}
interface Scope {
  GPUAdapter: { prototype: { requestDevice: (this: unknown, descriptor?: object) => Promise<Device> } };
  devices: Device[];
}

/** Keeps hold of every device that the worker asks for from now on. */
function watchDevices(worker: Worker): Promise<void> {
  return worker.evaluate(() => {
    const scope = globalThis as unknown as Scope;
    const { prototype } = scope.GPUAdapter;
    const request = prototype.requestDevice;
    scope.devices = [];
    prototype.requestDevice = async function (descriptor) {
      const device = await request.call(this, descriptor);
      scope.devices.push(device);
      return device;
    };
  });
}

/** Takes the run over to the software GPU, in the engine menu. */
async function chooseGpu(page: Page, { header }: Playground): Promise<void> {
  await header.engine.click();
  await page
    .getByRole('dialog', { name: 'Engine' })
    .getByRole('button', { name: /^WebGPU/ })
    .click();
  await expect(header.engine).toHaveAccessibleName('Engine: WebGPU (software)', { timeout: 90_000 });
}

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

test('training continues without a GPU that is lost three times', { tag: '@slow' }, async ({ page }) => {
  test.setTimeout(400_000);
  // Long enough that it is never over on the processor before the next GPU is there.
  await page.goto('/#seed=8&simulations=5000&batchSize=20&epochs=1000&patience=1000&fresh=0');
  const playground = new Playground(page);
  const { header, check } = playground;
  await header.waitForSteps(1);
  await header.pause();
  const engine = playground.engineWorker();
  await watchDevices(engine);
  let resumed = 0;
  for (let loss = 0; loss < 3; loss++) {
    await chooseGpu(page, playground);
    await header.train.click();
    await header.waitForSteps(resumed + 5);
    // Longer than the time between two snapshots.
    await page.waitForTimeout(3000);
    const reached = await header.steps();
    await engine.evaluate(() =>
      (globalThis as unknown as Scope).devices.splice(0).forEach((device) => device.destroy()),
    );
    const said = playground.message(
      /^The GPU was lost at step [\d,]+; training continues from step [\d,]+ on WebAssembly\.$/,
    );
    await expect(said).toBeVisible({ timeout: 60_000 });
    const [lostAt, resumedAt] = Array.from(((await said.textContent()) ?? '').matchAll(/step ([\d,]+)/g), ([, n]) =>
      Number(n.replaceAll(',', '')),
    );
    expect(lostAt).toBeGreaterThanOrEqual(reached);
    expect(resumedAt).toBeGreaterThanOrEqual(resumed);
    expect(resumedAt).toBeLessThanOrEqual(lostAt);
    await expect(header.engine).toHaveAccessibleName(/^Engine: WebAssembly/);
    await page.getByRole('button', { name: 'Dismiss this message' }).click();
    await header.pause();
    resumed = await header.steps();
  }
  await header.train.click();
  await header.waitForSteps(resumed + 100);
  const [{ x }] = await tracesOf(check.loss);
  // Each step once.
  expect([...x].every((step, i) => i === 0 || step > x[i - 1])).toBe(true);
});
