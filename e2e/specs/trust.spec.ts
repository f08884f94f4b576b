/**
 * Whether to trust the posterior: an observation unlike all that was trained on is called so; a posterior that is broken in
 * the sandbox is found out by the checks, corrected, and found to be corrected.
 */
import { holdFrom, release, watchMessages } from '../pages/heldMessages.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

/** Under this budget the network itself passes its checks, so that what they find is what was broken. */
async function trained({ assume, header }: Playground): Promise<void> {
  await assume.unfold('Network and budget');
  await assume.type('Simulations', '10000');
  await assume.type('Epochs', '40');
  await expect(header.progress).toHaveAttribute('aria-valuetext', / of 1,440\b/, { timeout: 60_000 });
  await header.waitForEnd();
}

test('data that the network was never shown are called so', { tag: '@slow' }, async ({ playground, page }) => {
  const { check, infer } = playground;
  await playground.trainBriefly();
  const outlier = check.verdict('At this observation').first();
  await expect(outlier).toHaveText(/Good:.*This observation looks like the training data/, { timeout: 60_000 });
  // Power on the smallest scale only: no galaxy survey of this model looks so.
  const point = infer.handle(/^P_g\(k\), .*0\.19$/);
  await point.focus();
  for (let i = 0; i < 25; i++) await page.keyboard.press('Shift+ArrowUp');
  await expect(outlier).toHaveText(/Problem:.*The network was trained on no data like this/, { timeout: 60_000 });
  await expect(check.card('At this observation')).toContainText('do not trust');
});

test('an overconfident posterior is found out, corrected, and found to be corrected', { tag: '@slow' }, async ({
  playground,
}) => {
  test.setTimeout(300_000);
  const { check } = playground;
  await trained(playground);
  const sbc = check.verdict('Calibration (SBC)');

  await test.step('first click: the posterior is overconfident, and its rank histograms say so', async () => {
    await check.perturbation('Overconfident');
    await expect(sbc).toHaveText(/Problem:.*too narrow.*4 of 4 quantities fail/, { timeout: 60_000 });
    await expect(check.card('Sandbox')).toContainText('broken on purpose');
  });
  await test.step('second click: corrections are fitted, and judged on other data', async () => {
    await check.button('Try corrections').click();
    await expect(check.correction('As it is')).toHaveText(/Problem:.*too narrow/, { timeout: 120_000 });
    await expect(check.correction('Width and shift')).not.toHaveText(/too narrow/);
  });
  await test.step('third click: the checks find the corrected posterior corrected', async () => {
    await check.button('Use width and shift').click();
    await expect(sbc).not.toHaveText(/too narrow/, { timeout: 60_000 });
    await expect(check.card('Correct it')).toContainText('Width and shift in use');
  });
  await test.step('and all can be taken back', async () => {
    await check.button('Undo the correction').click();
    await expect(sbc).toHaveText(/4 of 4 quantities fail/, { timeout: 60_000 });
    await check.perturbation('Off');
    await expect(sbc).not.toHaveText(/too narrow/, { timeout: 60_000 });
  });
});

test('what is set in the sandbox while a live check runs is being applied until the engine has taken it', async ({
  page,
}) => {
  await watchMessages(page);
  await page.goto('/#v=2');
  const { check, infer } = new Playground(page);
  const sandbox = check.card('Sandbox');
  await expect(infer.network(/network of this study, step \d/)).toBeVisible({ timeout: 60_000 });
  // The live check of the wider posterior is asked for, and does not end.
  await holdFrom(page, 'calibration.live');
  await check.perturbation('Underconfident');
  await expect(sandbox).toContainText('broken on purpose');
  await expect(sandbox).not.toContainText('being applied');

  await check.perturbation('Overconfident');
  await expect(sandbox).toContainText('width × 0.5');
  await expect(sandbox).toContainText('being applied');
  await expect(sandbox).not.toContainText('broken on purpose');
  // What is on screen is the former one and says so; no check is shown that is of another posterior.
  await expect(infer.network(/· broken on purpose: width × 2 ·/)).toBeVisible();
  await expect(check.verdict('Calibration (SBC)')).toBeHidden();

  await release(page);
  await expect(infer.network(/· broken on purpose: width × 0\.5 ·/)).toBeVisible();
  await expect(sandbox).toContainText('broken on purpose');
  await expect(sandbox).not.toContainText('being applied');
  await expect(check.verdict('Calibration (SBC)')).toHaveText(/too narrow/, { timeout: 30_000 });
});

test('draws are corrected by the exact likelihood where it is known: in the picture, and in what is said of it', {
  tag: '@slow',
}, async ({ page }) => {
  test.slow();
  // Birth and death with its pre-trained network, which covers the posterior.
  await page.goto('/#system=birth-death');
  const { infer, check } = new Playground(page);
  await expect(infer.network(/network of this study, step \d/)).toBeVisible({ timeout: 60_000 });
  await check.button('Weight the draws by the exact likelihood').click({ timeout: 60_000 });
  const mending = check.card('Correct it');
  await expect(mending.getByText(/The weights can be used/)).toBeVisible({ timeout: 60_000 });
  await expect(infer.network(/network of this study/)).toBeVisible();
  const before = await infer.posteriorInWords();

  await check.button('Use the weights').click();
  const weighted = infer.network(
    /weighted by the exact likelihood: effective sample size \d+ %.* · network of step \d/,
  );
  await expect(weighted).toBeVisible({ timeout: 60_000 });
  await expect(mending).toContainText('Importance weights in use');
  await expect.poll(() => infer.posteriorInWords(), { timeout: 60_000 }).not.toBe(before);

  // Another observation is weighted in its turn.
  await page.getByRole('button', { name: 'New noise' }).click();
  await expect(weighted).toBeHidden({ timeout: 60_000 });
  await expect(weighted).toBeVisible({ timeout: 60_000 });

  await check.button('Undo the weights').click();
  await expect(infer.network(/network of this study, step \d/)).toBeVisible({ timeout: 60_000 });
});
