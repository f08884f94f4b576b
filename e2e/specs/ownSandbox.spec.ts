/** Attempts to leave the sandbox of simulators, with the parts of the built page and its policy: nothing leaves, and the page answers. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
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

/** Who is told of what gets out. */
let listener: Server;
let heard: string[] = [];
let address = '';

test.beforeAll(async () => {
  listener = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Content-Type', 'text/javascript');
    response.end('export {};');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  address = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
});
test.afterAll(() => new Promise<void>((resolve) => listener.close(() => resolve())));
test.beforeEach(async ({ page }) => {
  heard = [];
  await page.goto('/');
});

test('no way of the browser is there for a script', async ({ page }) => {
  // The page itself may speak with this machine (the bridge), and is heard.
  await page.evaluate((url) => fetch(url), `http://${address}/page`);
  expect(heard.splice(0)).toEqual(['/page']);
  for (const attempt of [
    `fetch('http://${address}/fetch')`,
    `new XMLHttpRequest()`,
    `new WebSocket('ws://${address}/socket')`,
    `importScripts('http://${address}/scripts')`,
    `new Worker('data:text/javascript,')`,
    `indexedDB.open('x')`,
    `new BroadcastChannel('x')`,
    `postMessage('x')`,
    `parent.postMessage('x', '*')`,
    `top.location = 'http://${address}/top'`,
    `self.close()`,
    `new SharedArrayBuffer(8)`,
    `globalThis.constructor.constructor('return 1')()`,
    `(async () => {}).constructor('return 1')()`,
    `eval('1')`,
  ]) {
    const reading = await declared(page, `${HEAD}export const simulate = () => { ${attempt}; return [1]; };`);
    expect(reading.ok, attempt).toBe(false);
    expect(reading.problems?.[0].text, attempt).toMatch(
      /not there|is not defined|not a constructor|not allowed|Policy/,
    );
  }
  expect(heard).toEqual([]);
});

test('what cannot be taken out of the language loads nothing', async ({ page }) => {
  const text = `${HEAD}import('http://${address}/import').catch(() => {});
import('${new URL(page.url()).origin}/theme.js?import').catch(() => {});
export const simulate = () => { import('http://${address}/later').catch(() => {}); return [1]; };`;
  expect((await declared(page, text)).declaration?.example).toEqual([1]);
  await page.waitForTimeout(500);
  expect(heard).toEqual([]);
});

test('endless loops are ended, and the page answers meanwhile', async ({ page }) => {
  const loop = declared(page, `${HEAD}export const simulate = () => { for (;;); };`);
  expect(await page.evaluate(() => 1 + 1)).toBe(2);
  expect((await loop).problems?.[0].text).toContain('It took longer than 1 s and was stopped, at a = 0.5.');
  const early = await declared(page, `${HEAD}for (;;);`);
  expect(early.problems?.[0].text).toContain('did not come to an end within 5 s');
});

test('what is wrong is told with its line', async ({ page }) => {
  expect((await declared(page, `${HEAD}const b = = 2;`)).problems?.[0].line).toBe(3);
  expect((await declared(page, `${HEAD}\nnobody();`)).problems?.[0].line).toBe(4);
  const late = await declared(page, `${HEAD}export function simulate() {\n  throw new Error('no');\n}`);
  expect(late.problems?.[0]).toMatchObject({ line: 4, text: expect.stringContaining('no, at a = 0.5') });
});
