/** Study files (`.npe.zip`): the present study as one, a saved one as one, and one that was dropped on the page. */
import { markText } from '../../../inference/correction/marks.ts';
import { restoreObservation } from '../../../inference/observation/record.ts';
import { writeObservation } from '../../../inference/observation/writeFile.ts';
import type { SavedStudy } from '../../../inference/study/run/savedStudy.ts';
import { drawsCsv } from '../../../inference/export/drawsCsv.ts';
import { STUDY_FILE_ENDING, type StudyContent, writeStudyFile } from '../../../inference/export/studyFile.ts';
import { patch } from '../../store/appStore.ts';
import { download } from '../../browser/download.ts';
import { drawsObstacle, takeDraws } from '../posterior/posteriorDraws.ts';
import { type SessionContext, type StudyOpener, keepsSystem, report, notify } from '../context.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import type { Training } from '../network/training.ts';
import { focusOf } from '../../readout/concepts/focusQuestion.ts';
import { runState } from '../../store/engineSlice.ts';

/** Draws in a study file. */
const DRAWS = 4000;

/** Parts that it uses. */
interface Parts {
  readonly training: Pick<Training, 'saved'>;
  readonly opening: StudyOpener;
}

export class StudyFiles {
  readonly #context: SessionContext;
  readonly #parts: Parts;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Opens what a file that is a study was read to, or says why it cannot be. */
  take(name: string, reading: StudyContent['study']): void {
    if (keepsSystem(this.#context, name)) return;
    if (!reading.ok) {
      const { value, problem, remedy } = reading.problem;
      const where = value === undefined ? '' : ` (${value})`;
      notify(this.#context, 'problem', `${name}${where} was not opened. ${problem} ${remedy}`);
      return;
    }
    const { saved, source } = reading.value;
    if (source.kind === 'script') {
      // The script is shown first, and run when the reader presses Run (own/ownSimulators.ts).
      const { text, declaration } = source;
      patch(this.#context.store, 'own', { pending: { from: { file: name }, script: { text, declaration }, saved } });
      return;
    }
    this.#context.catalogue.define(source);
    this.#parts.opening.openStudy(saved);
    notify(this.#context, 'note', `${name} has been opened.`);
  }

  /** The study on screen, with its network. */
  async present(): Promise<SavedStudy> {
    const trained = await this.#parts.training.saved();
    const state = this.#context.store.getState();
    const run = trained?.study.problem.system === state.study.system.id ? trained : null;
    return { document: documentOf(state), run, focus: focusOf(state) };
  }

  async exportPresent(): Promise<void> {
    try {
      const saved = await this.present();
      this.#write(saved, saved.document.study.problem.system, await this.#draws(saved));
    } catch (error) {
      report(this.#context, error);
    }
  }

  /** A saved study, which no engine holds now: without draws. */
  export(saved: SavedStudy, name: string): void {
    this.#write(saved, name, null);
  }

  #write(saved: SavedStudy, name: string, draws: string | null): void {
    const { study, observation } = saved.document;
    const { catalogue } = this.#context;
    const system = catalogue.get(study.problem.system);
    const restored = observation === null ? null : restoreObservation(system, study.problem, observation);
    const text = restored?.ok ? writeObservation(system, restored.observation) : null;
    const bytes = writeStudyFile({ saved, observation: text, draws }, catalogue);
    download(new Blob([bytes as BlobPart], { type: 'application/zip' }), `${fileName(name)}${STUDY_FILE_ENDING}`);
  }

  /** Draws of the posterior on screen, where they are those of the network that is saved. */
  async #draws({ run }: SavedStudy): Promise<string | null> {
    const state = this.#context.store.getState();
    // Of a learner other than NPE there are none; its study is a file all the same.
    if (drawsObstacle(state) !== null) return null;
    const { engine } = state;
    const still = runState(engine) === 'paused' || runState(engine) === 'finished';
    if (run === null || !still) return null;
    const request = { draws: DRAWS, signal: new AbortController().signal, onProgress: () => {} };
    const { quantities, values, step, marks, conditions } = await takeDraws(this.#context, request);
    // Those of the network that the file has, or reweighted to the priors that its study states: the column says so.
    const own = marks.every(({ word }) => word === 'reweighted');
    if (step !== run.snapshot.step || !own) return null;
    const keys = quantities.map(({ key }) => key);
    return [...drawsCsv(keys, values, { altered: markText(marks), conditions })].join('');
  }
}

/** A name that every file system takes. */
function fileName(name: string): string {
  const plain = name
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, '')
    .replace(/^[. ]+/, '')
    .trim();
  return plain === '' ? 'study' : plain;
}
