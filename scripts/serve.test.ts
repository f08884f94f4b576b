/** The static server, over real HTTP on a folder made for the test. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compressFiles } from './compress.mjs';
import { policyHeader } from './policy.mjs';
import { fileOf, portOption, serve } from './serve.mjs';

const PAGE = '<!doctype html><title>page</title>';
const SCRIPT = 'console.log(1);\n'.repeat(1000);
const PORT = 42731;

let outside: string;
let folder: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'serve-'));
  folder = join(outside, 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  writeFileSync(join(folder, '.sources'), 'hidden');
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'embed.html'), PAGE);
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'engine-1a2b.wasm'), new Uint8Array([0, 97, 115, 109]));
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'leads-out.txt'));
  symlinkSync(outside, join(folder, 'leads-out'));
  symlinkSync('index.html', join(folder, 'leads-within.html'));
  await compressFiles(folder);
  server = await serve({ folder, port: PORT });
});

afterAll(() => {
  server.close();
  rmSync(outside, { recursive: true });
});

/** Asks without the clean-up that fetch does to paths like /../x. */
function ask(path: string, method = 'GET', headers: Record<string, string> = {}) {
  const { port } = new URL(server.url);
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the static server', () => {
  it('lets other sites frame the embedded page, and no other one', async () => {
    const policyOf = async (path: string) => String((await ask(path)).headers['content-security-policy']);
    expect(await policyOf('/index.html')).toContain("frame-ancestors 'none'");
    expect(await policyOf('/')).toContain("frame-ancestors 'none'");
    const embedded = await policyOf('/embed.html?any#thing');
    expect(embedded).toContain('frame-ancestors *');
    // Nothing else is freer.
    expect(embedded.replace('frame-ancestors *', "frame-ancestors 'none'")).toBe(await policyOf('/'));
    expect((await ask('/embed.html')).headers['cross-origin-resource-policy']).toBe('cross-origin');
  });

  it('serves the page isolated, under a policy without inline scripts or eval, and never cached blindly', async () => {
    const { status, headers, body } = await ask('/?any=query');
    expect(status).toBe(200);
    expect(body.toString()).toBe(PAGE);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['content-security-policy']).toBe(policyHeader);
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('gives WebAssembly the type that streaming compilation asks for, and lets hashed files be kept for ever', async () => {
    const { headers } = await ask('/assets/engine-1a2b.wasm');
    expect(headers['content-type']).toBe('application/wasm');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('compresses as the browser accepts, and says how long the body is', async () => {
    const brotli = await ask('/assets/main-1a2b.js', 'GET', { 'Accept-Encoding': 'gzip, deflate, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).toString()).toBe(SCRIPT);
    expect(Number(brotli.headers['content-length'])).toBe(brotli.body.length);
    const gzip = await ask('/assets/main-1a2b.js', 'GET', { 'Accept-Encoding': 'gzip' });
    expect(gunzipSync(gzip.body).toString()).toBe(SCRIPT);
    for (const accepted of ['', 'br;q=0, gzip;q=0.000', 'brotli']) {
      const plain = await ask('/assets/main-1a2b.js', 'GET', { 'Accept-Encoding': accepted });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.body.toString()).toBe(SCRIPT);
    }
    expect((await ask('/', 'GET', { 'Accept-Encoding': 'br' })).headers['content-encoding']).toBeUndefined();
  });

  it('answers HEAD without a body, and 304 to a tag that still fits', async () => {
    const head = await ask('/', 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    expect(Number(head.headers['content-length'])).toBe(PAGE.length);
    const again = await ask('/', 'GET', { 'If-None-Match': head.headers.etag ?? '' });
    expect(again.status).toBe(304);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/.sources',
    '/%zz',
    '/a%00',
    '/assets',
    '/assets/',
    '/nothing',
    '/leads-out.txt',
    '/leads-out/secret.txt',
  ])('finds nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('follows a link that stays in its folder', async () => {
    expect((await ask('/leads-within.html')).body.toString()).toBe(PAGE);
  });

  it('refuses to be written to', async () => {
    expect((await ask('/', 'POST')).status).toBe(405);
  });

  it('takes the next port when its own is taken, and says so, unless told not to', async () => {
    expect(server.notice).toBeNull();
    const second = await serve({ folder, port: PORT });
    expect(second.url).toBe(`http://127.0.0.1:${PORT + 1}/`);
    expect(second.notice).toBe(`Port ${PORT} is taken; ${PORT + 1} is used instead.`);
    second.close();
    await expect(serve({ folder, port: PORT, exact: true })).rejects.toThrow(`Port ${PORT} is taken`);
  });

  it('names files inside its folder only', () => {
    expect(fileOf('/srv/dist', '/../dist-old/x')).toBeNull();
    expect(fileOf('/srv/dist', '/assets/x.js')).toBe(join('/srv/dist', 'assets', 'x.js'));
  });

  it('refuses a port that is no port', () => {
    expect(() => portOption(['--port', '99999'])).toThrow(
      '--port is "99999"; it must be a whole number from 1 to 65535.',
    );
  });
});
