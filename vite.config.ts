import react from '@vitejs/plugin-react';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { ensureAssembly } from './scripts/assembly.mjs';
import { ISOLATION } from './scripts/headers.mjs';
import { policyMeta } from './scripts/policy.mjs';
import { lanes } from './scripts/vite/lanes.ts';
import { licences } from './scripts/vite/licences.ts';
import { opening } from './scripts/vite/opening.ts';
import { sharedWorkers } from './scripts/vite/sharedWorkers.ts';
import { slimNumerics } from './scripts/vite/slimNumerics.ts';
import { EVERY_TEST, together } from './scripts/vite/testProcesses.ts';

/**
 * tfjs-backend-wasm turns its threaded factory into text and runs it in a Blob worker; a minifier renames the closure
 * variable `_scriptDir` that the text refers to, and every thread then dies with a ReferenceError while
 * `setBackend('wasm')` never settles (tensorflow/tfjs#4253). A property of globalThis keeps its name.
 */
function tfjsWasmThreads(): Plugin {
  return {
    name: 'tfjs-wasm-threads',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('tfjs-backend-wasm-threaded-simd.js')) return null;
      const renamed = code
        .replaceAll('_scriptDir', 'globalThis.__tfjsScriptDir')
        .replace('var globalThis.__tfjsScriptDir', 'globalThis.__tfjsScriptDir');
      return { code: renamed, map: null };
    },
  };
}

/** plotly asks for the style sheet of its maps, which are not in the page's bundle of it (src/app/plots/plotly.ts). */
function withoutMaps(): Plugin {
  return {
    name: 'without-maps',
    enforce: 'pre',
    transform: (code, id) =>
      id.includes('plotly.js/src/registry.js')
        ? { code: code.replace("require('maplibre-gl/dist/maplibre-gl.css');", ''), map: null }
        : null,
  };
}

/** What every page asks for at its start, but not by an import: it comes along with the page's own code. */
const SOON = ['database', 'start-entry', 'entry'];

function preloaded(): Plugin {
  return {
    name: 'preloaded',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const chunks = Object.values(bundle ?? {}).flatMap((output) =>
          output.type === 'chunk' && SOON.includes(output.name) ? [output.fileName, ...output.imports] : [],
        );
        return [...new Set(chunks)]
          .filter((fileName) => !html.includes(fileName))
          .map((fileName) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
          }));
      },
    },
  };
}

/**
 * Fails at an import that nothing resolves. Left alone it may become an import that no browser can follow, with a warning, and
 * the page does not start.
 */
function resolvedWhole(): Plugin {
  return {
    name: 'resolved-whole',
    apply: 'build',
    // After all others: what comes here, nobody has found.
    resolveId: {
      order: 'post',
      async handler(source, importer, options) {
        if (importer === undefined || source.startsWith('\0') || importer.startsWith('\0')) return null;
        if ((await this.resolve(source, importer, { ...options, skipSelf: true })) !== null) return null;
        throw new Error(`${importer} imports "${source}", which is not there. Run "npm ci", and build again.`);
      },
    },
  };
}

/** Compiles the WebAssembly kernels before anything that imports them: the page, the development server, the tests. */
function kernels(): Plugin {
  return { name: 'kernels', config: () => ensureAssembly() };
}

/** What the pages have alike: the head, less what each says of itself, and a word to those whose browser runs no scripts. */
function shell(): Plugin {
  const head: HtmlTagDescriptor[] = [
    { tag: 'meta', attrs: { charset: 'utf-8' } },
    { tag: 'meta', attrs: { name: 'viewport', content: 'width=device-width, initial-scale=1, viewport-fit=cover' } },
    { tag: 'meta', attrs: { name: 'color-scheme', content: 'light dark' } },
    { tag: 'link', attrs: { rel: 'icon', href: './icon.svg', type: 'image/svg+xml' } },
    // The order of the layers, before any style sheet: which of them comes first is the bundler's choice (theme/global.css).
    { tag: 'style', children: '@layer base, controls;' },
    // Not a module: it has to set the theme before the first paint, which in index.html it does where it stands (opening.ts).
    { tag: 'script', attrs: { src: './theme.js' } },
  ];
  const noscript: HtmlTagDescriptor = {
    tag: 'noscript',
    children:
      'Posterior Playground trains a neural network on your own machine, which takes JavaScript: please switch it on.',
    injectTo: 'body',
  };
  return { name: 'shell', transformIndexHtml: () => [...head, noscript] };
}

/**
 * What a link to the page is shown with elsewhere (Open Graph). Most readers of these tags want the picture's whole address, which
 * only who publishes the page knows: SITE_URL in the build; without it the address is relative.
 */
function linkPreview(): Plugin {
  const site = process.env.SITE_URL;
  const image = site === undefined || site === '' ? './preview.png' : new URL('preview.png', site).href;
  const about: Readonly<Record<string, string>> = {
    'og:type': 'website',
    'og:title': 'Posterior Playground',
    'og:description':
      'Watch a neural network work backwards, from the data you see to what could have caused them. In your browser, with checks of its answers.',
    'og:image': image,
    'og:image:width': '1200',
    'og:image:height': '630',
    'og:image:alt': 'The page: data at the left, the posterior of their causes beside them.',
    ...(site === undefined || site === '' ? {} : { 'og:url': site }),
  };
  const tags: HtmlTagDescriptor[] = Object.entries(about).map(([property, content]) => ({
    tag: 'meta',
    attrs: { property, content },
  }));
  tags.push({ tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' } });
  return {
    name: 'link-preview',
    transformIndexHtml: (_, { filename }) => (filename.endsWith('index.html') ? tags : []),
  };
}

/** The built page brings its policy along, for servers that send no headers. In development Vite itself needs inline scripts. */
function policy(): Plugin {
  const attrs = { 'http-equiv': 'Content-Security-Policy', content: policyMeta };
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs, injectTo: 'head-prepend' }],
  };
}

export default defineConfig({
  base: './',
  // plotly's sources refer to Node's `global`.
  define: { global: 'globalThis' },
  plugins: [
    kernels(),
    tfjsWasmThreads(),
    slimNumerics(),
    sharedWorkers(),
    lanes(),
    withoutMaps(),
    shell(),
    linkPreview(),
    policy(),
    opening(),
    preloaded(),
    react(),
    licences(),
    resolvedWhole(),
  ],
  // In development; the build has its workers from sharedWorkers.
  worker: { format: 'es', plugins: () => [tfjsWasmThreads(), slimNumerics()] },
  build: {
    target: 'es2022',
    manifest: true,
    // The largest by far is the library of NetCDF with its WebAssembly, which only such a file asks for.
    chunkSizeWarningLimit: 5000,
    // The policy takes fonts from files alone.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    // A part that is wanted later brings only its style sheet along: workers, which load parts too, have no <link>.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => file.endsWith('.css')),
    },
    rollupOptions: { input: ['index.html', 'embed.html'] },
  },
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  test: {
    environment: 'node',
    testTimeout: 60_000,
    // One process a core; by itself vitest leaves one core idle, which of two is half.
    maxWorkers: '100%',
    // tfjs-core's ESM build has extension-less imports that plain Node cannot resolve.
    server: { deps: { inline: [/@tensorflow\/tfjs-core/] } },
    projects: [
      { extends: true, test: { name: 'together', isolate: false, include: [...together] } },
      { extends: true, test: { name: 'each', include: EVERY_TEST, exclude: [...configDefaults.exclude, ...together] } },
    ],
  },
});
