/** The content security policy: the page keeps to it by itself, and it keeps a stranger's script from running. */
import { openTool } from '../pages/header.ts';
import { expect, test } from '../pages/test.ts';

declare global {
  interface Window {
    violations: string[];
    strange?: boolean;
  }
}

test.use({ tolerated: /Content Security Policy/ });

test('the page keeps to its policy, and an inline script does not run', { tag: '@slow' }, async ({
  page,
  playground,
}) => {
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      window.violations.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
  await page.reload();
  const { header, infer, files } = playground;
  await header.waitForSteps(1);
  await header.pause();
  await infer.show('Ridge');
  await files.drop('galaxy.good.npz');
  await expect(files.source('galaxy.good.npz')).toBeVisible();
  await openTool(page, 'Export');
  await expect(page.getByRole('dialog', { name: 'Export', exact: true })).toBeVisible();
  expect(await page.evaluate(() => window.violations)).toEqual([]);

  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.strange = true';
    document.body.append(script);
  });
  expect(await page.evaluate(() => window.strange)).toBeUndefined();
  await expect.poll(() => page.evaluate(() => window.violations)).toContain('script-src-elem inline');
});

test('the page brings the policy along that the server sends, but for who may frame it', async ({ request }) => {
  const answer = await request.get('/');
  const header = answer.headers()['content-security-policy'];
  const meta = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(await answer.text())?.[1];
  expect(`${meta?.replaceAll('&#39;', "'")}; frame-ancestors 'none'`).toBe(header);
  expect(header).not.toMatch(/script-src[^;]*('unsafe-inline'|'unsafe-eval'|https:)/);
});
