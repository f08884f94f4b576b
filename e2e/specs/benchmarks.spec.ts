/** The public benchmark tasks: in the gallery under their own heading, with files as the benchmark writes them. */
import { fileCases } from '../pages/files.ts';
import { expect, test } from '../pages/test.ts';

test('a task of ten parameters shows some of them, and others when asked', { tag: '@slow' }, async ({
  playground,
  page,
}) => {
  const { header, assume, infer } = playground;
  await header.waitForSteps(1);
  await header.chooseSystem('Bernoulli GLM');
  await assume.lowerBudget(100);
  await expect(infer.posterior).toHaveAccessibleName(/^\w+ of Offset \(θ₁\).*Filter at lag 2 \(θ₄\)/, {
    timeout: 30_000,
  });
  await expect(infer.posterior).not.toHaveAccessibleName(/θ₅/);
  const shown = page.getByRole('group', { name: 'Shown, at most 5 of 10' });
  await shown.getByRole('button', { name: 'θ₁ Offset' }).click();
  await shown.getByRole('button', { name: /^θ₁₀/ }).click();
  await expect(infer.posterior).toHaveAccessibleName(/Filter at lag 8 \(θ₁₀\)/);
  await expect(infer.posterior).not.toHaveAccessibleName(/\(θ₁\)/);
});

test('the observation of a task comes in as the benchmark writes it', async ({ playground, page }) => {
  const { header, infer, files } = playground;
  await header.waitForSteps(1);
  await page.getByTitle('Choose a system (G)').click();
  await expect(page.getByRole('region', { name: 'Public benchmark tasks' }).getByRole('button')).toHaveCount(8);
  await page.keyboard.press('Escape');
  await header.chooseSystem('SIR');
  await files.pick('sir-benchmark.good.csv');
  await expect(files.source('sir-benchmark.good.csv')).toBeVisible();
  const x = fileCases.find(({ file }) => file === 'sir-benchmark.good.csv')?.x;
  await expect.poll(() => infer.dataPoints()).toEqual(x);
});
