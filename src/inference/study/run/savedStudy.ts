/** A study as it is saved: its document, and the network that was trained for it, or for what was assumed before. */
import { bad, good, type Outcome } from '../../files/outcome.ts';
import { whyNot } from '../../simulators/capabilities.ts';
import type { SystemCatalogue } from '../../simulators/catalogue.ts';
import { readStudy, type StudyDocument, writeStudy } from '../document/document.ts';
import { readFocus, type SavedFocus, writeFocus } from './savedFocus.ts';
import { readRun, type RunFiles, type SavedRun, writeRun } from './savedRun.ts';

const REMEDY = 'Save the study again with the version of the page that wrote it.';

export interface SavedStudy {
  readonly document: StudyDocument;
  /** Null: nothing has been trained yet. */
  readonly run: SavedRun | null;
  /** A posterior that is focused on the document's observation; absent or null: there is none. */
  readonly focus?: SavedFocus | null;
  /** Why there is none although there was one: a sentence for the reader. The rest of the study has been read. */
  readonly focusProblem?: string;
}

/** The same on disk. */
export interface StudyFiles {
  /** A study document's text. */
  readonly study: string;
  readonly run: RunFiles | null;
  readonly focus: Uint8Array | null;
}

export function writeSaved({ document, run, focus = null }: SavedStudy, catalogue: SystemCatalogue): StudyFiles {
  return {
    study: writeStudy(document, catalogue),
    run: run === null ? null : writeRun(run, catalogue),
    focus: focus === null ? null : writeFocus(focus, document, catalogue),
  };
}

/** @param catalogue knows the study's system afterwards */
export function readSaved(
  {
    study,
    run,
    focus = null,
  }: Pick<StudyFiles, 'study'> & {
    readonly run: Parameters<typeof readRun>[0] | null;
    readonly focus?: Uint8Array | null;
  },
  catalogue: SystemCatalogue,
): Outcome<SavedStudy> {
  const reading = readStudy(study, catalogue);
  if (!reading.ok) {
    const problem = `The study cannot be read: ${reading.problems.join(' ')}`;
    return bad({ problem, remedy: REMEDY });
  }
  const { document } = reading;
  const { system, design } = document.study.problem;
  if (document.observation === null && whyNot(catalogue.get(system).capabilities(design).simulate) !== null) {
    const problem = `The study of ${system} has no observation, and none can be simulated.`;
    return bad({ problem, remedy: REMEDY });
  }
  const posterior = focus === null ? null : readFocus(focus, document, catalogue);
  const own =
    posterior === null
      ? {}
      : posterior.ok
        ? { focus: posterior.value }
        : { focusProblem: `${posterior.problem.problem} The study has been opened without it.` };
  if (run === null) return good({ document, run: null, ...own });
  const trained = readRun(run, catalogue);
  if (!trained.ok) return trained;
  const known = trained.value.study.problem.system;
  if (system !== known) {
    const problem = `The study is for the system ${system}, but its network is for ${known}.`;
    return bad({ problem, remedy: REMEDY });
  }
  return good({ document, run: trained.value, ...own });
}
