/**
 * A web space like any: files below `/a/b/`, no headers of its own but their type, under a name that is no loopback address (see
 * `flags`). It can be stopped, and be given another version of the page.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { writeServiceWorker } from '../../scripts/serviceWorker.mjs';

const NAME = 'play.test';
const BELOW = '/a/b/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export class PlainHost {
  readonly #folder = mkdtempSync(join(tmpdir(), 'host-'));
  #server: Server | null = null;
  #port = 0;

  /** Serves the page as it was built, at the same address as before. */
  async start(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
    cpSync('dist', this.#folder, { recursive: true });
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '/').replace(/[?#].*$/, '');
      const file = path.startsWith(BELOW) ? path.slice(BELOW.length) || 'index.html' : '';
      try {
        const content = readFileSync(join(this.#folder, file));
        response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => this.#server?.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** As if it were out of reach: open connections end, new ones are refused. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
  }

  /** Where the page is. */
  get address(): string {
    return `${this.#origin}${BELOW}`;
  }

  get #origin(): string {
    return `http://${NAME}:${this.#port}`;
  }

  /** What makes Chromium find the host, and trust it as if it had https. */
  get flags(): readonly string[] {
    return [
      `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
      `--unsafely-treat-insecure-origin-as-secure=${this.#origin}`,
    ];
  }

  /**
   * Puts another version of the page in the place of this one: its title tells, and a part that is loaded when it is first
   * wanted has another name, the former being gone.
   */
  async deploy(title: string): Promise<void> {
    const page = join(this.#folder, 'index.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace(/<title>.*<\/title>/, `<title>${title}</title>`));
    const assets = join(this.#folder, 'assets');
    const [old] = readdirSync(assets).filter((name) => /^netcdf-.*\.js$/.test(name));
    const renamed = `netcdf-${Date.now().toString(36)}.js`;
    renameSync(join(assets, old), join(assets, renamed));
    for (const name of readdirSync(assets).filter((file) => file.endsWith('.js'))) {
      const code = readFileSync(join(assets, name), 'utf8');
      if (code.includes(old)) writeFileSync(join(assets, name), code.replaceAll(old, renamed));
    }
    await writeServiceWorker(this.#folder);
  }

  /** Takes the service worker away as the README tells a host to. */
  async withdraw(): Promise<void> {
    await writeServiceWorker(this.#folder, false);
  }
}
