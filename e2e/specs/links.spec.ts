/** Studies in links: what a link holds, what it brings back, what a teacher fixes with it, and what a stranger may put into it. */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { defaultStudy, firstObservation } from '../../src/inference/study/defaults.ts';
import { recordOf } from '../../src/inference/observation/record.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { writeLink } from '../../src/inference/study/link/writeLink.ts';
import { expectAccessible } from '../pages/axe.ts';
import { tracesOf } from '../pages/chart.ts';
import { Playground } from '../pages/playground.ts';
import { Share } from '../pages/share.ts';
import { asReturning, expect, test } from '../pages/test.ts';

const catalogue = new SystemCatalogue();

/** As few steps as a trained network can do with. */
const BRIEF = 'simulations=1000&batchSize=250&epochs=10';

/** The curves of the training, without the dashed floor: it is computed beside the training and may come later. */
async function losses(page: Page): Promise<readonly (readonly number[])[]> {
  const traces = await tracesOf(new Playground(page).check.loss);
  return traces.filter(({ dash }) => dash !== 'dash').map(({ y }) => y);
}

/** The losses once the figure has caught up with the run, whose last step is validated: it is drawn a few times a second. */
async function lastLosses(page: Page): Promise<readonly (readonly number[])[]> {
  const { loss } = new Playground(page).check;
  const ends = async () => (await tracesOf(loss)).filter(({ x }) => x.length > 1).map(({ x }) => x.at(-1));
  await expect.poll(async () => new Set(await ends()).size).toBe(1);
  return losses(page);
}

test('a study with priors, nuisance, design and a file of its own comes back in a fresh browser, with its losses', {
  tag: '@slow',
}, async ({ playground, page, browser }) => {
  const { header, assume, files } = playground;
  await header.waitForSteps(1);
  await header.pause();
  await files.pick('galaxy-other-volume.good.csv');
  await files.designDialog.getByRole('button', { name: /Use the file.s design and retrain/ }).click();
  await assume.type('Linear bias, from', '0.6');
  await assume.choose('Shot-noise factor: fixed or marginalised', 'fixed');
  await playground.trainBriefly(10);
  const share = new Share(page);
  await expect.poll(() => share.hash()).toMatch(/&design\.V=.*&prior\.b=.*fixed\(1\).*&packed=[\w-]+&v=2$/);
  const link = await share.hash();
  const before = await lastLosses(page);

  const elsewhere = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await asReturning(elsewhere);
  const fresh = await elsewhere.newPage();
  await fresh.goto(`/#${link}`);
  const other = new Playground(fresh);
  await other.header.waitForEnd();
  await expect(other.files.source('galaxy-other-volume.good.csv')).toBeVisible();
  expect(await other.infer.dataPoints()).toEqual(await playground.infer.dataPoints());
  await expect
    .poll(async () => (await losses(fresh)).map((curve) => curve.length))
    .toEqual(before.map((y) => y.length));
  for (const [i, curve] of (await losses(fresh)).entries()) {
    for (const [step, loss] of curve.entries()) expect(Math.abs(loss - before[i][step])).toBeLessThan(1e-4);
  }
  // Written anew by the other page: there and back, the bytes are the same.
  await fresh.keyboard.press('z');
  await expect.poll(() => new Share(fresh).hash()).toBe(link.replace(/&v=2$/, '&zoom=1&v=2'));
  await fresh.keyboard.press('z');
  await expect.poll(() => new Share(fresh).hash()).toBe(link);
  await fresh.context().close();
});

test('a bad link names every problem, opens nothing, and is taken out of the address', async ({ page }) => {
  await page.goto('/#sytem=sir&epochs=0&prior.A=cauchy(1)');
  const { header, message } = bound(page);
  await expect(
    message(/This link was not opened: #sytem=sir&epochs=0&prior\.A=cauchy\(1\)\. 3 problems/),
  ).toBeVisible();
  await expect(message(/"sytem" is not known; did you mean "system"\?/)).toBeVisible();
  await expect(message(/epochs is "0"; give a whole number from 1 to 1000\./)).toBeVisible();
  await expect(header.progress).toHaveAttribute('aria-valuetext', /^pre-trained/, { timeout: 30_000 });
  await expect(page.getByTitle('Choose a system (G)')).toHaveText('Birth and death');
  expect(await new Share(page).hash()).toBe('');
});

test('a link pasted into the open page, and the way back', { tag: '@slow' }, async ({ playground, page }) => {
  await playground.header.waitForSteps(1);
  await page.evaluate((hash) => (location.hash = hash), `system=sir&${BRIEF}&v=2`);
  await expect(page.getByTitle('Choose a system (G)')).toHaveText('SIR epidemic');
  await playground.header.chooseSystem('Two moons');
  await expect.poll(() => new Share(page).hash()).toBe('system=two-moons&v=2');
  await page.goBack();
  await expect(page.getByTitle('Choose a system (G)')).toHaveText('SIR epidemic');
});

test('nothing in a link becomes part of the page', async ({ page }) => {
  const hostile = '<img src=x onerror="document.title=1">"\'${1}';
  const system = builtIn('two-moons');
  const study = defaultStudy(system, 8);
  const { x, truth, s, design, notices } = firstObservation(system, study.problem);
  const source = { kind: 'file', name: hostile } as const;
  const observation = recordOf({ system: system.id, design, x, s, truth, notices, source });
  await page.goto(`/#${writeLink({ study, observation, view: null }, catalogue)}`);
  const { header, files } = new Playground(page);
  await header.waitForSteps(1);
  await expect(files.source(hostile)).toBeVisible();
  await page.goto('/#seed=1');
  await page.goto(`/#system=${encodeURIComponent(hostile)}&${encodeURIComponent(hostile)}=1`);
  await expect(
    bound(page)
      .message(/<img src=x onerror=/)
      .first(),
  ).toBeVisible();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await expect(page).toHaveTitle('Posterior Playground');
});

test('a teacher’s link hides, locks and waits', { tag: '@slow' }, async ({ page }) => {
  await page.goto(`/#system=birth-death&${BRIEF}&hide=sandbox,engine,seed&lock=priors,truth&start=0`);
  const { header, assume, infer, check } = new Playground(page);
  await expect(header.engine).toBeHidden();
  await expect(header.seed).toBeHidden();
  await expect(check.card('Learning')).toBeVisible();
  await expect(check.card('Sandbox')).toBeHidden();
  await expect(page.getByRole('group', { name: 'Locked by the link' })).toHaveCount(1);
  await expect(page.getByRole('textbox', { name: 'Noise seed' })).toHaveCount(0);
  await expect(assume.box('death rate, from')).toBeDisabled();
  await expect(assume.thumb('death rate', 'lower')).toBeDisabled();
  await page.keyboard.press('n');
  await expect(bound(page).message('Locked by the link')).toBeVisible();
  expect(await header.steps()).toBe(0);
  await header.train.click();
  await header.waitForEnd();
  await expect(infer.handle(/^True/)).toHaveCount(0);
  await expect(infer.handle(/count/i).first()).toBeVisible();
  await expectAccessible(page, 'a page with locked controls');

  await page.goto(`/#system=birth-death&${BRIEF}&hide=check,priors,nuisances,design,training`);
  await expect(page.getByRole('heading', { name: /Can you trust it/ })).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Assumptions', exact: true })).toBeHidden();
  await expect(infer.posteriorPanel).toBeVisible();
});

test('the sheet makes links that fix controls, with a preview', { tag: '@slow' }, async ({ page }) => {
  await page.goto(`/#system=two-moons&${BRIEF}`);
  await new Playground(page).header.waitForEnd();
  const share = new Share(page);
  await share.open();
  await expect(share.link).toHaveValue(/#system=two-moons&simulations=1000.*&v=2$/);
  await share.fix('priors of the parameters', 'Locked');
  await share.fix('column of checks', 'Hidden');
  await share.sheet.getByText('An untrained network', { exact: true }).click();
  await expect(share.link).toHaveValue(/&start=untrained&hide=check&lock=priors&v=2$/);
  await expect(share.snippet).toHaveValue(
    /^<iframe src="http:.*\/embed\.html#system=two-moons.*hide=check&amp;lock=priors&amp;v=2"/,
  );
  await expectAccessible(page, 'the sheet that makes links', '[role=dialog]');
  await share.sheet.getByRole('button', { name: 'Preview' }).click();
  const preview = share.sheet.frameLocator('iframe[title="Preview"]');
  await expect(preview.getByRole('button', { name: 'Train' })).toBeVisible();
  await expect(preview.getByRole('region', { name: 'Posterior' })).toBeVisible();
  await expect(preview.getByRole('region', { name: 'Calibration (SBC)' })).toBeHidden();
});

test.describe('in a page of another origin', () => {
  // The browser says that it was told not to frame the whole page.
  test.use({ tolerated: /frame-ancestors/ });

  test('the embedded page trains, and the whole page stays out', { tag: '@slow' }, async ({ page, baseURL }) => {
    const hash = `system=two-moons&${BRIEF}`;
    const host = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<title>A course</title><iframe id="embed" width="700" height="640" src="${baseURL}embed.html#${hash}"></iframe>` +
          `<iframe id="whole" src="${baseURL}index.html"></iframe>`,
      );
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    try {
      await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
      const embed = page.frameLocator('#embed');
      await expect(embed.getByRole('progressbar', { name: 'Training' })).toHaveAttribute(
        'aria-valuetext',
        /done|stopped early/,
        { timeout: 90_000 },
      );
      await expect(embed.getByRole('img', { name: /^Posterior of / })).toBeVisible();
      const way = embed.getByRole('link', { name: 'Open in Posterior Playground' });
      const opened = page.context().waitForEvent('page');
      await way.click();
      const whole = await opened;
      // Not the head that stands there until the page has begun.
      await expect(whole.locator('#root').getByTitle('Choose a system (G)')).toHaveText('Two moons');
      await expect(page.frameLocator('#whole').getByRole('banner')).toHaveCount(0);
    } finally {
      host.close();
    }
  });
});

/** The messages and the head of a page that was not opened at its start. */
function bound(page: Page) {
  const playground = new Playground(page);
  return { header: playground.header, message: playground.message.bind(playground) };
}
