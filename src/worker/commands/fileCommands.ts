/** What the file worker does: reads large files, archives and studies, so that the page does not wait for them. */
import { isZip } from '../../inference/files/zip.ts';
import { type FileContent, readAny } from '../../inference/observation/readAny.ts';
import { addTable, systemById } from '../../inference/simulators/registry.ts';
import type { Design } from '../../inference/simulators/system.ts';
import type { TableDescription } from '../../inference/simulators/table/tableSystem.ts';
import { isStudyFile, openStudyFile, type StudyContent } from '../../inference/export/studyFile.ts';
import type { Handlers } from '../rpc/dispatcher.ts';

export interface FileCommands {
  'file.read': {
    params: {
      readonly name: string;
      /** Handed over by reference: its bytes are read in the worker. */
      readonly file: Blob;
      /** System id. */
      readonly system: string;
      readonly design: Design;
      /** The table of simulations whose system that is, if it is one. */
      readonly table: TableDescription | null;
    };
    progress: never;
    result: FileContent | StudyContent;
  };
}

export const fileHandlers: Handlers<FileCommands> = {
  'file.read': async ({ name, file, system, design, table }) => {
    if (table !== null) addTable(table);
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (isZip(bytes) && isStudyFile(bytes)) return openStudyFile(bytes);
    return readAny({ name, bytes }, systemById(system), design);
  },
};
