/** What a step begins with: the starts of a lesson's steps as a study on the page, with as little change of the network as it takes. */
import { recordOf } from '../../../inference/observation/record.ts';
import { withSystem } from '../../../inference/simulators/catalogue.ts';
import type { Script } from '../../../inference/simulators/own/scriptSystem.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import type { StudyDocument } from '../../../inference/study/document/document.ts';
import { mergeLink } from '../../../inference/study/link/mergeLink.ts';
import { readLink } from '../../../inference/study/link/readLink.ts';
import { writeLink } from '../../../inference/study/link/writeLink.ts';
import type { Lesson } from '../../../lessons/lesson.ts';
import { documentOf, withDocument } from '../../readout/network/pageDocument.ts';
import { patch } from '../../store/appStore.ts';
import { openStudy } from '../../store/engineSlice.ts';
import { lessonEditor } from '../../store/ownSlice.ts';
import { sameStudy, settingsKey, studyOf } from '../../store/studySlice.ts';
import type { Trust } from '../checks/trust.ts';
import type { SessionContext } from '../context.ts';
import type { Training } from '../network/training.ts';
import type { OwnSimulators } from '../own/ownSimulators.ts';
import type { Opening } from '../study/opening.ts';
import { isIdentity } from './demonstration.ts';
import { namesSystem } from './steps.ts';

interface Parts {
  readonly opening: Pick<Opening, 'openForLesson'>;
  readonly training: Pick<Training, 'reset'>;
  readonly trust: Pick<Trust, 'perturbation'>;
  readonly ownSimulators: Pick<OwnSimulators, 'declare'>;
}

export class StepStart {
  readonly #context: SessionContext;
  readonly #parts: Parts;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * @param at place of the step
   * @param starts 'own': the step's own start over what there is; 'all': those of all steps up to it, from the beginning
   * @param seed added to those of data and training
   * @throws (rejects) Error where a start is no link
   */
  async prepare(lesson: Lesson, at: number, starts: 'own' | 'all', seed: number, signal: AbortSignal): Promise<void> {
    const { store, catalogue } = this.#context;
    const own = lesson.steps[at].start;
    if (starts === 'own' && own === undefined) return;
    const before = starts === 'own' ? writeLink(documentOf(store.getState()), catalogue) : '';
    const from = starts === 'own' ? [own] : lesson.steps.slice(0, at + 1).map(({ start }) => start);
    const given = from.filter((start) => start !== undefined);
    const base = Math.max(0, given.findLastIndex(namesSystem));
    const system = await this.#made(given[base].simulator, signal);
    // The reader has gone to another step meanwhile, which has a start of its own.
    if (signal.aborted) return;
    const link = given
      .slice(base)
      .reduce(
        (merged, start, i) => (i === 0 && system !== null ? of(system, start.link) : mergeLink(merged, start.link)),
        before,
      );
    const read = readLink(link, withSystem(catalogue, system ?? store.getState().study.system));
    if (!read.ok) throw new Error(`Step ${at + 1} cannot be prepared: ${read.problems.join(' ')}`);
    this.#fillEditor(given.findLast(({ editor }) => editor !== undefined)?.editor, starts);
    const network = given.findLast((start) => start.network !== undefined || namesSystem(start))?.network;
    await this.#bring(this.#shifted(read.document, seed), network);
    if (signal.aborted) return;
    const { perturbation } = store.getState().trust.transform;
    const wanted = given.findLast((start) => start.perturbation !== undefined)?.perturbation ?? null;
    if (wanted !== null && !isIdentity(wanted)) this.#parts.trust.perturbation(wanted);
    else if (perturbation !== null && (starts === 'all' || (own && namesSystem(own)) || own?.perturbation)) {
      this.#parts.trust.perturbation(null);
    }
  }

  /**
   * Makes what the reader has written the page's, and trains it.
   * @param use keys of a link: its training
   * @throws RangeError where the author's keys are no link
   */
  use(script: Script, use: string, seed: number): System {
    const { store, catalogue } = this.#context;
    const system = catalogue.define({ kind: 'script', language: 'javascript', ...script });
    const read = readLink(of(system, use), withSystem(catalogue, system));
    if (!read.ok) throw new RangeError(read.problems.join(' '));
    const { lesson } = store.getState().own;
    if (lesson !== null) patch(store, 'own', { lesson: { ...lesson, used: system.id } });
    void this.#parts.opening.openForLesson(this.#shifted(read.document, seed), 'trained');
    return system;
  }

  /** The system of a simulator's text, which is run in the sandbox as far as its declaration; null: no text is given. */
  async #made(text: string | undefined, signal: AbortSignal): Promise<System | null> {
    if (text === undefined) return null;
    const reading = await this.#parts.ownSimulators.declare(text, signal);
    if (!reading.ok) {
      throw new Error(
        `The simulator of this step cannot be read: ${reading.problems.map((one) => one.text).join(' ')}`,
      );
    }
    const { declaration } = reading;
    return this.#context.catalogue.define({ kind: 'script', language: 'javascript', text, declaration });
  }

  /** From one step to the next the reader goes on with the text as he has it. */
  #fillEditor(text: string | undefined, starts: 'own' | 'all'): void {
    const { store } = this.#context;
    if (text === undefined || (starts === 'own' && store.getState().own.lesson !== null)) return;
    patch(store, 'own', { lesson: lessonEditor(text, null) });
  }

  /** With other seeds. A network that comes with the page stays what it is. */
  #shifted(document: StudyDocument, added: number): StudyDocument {
    if (added === 0) return document;
    const { study, observation } = document;
    const system = this.#context.catalogue.get(study.problem.system);
    const isOwn = sameStudy(study, defaultStudy(system));
    const seed = isOwn ? study.seed : study.seed + added;
    const others = observation?.kind === 'simulated' ? { ...observation, seed: observation.seed + added } : observation;
    return { ...document, study: { ...study, seed }, observation: others };
  }

  /** Makes the document the page's, with as little change of the network as it takes. */
  async #bring(document: StudyDocument, network: 'trained' | 'untrained' | undefined): Promise<void> {
    const { store, catalogue } = this.#context;
    const state = store.getState();
    const system = catalogue.get(document.study.problem.system);
    const now = studyOf(state.study);
    const change =
      now.problem.system === document.study.problem.system
        ? problemChange(now.problem, document.study.problem)
        : 'design';
    const sameSettings = settingsKey(now) === settingsKey(document.study);
    const open = openStudy(state.engine);
    const isHere = open !== null && sameStudy(open.study, document.study);
    const keeps = change === 'none' && sameSettings && isHere;
    const moves = change === 'priors' && sameSettings && open !== null && network === undefined;
    if (!keeps && !moves) {
      await this.#parts.opening.openForLesson(document, network ?? 'trained');
      return;
    }
    const next = withDocument(state, document, system);
    if (next.view !== undefined) store.setState({ view: next.view });
    if (moves && next.study !== undefined) store.setState({ study: next.study });
    const other = JSON.stringify(recordOf(state.observation.current)) !== JSON.stringify(document.observation);
    if (other && next.observation !== undefined) store.setState({ observation: next.observation });
    if (network === 'untrained' && this.#context.telemetry.getState().progress.step > 0) {
      await this.#parts.training.reset();
    }
  }
}

/** The link of a system with further keys. */
function of(system: System, keys: string): string {
  return `system=${system.id}&${keys}`;
}
