/**
 * Asking the current network about the current observation: no retraining, one answer at a time, the newest observation
 * wins. Answers to an observation or a network that has gone meanwhile are dropped. A network that has learnt the priors too
 * is asked for the present ones, and the study that is open becomes theirs.
 *
 * How many draws an answer has depends on the state alone, and the engine draws them from the study's seed: a network that
 * rests shows the same numbers when its training has ended, after a reload, and where its study file is opened.
 */
import { askNpe } from '../../../worker/clients.ts';
import { summariesAwaited } from '../../../inference/observation/observation.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import { DRAWS_AT_REST } from '../../../inference/study/defaults.ts';
import { type Study, studyHyperprior } from '../../../inference/study/study.ts';
import { type AppState, dispatch } from '../../store/appStore.ts';
import { networkCompatibility, openStudy, runState } from '../../store/engineSlice.ts';
import { isNpe } from '../../store/network.ts';
import type { StudySlice } from '../../store/studySlice.ts';
import { type SessionContext, report } from '../context.ts';
import type { SessionEvents } from '../events.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { latestTask } from '../tasks.ts';
import type { PosteriorDisplay } from './posteriorDisplay.ts';

/** Draws of an answer while a handle is held: so few that the picture follows the hand. */
const DRAWS_WHILE_DRAGGING = 1000;
/** Times as many where weights leave only a part of them. */
const TIMES_WEIGHTED = 2;

/** Parts that it uses. */
interface Parts {
  readonly posteriorDisplay: Pick<PosteriorDisplay, 'show'>;
  readonly events: Pick<SessionEvents, 'emit'>;
}

export class PosteriorQuery {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #latest: LatestTask<null>;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#latest = latestTask(context, 'wait', () => this.#ask());
  }

  /** Tells the engine the observation, and shows what the network says about it. */
  ask(): void {
    this.#latest.request(null);
  }

  /**
   * The priors have been moved. A network that has learnt them is asked for them. Any other once more if its answer has another
   * number of draws than it should have now; not in training, whose frames come anyway.
   */
  askForPriors(): void {
    const state = this.#context.store.getState();
    const { frame } = this.#context.telemetry.getState();
    if (hasLearnt(state)) {
      this.ask();
      return;
    }
    if (frame === null || runState(state.engine) === 'running') return;
    const dim = Object.keys(frame.problem.priors).length;
    if (frame.answer.draws.length !== drawsWanted(state) * dim) this.ask();
  }

  async #ask(): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const state = store.getState();
    const { engine: room, observation } = state;
    const compatibility = networkCompatibility(room, state.study);
    const open = openStudy(room);
    if (room.status.kind !== 'ready' || !isNpe(open) || compatibility === 'other-design') return;
    // It is asked when they have come.
    if (summariesAwaited(observation.current)) return;
    const learnt = hasLearnt(state);
    const study = learnt ? withPriorsOf(open.study, state.study) : open.study;
    const draws = drawsWanted(state);
    const s = Float64Array.from(observation.current.s);
    try {
      const [posterior] = await Promise.all([
        askNpe(engine, 'posterior.draw', { s, draws, priors: learnt ? study.problem.priors : null }),
        engine.call('observation.set', { s, id: observation.id }),
      ]);
      const now = store.getState();
      if (openStudy(now.engine) !== open || networkCompatibility(now.engine, now.study) === 'other-design') return;
      if (study !== open.study) {
        dispatch(store, { kind: 'priorsFollowed', open, study });
        this.#parts.events.emit('other priors answered');
      }
      this.#parts.posteriorDisplay.show({
        draws: posterior.draws,
        step: posterior.step,
        transform: posterior.transform,
        observation: observation.id,
        study,
        weighted: null,
      });
      publisher.flush();
    } catch (error) {
      // Another study has been opened meanwhile: nobody waits for this answer.
      if (openStudy(store.getState().engine) === open) report(this.#context, error);
    }
  }
}

/** Draws that an answer should have. */
function drawsWanted(state: AppState): number {
  const { engine, observation, study, view } = state;
  const learnt = hasLearnt(state);
  // Draws for moved priors are weighted (resampleForDisplay.ts).
  const open = openStudy(engine);
  const weighted = open !== null && !learnt && problemChange(open.study.problem, study.problem) === 'priors';
  const held = observation.dragging || (learnt && view.thumbHeld);
  return (weighted ? TIMES_WEIGHTED : 1) * (held ? DRAWS_WHILE_DRAGGING : DRAWS_AT_REST);
}

/** Whether the network can be asked for the present priors, wherever they have been moved. */
function hasLearnt({ engine, study }: AppState): boolean {
  const open = openStudy(engine);
  if (open === null || runState(engine) === 'opening') return false;
  const compatibility = networkCompatibility(engine, study);
  return compatibility === 'this-study' && studyHyperprior(study.system, open.study) !== null;
}

/** The study with the present priors; itself if they are its own. */
function withPriorsOf(study: Study, { problem }: StudySlice): Study {
  const moved = problemChange(study.problem, problem) !== 'none';
  return moved ? { ...study, problem: { ...study.problem, priors: problem.priors } } : study;
}
