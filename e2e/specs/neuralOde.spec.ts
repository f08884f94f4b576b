/** The neural ODE from the user's seat: chosen, fitted, asked for the delay and the laws; it says where it fails. */
import { expect, test } from '../pages/test.ts';

const GENE = '/#system=gene-delay&detail=full&seed=2';

test('a neural ODE learns the law, finds the delay, and says which law misses the held-out pulse', {
  tag: '@slow',
}, async ({ page, playground }) => {
  test.slow();
  await page.goto(`${GENE}&noise=2&truth=1,0.5,20,60,20`);
  await playground.assume.choose('Learner', 'Neural ODE');
  const panel = page.getByRole('region', { name: 'Neural ODE' });
  await expect(panel.getByText('not a posterior over laws')).toBeVisible();
  await expect(panel.getByText(/The pulse of 60 min, which was held out, is predicted/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(panel.getByText('Protein, gene on for 60 min, held out')).toBeVisible();
  await expect(panel.getByRole('row', { name: /^delay τ (19|20|21|22)/ })).toBeVisible();

  await test.step('the profile has one minimum, near the true delay', async () => {
    await panel.getByText('Which delay fits best?').click();
    await panel.getByRole('button', { name: 'Try all delays' }).click();
    await expect(panel.getByText(/One minimum, at (1[89]|2[012])\.\d min/)).toBeVisible({ timeout: 90_000 });
    await expect(panel.getByRole('img', { name: /against delay τ.*True value: 20/ })).toBeVisible();
  });
  await test.step('the law without memory misses the pulse', async () => {
    await panel.getByText('Which law predicts a pulse it never saw?').click();
    await panel.getByRole('button', { name: 'Compare the laws' }).click();
    await expect(panel.getByText(/With memory the held-out pulse is predicted/)).toBeVisible({ timeout: 90_000 });
  });
});

test('a law without memory says that it fails; too few steps are told; the link holds the learner', async ({
  page,
}) => {
  await page.goto(`${GENE}&noise=2&truth=1,0.5,20,60,20&learner=neural-ode&learner.law=M0`);
  const panel = page.getByRole('region', { name: 'Neural ODE' });
  await expect(panel.getByText(/To fit, the noise had to grow to /)).toBeVisible({ timeout: 60_000 });
  await page.goto('about:blank');
  await page.goto(`${GENE}&noise=2&truth=1,0.5,20,60,20&learner=neural-ode&learner.steps=12`);
  await expect(panel.getByText(/The steps ran out while the loss was still falling/)).toBeVisible({ timeout: 60_000 });
  await expect(page).toHaveURL(/learner=neural-ode&learner\.steps=12/);
});
