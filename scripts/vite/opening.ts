/**
 * Puts the picture of the page with the opening example (src/app/opening) into the built index.html, and with it what the first
 * paint takes: the style sheets and the scripts that are run before it. So it is there after one answer of the server.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import type * as OpeningPage from '../../src/app/opening/openingPage.tsx';
import { bundle } from '../bundled.mjs';
import { inlineScripts } from '../policy.mjs';
import { root } from '../process.mjs';
import { thinned } from './thinnedPaths.ts';

const ROOT = '<div id="root"></div>';
const THEME = '<script src="./theme.js"></script>';
const SHEET = /<link rel="stylesheet"[^>]* href="\.\/(assets\/[^"]+)">/g;

/** A link that fetches nothing: what is loaded later and needs the same sheet finds that it is there (Vite looks for its link). */
const here = (link: string) => link.replace('>', ' disabled>');

export function opening(): Plugin {
  return {
    name: 'opening',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { path, bundle: files = {} }) {
        if (path !== '/index.html') return html;
        for (const part of [ROOT, THEME]) if (!html.includes(part)) throw new Error(`index.html has no ${part}.`);
        const sheet = (name: string): string => {
          const file = files[name];
          if (file?.type !== 'asset') throw new Error(`index.html asks for ${name}, which is not built.`);
          // Addresses in a style sheet count from its own folder.
          return String(file.source).replaceAll('url(./', 'url(./assets/');
        };
        const shown = `${thinned(await picture())}<script>${inlineScripts.reveal}</script>${ROOT}`;
        return html
          .replace(THEME, () => `<script>${inlineScripts.theme}</script>`)
          .replaceAll(SHEET, (link, name: string) => `<style>${sheet(name)}</style>${here(link)}`)
          .replace(ROOT, () => shown);
      },
    },
  };
}

async function picture(): Promise<string> {
  const { program, remove } = await bundle('src/app/opening/openingPage.tsx');
  try {
    const { openingPage, pathsOf, readFiles } = (await import(pathToFileURL(program).href)) as typeof OpeningPage;
    const file = (path: string) => readFileSync(join(root, 'public', path));
    const { wide, narrow, summary, system } = await openingPage((id, catalogue) => {
      const paths = pathsOf(id);
      return Promise.resolve(readFiles(file(paths.notes).toString('utf8'), file(paths.file), catalogue));
    });
    const { notes, file: network } = pathsOf(system);
    const words = `Meanwhile: the opening example, with a pre-trained network. ${summary}`;
    const failure =
      'The page could not be loaded: the connection was interrupted, or the server has a newer version of it. Reload the page.';
    const inert = 'inert aria-hidden="true"';
    return [
      `<div id="opening" data-soon="${notes} ${network}">`,
      `<p>The page is loading.</p><p data-words>${words}</p><div data-failure role="alert">${failure}<p><button type="button">Reload the page</button></p></div>`,
      `<div data-for="wide" ${inert}>${wide}</div><div data-for="narrow" ${inert}>${narrow}</div></div>`,
    ].join('');
  } finally {
    remove();
  }
}
