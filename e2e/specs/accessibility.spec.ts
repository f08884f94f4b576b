/**
 * What axe can find, in both themes, with everything open that opens: serious and critical findings count. Nothing is wider than
 * the window. Keys that are switched off are said to be so.
 */
import { expectAccessible } from '../pages/axe.ts';
import { Studies } from '../pages/studies.ts';
import { expect, test } from '../pages/test.ts';

/** On both sides of every change of the layout, and between. */
const WIDTHS = [320, 699, 700, 860, 1099, 1100, 1199, 1240, 1280];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nobody is shut out (${colorScheme})`, { tag: '@slow' }, async ({ playground, page }) => {
    const { header, assume, infer, check, files } = playground;
    test.slow();
    await page.emulateMedia({ colorScheme });
    await playground.trainBriefly();
    await expect(check.verdict('Coverage')).toBeVisible({ timeout: 90_000 });
    await expect(infer.posteriorPanel.getByText(/ sd from the reference posterior/)).toBeVisible();
    await expectAccessible(page, 'the page');

    await assume.unfold('Design');
    await assume.unfold('Network and budget');
    await assume.type('Epochs', 'many');
    await files.drop('galaxy-nan.bad.csv');
    await infer.show('Ridge');
    await expectAccessible(page, 'folds open, a number and a file refused, the ridge');

    await header.help.click();
    await expect(page.getByRole('dialog', { name: 'How this page works' })).toBeVisible();
    await expectAccessible(page, 'help');
    await page.keyboard.press('Escape');

    await page.getByTitle('Choose a system (G)').click();
    await expect(page.getByRole('dialog', { name: 'Choose a system' })).toBeVisible();
    await expectAccessible(page, 'systems');
    await page.keyboard.press('Escape');

    const studies = new Studies(page);
    await studies.open();
    await studies.save('First');
    await expect(studies.lines).toHaveCount(1);
    await studies.button('Delete First').click();
    await expect(studies.button('Undo: keep First')).toBeFocused();
    await expectAccessible(page, 'studies');
    await page.keyboard.press('Escape');

    await header.engine.click();
    await expect(page.getByRole('dialog', { name: 'Engine' })).toBeVisible();
    await expectAccessible(page, 'engines');
  });
}

for (const [system, colorScheme] of [
  ['galaxy-image', 'light'],
  ['weak-lensing', 'dark'],
] as const) {
  test(`the tools of the images of ${system} shut nobody out (${colorScheme})`, { tag: '@slow' }, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.goto(`/#system=${system}&detail=full&start=untrained`);
    const tools = page.getByRole('group', { name: 'Image', exact: true });
    await expect(tools).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page, 'the tools');
    await tools.getByText('Add', { exact: true }).click();
    await expect(tools.getByLabel('Size of the brush').first()).toBeVisible();
    await tools.getByText('2×', { exact: true }).click();
    await expectAccessible(page, 'a brush over an enlarged image');
  });
}

test('nothing is wider than the window, whatever its width', { tag: '@slow' }, async ({ page }) => {
  // The system whose checks have the longest buttons, with its network from the start.
  await page.goto('/#system=birth-death');
  await expect(page.getByText(/network of this study, step \d/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Weight the draws by the exact likelihood' })).toBeVisible({
    timeout: 30_000,
  });
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const tab of width < 700 ? ['Assumptions', 'Data and causes', 'Trust'] : [null]) {
      const columns = page.getByRole('navigation', { name: 'Columns' });
      if (tab !== null) await columns.getByRole('button', { name: tab }).click();
      await expect.poll(wider, { message: `${width} px${tab === null ? '' : `, ${tab}`}` }).toBeLessThanOrEqual(0);
    }
    // The head is one row where there are three columns.
    if (width >= 1100) expect((await page.getByRole('banner').boundingBox())?.height).toBeLessThan(70);
  }
});

test('keys that are switched off are said to be so', async ({ page, playground }) => {
  await playground.header.help.click();
  const help = page.getByRole('dialog', { name: 'How this page works' });
  const off = help.getByText('(switched off)');
  await expect(off).toHaveCount(0);
  await help.getByText('Single-key shortcuts').click();
  await expect(help).toContainText('Single-key shortcuts are switched off; those with Ctrl work.');
  expect(await off.count()).toBeGreaterThan(10);
  await expect(help.getByRole('row', { name: /^Ctrl\+Z/ })).not.toContainText('switched off');
  await page.keyboard.press('Escape');
  await expect(page.getByTitle('Choose a system', { exact: true })).toBeVisible();
});
