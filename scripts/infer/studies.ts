/** Studies that --study names: a document alone, or a study file of the page with the network that was trained. */
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { problemKey } from '../../src/inference/simulators/problem.ts';
import type { SavedStudy } from '../../src/inference/study/run/savedStudy.ts';
import type { Study } from '../../src/inference/study/study.ts';
import { STUDY_FILE_LIMITS } from '../../src/inference/export/studyFile.ts';
import { isOfLearner, type RunSnapshot } from '../../src/inference/learners/snapshot.ts';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import { readStudyApart } from '../headless/reading.ts';
import { InputError } from './arguments.ts';
import { readInput } from './paths.ts';

export interface NamedStudy {
  readonly study: Study;
  /** The state of its network; null: nothing was trained. */
  readonly resume: TrainerSnapshot | null;
}

/**
 * @param folder that relative paths start from
 * @param catalogue knows the study's system afterwards
 * @throws InputError
 */
export async function studyFrom(file: string, folder: string, catalogue: SystemCatalogue): Promise<NamedStudy> {
  const read = await readStudyApart(readInput('study', file, folder, STUDY_FILE_LIMITS.bytes), catalogue);
  switch (read.kind) {
    case 'document':
      return ofNpe(file, { study: read.study, resume: null });
    case 'saved':
      return ofNpe(file, withNetwork(file, read.saved));
    case 'problems':
      throw new InputError(read.problems.map((problem) => `${file}: ${problem}`).join('\n'));
    default:
      return read satisfies never;
  }
}

interface Found {
  readonly study: Study;
  readonly resume: RunSnapshot | null;
}

/** @throws InputError for a study that another learner than NPE learns */
function ofNpe(file: string, { study, resume }: Found): NamedStudy {
  const { learner } = study;
  if (learner === undefined && (resume === null || !isOfLearner(resume))) return { study, resume };
  throw new InputError(
    `${file}: its study is learnt by “${learner?.id}”, but npm run infer trains NPE alone: open it on the page.`,
  );
}

function withNetwork(file: string, { document, run }: SavedStudy): Found {
  if (run === null) return { study: document.study, resume: null };
  if (problemKey(document.study.problem) === problemKey(run.study.problem)) {
    return { study: run.study, resume: run.snapshot };
  }
  throw new InputError(
    `${file}: its priors, nuisance parameters or design were changed after its network was trained. Train it on the page and save it again, or unpack study.json and give that: it is trained for what is assumed now.`,
  );
}
