/** Links for a class: the teacher's words as words, what the page begins with, and the result that is handed in. */
import { expectAccessible } from '../pages/axe.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const WORDS = `title=${encodeURIComponent('<b>Moons</b> & more')}&task=${encodeURIComponent('Find both.\n[[sbc]] $x$')}`;

test('the words of a link are shown as words, and the result is copied as text that claims no check that was not made', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/#system=two-moons&start=untrained&${WORDS}`);
  const { header } = new Playground(page);
  const note = page.getByRole('region', { name: 'From whoever made this link' });
  await expect(note.getByText('<b>Moons</b> & more')).toBeVisible();
  await expect(note.getByText('[[sbc]] $x$')).toBeVisible();
  await expect(note.locator('b, i, a, [data-term]')).toHaveCount(0);
  // Untrained, although a network comes with the page.
  await expect(header.progress).toHaveAttribute('aria-valuetext', /^0 of [\d,]+ simulations · paused/, {
    timeout: 30_000,
  });
  await expect(page.getByRole('button', { name: 'Train', exact: true }).first()).toBeEnabled();
  await expectAccessible(page, 'a link for a class');
  await expect
    .poll(async () => {
      await note.getByRole('button', { name: /Copy my result|Copied/ }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    })
    .toContain('Result from Posterior Playground');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('Title of the link: <b>Moons</b> & more');
  expect(text).not.toContain('passed');
  const link = /^Study: (.*)$/m.exec(text)?.[1] ?? '';
  expect(link).toContain('#system=two-moons&start=untrained&title=');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(note.getByText('Find both.')).toBeVisible();
  await expectAccessible(page, 'a link for a class');
});

test('a link with start=train trains a study at once that comes with a trained network', async ({ page }) => {
  await page.goto('/#system=two-moons&start=train&simulations=2000&epochs=5');
  const { header } = new Playground(page);
  await header.waitForSteps(1);
  await page.goto('about:blank');
  await page.goto('/#system=birth-death&start=train');
  await header.waitForSteps(1);
  await expect(header.progress).not.toHaveAttribute('aria-valuetext', /pre-trained/);
});
