/** Simulations made elsewhere: a table is dropped, its parameters are named, a network is trained on its rows. */
import { writeNpz } from '../../src/inference/files/npz.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { expectAccessible } from '../pages/axe.ts';
import { Studies } from '../pages/studies.ts';
import { openTool } from '../pages/header.ts';
import { expect, test } from '../pages/test.ts';

const ROWS = 4000;
const NOISE = 0.5;

/** mu and nu uniform from -2 to 2; two noisy data of each. */
function gaussianTable(seed = 1): Buffer {
  const random = new Random(seed, STREAMS.simulation);
  const theta = Float64Array.from({ length: 2 * ROWS }, () => 4 * random.uniform() - 2);
  const x = Float64Array.from(
    { length: 4 * ROWS },
    (_, i) => theta[2 * Math.floor(i / 4) + (i % 2)] + NOISE * random.normal(),
  );
  const arrays = new Map([
    ['theta', { shape: [ROWS, 2], values: theta }],
    ['x', { shape: [ROWS, 4], values: x }],
  ]);
  return Buffer.from(writeNpz(arrays));
}

/** Of one observation: the exact posterior means are 0.4 and -0.8, the means of its data. */
const OBSERVED = 'x_1,x_2,x_3,x_4\n0.3,-0.7,0.5,-0.9\n';

test('a table of simulations becomes a system with named parameters', async ({ page, playground }) => {
  const { assume, check, files, header, infer } = playground;
  await files.pickBytes('cluster.npz', gaussianTable());
  const dialog = page.getByRole('dialog', { name: 'Train on these simulations' });
  await expect(dialog).toContainText('4,000 simulations of 2 parameters and 4 data values');
  await expectAccessible(page, 'the dialog about a table');
  await dialog.getByLabel('Name of parameter 1').fill('mu');
  await dialog.getByLabel('Name of parameter 2').fill('mu');
  await dialog.getByRole('button', { name: 'Train on these' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: 'two parameters have this name' })).toBeVisible();
  await dialog.getByLabel('Name of parameter 2').fill('nu');
  await dialog.getByRole('button', { name: 'Train on these' }).click();
  await expect(dialog).toBeHidden();
  await expect(assume.sketch('Parameter 2')).toBeVisible();
  await expect(page.getByText('nu', { exact: true }).filter({ visible: true }).first()).toBeVisible();

  await assume.unfold('Network and budget');
  await assume.type('Epochs', '12');
  await expect(header.progress).toHaveAttribute('aria-valuetext', /^3,500|^3,600/, { timeout: 30_000 });
  await header.waitForEnd();
  await files.pickBytes('night.csv', Buffer.from(OBSERVED));
  await expect(files.source('night.csv')).toBeVisible();
  // Exact: 0.4 and -0.8, with an sd of 0.35; a network trained for seconds is within a third of that.
  const medians = async () =>
    [...(await infer.posteriorInWords()).matchAll(/(-|−)?\d+\.\d+/g)].map(([text]) => Number(text.replace('−', '-')));
  await expect(async () => {
    const words = await infer.posteriorInWords();
    expect(words).toMatch(/mu/);
    const found = await medians();
    expect(Math.abs(found[0] - 0.4)).toBeLessThan(0.12);
  }).toPass({ timeout: 30_000 });

  // What needs a simulator says so.
  const local = page.getByRole('button', { name: /^Test the posterior here/ });
  await expect(local).toHaveAttribute('aria-disabled', 'true');
  await expect(local).toHaveAttribute('title', /no simulator/);
  // Rows that were held out check it, and are observations with known parameters.
  await page.getByRole('button', { name: 'Check on 500 fresh data sets' }).click();
  await expect(check.card('Calibration (SBC)')).toContainText('500', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Another row' }).click();
  await expect(files.source(/cluster\.npz/)).toBeVisible();
});

test('a study of a table keeps its network without the table, and goes on when the table comes', {
  tag: '@slow',
}, async ({ page, playground }) => {
  const { assume, check, files, header, infer } = playground;
  const studies = new Studies(page);
  const table = gaussianTable();
  await files.pickBytes('cluster.npz', table);
  const dialog = page.getByRole('dialog', { name: 'Train on these simulations' });
  await dialog.getByLabel('Name of parameter 1').fill('mu');
  await dialog.getByRole('button', { name: 'Train on these' }).click();
  await assume.unfold('Network and budget');
  await assume.type('Epochs', '3');
  await expect(header.progress).toHaveAttribute('aria-valuetext', /of 95\b/, { timeout: 60_000 });
  await header.waitForEnd();
  await files.pickBytes('night.csv', Buffer.from(OBSERVED));
  await expect(files.source('night.csv')).toBeVisible();
  await expect.poll(() => infer.posteriorInWords(), { timeout: 30_000 }).toMatch(/mu/);
  await studies.open();
  const file = await studies.exported();
  await page.keyboard.press('Escape');
  await openTool(page, 'Share');
  const sheet = page.getByRole('dialog', { name: 'Share this study' });
  await expect(sheet).toContainText('share the study as a file, which holds the network itself');
  await page.keyboard.press('Escape');
  await studies.waitForAutosave('night.csv');
  const before = await infer.posteriorInWords();

  // After a reload, and from the file in a tab that knows nothing, the network answers.
  const rows = 'The rows of cluster.npz (4,000 simulations of 2 parameters and 4 data values, checksum';
  await page.reload();
  await expect(check.missingRows).toContainText(rows, { timeout: 60_000 });
  await expect.poll(() => infer.posteriorInWords(), { timeout: 60_000 }).toBe(before);
  await header.chooseSystem('Two moons');
  await expect(check.missingRows).toBeHidden();
  await files.pickBytes('study.npe.zip', file);
  await expect(check.missingRows).toContainText(rows, { timeout: 60_000 });
  await expect.poll(() => infer.posteriorInWords(), { timeout: 60_000 }).toBe(before);
  await expectAccessible(page, 'a study without its table');
  // The same study again: the same bytes.
  await studies.open();
  expect((await studies.exported()).equals(file)).toBe(true);
  await page.keyboard.press('Escape');

  // What needs the rows says which they are; another table is not them.
  const checking = page.getByRole('button', { name: 'Check on 500 fresh data sets' });
  await expect(checking).toHaveAttribute('title', new RegExp(rows.replaceAll(/[()]/g, '.')));
  await files.pickBytes('other.npz', gaussianTable(2));
  await expect(playground.message('other.npz does not hold the simulations of the study on screen')).toBeVisible();
  await page.keyboard.press('Escape');
  await files.pickBytes('renamed.npz', table);
  await expect(playground.message('renamed.npz holds the rows of this study')).toBeVisible();
  await expect(check.missingRows).toBeHidden();
  await expect.poll(() => infer.posteriorInWords(), { timeout: 60_000 }).toBe(before);
  await checking.click();
  await expect(check.card('Calibration (SBC)')).toContainText('500', { timeout: 30_000 });
});

test('a table with a value that is no number is refused with its row', async ({ playground: { files } }) => {
  const rows = Array.from({ length: 2500 }, (_, i) => `${Math.sin(i)},${i === 41 ? 'many' : Math.cos(i)}`);
  await files.pickBytes('bad.csv', Buffer.from(`theta_a,x_a\n${rows.join('\n')}\n`));
  await expect(files.refusal).toContainText(/row 4[23]/i);
});

/** 2,000 rows of mu uniform from -2 to 2, 4,000 near 0.5; x = mu + noise, of which 60 failed; a column that never varies. */
function twoRounds(): Buffer {
  const random = new Random(3, STREAMS.simulation);
  const rows = 6000;
  const theta = Float64Array.from({ length: rows }, (_, i) =>
    i < 2000 ? 4 * random.uniform() - 2 : 0.5 + 0.1 * random.normal(),
  );
  const x = Float64Array.from({ length: 2 * rows }, (_, i) => {
    const row = Math.floor(i / 2);
    if (i % 2 === 1) return 7;
    return row % 100 === 5 ? Number.NaN : theta[row] + NOISE * random.normal();
  });
  const arrays = new Map([
    ['theta', { shape: [rows, 1], values: theta }],
    ['x', { shape: [rows, 2], values: x }],
  ]);
  return Buffer.from(writeNpz(arrays));
}

test('a table with failed rows of two rounds is cleaned, weighted to the stated prior and trained on', {
  tag: '@slow',
}, async ({ page, playground }) => {
  const { files, header } = playground;
  await files.pickBytes('rounds.npz', twoRounds());
  const dialog = page.getByRole('dialog', { name: 'Train on these simulations' });
  await expect(dialog).toContainText('One column has the same value in every row: x_2.');
  await expect(dialog).toContainText(
    '60 of 6,000 simulations (1 %) hold a value that is not a finite number: rows 6, 106',
  );
  await expectAccessible(page, 'the flaws of a table');
  await dialog.getByRole('button', { name: 'Leave these out' }).click();
  // No family fits; the prior of the first round is refuted before anything is trained.
  await expect(dialog).toContainText('none fits: state the prior that the posterior should use');
  // Weighting to a prior that was only guessed is offered, and does not lead.
  const weight = dialog.getByRole('button', { name: 'Weight the rows and train' });
  await expect(weight).not.toHaveClass(/primary/);
  await dialog.getByLabel('Prior of parameter 1').selectOption('uniform');
  await dialog.getByLabel('from, parameter 1').fill('-2');
  await dialog.getByLabel('from, parameter 1').press('Enter');
  await expect(dialog).toContainText('the rows do not follow this prior (uniform from -2 to 2)');
  await expect(dialog.getByRole('button', { name: 'Train anyway' })).toBeVisible();
  await expectAccessible(page, 'a refuted prior');
  await expect(weight).toHaveClass(/primary/);
  await weight.click();
  await expect(dialog).toBeHidden();
  await expect(
    page.getByText(/simulations \(\d+ %\) were kept, at random, so that they follow the stated priors/).first(),
  ).toBeVisible();
  await expect(page.getByText(/conditional on a simulation that does not fail/).first()).toBeVisible();
  await header.waitForEnd();
});

test('what more rows would bring is told beside the network in use, and forgotten with it', async ({
  page,
  playground,
}) => {
  const { assume, files, header } = playground;
  await files.pickBytes('cluster.npz', gaussianTable());
  await page
    .getByRole('dialog', { name: 'Train on these simulations' })
    .getByRole('button', { name: 'Train on these' })
    .click();
  await assume.unfold('Network and budget');
  await assume.type('Epochs', '4');
  await header.waitForEnd();
  const more = page.locator('[data-anchor="panel:more-simulations"]');
  await more.locator('summary').click();
  await expect(
    more.getByText(/Trains two networks on the first 875 and the first 1,750 simulations, of up to \d+ steps/),
  ).toBeVisible();
  await more.getByRole('button', { name: 'Train on parts of the simulations' }).click();
  await more.getByRole('button', { name: 'Cancel' }).click();
  await expect(more.getByText(/^From 875 to 3,500 simulations/)).toBeHidden();
  await more.getByRole('button', { name: 'Train on parts of the simulations' }).click();
  await expect(more.getByText(/^From 875 to 3,500 simulations/)).toBeVisible({ timeout: 60_000 });
  await expect(more.locator('[data-anchor="figure:more-simulations"]')).toBeVisible();
  await expect(more.getByText(/Mean loss on 500 held-out pairs.*Each network had a budget of/)).toBeVisible();
  await expectAccessible(page, 'what more simulations would bring', '[data-anchor="panel:more-simulations"]');
  await assume.type('Epochs', '5');
  await expect(more.getByText(/^From 875 to 3,500 simulations/)).toBeHidden();
});
