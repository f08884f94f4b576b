/** Files that come to the page: a study is opened, any other is read as an observation. The present observation as a file. */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { type Outcome, bad, good } from '../../../inference/files/outcome.ts';
import { archiveOf, arrayPair, halfOfPair } from '../../../inference/observation/arrayPair.ts';
import { fitsArchiveOf, isFitsBatch } from '../../../inference/observation/fitsBatch.ts';
import { tooManyBytes } from '../../../inference/observation/limits.ts';
import { type ObservationFileError, fileError } from '../../../inference/observation/fileError.ts';
import type { FileContent } from '../../../inference/observation/readAny.ts';
import { movedByHand } from '../../../inference/observation/movedEntries.ts';
import { fileKind, writeObservation } from '../../../inference/observation/writeFile.ts';
import type { ObservationBatch } from '../../../inference/observation/batch.ts';
import type { Observation } from '../../../inference/observation/observation.ts';
import type { StudyContent } from '../../../inference/export/studyFile.ts';
import { download } from '../../browser/download.ts';
import { nextTask } from '../../browser/nextTask.ts';
import { patch } from '../../store/appStore.ts';
import { isLocked, LOCKED } from '../../store/controls.ts';
import { type SessionContext, keepsSystem, notify } from '../context.ts';
import type { BatchInference } from './batchInference.ts';
import type { ObservationEditing } from './observationEditing.ts';
import type { Simulations } from './simulations.ts';
import type { Opening } from '../study/opening.ts';
import type { StudyEditing } from '../study/studyEditing.ts';
import { addressOf, fetchFile, nameOf } from './fetchFile.ts';
import { readDroppedFile } from './fileReading.ts';
import { countText } from '../../readout/text/countText.ts';
import type { StudyFiles } from '../storage/studyFiles.ts';

export const PASTED = 'pasted text';
/** Progress is shown so often, and not before, ms. */
const SHOWN_EVERY = 200;

/** Parts that it uses. */
interface Parts {
  readonly studyFiles: Pick<StudyFiles, 'take'>;
  readonly observationEditing: Pick<ObservationEditing, 'observe'>;
  readonly batch: Pick<BatchInference, 'use'>;
  readonly simulations: Pick<Simulations, 'load' | 'offer'>;
  readonly studyEditing: Pick<StudyEditing, 'setDesign' | 'selectSystem'>;
  readonly opening: Pick<Opening, 'trainNow'>;
}

export class Files {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  /** The file that was refused last, which may be of another system. */
  #refused: { readonly name: string; readonly blob: Blob } | null = null;
  /** The file that is on its way. */
  #arrival: AbortController | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** A file that cannot be used changes nothing but the message about it. */
  read(name: string, content: string): Promise<void> {
    return this.#take(name, () => Promise.resolve(good(new Blob([content]))));
  }

  /** Reads the first of the files that a user dropped, picked or pasted; arrays of one table, and FITS images, together. */
  async readFiles(files: FileList): Promise<void> {
    const [file] = files;
    const pair = arrayPair(Array.from(files, ({ name }) => name));
    if (pair !== null) {
      const [theta, x] = [files[pair.theta], files[pair.x]];
      await this.#take(`${theta.name} + ${x.name}`, async () => {
        const heavy = tooManyBytes(theta.size + x.size);
        if (heavy !== null) return bad(heavy);
        const [first, second] = await Promise.all([theta.arrayBuffer(), x.arrayBuffer()]);
        return good(new Blob([archiveOf(new Uint8Array(first), new Uint8Array(second)) as BlobPart]));
      });
      return;
    }
    if (isFitsBatch(Array.from(files, ({ name }) => name))) {
      await this.#take(`${files.length} FITS files`, () => fitsBatchOf(Array.from(files)));
      return;
    }
    if (files.length > 1) {
      notify(this.#context, 'note', `Only the first of ${files.length} files, ${file.name}, is read.`);
    }
    await this.#take(file.name, () => Promise.resolve(good(file)));
  }

  /** Fetches a file from a link, or an example from beside the page. */
  async fetch(text: string): Promise<void> {
    const address = addressOf(text, document.baseURI);
    if (!address.ok) {
      this.#refuse(fileError('The link', address.problem));
      return;
    }
    await this.#take(nameOf(address.value), (signal, show) => fetchFile(address.value, signal, show));
  }

  /** Reads the text on the clipboard, where the browser lets a button do that. */
  async paste(): Promise<void> {
    try {
      const text = await navigator.clipboard.readText();
      if (text.trim() === '') {
        notify(this.#context, 'problem', 'There is no text on the clipboard: copy a table first.');
      } else {
        await this.read(PASTED, text);
      }
    } catch {
      const text = 'The browser does not let this button read the clipboard: press Ctrl+V (on a Mac Cmd+V) instead.';
      notify(this.#context, 'problem', text);
    }
  }

  /** Forgets the file that is on its way. */
  cancel(): void {
    this.#arrival?.abort();
  }

  acceptPending(): void {
    const { pending } = this.#context.store.getState().observation;
    if (pending === null) return;
    this.#parts.studyEditing.setDesign(pending.observation.design);
    this.#accept(pending.observation, pending.batch, pending.file);
    this.#parts.opening.trainNow();
  }

  /** Opens the system that the refused file is of, and reads the file again. */
  async readInItsSystem(): Promise<void> {
    const { refusal } = this.#context.store.getState().observation;
    const refused = this.#refused;
    if (refusal?.belongsTo === undefined || refused === null) return;
    if (keepsSystem(this.#context, refused.name)) return;
    this.#parts.studyEditing.selectSystem(this.#context.catalogue.get(refusal.belongsTo.id));
    await this.#take(refused.name, () => Promise.resolve(good(refused.blob)));
  }

  dismiss(): void {
    this.#refused = null;
    patch(this.#context.store, 'observation', { pending: null, refusal: null });
  }

  /** The present observation as the text of a file; null where there are no raw data to write. */
  written(): { readonly name: string; readonly type: string; readonly text: string } | null {
    const { study, observation } = this.#context.store.getState();
    const text = writeObservation(study.system, observation.current);
    const { ending, type } = fileKind(study.system);
    return text === null ? null : { name: `${study.system.id}.${ending}`, type, text };
  }

  /** Saves the present observation, which is an image, as a FITS file. */
  async downloadFits(): Promise<void> {
    const { system } = this.#context.store.getState().study;
    const { x, design, truth, source } = this.#context.store.getState().observation.current;
    if (x === null) return;
    try {
      const { fitsOf } = await loadPart(
        'writes FITS files',
        () => import('../../../inference/observation/writeFits.ts'),
      );
      const bytes = fitsOf(system, design, x, truth, movedByHand(source));
      download(new Blob([bytes as BlobPart], { type: 'image/fits' }), `${system.id}.fits`);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      notify(this.#context, 'problem', `The FITS file could not be written: ${error.message}`);
    }
  }

  /** Gets a file and makes it the observation. A file that comes meanwhile takes its place. */
  async #take(
    name: string,
    get: (signal: AbortSignal, show: (share: number | null) => void) => Promise<Outcome<Blob>>,
  ): Promise<void> {
    if (isLocked(this.#context.store.getState(), 'observation')) {
      notify(this.#context, 'note', `${name} was not read. ${LOCKED}`);
      return;
    }
    this.cancel();
    const arrival = new AbortController();
    this.#arrival = arrival;
    let [doing, share]: ['Fetching' | 'Reading', number | null] = ['Fetching', null];
    const show = () => patch(this.#context.store, 'observation', { arriving: { name, doing, share } });
    const timer = setInterval(show, SHOWN_EVERY);
    try {
      const file = await get(arrival.signal, (fraction) => (share = fraction));
      arrival.signal.throwIfAborted();
      [doing, share] = ['Reading', null];
      if (!file.ok) this.#refuse(fileError(name, file.problem));
      else {
        const content = await this.#readForStudy(name, file.value, arrival.signal);
        if (content.kind === 'study') this.#parts.studyFiles.take(name, content.study);
        else {
          this.#refused = { name, blob: file.value };
          if (content.kind === 'simulations') await this.#parts.simulations.load();
          arrival.signal.throwIfAborted();
          this.#judge(name, content);
        }
      }
    } catch (error) {
      if (!arrival.signal.aborted) this.#refuse(fileError(name, unreadable(error)));
    } finally {
      clearInterval(timer);
      if (this.#arrival === arrival) {
        this.#arrival = null;
        patch(this.#context.store, 'observation', { arriving: null });
      }
    }
  }

  /** Reading takes time: where the study has become another one meanwhile, the file is read again for that. */
  async #readForStudy(name: string, file: Blob, signal: AbortSignal): Promise<FileContent | StudyContent> {
    const { catalogue, store } = this.#context;
    const { system, problem } = store.getState().study;
    const content = await readDroppedFile(name, file, { system, design: problem.design, catalogue }, signal);
    // Reading and drawing what was read, in one piece, would hold the page.
    await nextTask();
    signal.throwIfAborted();
    const { study } = store.getState();
    if (content.kind === 'study') return content;
    const same = study.system === system && study.problem.design === problem.design;
    return same ? content : this.#readForStudy(name, file, signal);
  }

  #judge(name: string, content: FileContent): void {
    if (content.kind === 'simulations') {
      const { table } = content;
      if (table.ok) this.#parts.simulations.offer(name, table.value);
      else this.#refuse(fileError(name, table.problem));
      return;
    }
    const outcome = content.result;
    if (!outcome.ok) {
      const whole = halfOfPair(name);
      const { error } = outcome;
      this.#refuse(
        whole === null ? error : { ...error, message: `${error.message} ${whole}`, remedy: `${error.remedy} ${whole}` },
      );
      return;
    }
    const { observation, batch, designDifferences } = outcome;
    if (designDifferences.length === 0) {
      this.#accept(observation, batch, name);
      return;
    }
    patch(this.#context.store, 'observation', {
      pending: { observation, batch, file: name, differences: designDifferences },
      refusal: null,
    });
  }

  #refuse({ file, message, remedy, row, column, value, belongsTo }: ObservationFileError): void {
    patch(this.#context.store, 'observation', {
      refusal: { file, message, remedy, row, column, value, belongsTo },
      pending: null,
    });
  }

  #accept(observation: Observation, batch: ObservationBatch | null, name: string): void {
    this.#refused = null;
    const notices = observation.notices.join(' ');
    const taken =
      batch === null
        ? `${name} is now the observation.`
        : `${countText(batch)} of ${name} are in the Batch tab; the first is on screen.`;
    this.#parts.observationEditing.observe(observation, () =>
      notify(this.#context, 'note', `${taken}${notices === '' ? '' : ` ${notices}`}`),
    );
    if (batch !== null) this.#parts.batch.use(batch);
  }
}

/** The files as one archive. */
async function fitsBatchOf(files: readonly File[]): Promise<Outcome<Blob>> {
  const heavy = tooManyBytes(files.reduce((sum, { size }) => sum + size, 0));
  if (heavy !== null) return bad(heavy);
  const named = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  return good(new Blob([fitsArchiveOf(named) as BlobPart]));
}

function unreadable(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  // By its name: it may come from the worker that reads files.
  if (error instanceof Error && error.name === 'PartMissing') {
    return { problem: reason, remedy: 'The file itself was not read.' };
  }
  const remedy = 'Try again, or a smaller file; a folder cannot be read.';
  return { problem: `The file could not be read: ${reason.replace(/\.$/, '')}.`, remedy };
}
