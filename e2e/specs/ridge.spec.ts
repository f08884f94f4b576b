/** Two universes, one spectrum: the ridge of galaxy bias, and what breaks it. */
import { textOf, tracesOf } from '../pages/chart.ts';
import { expect, test } from '../pages/test.ts';

const jump = /^Jump to the other universe/;

test('the ridge has a curve and a sentence, and the data do not see a jump along it', async ({ playground, page }) => {
  const { header, assume, infer, check } = playground;
  await playground.trainBriefly();
  await infer.show('Ridge');

  await test.step('curve and sentence', async () => {
    await expect.poll(() => textOf(infer.ridge)).toMatch(/A b² = \d/);
    await expect(infer.ridgePanel.getByText(/The data pin down A b² to [\d.]+ %/)).toBeVisible();
    const curve = (await tracesOf(infer.ridge)).find(({ dash }) => dash === 'dot');
    // The label's own number: A b^2 is the same along the whole curve.
    const products = (curve?.x ?? []).map((A, i) => A * (curve?.y[i] ?? 0) ** 2);
    expect(products.length).toBeGreaterThan(50);
    expect(Math.max(...products) / Math.min(...products)).toBeLessThan(1 + 1e-9);
  });
  await test.step('log switch', async () => {
    const scale = page.getByRole('radiogroup', { name: 'Scale of the axes' });
    await expect(scale.getByRole('radio', { name: 'log' })).toBeChecked();
    const ticks = await textOf(infer.ridge);
    await scale.getByText('linear', { exact: true }).click();
    await expect.poll(() => textOf(infer.ridge)).not.toBe(ticks);
    await scale.getByText('log', { exact: true }).click();
  });
  await test.step('the other universe', async () => {
    await infer.show('Posterior');
    const truths = () =>
      infer.posteriorPanel.getByRole('table').getByRole('row').locator('td:last-child').allTextContents();
    expect(await truths()).toEqual(['2', '1']);
    const [before, state] = [await infer.dataPoints(), await header.state()];
    await page.getByRole('button', { name: jump }).first().click();
    await expect.poll(truths).toEqual(['0.5', '2']);
    const after = await infer.dataPoints();
    // One signal, one noise: equal to rounding, as 0.5 * 2^2 = 2 * 1^2 exactly.
    expect(after.map((value, i) => Math.abs(value / before[i] - 1)).every((change) => change < 1e-12)).toBe(true);
    expect(await header.state()).toBe(state);
  });
  await test.step('redshift-space distortions take the other universe away', async () => {
    const sentence = await check.verdict('What the data can tell').textContent();
    await assume.turn('Redshift-space distortions', true);
    await expect(page.getByRole('button', { name: jump })).toHaveCount(0);
    await header.waitForEnd();
    await expect(check.verdict('What the data can tell')).not.toHaveText(sentence ?? '');
    await infer.show('Ridge');
    await expect.poll(() => textOf(infer.ridge)).not.toMatch(/A b² = \d/);
  });
});
