/** A run is pinned: later ones are drawn over it and stand beside it in a table, whatever it is called. */
import { expectAccessible } from '../pages/axe.ts';
import { textOf, tracesOf } from '../pages/chart.ts';
import { expect, test } from '../pages/test.ts';

test('a pinned run stays while another is trained, and is opened again', async ({ playground, page }) => {
  test.slow();
  const { assume, header, infer, pins } = playground;
  await playground.trainBriefly();
  const dotted = async () => (await tracesOf(infer.posterior)).filter(({ dash }) => dash === 'dot');
  await expect.poll(async () => (await dotted()).length).toBe(0);

  await test.step('it is drawn and listed', async () => {
    await pins.pin.click();
    await expect(pins.said(/^The same study\./)).toBeVisible();
    await expect.poll(async () => (await dotted()).length).toBeGreaterThanOrEqual(3);
    await expectAccessible(page, 'a pinned run');
  });
  await test.step('it says when it is of other data than those on screen', async () => {
    await page.keyboard.press('n');
    await expect(pins.said(/^The same study\. It is the posterior of another observation\./)).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(pins.said(/^The same study\. [^I]/)).toBeVisible();
  });
  await test.step('a name is text, in the table and in the figure', async () => {
    await pins.name(1).fill('<b>first</b> & <img src=x onerror=alert(1)>');
    await pins.name(1).press('Enter');
    await expect.poll(() => textOf(infer.posterior)).toContain('<b>first</b> & <img src=x onerror=alert');
    await pins.name(1).fill('first');
    await pins.name(1).press('Enter');
    await expect.poll(() => textOf(infer.posterior)).not.toContain('<b>');
  });
  await test.step('another seed is told apart from it', async () => {
    await assume.type('Epochs', '41');
    await header.typeSeed(9);
    await expect(pins.said(/Epochs: 40; now 41\. Seed: 8; now 9\./)).toBeVisible();
    await expect(header.progress).toHaveAttribute('aria-valuetext', / of 148\b/, { timeout: 60_000 });
    await header.waitForEnd();
    // The seed's box has the focus: its keys are no shortcuts.
    await pins.pin.click();
    await expect(pins.name(2)).toHaveValue('Run 2');
    await infer.show('Ridge');
    await expect.poll(() => textOf(infer.ridge)).toMatch(/first.*Run 2/s);
  });
  await test.step('a run of another system is listed and not drawn', async () => {
    await header.chooseSystem('Two moons');
    await expect(pins.said(/Another system: Galaxy bias\. Not drawn: it has other parameters/).first()).toBeVisible();
  });
  await test.step('its study comes back, with its seed', async () => {
    await pins.button('Open first again').click();
    await expect(header.seed).toHaveValue('8');
    await expect(pins.said(/^The same study\./)).toBeVisible();
    await expect(assume.box('Epochs')).toHaveValue('40');
  });
  await test.step('and it goes when it is unpinned', async () => {
    await pins.button('Unpin first').click();
    await pins.button('Unpin Run 2').click();
    await expect(pins.card).toBeHidden();
  });
});
