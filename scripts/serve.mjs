/**
 * A static server for dist/ with the headers that the page needs: cross-origin isolation (threads for the workers), a strict
 * content security policy, lasting caching of files whose names hold a hash. What the build has compressed (compress.mjs) is
 * sent so to whoever accepts it.
 *
 *     node scripts/serve.mjs [--port N] [--exact]
 *
 * It listens on this machine only. If the port is taken, the next free one is used and named, unless --exact is given.
 */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { headersOf } from './headers.mjs';
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
/** Of what the build has compressed, the best first. @type {{ encoding: string, ending: string }[]} */
const ENCODINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
];

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
 * What there is at a path; null: no file, or one that a link leads to out of the folder.
 * @param {string} folder as `realpath` writes it
 * @param {string | null} file
 */
async function foundIn(folder, file) {
  if (file === null) return null;
  try {
    const place = await realpath(file);
    const found = await stat(place);
    return place.startsWith(folder + sep) && found.isFile()
      ? { place, size: found.size, changed: found.mtimeMs }
      : null;
  } catch {
    return null;
  }
}

/**
 * Whether a request accepts an encoding.
 * @param {string | string[] | undefined} header Accept-Encoding: "gzip, br;q=0"
 * @param {string} encoding
 */
function accepts(header, encoding) {
  return String(header ?? '')
    .split(',')
    .some((entry) => {
      const [name, quality] = entry.split(';').map((part) => part.trim());
      return name === encoding && !/^q=0(\.0*)?$/.test(quality ?? '');
    });
}

/**
 * Serves a folder.
 * @param {{ folder?: string, port?: number, exact?: boolean }} [options] `exact`: fail rather than take another port
 * @returns {Promise<{ url: string, notice: string | null, close: () => void }>} `notice`: that another port was taken
 * @throws {Error} when no port is free
 */
export async function serve({ folder = join(root, 'dist'), port = DEFAULT_PORT, exact = false } = {}) {
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
    const home = await realpath(folder).catch(() => folder);
    const file = fileOf(home, urlPath);
    const found = await foundIn(home, file);
    if (file === null || found === null) {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`There is nothing at ${urlPath}.\n`);
      return;
    }
    // Weak: the same tag stands for all encodings.
    const tag = `W/"${found.size.toString(36)}-${Math.round(found.changed).toString(36)}"`;
    response.setHeader('Content-Type', TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream');
    response.setHeader('ETag', tag);
    response.setHeader('Vary', 'Accept-Encoding');
    // Vite puts a hash into the name of everything under assets/.
    const hashed = urlPath.startsWith('/assets/');
    response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304).end();
      return;
    }
    let sent = found;
    for (const { encoding, ending } of ENCODINGS) {
      if (!accepts(request.headers['accept-encoding'], encoding)) continue;
      const compressed = await foundIn(home, `${file}${ending}`);
      if (compressed === null) continue;
      response.setHeader('Content-Encoding', encoding);
      sent = compressed;
      break;
    }
    response.writeHead(200, { 'Content-Length': sent.size });
    createReadStream(sent.place)
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
      const notice = candidate === port ? null : `Port ${port} is taken; ${bound} is used instead.`;
      return { url: `http://${HOST}:${bound}/`, notice, close: () => server.close() };
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
    const { url, notice } = await serve({ port: portOption(args), exact: args.includes('--exact') });
    if (notice !== null) console.log(notice);
    console.log(`Serving dist/ at ${url}`);
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = 1;
  }
}
