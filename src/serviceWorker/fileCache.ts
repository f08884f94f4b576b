/**
 * The page's files in the browser's cache. A file is kept under its path and the hash of its content, so that two versions
 * of the page lie side by side, what they share is fetched once, and a page never gets files of another version. What comes
 * from the network to be kept is compared with its hash by the browser itself (integrity): a server that is just being given
 * a new version cannot mix the two. A page that is not kept comes from the server as it is, and so do then the files that have
 * no hash in their names.
 */
import { cacheName, type Kept, type Site, type SiteFile } from './site.ts';

/** Of the browser; a stand-in in tests. */
export interface Surroundings {
  /** The page's folder: an address that ends with a slash. */
  readonly scope: string;
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
}

/** Files whose names change with their content, whatever their version; the HTTP cache may be believed. */
const HASHED = 'assets/';
const POLICY = 'Content-Security-Policy';

export class FileCache {
  readonly #site: Site;
  readonly #browser: Surroundings;
  readonly #files: ReadonlyMap<string, SiteFile>;
  #keeping: Promise<Kept> | null = null;

  constructor(site: Site, browser: Surroundings) {
    this.#site = site;
    this.#browser = browser;
    const files = [...site.parts, ...site.pages, ...site.later];
    this.#files = new Map(files.map((file) => [file.path, file]));
  }

  /** Whether an address is of one of the page's files, be it of an earlier version. */
  concerns(address: string): boolean {
    const path = this.#pathOf(address);
    return path !== null && (this.#files.has(path) || path.startsWith(HASHED));
  }

  /** The file at an address; null: it is not kept. */
  async find(address: string): Promise<Response | null> {
    const path = this.#pathOf(address);
    if (path === null) return null;
    const cache = await this.#open();
    // A page that came from the server may be of a newer version than what is kept, which what goes with it has to be, too.
    const free = path.startsWith(HASHED) || path.endsWith('.html');
    if (!free && !(await this.#hasPages(cache))) return null;
    const file = this.#files.get(path);
    // A page that was opened before this version took over asks for its own chunks.
    const found = await (file === undefined
      ? cache.match(this.#browser.scope + path, { ignoreSearch: true, ignoreVary: true })
      : cache.match(this.#keyOf(file), { ignoreVary: true }));
    return found === undefined ? null : this.withHeaders(found);
  }

  /** An answer with what isolates the page. What the server says stands. */
  withHeaders({ body, status, statusText, headers: sent }: Response): Response {
    const headers = new Headers(sent);
    // A page has the policy of its own version in itself, which may not be this one.
    const page = headers.get('Content-Type')?.startsWith('text/html') === true;
    for (const [name, value] of Object.entries(this.#site.headers)) {
      if (!headers.has(name) && !(page && name === POLICY)) headers.set(name, value);
    }
    // The body has been unpacked.
    headers.delete('Content-Encoding');
    headers.delete('Content-Length');
    return new Response(body, { status, statusText, headers });
  }

  /** Fetches all that this version needs to open. @throws (rejects) where one of the files cannot be had */
  async keepNeeded(): Promise<void> {
    await Promise.all(this.#site.parts.map((file) => this.#keep(file)));
    await Promise.all(this.#site.pages.map((file) => this.#keep(file)));
  }

  /**
   * Fetches what is not kept yet, one file after another. A second call while it goes on joins the first.
   * @param superseded asked between the files: whether a newer version makes the rest useless
   */
  keepAll(superseded: () => boolean): Promise<Kept> {
    this.#keeping ??= this.#keepAll(superseded).finally(() => (this.#keeping = null));
    return this.#keeping;
  }

  /** Deletes what is not of this version. */
  async tidy(): Promise<void> {
    const cache = await this.#open();
    const own = new Set(Array.from(this.#files.values(), (file) => this.#keyOf(file)));
    const foreign = (await cache.keys()).filter(({ url }) => !own.has(url));
    await Promise.all(foreign.map((request) => cache.delete(request, { ignoreVary: true })));
  }

  async #keepAll(superseded: () => boolean): Promise<Kept> {
    const { parts, pages, later } = this.#site;
    const missing: string[] = [];
    const keep = async (files: readonly SiteFile[]) => {
      for (const file of files) {
        const kept =
          !superseded() &&
          (await this.#keep(file).then(
            () => true,
            () => false,
          ));
        if (!kept) missing.push(file.path);
      }
    };
    await keep(parts);
    if (missing.length === 0) await keep(pages);
    else missing.push(...pages.map(({ path }) => path));
    await keep(later);
    return { files: this.#files.size, missing };
  }

  async #keep(file: SiteFile): Promise<void> {
    const cache = await this.#open();
    const key = this.#keyOf(file);
    if ((await cache.match(key, { ignoreVary: true })) !== undefined) return;
    const answer = await this.#browser.fetch(this.#browser.scope + file.path, {
      integrity: `sha256-${file.hash}`,
      cache: file.path.startsWith(HASHED) ? 'default' : 'no-cache',
      priority: 'low',
    });
    await cache.put(key, answer);
  }

  async #hasPages(cache: Cache): Promise<boolean> {
    const { pages } = this.#site;
    const kept = await Promise.all(pages.map((page) => cache.match(this.#keyOf(page), { ignoreVary: true })));
    return kept.every((page) => page !== undefined);
  }

  #open(): Promise<Cache> {
    return this.#browser.caches.open(cacheName(this.#browser.scope));
  }

  #keyOf({ path, hash }: SiteFile): string {
    return `${this.#browser.scope}${path}?${encodeURIComponent(hash)}`;
  }

  /** Below the page's folder; null: elsewhere. */
  #pathOf(address: string): string | null {
    const bare = address.replace(/[?#].*$/, '');
    if (!bare.startsWith(this.#browser.scope)) return null;
    const path = bare.slice(this.#browser.scope.length);
    return path === '' ? 'index.html' : path;
  }
}
