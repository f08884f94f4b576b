/** What axe can find, in both themes, with everything open that opens. Serious and critical findings count. */
import { expectAccessible } from '../pages/axe.ts';
import { Studies } from '../pages/studies.ts';
import { expect, test } from '../pages/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nobody is shut out (${colorScheme})`, async ({ playground, page }) => {
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
