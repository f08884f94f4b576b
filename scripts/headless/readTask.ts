/** What the thread that reads files does (readingThread.ts). */
import { readObservation } from '../../src/inference/observation/readFile.ts';
import { readSimulations } from '../../src/inference/observation/readSimulations.ts';
import { TableFile } from '../../src/inference/observation/tableFile.ts';
import { addTable, systemById, tableById } from '../../src/inference/simulators/registry.ts';
import { readStudy } from '../../src/inference/study/document/document.ts';
import { isStudyFile, readStudyFile } from '../../src/inference/export/studyFile.ts';
import type { Readings, ReadingTask } from './reading.ts';

export function readTask(task: ReadingTask): Promise<Readings[keyof Readings]['result']> {
  switch (task.kind) {
    case 'observation':
      if (task.table !== null) addTable(task.table);
      return readObservation(task, systemById(task.system), task.design);
    case 'simulations':
      return simulationsIn(task.bytes);
    case 'study':
      return Promise.resolve(studyIn(task.bytes));
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

function studyIn(bytes: Uint8Array): Readings['study']['result'] {
  const problems = (sentences: readonly string[]) => ({
    study: { kind: 'problems', problems: sentences } as const,
    table: null,
  });
  if (!isStudyFile(bytes)) {
    const document = readStudy(Buffer.from(bytes).toString('utf8'));
    if (!document.ok) return problems(document.problems);
    const { study } = document.document;
    return { study: { kind: 'document', study }, table: tableById(study.problem.system) };
  }
  const file = readStudyFile(bytes);
  if (file.ok) {
    const { system } = file.value.document.study.problem;
    return { study: { kind: 'saved', saved: file.value }, table: tableById(system) };
  }
  const { value, problem, remedy } = file.problem;
  return problems([`${value === undefined ? '' : `${value}: `}${problem} ${remedy}`]);
}
