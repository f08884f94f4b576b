/** Moving a prior: what follows at once, what follows by training, and what is refused. */
import { centreOf } from '../pages/pointer.ts';
import { expect, test } from '../pages/test.ts';

const AMPLITUDE = 'Amplitude of matter clustering';
const BIAS = 'Linear bias';
const RETRAIN = 'Retrain automatically when reweighting is not enough';
const WEIGHTED = /reweighted to the moved priors: effective sample size \d+ %/;

test('a moved prior is answered at once by weights, without training', { tag: '@slow' }, async ({
  playground,
  page,
}) => {
  const { header, assume, infer, check } = playground;
  await playground.trainBriefly();
  await expect.poll(() => infer.priorBand().then((band) => band.length)).toBeGreaterThan(0);
  const band = await infer.priorBand();
  const trained = await header.state();

  await test.step('by number box', async () => {
    const before = await infer.posteriorInWords();
    await assume.type(`${AMPLITUDE}, to`, '1.5');
    await expect(infer.network(WEIGHTED)).toBeVisible({ timeout: 1000 });
    await expect(assume.sketch(AMPLITUDE)).toHaveAccessibleName(/log-uniform from 0\.25 to 1\.5$/);
    expect(await infer.posteriorInWords()).not.toBe(before);
    await expect.poll(() => infer.priorBand()).not.toEqual(band);
  });
  await test.step('the reference follows', async () => {
    await expect(infer.posteriorPanel.getByText(/sd from the reference posterior/)).toBeVisible({ timeout: 30_000 });
  });
  await test.step('by a dragged thumb, while it is held', async () => {
    const before = await infer.posteriorInWords();
    const { x, y } = await centreOf(assume.thumb(BIAS, 'upper'));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 20, y, { steps: 4 });
    await expect(infer.network(WEIGHTED)).toBeVisible();
    await expect.poll(() => infer.posteriorInWords()).not.toBe(before);
    await page.mouse.up();
  });
  await test.step('by keys on a slider', async () => {
    const upper = Number(await assume.box(`${BIAS}, to`).inputValue());
    await assume.thumb(BIAS, 'upper').focus();
    for (let i = 0; i < 8; i++) await assume.thumb(BIAS, 'upper').press('ArrowRight');
    expect(Number(await assume.box(`${BIAS}, to`).inputValue())).toBeGreaterThan(upper);
  });
  await test.step('nothing was trained', async () => {
    expect(await header.state()).toBe(trained);
    await expect(infer.banner()).toBeHidden();
  });
  await test.step('fresh data sets of the moved priors check it', async () => {
    await expect(check.card('Calibration (SBC)')).toContainText('for the previous priors');
    await page.getByRole('button', { name: 'Check on 500 fresh data sets' }).click();
    await expect(check.card('Calibration (SBC)')).toContainText('500 fresh data sets', { timeout: 60_000 });
  });
  await test.step('the network is tested here by itself, and corrections are tried on what is shown', async () => {
    await page.getByRole('button', { name: 'Test the posterior here' }).click();
    const note = 'This tests the network’s own posterior, before it is reweighted to the moved priors.';
    await expect(check.card('At this observation')).toContainText(note, { timeout: 60_000 });
    await page.getByRole('button', { name: 'Try corrections' }).click();
    await expect(check.card('Correct it')).toContainText('Conformal regions', { timeout: 90_000 });
  });
});

test('what weights cannot answer says so, and is trained', { tag: '@slow' }, async ({ playground, page }) => {
  const { header, assume, infer } = playground;
  await playground.trainBriefly();
  await assume.turn(RETRAIN, false);

  await test.step('a prior that has grown waits for a button', async () => {
    await assume.type(`${BIAS}, to`, '5');
    await expect(infer.banner()).toContainText(/too far from those of the training: \d+ % of their probability/);
    await page.getByRole('button', { name: 'Train the new study' }).click();
    await expect(infer.banner()).toBeHidden({ timeout: 30_000 });
    await expect(infer.network(/network of this study, warm-started from the previous one, step \d/)).toBeVisible({
      timeout: 30_000,
    });
    await header.waitForEnd();
    expect(await header.state()).toContain('of 72');
  });
  await test.step('a reset begins with the weights of the seed, and with all of the budget', async () => {
    await header.reset.click();
    await expect(infer.network(/network of this study, step 0/)).toBeVisible({ timeout: 30_000 });
    await header.step.click();
    await expect.poll(() => header.state()).toContain('step 1 of 144');
  });
  await test.step('a nuisance is trained by itself as soon as that is wanted', async () => {
    await assume.choose('Shot-noise factor: fixed or marginalised', 'fixed');
    await expect(infer.banner()).toContainText('reweighting cannot adapt the network on screen');
    await assume.turn(RETRAIN, true);
    await expect(infer.banner()).toBeHidden({ timeout: 30_000 });
    await expect(infer.network(/network of this study, step \d/)).toBeVisible({ timeout: 30_000 });
  });
});

test('a number that makes no prior is refused with a sentence, and the prior stays', async ({ playground }) => {
  const { header, assume, infer } = playground;
  await header.waitForSteps(1);
  const refused: readonly (readonly [box: string, typed: string, sentence: RegExp])[] = [
    [`${AMPLITUDE}, to`, 'four', /"four" is not a number: type one such as/],
    [`${AMPLITUDE}, to`, '0.1', /0\.25.*0\.1|0\.1.*0\.25/],
    [`${AMPLITUDE}, from`, '-1', /-1|−1/],
  ];
  for (const [box, typed, sentence] of refused) {
    await assume.type(box, typed);
    await expect(assume.problem()).toHaveText(sentence);
    await expect(assume.box(box)).toHaveAttribute('aria-invalid', 'true');
    await expect(assume.sketch(AMPLITUDE)).toHaveAccessibleName(/log-uniform from 0\.25 to 4$/);
    await assume.box(box).press('Escape');
    await expect(assume.problem()).toBeHidden();
  }
  await expect(infer.banner()).toBeHidden();
});
