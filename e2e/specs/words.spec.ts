/** Words: a term's definition by pointer, keyboard and touch; the page of text with the glossary; what is printed. */
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from '../pages/test.ts';

const RANKS = /every rank comes up equally often/;

test('a term opens its definition by hover and by keyboard, beside what it explains, and Escape closes it', async ({
  page,
}) => {
  await page.goto('/#system=two-moons&detail=full');
  const term = page.locator('[data-anchor="panel:calibration"] h3 [data-term="sbc"]');
  await term.scrollIntoViewIfNeeded();
  await term.hover();
  const definition = page.getByRole('dialog', { name: 'SBC' });
  await expect(definition.getByText(RANKS)).toBeVisible();
  const [card, box] = [
    await page.locator('[data-anchor="panel:calibration"]').boundingBox(),
    await definition.boundingBox(),
  ];
  if (card === null || box === null) throw new Error('The card or the definition has no place.');
  expect(box.x + box.width <= card.x || box.x >= card.x + card.width).toBe(true);
  await expectAccessible(page, 'a definition that is open');
  await page.mouse.move(5, 5);
  await expect(definition).toBeHidden();

  await page.keyboard.press('Tab');
  await term.focus();
  await page.keyboard.press('Enter');
  await expect(definition).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(definition).toBeHidden();
  await expect(term).toBeFocused();
});

test('the text under the tool and all terms are there, a term has an address, and the study keeps its own', async ({
  page,
}) => {
  await page.goto('/#system=galaxy-bias&detail=full');
  await page.getByRole('button', { name: 'Read on' }).click();
  await expect(page.getByRole('heading', { name: 'What Bayes’ rule asks for' })).toBeInViewport();
  await expectAccessible(page, 'the text', '#reading');
  await page.goto('/#term-k-hat');
  await expect(page.locator('#term-k-hat')).toBeInViewport();
  await expect(page).not.toHaveURL(/term-/);
  await expect(page.getByText('This link was not opened')).toHaveCount(0);
});

test('what is printed is the report, and all terms where they are asked for', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-chart$="-posterior"][data-state="drawn"]')).toBeVisible();
  // The part that prints comes with the sheets, once the page answers.
  await expect
    .poll(
      async () => {
        await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
        return page.locator('html').getAttribute('data-printing');
      },
      { timeout: 30_000 },
    )
    .toBe('report');
  await page.emulateMedia({ media: 'print' });
  const report = page.locator('#printed-report');
  for (const name of ['Posterior', 'Study', 'Observation', 'Checks', 'Reproduce']) {
    await expect(report.getByRole('heading', { name, exact: true })).toBeVisible();
  }
  expect(await report.locator('figure svg').count()).toBeGreaterThanOrEqual(2);
  await expect(page.locator('#root')).toBeHidden();
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(report).toHaveCount(0);
});
