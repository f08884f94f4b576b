/**
 * Many observations from one file: answered by the one network when it does not train, and again when its training has
 * ended; its answers are checked on request, some at a time; one of them becomes the observation on screen when it is chosen.
 */
import { askNpe } from '../../../worker/clients.ts';
import {
  batchAwaited,
  countOf,
  observationAt,
  type ObservationBatch,
  summarisedBatch,
} from '../../../inference/observation/batch.ts';
import { exampleBatch } from '../../../inference/observation/writeBatch.ts';
import { fileKind } from '../../../inference/observation/writeFile.ts';
import { designDifferences } from '../../../inference/simulators/problem.ts';
import type { NpeQuestions } from '../../../worker/run/npe/questions.ts';
import { checkObstacle } from '../../readout/network/obstacles.ts';
import { type AppState, patch } from '../../store/appStore.ts';
import { trains, runState, openStudy } from '../../store/engineSlice.ts';
import { MANY_DRAWS, batchSlice, nextToCheck } from '../../store/batchSlice.ts';
import { otherTransform } from '../../store/trustSlice.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { cancellable, type Work } from '../tasks.ts';
import { posed, type SessionContext, notify } from '../context.ts';
import type { ObservationEditing } from './observationEditing.ts';

type CheckProgress = NpeQuestions['batch.check']['progress'];

/** Observations of an example file. */
const EXAMPLE = 100;

/** Parts that it uses. */
interface Parts {
  readonly observationEditing: Pick<ObservationEditing, 'observe'>;
}

export class BatchInference {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #answering: LatestTask<Work>;
  readonly #checking: LatestTask<Work>;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#answering = cancellable(context, (progress) => patch(context.store, 'batch', { progress }));
    this.#checking = cancellable(context, (checking) => patch(context.store, 'batch', { checking }));
  }

  /** Takes the observations of a file, which are of the study's design; where their summaries have to be asked for, when these have come. */
  use(file: ObservationBatch): void {
    this.#cancelAll();
    if (batchAwaited(file)) this.#answering.request(({ signal }) => this.#summarise(file, signal));
    else this.#take(file);
  }

  async #summarise(file: ObservationBatch, signal: AbortSignal): Promise<void> {
    const { store, engine } = this.#context;
    const { study } = store.getState();
    const asked = { ...posed(this.#context, study.problem), x: file.x.slice() };
    const found = await engine.call('observation.summaries', asked, { signal });
    if (store.getState().study.system !== study.system) return;
    const summarised = summarisedBatch(file, found);
    if (!summarised.ok) throw new Error(summarised.problem);
    if (summarised.notice !== null) notify(this.#context, 'note', summarised.notice);
    this.#take(summarised.batch);
  }

  #take(file: ObservationBatch): void {
    const { store } = this.#context;
    patch(store, 'batch', { ...batchSlice, file });
    patch(store, 'view', { inferTab: 'many' });
    if (checkObstacle(store.getState()) === null) this.answer();
  }

  /** Asks the network about all of them. */
  answer(): void {
    const { store, engine } = this.#context;
    const asked = store.getState();
    const { file } = asked.batch;
    const { problem } = asked.study;
    if (file === null) return;
    this.#checking.cancel();
    this.#answering.request(async (options) => {
      const s = Float64Array.from(file.s);
      const answers = await askNpe(engine, 'batch.answer', { problem, s, draws: MANY_DRAWS }, options);
      const now = store.getState();
      const same =
        now.batch.file === file &&
        now.study.problem === problem &&
        openStudy(now.engine)?.info === openStudy(asked.engine)?.info &&
        !otherTransform(now.trust.transform, asked.trust.transform);
      if (same) patch(store, 'batch', { answers, stale: null, verdicts: [] });
    });
  }

  cancel(): void {
    this.#answering.cancel();
  }

  /** Checks the answers of the next observations that are not checked yet. What is found stays when it is cancelled. */
  check(): void {
    const { store, engine } = this.#context;
    const { batch, study } = store.getState();
    const { file, answers, stale } = batch;
    if (file === null || answers === null || stale !== null) return;
    const places = nextToCheck(batch, countOf(file));
    const width = file.s.length / countOf(file);
    const s = new Float64Array(places.length * width);
    places.forEach((i, k) => s.set(file.s.subarray(i * width, (i + 1) * width), k * width));
    this.#checking.request(async ({ signal, onProgress }) => {
      const onFound = ({ fraction, found }: CheckProgress) => {
        onProgress({ fraction });
        const now = store.getState().batch;
        if (found === undefined || now.answers !== answers || now.stale !== null) return;
        const verdicts = Array.from({ length: countOf(file) }, (_, i) => now.verdicts[i] ?? null);
        verdicts[places[found.row]] = found.verdict;
        patch(store, 'batch', { verdicts });
      };
      await askNpe(engine, 'batch.check', { problem: study.problem, s }, { signal, onProgress: onFound });
    });
  }

  cancelChecks(): void {
    this.#checking.cancel();
  }

  /** Makes one of them the observation on screen. */
  show(i: number): void {
    const { store } = this.#context;
    const { batch, study } = store.getState();
    if (batch.file === null) return;
    patch(store, 'batch', { active: i });
    this.#parts.observationEditing.observe(observationAt(study.system, batch.file, i));
    patch(store, 'view', { inferTab: 'posterior' });
  }

  /** Puts the table away. */
  close(): void {
    this.#cancelAll();
    patch(this.#context.store, 'batch', batchSlice);
  }

  /** A file of simulated observations with their true values, as its text. */
  example(): { readonly name: string; readonly type: string; readonly text: string } {
    const { study, observation } = this.#context.store.getState();
    const text = exampleBatch(study.system, study.problem, EXAMPLE, observation.noiseSeed);
    const { ending, type } = fileKind(study.system);
    return { name: `${study.system.id}-${EXAMPLE}.${ending}`, type, text };
  }

  /** A study has been opened, or its weights were reset. */
  opened(): void {
    this.#outdate('These are the posteriors of a previous network.');
  }

  react(state: AppState, before: AppState): void {
    const { file } = state.batch;
    if (file === null) return;
    const { study, engine, trust } = state;
    const changed = study.system.id !== file.system || differs(state, file);
    if (study.problem.design !== before.study.problem.design && changed) {
      notify(this.#context, 'note', `${file.file} belongs to the previous design, so the batch was closed.`);
      this.close();
      return;
    }
    if (runState(engine) !== runState(before.engine)) {
      if (trains(engine)) {
        this.#answering.cancel();
        this.#outdate('The network has been trained further since.');
      }
      const wanted = state.batch.answers === null || state.batch.stale !== null;
      if (runState(engine) === 'finished' && wanted && checkObstacle(state) === null) this.answer();
    }
    if (tookOver(state, before)) this.#outdate('Training has moved to another engine since, from the last snapshot.');
    const altered = otherTransform(trust.transform, before.trust.transform);
    if (altered) this.#outdate('The posterior has been changed since.');
    if (study.problem !== before.study.problem) this.#outdate('The assumptions have changed since.');
  }

  #cancelAll(): void {
    this.#answering.cancel();
    this.#checking.cancel();
  }

  /** Verdicts stay with the answers that they are of. */
  #outdate(stale: string): void {
    this.#checking.cancel();
    const { batch } = this.#context.store.getState();
    if (batch.answers !== null && batch.stale === null) patch(this.#context.store, 'batch', { stale });
  }
}

function differs({ study }: AppState, file: ObservationBatch): boolean {
  return designDifferences(study.problem.design, file.design, study.system.designFields).length > 0;
}

/** Whether the engine has failed and another has taken its place: its network may be of some steps before. */
function tookOver({ engine: now }: AppState, { engine: before }: AppState): boolean {
  const ready = now.status.kind === 'ready' && before.status.kind === 'ready';
  return ready && now.status !== before.status && openStudy(now) === openStudy(before);
}
