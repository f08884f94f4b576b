/** Puts the picture of the page with the opening example into the built index.html: src/app/opening. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import type { openingPage } from '../../src/app/opening/openingPage.tsx';
import type { readFiles } from '../../src/app/opening/readFiles.ts';
import { bundle } from '../bundled.mjs';
import { revealScript } from '../policy.mjs';
import { root } from '../process.mjs';

const ROOT = '<div id="root"></div>';

export function opening(): Plugin {
  return {
    name: 'opening',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { path }) {
        if (path !== '/index.html') return html;
        if (!html.includes(ROOT)) throw new Error(`index.html has no ${ROOT}.`);
        return html.replace(ROOT, `${await picture()}<script>${revealScript}</script>${ROOT}`);
      },
    },
  };
}

async function picture(): Promise<string> {
  const { program, remove } = await bundle('src/app/opening/openingPage.tsx');
  try {
    const module = (await import(pathToFileURL(program).href)) as {
      openingPage: typeof openingPage;
      readFiles: typeof readFiles;
    };
    const file = (name: string) => readFileSync(join(root, 'public', 'pretrained', name));
    const { wide, narrow, summary } = await module.openingPage((id) =>
      Promise.resolve(module.readFiles(file(`${id}.json`).toString('utf8'), file(`${id}.npe.zip`))),
    );
    const words = `Meanwhile: the opening example, answered by a pre-trained network. ${summary}`;
    const inert = 'inert aria-hidden="true"';
    return `<div id="opening"><p>The page is loading.</p><p data-words>${words}</p><div data-for="wide" ${inert}>${wide}</div><div data-for="narrow" ${inert}>${narrow}</div></div>`;
  } finally {
    remove();
  }
}
