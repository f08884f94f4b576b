/** Attempts to leave the sandbox of simulators, with the parts of the built page and its policy: nothing leaves, and the page answers. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { attempting, attempts, ENDLESS, importing, REFUSED } from '../browsers/ownTexts.ts';
import { Listener } from '../pages/listener.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

test.use({ tolerated: /Content Security Policy|Failed to load|ERR_/ });

/** Addresses of parts of the built page; the tests are listed before there is one. */
function builtParts() {
  const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8')) as Record<string, { file: string }>;
  return {
    frame: `/${manifest['src/app/browser/sandboxFrame.ts'].file}`,
    client: `/${manifest['src/worker/own/ownClient.ts'].file}`,
  };
}

interface Reading {
  readonly ok: boolean;
  readonly declaration?: { readonly example: readonly number[] };
  readonly problems?: readonly { readonly text: string; readonly line?: number }[];
}

function declared(page: Page, text: string): Promise<Reading> {
  const { frame: frameAt, client: clientAt } = builtParts();
  return page.evaluate(
    async ([frame, client, script]) => {
      const { SandboxFrame } = await import(frame);
      const { OwnClient } = await import(client);
      const sandbox = new SandboxFrame();
      try {
        return await new OwnClient((port: MessagePort) => void sandbox.open(port)).declare(script);
      } finally {
        sandbox.close();
      }
    },
    [frameAt, clientAt, text] as const,
  );
}

const HEAD = "export const parameters = { a: uniform(0, 1) };\nexport const data = vector('x');\n";

/** Told of what gets out. */
let listener: Listener;

test.beforeAll(async () => {
  listener = await Listener.start();
});
test.afterAll(() => listener.close());
test.beforeEach(async ({ page }) => {
  listener.heard.splice(0);
  await page.goto('/');
});

test('no way of the browser is there for a script', async ({ page }) => {
  // The page itself may speak with this machine (the bridge), and is heard.
  await page.evaluate((url) => fetch(url), `http://${listener.address}/page`);
  expect(listener.heard.splice(0)).toEqual(['/page']);
  for (const attempt of attempts(listener.address)) {
    const reading = await declared(page, attempting(attempt));
    expect(reading.ok, attempt).toBe(false);
    expect(reading.problems?.[0].text, attempt).toMatch(REFUSED);
  }
  expect(listener.heard).toEqual([]);
});

test('what cannot be taken out of the language loads nothing', async ({ page }) => {
  const text = importing(listener.address, new URL(page.url()).origin);
  expect((await declared(page, text)).declaration?.example).toEqual([1]);
  await page.waitForTimeout(500);
  expect(listener.heard).toEqual([]);
});

test('endless loops are ended, and the page answers meanwhile', async ({ page }) => {
  const loop = declared(page, ENDLESS);
  expect(await page.evaluate(() => 1 + 1)).toBe(2);
  expect((await loop).problems?.[0].text).toContain('It took longer than 1 s and was stopped, at a = 0.5.');
  const early = await declared(page, `${HEAD}for (;;);`);
  expect(early.problems?.[0].text).toContain('did not come to an end within 5 s');
});

test('one that takes memory without end is stopped, and what is on screen stays', async ({ page }) => {
  await page.goto('about:blank');
  await page.goto('/#system=galaxy-bias');
  const playground = new Playground(page);
  await playground.header.waitForPretrained();
  const before = await playground.infer.restingPosterior();
  const taking = `${HEAD}export const simulate = ({ a }) => { const kept = []; for (;;) kept.push([a, kept.length]); };`;
  expect((await declared(page, taking)).problems?.[0].text).toMatch(
    /It took longer than 1 s and was stopped, at a = 0.5|memory|allocation failed/,
  );
  expect((await declared(page, `${HEAD}export const simulate = ({ a }) => [a];`)).declaration?.example).toEqual([0.5]);
  expect(await playground.infer.posteriorInWords()).toBe(before);
});

test('what is wrong is told with its line', async ({ page }) => {
  expect((await declared(page, `${HEAD}const b = = 2;`)).problems?.[0].line).toBe(3);
  expect((await declared(page, `${HEAD}\nnobody();`)).problems?.[0].line).toBe(4);
  const late = await declared(page, `${HEAD}export function simulate() {\n  throw new Error('no');\n}`);
  expect(late.problems?.[0]).toMatchObject({ line: 4, text: expect.stringContaining('no, at a = 0.5') });
});
