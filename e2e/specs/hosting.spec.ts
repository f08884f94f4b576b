/** The page on somebody's plain web space: without headers, below a folder, without a network, and when it changes. */
import type { Page } from '@playwright/test';
import { PlainHost } from '../pages/plainHost.ts';
import { Playground } from '../pages/playground.ts';
import { Studies } from '../pages/studies.ts';
import { test as base, expect } from '../pages/test.ts';

const test = base.extend<object, { host: PlainHost }>({
  host: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright asks for a pattern.
    async ({}, provide) => {
      const host = new PlainHost();
      await host.start();
      await provide(host);
      await host.remove();
    },
    { scope: 'worker' },
  ],
  launchOptions: [
    async ({ launchOptions, host }, provide) =>
      provide({ ...launchOptions, args: [...(launchOptions.args ?? []), ...host.flags] }),
    { scope: 'worker' },
  ],
});

test.beforeEach(({ host }) => host.start());
test.use({ tolerated: /net::ERR_FAILED/ });

/** Opens the page with a study that trains at once, and waits until all of the page is kept. */
async function visit(page: Page, host: PlainHost): Promise<Playground> {
  await page.goto(`${host.address}#seed=8&epochs=400`);
  const playground = new Playground(page);
  await playground.header.waitForSteps(1);
  await playground.header.help.click();
  await expect(page.getByText('it opens and works offline')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  return playground;
}

const controlled = (page: Page) => page.evaluate(() => navigator.serviceWorker.controller !== null);

test('without headers, below a folder: isolated after one reload by itself, with threads', async ({ page, host }) => {
  let loads = 0;
  page.on('load', () => loads++);
  await page.goto(host.address);
  const { header } = new Playground(page);
  await header.waitForPretrained();
  await expect.poll(() => page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(loads).toBeLessThanOrEqual(2);
  const engine = page.workers().find((worker) => worker.url().includes('entry'));
  expect(await engine?.evaluate(() => new SharedArrayBuffer(8).byteLength)).toBe(8);
  // The embedded page and its parts lie in the same folder.
  await page.goto(`${host.address}embed.html`);
  await expect(page.getByRole('link', { name: 'Open in Posterior Playground' })).toBeVisible();
});

test('out of reach after the first visit: opens, trains on, and exports', { tag: '@slow' }, async ({ page, host }) => {
  const { header, exporting } = await visit(page, host).then(async (playground) => {
    await new Studies(page).waitForAutosave('"epochs": 400');
    await host.stop();
    await page.reload();
    return playground;
  });
  const before = await header.steps();
  await header.waitForSteps(before + 20);
  await header.pause();
  await exporting.open();
  const csv = await exporting.take('Draws as a table: CSV');
  expect(csv.bytes.toString().split('\n').length).toBeGreaterThan(100);
  const netcdf = await exporting.take('Everything for ArviZ and xarray: NetCDF');
  expect(netcdf.bytes.subarray(1, 4).toString()).toBe('HDF');
});

test('a new version while a tab trains: the tab goes on with its own files, and takes it on a click', {
  tag: '@slow',
}, async ({ page, host }) => {
  const { header, exporting } = await visit(page, host);
  const title = await page.title();
  await host.deploy('Version 2');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const offer = page.getByText('A new version of this page is ready.');
  await expect(offer).toBeVisible({ timeout: 30_000 });
  // Its NetCDF writer is no longer on the server.
  await exporting.open();
  await exporting.take('Everything for ArviZ and xarray: NetCDF');
  await page.keyboard.press('Escape');
  await page.reload();
  expect(await page.title()).toBe(title);

  await expect(offer).toBeVisible();
  await header.waitForSteps(1);
  const before = await header.steps();
  await page.getByRole('button', { name: 'Update now' }).click();
  await expect.poll(() => page.title()).toBe('Version 2');
  await expect.poll(() => header.steps()).toBeGreaterThanOrEqual(before);
  await header.waitForSteps(before + 20);
  await expect(offer).toBeHidden();
});

test('the page is switched off: by its user, by an address, and for good by its host', { tag: '@slow' }, async ({
  page,
  host,
}) => {
  const registered = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  const kept = () => page.evaluate(async () => (await caches.keys()).length);
  await page.goto(host.address);
  const { header, files } = new Playground(page);
  await header.waitForPretrained();
  await expect.poll(() => controlled(page)).toBe(true);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated)).toBe(true);
  await header.waitForPretrained();
  await header.help.click();
  const choice = page.getByText('Keep this page for offline use');
  await choice.click();
  await expect(page.getByText('it opens only with an internet connection')).toBeVisible();
  // Workers that start from now on need the headers that isolate the page.
  await page.keyboard.press('Escape');
  await files.drop('galaxy-nan.bad.csv');
  await expect(files.refusal).toContainText('another system');
  await page.reload();
  await header.waitForPretrained();
  // The worker goes with the page that it isolated, and may still have been asked for the next one.
  await expect.poll(registered).toBe(0);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(await kept()).toBe(0);
  await page.reload();
  await header.waitForPretrained();
  expect(await controlled(page)).toBe(false);

  await page.goto(`${host.address}?offline=on`);
  await expect.poll(() => controlled(page)).toBe(true);
  await page.goto(`${host.address}?offline=off`);
  await expect(page).toHaveURL(host.address);
  await expect.poll(registered).toBe(0);
  await page.goto(host.address);
  await header.waitForPretrained();
  expect(await controlled(page)).toBe(false);

  await page.goto(`${host.address}?offline=on`);
  await expect.poll(() => controlled(page)).toBe(true);
  await host.withdraw();
  await page.reload();
  await expect.poll(registered).toBe(0);
  expect(await kept()).toBe(0);
});

test('a part that cannot be fetched is named, with what to do', async ({ page }) => {
  // On a loopback address, where nothing is kept.
  await page.route(/\/(netcdf|readAny)-/, (route) => route.abort());
  await page.goto('/#v=2');
  const { header, exporting, files } = new Playground(page);
  await header.waitForPretrained();
  expect(await controlled(page)).toBe(false);
  await exporting.open();
  await exporting.button('Everything for ArviZ and xarray: NetCDF').click();
  const said = (does: string) =>
    new RegExp(`The part of the page that ${does} could not be loaded: .* Try again, or reload the page\\.`);
  await expect(exporting.sheet).toContainText(said('writes NetCDF files'));
  await page.keyboard.press('Escape');
  await files.drop('galaxy.good.npy');
  await expect(files.refusal).toContainText(said('reads files'));
});
