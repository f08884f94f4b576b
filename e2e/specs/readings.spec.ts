/** Readings that come in one by one: played, stopped, and the posterior that follows them. */
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const END = { timeout: 60_000 };
/** Seconds for 90 readings at 20 a second, on a machine that does other things, too. */
const LONGEST = 30;

test('readings are played; the posterior follows them to that of all readings and back', async ({ page }) => {
  test.setTimeout(180_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('/#system=battery&design.readings=any&detail=full');
  const count = page.getByText(/^\d+ of 91 readings$/);
  await expect(count).toHaveText('91 of 91 readings', END);
  const sentence = page
    .getByText(/^Most likely/)
    .first()
    .locator('xpath=..');
  await expect(sentence).toBeVisible(END);

  // The first answer is one of fewer draws.
  await new Playground(page).infer.restingPosterior();
  const ofAll = (await sentence.textContent()) ?? '';
  const slider = page.getByRole('slider', { name: /Number of readings/ });
  await slider.focus();
  await slider.press('Home');
  await expect(count).toHaveText('1 of 91 readings');
  await expect(sentence).not.toHaveText(ofAll, END);

  await page.getByText('20/s', { exact: true }).click();
  const start = Date.now();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(count).toHaveText('91 of 91 readings', { timeout: LONGEST * 1000 });
  const seconds = (Date.now() - start) / 1000;
  console.log(`90 readings in ${seconds.toFixed(1)} s: ${(90 / seconds).toFixed(1)} a second`);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(sentence).toHaveText(ofAll, END);

  await slider.press('Home');
  await expect(count).toHaveText('1 of 91 readings');
  await expect(sentence).not.toHaveText(ofAll, END);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(count).not.toHaveText('91 of 91 readings');
  expect(errors).toEqual([]);
});
