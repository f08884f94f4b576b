/** The saved studies: saving, opening, naming, copying, deleting. What is deleted can be had back for some seconds. */
import { readSaved, type SavedStudy, writeSaved } from '../../../inference/study/run/savedStudy.ts';
import { stepsOf } from '../../../inference/study/steps.ts';
import { patch } from '../../store/appStore.ts';
import { LONGEST_STUDY_NAME } from '../../store/savedSlice.ts';
import type { Database, StudySummary } from '../../browser/database.ts';
import { newId } from '../../browser/tab.ts';
import { type SessionContext, type StudyOpener, keepsSystem, report, notify } from '../context.ts';
import type { BrowserStorage } from './browserStorage.ts';
import type { StudyFiles } from './studyFiles.ts';

/** Time in which a deleted study can be had back, ms. */
const UNDO_TIME = 10_000;

/** Parts that it uses. */
interface Parts {
  readonly browserStorage: Pick<BrowserStorage, 'use' | 'fault'>;
  readonly studyFiles: Pick<StudyFiles, 'present' | 'export' | 'exportPresent'>;
  readonly opening: StudyOpener;
}

export class SavedStudies {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #deleting = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Reads the list anew. Where it cannot be read, the list says so. */
  refresh(): Promise<void> {
    return this.#change(async () => {}, null);
  }

  /** Changes the database and reads the list anew; tells what went wrong, of a mere reading (null) once. */
  async #change(work: (database: Database) => Promise<void>, problem: string | null): Promise<void> {
    const found = await this.#parts.browserStorage.use(async (database) => {
      await work(database);
      return database.list();
    }, problem);
    const { fault } = this.#parts.browserStorage;
    patch(
      this.#context.store,
      'saved',
      found === null ? { fault } : { list: found.studies, unreadable: found.unreadable, fault: null },
    );
  }

  /** Saves the study on screen under a name. */
  save(name: string): Promise<void> {
    return this.#do('Saving', async () => {
      const saved = await this.#parts.studyFiles.present();
      await this.#put(saved, name, 'The study could not be saved');
    });
  }

  open(id: string): Promise<void> {
    return this.#do('Opening', async () => {
      const found = await this.#read(id);
      if (found === null || keepsSystem(this.#context, `“${found.name}”`)) return;
      patch(this.#context.store, 'view', { sheet: null });
      this.#parts.opening.openStudy(found.saved);
      notify(this.#context, 'note', `“${found.name}” has been opened.`);
    });
  }

  async rename(id: string, name: string): Promise<void> {
    const study = this.#summary(id);
    const given = plainName(name);
    if (study === undefined || given === '' || given === study.name) return;
    await this.#change((database) => database.putSummary({ ...study, name: given }), 'The study could not be renamed');
  }

  duplicate(id: string): Promise<void> {
    return this.#do('Copying', async () => {
      const found = await this.#read(id);
      if (found !== null) await this.#put(found.saved, `${found.name}, copy`, 'The study could not be copied');
    });
  }

  export(id: string): Promise<void> {
    return this.#do('Exporting', async () => {
      const found = await this.#read(id);
      if (found !== null) this.#parts.studyFiles.export(found.saved, found.name);
    });
  }

  exportPresent(): Promise<void> {
    return this.#do('Exporting', () => this.#parts.studyFiles.exportPresent());
  }

  /** Takes studies off the list; they are deleted when the time for an undo is over. */
  delete(ids: readonly string[]): void {
    for (const id of ids) {
      clearTimeout(this.#deleting.get(id));
      this.#deleting.set(
        id,
        setTimeout(() => void this.#reallyDelete(id), UNDO_TIME),
      );
    }
    this.#tellDeleted();
  }

  undelete(ids: readonly string[]): void {
    for (const id of ids) {
      clearTimeout(this.#deleting.get(id));
      this.#deleting.delete(id);
    }
    this.#tellDeleted();
  }

  async #reallyDelete(id: string): Promise<void> {
    await this.#change((database) => database.delete([id]), 'The study could not be deleted');
    this.undelete([id]);
  }

  #tellDeleted(): void {
    patch(this.#context.store, 'saved', { deleted: [...this.#deleting.keys()] });
  }

  async #put(saved: SavedStudy, name: string, problem: string): Promise<void> {
    const { study, run, focus } = writeSaved(saved, this.#context.catalogue);
    const id = newId();
    const now = Date.now();
    const trained = saved.run?.study ?? saved.document.study;
    const summary: StudySummary = {
      id,
      name: plainName(name) || 'Study',
      created: now,
      changed: now,
      system: trained.problem.system,
      step: saved.run?.snapshot.step ?? null,
      totalSteps: stepsOf(trained, saved.run?.snapshot ?? null),
      finished: saved.run?.snapshot.finished ?? false,
      size: study.length + (run === null ? 0 : run.training.length + run.weights.byteLength) + (focus?.byteLength ?? 0),
    };
    await this.#change((database) => database.put(summary, { id, study, run, focus }), problem);
  }

  /** Null when it cannot be read, which is told. */
  async #read(id: string): Promise<{ readonly saved: SavedStudy; readonly name: string } | null> {
    const name = this.#summary(id)?.name ?? 'Study';
    const what = `“${name}” could not be read`;
    const found = await this.#parts.browserStorage.use(
      async (database) => ({ contents: await database.contents(id) }),
      what,
    );
    if (found === null) return null;
    const reading = found.contents === null ? null : readSaved(found.contents, this.#context.catalogue);
    if (reading?.ok) return { saved: reading.value, name };
    const why = reading === null ? 'Another page has deleted or changed it.' : reading.problem.problem;
    notify(this.#context, 'problem', `${what}. ${why}`);
    return null;
  }

  #summary(id: string): StudySummary | undefined {
    return this.#context.store.getState().saved.list?.find((study) => study.id === id);
  }

  /** One thing at a time, said while it lasts. */
  async #do(doing: string, work: () => Promise<void>): Promise<void> {
    const { store } = this.#context;
    if (store.getState().saved.doing !== null) return;
    patch(store, 'saved', { doing });
    try {
      await work();
    } catch (error) {
      report(this.#context, error);
    } finally {
      patch(store, 'saved', { doing: null });
    }
  }
}

function plainName(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_STUDY_NAME);
}
