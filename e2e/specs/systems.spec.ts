/** The other systems: each trains, shows a posterior, and compares it with a reference or says why there is none. */
import type { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

/** Trains the study on screen, and waits for the posterior's words to match. */
async function expectPosterior(playground: Playground, words: RegExp): Promise<void> {
  const { header, infer } = playground;
  await header.waitForSteps(4);
  await expect(infer.posterior).toHaveAccessibleName(words, { timeout: 30_000 });
  await expect(infer.network(/network of this study, step \d/)).toBeVisible();
}

test('birth and death: from all counts or from summaries, with the detection known or not', { tag: '@slow' }, async ({
  playground,
}) => {
  test.slow();
  const { header, assume, infer } = playground;
  await header.waitForSteps(1);
  await header.chooseSystem('Birth and death');
  await assume.lowerBudget(100);
  await test.step('all counts', async () => {
    await expectPosterior(playground, /^Posterior of birth rate \(λ\): median .*immigration/);
    await expect(infer.posteriorPanel.getByText(/ sd from the reference posterior/)).toBeVisible({ timeout: 60_000 });
  });
  for (const summaries of ['S1: mean, variance', 'S2: + autocorrelation', 'S3: nine summaries']) {
    await test.step(summaries, async () => {
      await assume.select('Network input', summaries);
      await expect(infer.network(new RegExp(`\\(${summaries.slice(0, 2)}\\)`))).toBeVisible();
      await expectPosterior(playground, /^Posterior of birth rate/);
      await expect(infer.posteriorPanel.getByText(/ sd from the reference posterior|^Reference: /)).toBeVisible({
        timeout: 90_000,
      });
    });
  }
  await test.step('detection marginalised', async () => {
    await assume.select('Network input', 'all counts');
    await assume.choose('detection: fixed or marginalised', 'marginalised');
    await expect(infer.network(/detection marginalised/)).toBeVisible();
    await expectPosterior(playground, /^Posterior of birth rate/);
    await expect(
      infer.posteriorPanel.getByText(/ sd from the reference posterior|^Reference: Forward filter/),
    ).toBeVisible({
      timeout: 90_000,
    });
  });
});

test('Lorenz-96: an exact reference for a short window, an approximate one for a climate record', async ({
  playground,
}) => {
  test.slow();
  const { header, assume, infer } = playground;
  await header.waitForSteps(1);
  await header.chooseSystem('Lorenz-96');
  await assume.lowerBudget(100);
  await test.step('short window', async () => {
    await expectPosterior(playground, /^Posterior of Forcing \(F\): median /);
    await expect(infer.posteriorPanel.getByText(/ sd from the reference posterior/)).toBeVisible({ timeout: 60_000 });
    await infer.show('Ridge');
    await expect(infer.ridgePanel.getByText(/only one parameter/)).toBeVisible();
    await infer.show('Posterior');
  });
  await test.step('climate', async () => {
    await assume.choose('Experiment', 'Climate');
    await expect(infer.network(/6 summaries of 40 sites/)).toBeVisible();
    await expectPosterior(playground, /^Posterior of Forcing/);
    await expect(infer.posteriorPanel.getByText(/ sd from the reference posterior/)).toBeVisible({ timeout: 90_000 });
  });
});

test('laws and matter: each system reads its example and compares its posterior with a reference', {
  tag: '@slow',
}, async ({ playground, page }) => {
  test.slow();
  const { header, files, infer } = playground;
  await header.waitForSteps(1);
  for (const [name, file, posterior] of [
    ['Gene with a delay', 'gene-delay.csv', /^Posterior of transcription rate \(α\): median .*delay/],
    ['Epidemic', 'epidemic.csv', /^Posterior of contact rate \(β\): median /],
    ['Tube under pressure', 'cylinder.csv', /^Posterior of first Lamé modulus \(λ\): median /],
    ['Battery cell', 'battery.csv', /^Posterior of inner resistance \(R₀\): median /],
    ['Bridge', 'bridge.csv', /^Posterior of bending stiffness \(EI\): median /],
  ] as const) {
    await test.step(name, async () => {
      await header.chooseSystem(name);
      await page.getByRole('button', { name: `Try ${file}` }).click();
      await expect(files.source(file)).toBeVisible();
      await expect(infer.posterior).toHaveAccessibleName(posterior, { timeout: 60_000 });
      await expect(infer.posteriorPanel.getByText(/ sd from the reference posterior/)).toBeVisible({ timeout: 90_000 });
    });
  }
});
