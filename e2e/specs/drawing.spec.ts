/** Drawing data: noise added, the same noise simulated again, a seed typed, and every change undone by key or button. */
import { expect, test } from '../pages/test.ts';

test('noise is added, taken back, and simulated again by its seed', async ({ playground, page }) => {
  const { header, infer } = playground;
  await header.waitForSteps(1);
  await header.pause();
  const panel = page.getByRole('region', { name: 'Observation', exact: true });
  const button = (name: string) => panel.getByRole('button', { name, exact: true });
  const seed = panel.getByRole('textbox', { name: 'Noise seed' });
  await expect(seed).toHaveValue('1');
  await expect(button('Simulate again')).toHaveAttribute('aria-disabled', 'true');
  const first = await infer.dataPoints();
  expect(first).toHaveLength(9);

  await button('Add noise').click();
  await expect(panel.getByText('simulated, noise added')).toBeVisible();
  await expect.poll(() => infer.dataPoints()).not.toEqual(first);
  await button('Simulate again').click();
  await expect.poll(() => infer.dataPoints()).toEqual(first);

  await seed.fill('12');
  await seed.press('Enter');
  await expect.poll(() => infer.dataPoints()).not.toEqual(first);
  const twelfth = await infer.dataPoints();
  await seed.blur();
  await page.keyboard.press('Control+z');
  await expect(seed).toHaveValue('1');
  await expect.poll(() => infer.dataPoints()).toEqual(first);
  await seed.fill('12');
  await seed.press('Enter');
  await expect.poll(() => infer.dataPoints()).toEqual(twelfth);

  await infer.handle(/^P_g\(k\), .*0\.11$/).press('ArrowUp');
  await expect(panel.getByText('1 point moved by hand')).toBeVisible();
  await button('Undo the last change to the data').click();
  await expect.poll(() => infer.dataPoints()).toEqual(twelfth);
  await seed.fill('-1');
  await seed.press('Enter');
  await expect(panel.getByText(/The noise seed is -1: choose a whole number/)).toBeVisible();
});
