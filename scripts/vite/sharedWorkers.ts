/**
 * Workers as entries of the page's own build. Vite bundles each worker by itself, with a copy of everything that it has in
 * common with the page: systems, priors, mathematics. As entries of one build they share files with the page, which the
 * browser then loads once.
 */
import type { Plugin } from 'vite';

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
        const chunk = this.emitFile({ type: 'chunk', id: entry.id });
        changed = changed.replace(text, `new Worker(import.meta.ROLLUP_FILE_URL_${chunk}`);
      }
      return { code: changed, map: null };
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
