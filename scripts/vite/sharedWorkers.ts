/**
 * Workers as entries of the page's own build. Vite bundles each worker by itself, with a copy of everything that it has in
 * common with the page: systems, priors, mathematics. As entries of one build they share files with the page, which the
 * browser then loads once.
 *
 * A worker is started from a file that does nothing but import its entry. What the entry loads later imports from the entry's file,
 * and WebKit runs the file that a worker was started from a second time where it is imported.
 */
import { basename } from 'node:path';
import type { Plugin } from 'vite';

/** Before the path of a worker's entry: the file that it is started from. */
const START = '\0start-of-worker:';
/** Of the names of those files. */
const NAME = 'start-';

/** `new Worker(new URL('./name.ts', import.meta.url)`, as Vite asks for it. */
const WORKER = /new Worker\(\s*new URL\(\s*'(\.{1,2}\/[^']+)'\s*,\s*import\.meta\.url\s*\)/g;
export function sharedWorkers(): Plugin {
  return {
    name: 'shared-workers',
    apply: 'build',
    enforce: 'pre',
    async transform(code, id) {
      const found = [...code.matchAll(WORKER)];
      if (found.length === 0) return null;
      let changed = code;
      for (const [text, path] of found) {
        const entry = await this.resolve(path, id);
        if (entry === null) throw new Error(`${id} starts a worker from ${path}, which is not there.`);
        // An entry itself, too: otherwise it would be put into the file that starts it.
        this.emitFile({ type: 'chunk', id: entry.id });
        const name = NAME + basename(entry.id, '.ts');
        const chunk = this.emitFile({ type: 'chunk', id: START + entry.id, name });
        changed = changed.replace(text, `new Worker(import.meta.ROLLUP_FILE_URL_${chunk}`);
      }
      return { code: changed, map: null };
    },
    resolveId: (id) => (id.startsWith(START) ? id : null),
    load: (id) => (id.startsWith(START) ? `import ${JSON.stringify(id.slice(START.length))};` : null),
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const starts = new Set(chunks.filter(({ name }) => name.startsWith(NAME)).map(({ fileName }) => fileName));
      for (const { fileName, imports, dynamicImports } of chunks) {
        const found = [...imports, ...dynamicImports].find((imported) => starts.has(imported));
        if (found !== undefined) throw new Error(`${fileName} imports ${found}, from which a worker is started.`);
      }
    },
    /** Vite tells the window of a part that could not be loaded; a worker has none. */
    renderChunk(code) {
      if (!code.includes('vite:preloadError')) return null;
      const changed = code.replace('window.dispatchEvent(', 'globalThis.dispatchEvent(');
      if (changed === code) throw new Error('Vite tells of failed loading in another way: see sharedWorkers.ts.');
      return { code: changed, map: null };
    },
  };
}
