/** Observation files: reading a dropped, picked or pasted one, and writing the present observation. */
import type { Design } from '../../inference/simulators/system.ts';
import type { ObservationFileError } from '../../inference/observation/fileError.ts';
import { fileError } from '../../inference/observation/fileError.ts';
import { tooManyBytes } from '../../inference/observation/limits.ts';
import { readObservation } from '../../inference/observation/readFile.ts';
import { writeObservation } from '../../inference/observation/writeFile.ts';
import type { ManyObservations } from '../../inference/observation/manyObservations.ts';
import type { Observation } from '../../inference/observation/observation.ts';
import { patch } from '../store/appStore.ts';
import type { SessionContext } from './context.ts';
import { tell } from './context.ts';
import { countText } from './many.ts';

export class Files {
  readonly #context: SessionContext;
  readonly #use: (observation: Observation) => void;
  readonly #useMany: (many: ManyObservations) => void;
  readonly #useDesign: (design: Design) => void;
  readonly #train: () => void;
  /** Counts the files that came. */
  #turn = 0;

  /**
   * @param use makes an observation of the study's own design the current one
   * @param useMany takes all observations of a file that has many
   * @param useDesign makes a design the study's
   * @param train trains the study as it then stands
   */
  constructor(
    context: SessionContext,
    use: (observation: Observation) => void,
    useMany: (many: ManyObservations) => void,
    useDesign: (design: Design) => void,
    train: () => void,
  ) {
    this.#context = context;
    this.#use = use;
    this.#useMany = useMany;
    this.#useDesign = useDesign;
    this.#train = train;
  }

  /**
   * A file that cannot be used changes nothing but the message about it. Reading takes time: a file that comes meanwhile
   * takes its place, and where the study has become another one, the file is read again for that.
   */
  async read(name: string, bytes: Uint8Array): Promise<void> {
    const { store } = this.#context;
    const turn = ++this.#turn;
    const { system, problem } = store.getState().study;
    const outcome = await readObservation({ name, bytes }, system, problem.design);
    if (turn !== this.#turn) return;
    const { study } = store.getState();
    if (study.system !== system || study.problem.design !== problem.design) {
      await this.read(name, bytes);
      return;
    }
    if (!outcome.ok) {
      this.#refuse(outcome.error);
      return;
    }
    const { observation, many, designDifferences } = outcome;
    if (designDifferences.length > 0) {
      patch(store, 'observation', {
        pending: { observation, many, file: name, differences: designDifferences },
        refusal: null,
      });
      return;
    }
    this.#accept(observation, many, name);
  }

  /** Reads the first of the files that a user dropped, picked or pasted. */
  async readFiles(files: FileList): Promise<void> {
    const [file] = files;
    const tooBig = tooManyBytes(file.size);
    if (tooBig !== null) {
      this.#refuse(fileError(file.name, tooBig, []));
      return;
    }
    if (files.length > 1) {
      tell(this.#context, 'note', `${files.length} files came; only the first, ${file.name}, is read.`);
    }
    try {
      await this.read(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const problem = {
        problem: `The file could not be read: ${reason}.`,
        remedy: 'Try again; a folder cannot be read.',
      };
      this.#refuse(fileError(file.name, problem, []));
    }
  }

  async fetch(address: string): Promise<void> {
    const name = address.slice(address.lastIndexOf('/') + 1);
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      await this.read(name, new Uint8Array(await answer.arrayBuffer()));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell(this.#context, 'problem', `The example file ${name} could not be loaded: ${reason}.`);
    }
  }

  acceptPending(): void {
    const { pending } = this.#context.store.getState().observation;
    if (pending === null) return;
    this.#useDesign(pending.observation.design);
    this.#accept(pending.observation, pending.many, pending.file);
    this.#train();
  }

  dismiss(): void {
    patch(this.#context.store, 'observation', { pending: null, refusal: null });
  }

  /** The present observation as the text of a CSV file; null where there are no raw data to write. */
  written(): { readonly name: string; readonly text: string } | null {
    const { study, observation } = this.#context.store.getState();
    const text = writeObservation(study.system, observation.current);
    return text === null ? null : { name: `${study.system.id}.csv`, text };
  }

  #refuse({ file, message, remedy, row, column, value }: ObservationFileError): void {
    patch(this.#context.store, 'observation', {
      refusal: { file, message, remedy, row, column, value },
      pending: null,
    });
  }

  #accept(observation: Observation, many: ManyObservations | null, name: string): void {
    this.#use(observation);
    if (many !== null) this.#useMany(many);
    const notices = observation.notices.join(' ');
    const taken =
      many === null
        ? `${name} is now the observation.`
        : `${countText(many)} of ${name} are in the table; the first is on screen.`;
    tell(this.#context, 'note', `${taken}${notices === '' ? '' : ` ${notices}`}`);
  }
}
