/** A table in foreign units: a date with its offset, a parameter of 1e-30, data of 1e44. The page shows and learns them all. */
import { writeNpz } from '../../src/inference/files/npz.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { expect, test } from '../pages/test.ts';

const ROWS = 3000;
const DATE = 2_459_000.5;

/** date - DATE and size / 1e-30 uniform from -2 to 2; x_1, x_3 measure the date, x_2, x_4 the size. */
function foreignTable(): Buffer {
  const random = new Random(1, STREAMS.simulation);
  const plain = Float64Array.from({ length: 2 * ROWS }, () => 4 * random.uniform() - 2);
  const theta = plain.map((value, i) => (i % 2 === 0 ? DATE + value : 1e-30 * value));
  const x = Float64Array.from({ length: 4 * ROWS }, (_, i) => {
    const value = plain[2 * Math.floor(i / 4) + (i % 2)] + 0.5 * random.normal();
    return i % 2 === 0 ? DATE + value : 1e44 * value;
  });
  const arrays = new Map([
    ['theta', { shape: [ROWS, 2], values: theta }],
    ['x', { shape: [ROWS, 4], values: x }],
  ]);
  return Buffer.from(writeNpz(arrays));
}

const OBSERVED = 'x_1,x_2,x_3,x_4\n2459000.8,-0.7e44,2459001.0,-0.9e44\n';

test('dates keep their digits, and tiny and huge units are learnt like any', async ({ page, playground }) => {
  const { assume, files, header, infer } = playground;
  await files.pickBytes('survey.npz', foreignTable());
  const dialog = page.getByRole('dialog', { name: 'Train on these simulations' });
  await expect(dialog).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByLabel('from, parameter 1')).toHaveValue('2458998.5');
  await expect(dialog.getByLabel('to, parameter 2')).toHaveValue('2e-30');
  await dialog.getByRole('button', { name: 'Train on these' }).click();
  await expect(dialog).toBeHidden();
  await assume.unfold('Network and budget');
  await assume.type('Epochs', '8');
  await header.waitForEnd();
  await files.pickBytes('night.csv', Buffer.from(OBSERVED));
  await expect(files.source('night.csv')).toBeVisible();
  // Exact: 2459000.9 and -0.8e-30 with an sd of 0.35.
  await expect(async () => {
    const words = await infer.posteriorInWords();
    const [date] = /2459\d{3}\.\d+/.exec(words) ?? [];
    expect(Math.abs(Number(date) - 2_459_000.9)).toBeLessThan(0.2);
    expect(words).toMatch(/median [−-](?:[6-9]\.\d+ × 10⁻³¹|1(?:\.0\d*)? × 10⁻³⁰|10⁻³⁰)/);
  }).toPass({ timeout: 30_000 });
});
