/** What is exported, read back by other hands than those that wrote it: every file opens and holds what is on screen. */
import { writeFileSync } from 'node:fs';
import h5wasm, { type Dataset } from 'h5wasm/node';
import { readNpz } from '../../src/inference/files/npz.ts';
import { expectAccessible } from '../pages/axe.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const DRAWS = 2500;

function rowsOf(csv: string): string[][] {
  return csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
}

test('draws, figures and the report come out whole', { tag: '@slow' }, async ({ playground, page }, testInfo) => {
  test.slow();
  const { check, exporting } = playground;
  await playground.trainBriefly();
  await expect(check.verdict('Coverage')).toBeVisible({ timeout: 90_000 });
  await exporting.open();
  await expectAccessible(page, 'the sheet');
  await exporting.draws.fill('99');
  await exporting.draws.press('Enter');
  await expect(
    exporting.sheet.getByRole('alert').filter({ hasText: '99 draws: choose 100 to 100,000.' }),
  ).toBeVisible();
  await exporting.draws.fill(String(DRAWS));
  await exporting.draws.press('Enter');

  const csv = await test.step('CSV', async () => {
    const { name, bytes } = await exporting.take('Draws as a table: CSV');
    expect(name).toBe('galaxy-bias-posterior.csv');
    const [header, ...rows] = rowsOf(bytes.toString());
    expect(header).toEqual(['A', 'b']);
    expect(rows).toHaveLength(DRAWS);
    const amplitudes = rows.map(([A]) => Number(A));
    // The prior's support.
    expect(Math.min(...amplitudes)).toBeGreaterThanOrEqual(0.25);
    expect(Math.max(...amplitudes)).toBeLessThanOrEqual(4);
    return amplitudes;
  });

  await test.step('NPZ holds the same numbers', async () => {
    const { bytes } = await exporting.take('Draws for NumPy: NPZ');
    const read = readNpz(bytes, { members: 10, bytes: 1e7 });
    if (!read.ok) throw new Error(read.problem.problem);
    expect([...(read.value.arrays.get('A')?.values ?? [])]).toEqual(csv);
  });

  await test.step('NetCDF holds them too, with prior, predictions, data and verdicts', async () => {
    const { bytes } = await exporting.take('Everything for ArviZ and xarray: NetCDF');
    await h5wasm.ready;
    const path = testInfo.outputPath('answer.nc');
    writeFileSync(path, bytes);
    const file = new h5wasm.File(path, 'r');
    const values = (path: string) => (file.get(path) as Dataset).value as Float64Array;
    expect([...values('posterior/A')]).toEqual(csv);
    expect(values('prior/A')).toHaveLength(DRAWS);
    expect((file.get('posterior_predictive/s') as Dataset).shape).toEqual([1, 500, 9]);
    expect(values('constant_data/x')).toHaveLength(9);
    expect(file.get_attribute('verdicts', true)).toContain('Coverage of central intervals');
    expect(JSON.parse(String(file.get_attribute('study', true)))).toMatchObject({ kind: 'study' });
    expect(JSON.parse(String(file.get_attribute('design', true)))).toHaveProperty('nbar');
    expect(file.get_attribute('conditions', true)).toBe('none');
    file.close();
  });

  for (const figure of ['Posterior', 'Ridge', 'Observation', 'Loss', 'Calibration', 'Coverage']) {
    await test.step(`${figure} as SVG and PNG`, async () => {
      const svg = (await exporting.take(`${figure}: SVG`)).bytes.toString();
      expect(svg).toMatch(/^<svg /);
      expect(svg).toContain(`Galaxy bias: ${figure.toLowerCase()}</tspan>`);
      const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      const png = (await exporting.take(`${figure}: PNG`)).bytes;
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      // Width and height of the IHDR chunk: two pixels for one.
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    });
  }

  await test.step('the report says the verdicts, holds no script, and prints on one page', async () => {
    const html = (await exporting.take('One-page report: HTML')).bytes.toString();
    expect(html).not.toMatch(/<script/i);
    expect(html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(5);
    const path = testInfo.outputPath('report.html');
    await testInfo.attach('report', { body: html, contentType: 'text/html' });
    const report = await page.context().newPage();
    await report.setContent(html);
    await expect(report.getByRole('row', { name: /^Coverage of central intervals/ })).toContainText(
      /Good:|Caution:|Problem:/,
    );
    await expect(report.getByRole('row', { name: /^A, amplitude of matter clustering/ })).toContainText('log-uniform');
    const pdf = await report.pdf({ preferCSSPageSize: true, printBackground: true, path: `${path}.pdf` });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    await report.close();
  });
});

test('what cannot be had yet says why, and can be had when it is there', async ({ page }) => {
  const { exporting } = new Playground(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/entry-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/#v=2');
  // Keys are heard once the page is there.
  await expect(page.getByRole('button', { name: 'Save, share, export' })).toBeVisible();
  await page.keyboard.press('x');
  const draws = exporting.button('Draws as a table: CSV');
  await expect(draws).toHaveAccessibleDescription('The engine is starting.');
  await expect(exporting.button('Observation: SVG')).toBeEnabled();
  release();
  await expect(draws).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 });
});
