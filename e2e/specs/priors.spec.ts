/** Moving a prior: what follows at once, what follows by training, and what is refused. */
import { centreOf } from '../pages/pointer.ts';
import { expect, test } from '../pages/test.ts';

const AMPLITUDE = 'Amplitude of matter clustering';
const BIAS = 'Linear bias';

test('a prior moved by number or by key changes sketch and band, and trains a new network by itself', async ({
  playground,
  page,
}) => {
  const { header, assume, infer } = playground;
  await header.waitForSteps(5);
  await expect.poll(() => infer.priorBand().then((band) => band.length)).toBeGreaterThan(0);
  const band = await infer.priorBand();

  await test.step('by number box', async () => {
    await assume.type(`${AMPLITUDE}, to`, '2.5');
    await expect(assume.sketch(AMPLITUDE)).toHaveAccessibleName(/log-uniform from 0\.25 to 2\.5$/);
    await expect.poll(() => infer.priorBand()).not.toEqual(band);
  });
  await test.step('the new study is trained', async () => {
    await expect(infer.network(/network of this study, step \d/)).toBeVisible({ timeout: 30_000 });
    await header.waitForSteps(1);
  });
  await test.step('by a dragged thumb: nothing is trained until it is let go', async () => {
    const { x, y } = await centreOf(assume.thumb(AMPLITUDE, 'lower'));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 20, y);
    await expect(assume.sketch(AMPLITUDE)).not.toHaveAccessibleName(/from 0\.25/);
    await expect(infer.banner()).toContainText('The network on screen was trained with the former priors.');
    await expect(infer.banner()).toContainText('A new one is trained as soon as you let go.');
    await page.waitForTimeout(1500);
    await expect(infer.network(/network of the former priors/)).toBeVisible();
    await page.mouse.up();
    await expect(infer.network(/network of this study, step \d/)).toBeVisible({ timeout: 30_000 });
  });
  await test.step('by keys on a slider', async () => {
    const before = await assume.sketch(BIAS).getAttribute('aria-label');
    await assume.thumb(BIAS, 'upper').focus();
    for (let i = 0; i < 8; i++) await assume.thumb(BIAS, 'upper').press('ArrowLeft');
    const upper = Number(await assume.box(`${BIAS}, to`).inputValue());
    expect(upper).toBeLessThan(3);
    expect(upper).toBeGreaterThan(2);
    await expect(assume.sketch(BIAS)).toHaveAccessibleName(new RegExp(`log-uniform from 0\\.5 to ${upper}$`));
    expect(await assume.sketch(BIAS).getAttribute('aria-label')).not.toBe(before);
    await expect(infer.network(/network of this study/)).toBeVisible({ timeout: 30_000 });
  });
});

test('with the switch off a moved prior waits for a button', async ({ playground, page }) => {
  const { header, assume, infer } = playground;
  await header.waitForSteps(1);
  await assume.turn('Retrain by itself after a change', false);
  await assume.type(`${BIAS}, from`, '0.7');
  await expect(infer.banner()).toContainText('was trained with the former priors');
  // By itself it would begin 0.8 s after the change.
  await page.waitForTimeout(2000);
  await expect(infer.network(/network of the former priors/)).toBeVisible();
  await page.getByRole('button', { name: 'Train the new study' }).click();
  await expect(infer.banner()).toBeHidden({ timeout: 30_000 });
  await expect(infer.network(/network of this study/)).toBeVisible();
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
