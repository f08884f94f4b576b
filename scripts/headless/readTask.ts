/** What the thread that reads files does (readingThread.ts). */
import { readObservation } from '../../src/inference/observation/readFile.ts';
import { readSimulations } from '../../src/inference/observation/readSimulations.ts';
import { TableFile } from '../../src/inference/observation/tableFile.ts';
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { readStudy } from '../../src/inference/study/document/document.ts';
import { isStudyFile, readStudyFile } from '../../src/inference/export/studyFile.ts';
import type { Readings, ReadingTask } from './reading.ts';

export function readTask(task: ReadingTask): Promise<Readings[keyof Readings]['result']> {
  const catalogue = new SystemCatalogue();
  switch (task.kind) {
    case 'observation':
      return readObservation(task, catalogue.define(task.system), task.design, catalogue.listed);
    case 'simulations':
      return simulationsIn(task.bytes);
    case 'study':
      return Promise.resolve(studyIn(task.bytes, catalogue));
    default:
      return task satisfies never;
  }
}

/** A table of simulations; what no reader can read is told as such, not as a table of something else. */
export async function simulationsIn(bytes: Uint8Array): Promise<Readings['simulations']['result']> {
  const file = new TableFile(bytes);
  const simulations = await readSimulations(file);
  const any = simulations === null ? await file.table() : null;
  return any === null || any.ok ? simulations : any;
}

function studyIn(bytes: Uint8Array, catalogue: SystemCatalogue): Readings['study']['result'] {
  const problems = (sentences: readonly string[]) => ({
    study: { kind: 'problems', problems: sentences } as const,
    source: null,
  });
  if (!isStudyFile(bytes)) {
    const document = readStudy(Buffer.from(bytes).toString('utf8'), catalogue);
    if (!document.ok) return problems(document.problems);
    const { study } = document.document;
    return { study: { kind: 'document', study }, source: catalogue.sourceOf(study.problem.system) };
  }
  const file = readStudyFile(bytes, catalogue);
  if (file.ok) {
    const { system } = file.value.document.study.problem;
    return { study: { kind: 'saved', saved: file.value }, source: catalogue.sourceOf(system) };
  }
  const { value, problem, remedy } = file.problem;
  return problems([`${value === undefined ? '' : `${value}: `}${problem} ${remedy}`]);
}
