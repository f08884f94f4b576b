/**
 * `virtual:lane`: the program of a lane (src/worker/own/lane.ts) as one text, which the page hands to the frame in which simulators
 * of the user's own run. A lane can load nothing, so that its parts are all in the text.
 */
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { root } from '../process.mjs';

const NAME = 'virtual:lane';
const ENTRY = join(root, 'src/worker/own/lane.ts');

export function lanes(): Plugin {
  return {
    name: 'lanes',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      const { text, files } = await laneText();
      for (const file of files) this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(text)};`, map: null };
    },
  };
}

async function laneText(): Promise<{ readonly text: string; readonly files: readonly string[] }> {
  const { build } = await import('vite');
  const made = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: ENTRY, output: { format: 'iife', codeSplitting: false } },
    },
  });
  const [bundle] = Array.isArray(made) ? made : [made];
  if (!('output' in bundle)) throw new Error('Vite watches instead of building.');
  const [chunk] = bundle.output;
  const files = chunk.moduleIds.filter((file) => !file.startsWith('\0'));
  // Modules are strict; the text of a simulator is to be, too.
  return { text: `"use strict";${chunk.code.trimEnd()}`, files };
}
