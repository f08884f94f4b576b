/** What the file worker does: reads large files and archives, so that the page does not wait for them. */
import type { ReadResult } from '../inference/observation/readFile.ts';
import { readObservation } from '../inference/observation/readFile.ts';
import { systemById } from '../inference/simulators/registry.ts';
import type { Design } from '../inference/simulators/system.ts';
import type { Handlers } from './dispatcher.ts';

export interface FileCommands {
  'file.read': {
    params: {
      readonly name: string;
      /** Handed over by reference: its bytes are read in the worker. */
      readonly file: Blob;
      /** System id. */
      readonly system: string;
      readonly design: Design;
    };
    progress: never;
    result: ReadResult;
  };
}

export const fileHandlers: Handlers<FileCommands> = {
  'file.read': async ({ name, file, system, design }) =>
    readObservation({ name, bytes: new Uint8Array(await file.arrayBuffer()) }, systemById(system), design),
};
