/** The files of a pre-trained network (npm run pretrain). */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { readPretrained, type Pretrained } from '../../inference/study/run/pretrained.ts';
import { isNetwork } from '../../inference/study/run/savedRun.ts';
import { readStudyFile, STUDY_FILE_ENDING } from '../../inference/export/studyFile.ts';

/** Where they lie, from the page. */
export function pathsOf(id: string): { readonly notes: string; readonly file: string } {
  return { notes: `pretrained/${id}.json`, file: `pretrained/${id}${STUDY_FILE_ENDING}` };
}

/**
 * @param notes JSON
 * @param file a study file
 * @throws Error that says what is missing or wrong
 */
export function readFiles(notes: string, file: Uint8Array, catalogue: SystemCatalogue): Pretrained {
  const reading = readStudyFile(file, catalogue);
  if (!reading.ok) throw new Error(reading.problem.problem);
  const { run } = reading.value;
  if (run === null || !isNetwork(run)) throw new Error('its file holds no network');
  return { run, notes: readPretrained(notes) };
}
