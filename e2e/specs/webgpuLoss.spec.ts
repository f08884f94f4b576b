/**
 * A GPU that is lost in the middle of a run: WebAssembly goes on from the last snapshot. The device is that of a software
 * adapter, destroyed from within the worker, which is how a lost one looks to the page.
 */
import type { Page, Worker } from '@playwright/test';
import { tracesOf } from '../pages/chart.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

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

test('training continues without a GPU that is lost three times', async ({ page }) => {
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
