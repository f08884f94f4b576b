/** The notices of what others have made, one click from the page. */
import { readFileSync } from 'node:fs';
import { expect, test } from '../pages/test.ts';

test('the licences of all packages in the page are one file, linked from the help', async ({ page, playground }) => {
  await playground.header.help.click();
  const link = page.getByRole('link', { name: 'their licences' });
  await expect(link).toBeVisible();
  const answer = await page.request.get(new URL((await link.getAttribute('href')) ?? '', page.url()).href);
  expect(answer.headers()['content-type']).toContain('text/plain');
  const text = await answer.text();
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly dependencies: Record<string, string>;
  };
  // Each with version and licence; and what those bring along, the fonts and what is compiled in.
  const packages = Object.entries(dependencies)
    // A bracket around the parts of it that are imported one by one.
    .filter(([name]) => name !== '@tensorflow/tfjs')
    .map(([name, version]) => `${name} ${version} (`);
  for (const name of [...packages, 'scheduler ', 'idb ', '@stdlib/', 'assemblyscript ', 'vite ']) {
    expect(
      text.split('\n').some((line) => line.startsWith(name) && /\(.+\)$/.test(line)),
      name,
    ).toBe(true);
  }
  expect(text).toContain('SIL OPEN FONT LICENSE');
  expect(text).toContain('Apache License');
});
