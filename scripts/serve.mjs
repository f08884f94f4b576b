/**
 * A static server for dist/ with the headers that the page needs: cross-origin isolation (threads for the workers), a strict
 * content security policy, lasting caching of files whose names hold a hash, compression made once and kept in memory.
 *
 *     node scripts/serve.mjs [--port N] [--exact]
 *
 * It listens on this machine only. If the port is taken, the next free one is used, unless --exact is given.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { embeddedPolicyHeader, policyHeader } from './policy.mjs';
import { isMain, option, root, sentenceOf } from './process.mjs';

export const DEFAULT_PORT = 4173;
const PORTS_TRIED = 20;
/** Not "localhost", which is two addresses: another server may hold the port on one of them. */
const HOST = '127.0.0.1';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const COMPRESSIBLE = new Set([
  '.html',
  '.js',
  '.mjs',
  '.css',
  '.json',
  '.webmanifest',
  '.map',
  '.csv',
  '.txt',
  '.svg',
  '.wasm',
]);

/** @type {Record<string, string>} */
export const SECURITY_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': policyHeader,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The one page that others may show in a frame. */
const EMBEDDED = '/embed.html';

/**
 * The headers of an answer: no page but the embedded one may stand in a frame of another page.
 * @param {string} urlPath
 * @returns {Record<string, string>}
 */
export function headersOf(urlPath) {
  if (urlPath !== EMBEDDED) return SECURITY_HEADERS;
  return {
    ...SECURITY_HEADERS,
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Content-Security-Policy': embeddedPolicyHeader,
  };
}

/**
 * The file below `folder` that a URL path names, or null where there can be none: outside the folder, hidden, malformed.
 * @param {string} folder
 * @param {string} urlPath as it stands in the request, without the query
 * @returns {string | null}
 */
export function fileOf(folder, urlPath) {
  /** @type {string} */
  let path;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.') || part.includes('\0') || part.includes('\\') || part.includes(':'))) {
    return null;
  }
  // No part leads upward, so the file lies in the folder.
  return join(folder, ...parts, path.endsWith('/') ? 'index.html' : '');
}

/**
 * Serves a folder.
 * @param {{ folder?: string, port?: number, exact?: boolean }} [options] `exact`: fail rather than take another port
 * @returns {Promise<{ url: string, close: () => void }>}
 * @throws {Error} when no port is free
 */
export async function serve({ folder = join(root, 'dist'), port = DEFAULT_PORT, exact = false } = {}) {
  /** @type {Map<string, Promise<Buffer>>} */
  const compressed = new Map();

  /**
   * @param {string} file
   * @param {'br' | 'gzip'} encoding
   * @param {string} tag changes with the file
   */
  const compress = (file, encoding, tag) => {
    const key = `${encoding} ${tag} ${file}`;
    let made = compressed.get(key);
    if (made === undefined) {
      made = readFile(file).then((content) =>
        encoding === 'br'
          ? promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
          : promisify(gzip)(content),
      );
      compressed.set(key, made);
    }
    return made;
  };

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  const answer = async (request, response) => {
    const urlPath = (request.url ?? '/').replace(/[?#].*$/, '');
    for (const [name, value] of Object.entries(headersOf(urlPath))) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    // Node itself leaves out the body of an answer to HEAD.
    const file = fileOf(folder, urlPath);
    const found = file === null ? null : await stat(file).catch(() => null);
    if (file === null || !found?.isFile()) {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`There is nothing at ${urlPath}.\n`);
      return;
    }
    // Weak: the same tag stands for all encodings.
    const tag = `W/"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
    const extension = extname(file).toLowerCase();
    response.setHeader('Content-Type', TYPES[extension] ?? 'application/octet-stream');
    response.setHeader('ETag', tag);
    response.setHeader('Vary', 'Accept-Encoding');
    // Vite puts a hash into the name of everything under assets/.
    const hashed = urlPath.startsWith('/assets/');
    response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304).end();
      return;
    }
    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
    if (encoding !== null && COMPRESSIBLE.has(extension)) {
      const body = await compress(file, encoding, tag);
      response.writeHead(200, { 'Content-Encoding': encoding, 'Content-Length': body.length });
      response.end(body);
      return;
    }
    response.writeHead(200, { 'Content-Length': found.size });
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const last = exact ? port : port + PORTS_TRIED - 1;
  for (let candidate = port; candidate <= last; candidate++) {
    if (await listens(server, candidate)) {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : candidate;
      return { url: `http://${HOST}:${bound}/`, close: () => server.close() };
    }
  }
  throw new Error(
    exact
      ? `Port ${port} is taken. Free it or give another one with --port.`
      : `The ports ${port} to ${last} are all taken. Give another one with --port.`,
  );
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<boolean>} false when the port is taken
 */
function listens(server, port) {
  return new Promise((resolve, reject) => {
    /** @param {NodeJS.ErrnoException} error */
    const failed = (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    server.once('error', failed);
    server.listen(port, HOST, () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

/**
 * The port given with --port.
 * @param {readonly string[]} args
 * @throws {Error} when it is no port number
 */
export function portOption(args) {
  const text = option(args, 'port') ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`--port is "${text}"; it must be a whole number from 1 to 65535.`);
  }
  return port;
}

if (isMain(import.meta.url)) {
  try {
    const args = process.argv.slice(2);
    const { url } = await serve({ port: portOption(args), exact: args.includes('--exact') });
    console.log(`Serving dist/ at ${url}`);
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
}
