/**
 * What must follow a change: new bands, a new answer, a new training run. It is wired here in one place, from changes of
 * state, so that no control can forget it.
 */
import type { AppState } from '../store/appStore.ts';
import { patch } from '../store/appStore.ts';
import { trains } from '../store/engineSlice.ts';
import { alteredOtherwise } from '../store/trustSlice.ts';
import type { Asking } from './asking.ts';
import type { Checking } from './checking.ts';
import type { SessionContext } from './context.ts';
import type { FurtherChecks } from './furtherChecks.ts';
import type { Judging } from './judging.ts';
import type { Many } from './many.ts';
import { isHeld, type Opening } from './opening.ts';
import type { Predictive } from './predictive.ts';
import type { Reference } from './reference.ts';
import type { Showing } from './showing.ts';
import type { Trust } from './trust.ts';
import type { Weighing } from './weighing.ts';

/** Parts of the session that follow. */
interface Followers {
  readonly showing: Showing;
  readonly asking: Asking;
  readonly reference: Reference;
  readonly predictive: Predictive;
  readonly judging: Judging;
  readonly opening: Opening;
  readonly checking: Checking;
  readonly furtherChecks: FurtherChecks;
  readonly many: Many;
  readonly trust: Trust;
  readonly weighing: Weighing;
}

/** Follows the changes of the stores from now on. */
export function follow(context: SessionContext, parts: Followers): void {
  const { store, telemetry } = context;
  store.subscribe((state, before) => followState(context, parts, state, before));
  telemetry.subscribe(({ frame }, before) => {
    if (frame === null || frame === before.frame) return;
    parts.judging.request();
    parts.predictive.posterior(frame);
    parts.trust.frame(frame);
    parts.weighing.frame(frame);
  });
}

function followState(context: SessionContext, parts: Followers, state: AppState, before: AppState): void {
  const { showing, asking, reference, predictive, judging, opening, many } = parts;
  const ready = state.engine.status.kind === 'ready' && before.engine.status.kind !== 'ready';
  if (state.study.problem !== before.study.problem) {
    showing.showAgain();
    asking.askForPriors();
  }
  if (state.study.problem !== before.study.problem || ready) {
    predictive.prior();
    reference.request();
    judging.request();
  }
  // Frames of a training run have fewer draws than the answer of a network that rests.
  const rests = trains(before.engine.run) && (state.engine.run === 'finished' || state.engine.run === 'paused');
  if (ready || rests) asking.ask();
  if (state.observation.id !== before.observation.id) {
    asking.ask();
    if (!state.observation.dragging) reference.request();
  }
  if (before.observation.dragging && !state.observation.dragging) {
    asking.ask();
    reference.request();
  }
  if (state.results.reference !== before.results.reference) judging.request();
  many.follow(state, before);
  forgetChecks(context, parts, state, before);
  const assumed = state.study !== before.study;
  const released = isHeld(before) && !isHeld(state);
  const allowed = state.view.retrainByItself && !before.view.retrainByItself;
  const failing = state.results.weighting?.standing !== before.results.weighting?.standing;
  if (released && before.view.thumbHeld) asking.askForPriors();
  if (assumed || released || allowed || failing) opening.trainAfterRest();
}

/** A check is one of a network, an alteration of it, assumptions and, some, an observation: what is of former ones goes. */
function forgetChecks(
  { store }: SessionContext,
  { checking, furtherChecks, trust }: Followers,
  state: AppState,
  before: AppState,
): void {
  const asked = state.study.problem !== before.study.problem;
  const altered = alteredOtherwise(state.trust.alteration, before.trust.alteration);
  const begun = state.engine.run !== before.engine.run && trains(state.engine.run);
  if (asked || state.observation.id !== before.observation.id) furtherChecks.cancelProfile();
  if (state.study.problem.design !== before.study.problem.design) trust.cancel();
  if (asked) trust.problemChanged();
  if (begun) trust.trainsOn();
  if (asked || altered || begun) {
    furtherChecks.cancelCoverage();
    if (store.getState().results.coverageAt !== null) patch(store, 'results', { coverageAt: null });
  }
  // The final check says of how many steps it is.
  if (asked || altered) {
    checking.cancel();
    if (store.getState().results.finalCheck !== null) patch(store, 'results', { finalCheck: null });
  }
}
