/**
 * `virtual:lane`: the program of a lane (src/worker/own/lane.ts) as one text, which the page hands to the frame in which simulators
 * of the user's own run. A lane can load nothing, so that its parts are all in the text.
 */
import type { Plugin } from 'vite';
import { inOneFile } from '../oneFile.mjs';

const NAME = 'virtual:lane';
const ENTRY = 'src/worker/own/lane.ts';

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
  const { code, moduleIds } = await inOneFile(ENTRY);
  const files = moduleIds.filter((file) => !file.startsWith('\0'));
  // Modules are strict; the text of a simulator is to be, too.
  return { text: `"use strict";${code.trimEnd()}`, files };
}
