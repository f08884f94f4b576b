/** What the file worker does: reads large files, archives and studies, so that the page does not wait for them. */
import { isZip } from '../../inference/files/zip.ts';
import { type FileContent, readAny } from '../../inference/observation/readAny.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Design } from '../../inference/simulators/system.ts';
import { isStudyFile, openStudyFile, type StudyContent } from '../../inference/export/studyFile.ts';
import type { Handlers } from '../rpc/dispatcher.ts';

export interface FileCommands {
  'file.read': {
    params: {
      readonly name: string;
      /** Handed over by reference: its bytes are read in the worker. */
      readonly file: Blob;
      readonly system: SystemSource;
      readonly design: Design;
    };
    progress: never;
    result: FileContent | StudyContent;
  };
}

/** @param catalogue of the worker */
export function fileHandlers(catalogue: SystemCatalogue): Handlers<FileCommands> {
  return {
    'file.read': async ({ name, file, system, design }) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (isZip(bytes) && isStudyFile(bytes)) return openStudyFile(bytes, catalogue);
      return readAny({ name, bytes }, catalogue.define(system), design, catalogue.listed);
    },
  };
}
