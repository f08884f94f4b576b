/** The page's files in a cache that is a map, from a server that is a function. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { FileCache } from './fileCache.ts';
import type { Site } from './site.ts';

const SCOPE = 'https://host.example/play/';
const HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Content-Security-Policy': "default-src 'self'" };

/** Path and content of what a server has. */
type Files = Readonly<Record<string, string>>;

const hashOf = (content: string) => createHash('sha256').update(content).digest('base64');
const listed = (files: Files, paths: readonly string[]) => paths.map((path) => ({ path, hash: hashOf(files[path]) }));

function siteOf(files: Files): Site {
  const of = (pattern: RegExp) =>
    listed(
      files,
      Object.keys(files).filter((path) => pattern.test(path)),
    );
  return { parts: of(/^(assets\/(?!rare)|theme)/), pages: of(/html$/), later: of(/^assets\/rare/), headers: HEADERS };
}

const ONE: Files = {
  'index.html': 'page 1',
  'assets/main-1.js': 'main 1',
  'assets/same.js': 'same',
  'assets/rare-1.js': 'rare 1',
};
const TWO: Files = {
  'index.html': 'page 2',
  'assets/main-2.js': 'main 2',
  'assets/same.js': 'same',
  'assets/rare-2.js': 'rare 2',
};

/** As much of a browser's cache as is used here. */
class MapCache {
  readonly kept = new Map<string, Response>();
  match(key: string, { ignoreSearch = false } = {}): Promise<Response | undefined> {
    const bare = (url: string) => (ignoreSearch ? url.replace(/\?.*/, '') : url);
    const found = [...this.kept].find(([url]) => bare(url) === bare(key));
    return Promise.resolve(found?.[1].clone());
  }
  put(key: string, response: Response): Promise<void> {
    this.kept.set(key, response);
    return Promise.resolve();
  }
  delete({ url }: { url: string }): Promise<boolean> {
    return Promise.resolve(this.kept.delete(url));
  }
  keys(): Promise<{ url: string }[]> {
    return Promise.resolve([...this.kept.keys()].map((url) => ({ url })));
  }
}

let cache: MapCache;
let server: Files;
let asked: string[];

beforeEach(() => {
  [cache, server, asked] = [new MapCache(), ONE, []];
});

function cacheOf(files: Files, headers: Record<string, string> = {}): FileCache {
  const open = () => Promise.resolve(cache as unknown as Cache);
  return new FileCache(siteOf(files), {
    scope: SCOPE,
    caches: { open },
    fetch: (address, { integrity }) => {
      const path = address.slice(SCOPE.length);
      asked.push(path);
      const content = server[path];
      // As browsers do: an answer that is not what was asked for is none.
      if (content === undefined || integrity !== `sha256-${hashOf(content)}`) return Promise.reject(new TypeError());
      return Promise.resolve(new Response(content, { headers }));
    },
  });
}

const never = () => false;
const textAt = async (files: FileCache, path: string) => (await files.find(SCOPE + path))?.text();

describe('what is kept', () => {
  it('is found by address, whatever its query; the folder itself is the page', async () => {
    const files = cacheOf(ONE);
    expect(await files.keepAll(never)).toEqual({ files: 4, missing: [] });
    expect(await textAt(files, '')).toBe('page 1');
    expect(await textAt(files, 'index.html?any=thing#hash')).toBe('page 1');
    expect(await textAt(files, 'assets/rare-1.js')).toBe('rare 1');
    expect(await textAt(files, 'another')).toBeUndefined();
    expect(await files.find('https://host.example/elsewhere/index.html')).toBeNull();
    expect([files.concerns(`${SCOPE}index.html`), files.concerns(`${SCOPE}assets/former.js`)]).toEqual([true, true]);
    expect([files.concerns(`${SCOPE}notes.html`), files.concerns('https://other.example/assets/x.js')]).toEqual([
      false,
      false,
    ]);
  });

  it('is fetched once', async () => {
    await cacheOf(ONE).keepAll(never);
    await cacheOf(ONE).keepAll(never);
    expect(asked).toHaveLength(4);
  });

  it('comes with the headers that isolate the page, and what the server says stands', async () => {
    const files = cacheOf(ONE, { 'Content-Security-Policy': "default-src 'none'", 'Content-Encoding': 'br' });
    await files.keepAll(never);
    const { headers } = (await files.find(`${SCOPE}index.html`)) as Response;
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'");
    expect(headers.get('Content-Encoding')).toBeNull();
  });

  it('has the policy as a header, but for pages, which may be of another version and have their own', () => {
    const policyOf = (type: string) =>
      cacheOf(ONE)
        .withHeaders(new Response('', { headers: { 'Content-Type': type } }))
        .headers.get('Content-Security-Policy');
    expect([policyOf('text/javascript'), policyOf('text/html; charset=utf-8')]).toEqual(["default-src 'self'", null]);
  });
});

describe('a file that cannot be had', () => {
  it('is named, and does not keep others away; a page is not kept without its parts', async () => {
    server = { ...ONE, 'assets/main-1.js': 'main of another version' };
    const files = cacheOf(ONE);
    const { missing } = await files.keepAll(never);
    expect(missing).toEqual(['assets/main-1.js', 'index.html']);
    expect(await textAt(files, '')).toBeUndefined();
    expect(await textAt(files, 'assets/rare-1.js')).toBe('rare 1');
    server = ONE;
    expect((await files.keepAll(never)).missing).toEqual([]);
    expect(await textAt(files, '')).toBe('page 1');
  });

  it('is a page: then what has no hash in its name comes from the server, too', async () => {
    const files = { ...ONE, 'theme.js': 'theme 1' };
    server = { ...files, 'index.html': 'page 2' };
    expect((await cacheOf(files).keepAll(never)).missing).toEqual(['index.html']);
    expect([await textAt(cacheOf(files), 'theme.js'), await textAt(cacheOf(files), 'assets/main-1.js')]).toEqual([
      undefined,
      'main 1',
    ]);
    server = files;
    await cacheOf(files).keepAll(never);
    expect(await textAt(cacheOf(files), 'theme.js')).toBe('theme 1');
  });

  it('keeps a new version from being installed', async () => {
    server = { ...TWO, 'assets/main-2.js': 'cut off' };
    await expect(cacheOf(TWO).keepNeeded()).rejects.toThrow(TypeError);
    expect(await textAt(cacheOf(TWO), '')).toBeUndefined();
  });
});

describe('two versions', () => {
  it('lie side by side, share what they have in common, and each is found by its own', async () => {
    const [one, two] = [cacheOf(ONE), cacheOf(TWO)];
    await one.keepAll(never);
    [server, asked] = [TWO, []];
    await two.keepNeeded();
    expect(asked).toEqual(['assets/main-2.js', 'index.html']);
    expect([await textAt(one, ''), await textAt(two, '')]).toEqual(['page 1', 'page 2']);
    // A tab of the former version that is still open, after the new one has taken over.
    expect(await textAt(two, 'assets/rare-1.js')).toBe('rare 1');
  });

  it('are one again when the former is tidied away', async () => {
    const [one, two] = [cacheOf(ONE), cacheOf(TWO)];
    await one.keepAll(never);
    server = TWO;
    await two.keepAll(never);
    await two.tidy();
    expect(cache.kept.size).toBe(4);
    expect([await textAt(two, ''), await textAt(one, '')]).toEqual(['page 2', undefined]);
  });

  it('stops fetching the rest of the former when the new one is there', async () => {
    const { missing } = await cacheOf(ONE).keepAll(() => asked.length === 2);
    expect(missing).toEqual(['index.html', 'assets/rare-1.js']);
  });
});
