/** Studies that --study names: a document alone, or a study file of the page with the network that was trained. */
import { problemKey } from '../../src/inference/simulators/problem.ts';
import { readStudy } from '../../src/inference/study/document.ts';
import type { Study } from '../../src/inference/study/study.ts';
import { isStudyFile, readStudyFile, STUDY_FILE_LIMITS } from '../../src/inference/takeaway/studyFile.ts';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import { InputError } from './arguments.ts';
import { readInput } from './paths.ts';

export interface NamedStudy {
  readonly study: Study;
  /** The state of its network; null: nothing was trained. */
  readonly resume: TrainerSnapshot | null;
}

/**
 * @param folder that relative paths start from
 * @throws InputError
 */
export function studyFrom(file: string, folder: string): NamedStudy {
  const bytes = readInput('study', file, folder, STUDY_FILE_LIMITS.bytes);
  return isStudyFile(bytes) ? withNetwork(file, bytes) : { study: documentOf(file, bytes), resume: null };
}

function documentOf(file: string, bytes: Buffer): Study {
  const read = readStudy(bytes.toString('utf8'));
  if (!read.ok) throw new InputError(read.problems.map((problem) => `${file}: ${problem}`).join('\n'));
  return read.document.study;
}

function withNetwork(file: string, bytes: Buffer): NamedStudy {
  const read = readStudyFile(bytes);
  if (!read.ok) {
    const { value, problem, remedy } = read.problem;
    throw new InputError(`${file}: ${value === undefined ? '' : `${value}: `}${problem} ${remedy}`);
  }
  const { document, run } = read.value;
  if (run === null) return { study: document.study, resume: null };
  if (problemKey(document.study.problem) === problemKey(run.study.problem)) {
    return { study: run.study, resume: run.snapshot };
  }
  throw new InputError(
    `${file}: its priors, nuisance parameters or design were changed after its network was trained. Train it on the page and save it again, or unpack study.json and give that: it is trained for what is assumed now.`,
  );
}
