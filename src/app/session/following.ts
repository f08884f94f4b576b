/**
 * What must follow a change: new bands, a new answer, a new training run. It is wired here in one place, from changes of
 * state, so that no control can forget it.
 */
import type { AppState } from '../store/appStore.ts';
import { patch } from '../store/appStore.ts';
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
  });
}

function followState(context: SessionContext, parts: Followers, state: AppState, before: AppState): void {
  const { showing, asking, reference, predictive, judging, opening, many, trust } = parts;
  const ready = state.engine.status.kind === 'ready' && before.engine.status.kind !== 'ready';
  if (state.study.problem !== before.study.problem) {
    showing.showAgain();
    asking.askForPriors();
    forgetChecks(context, parts, state);
  }
  if (state.study.problem !== before.study.problem || ready) {
    predictive.prior();
    reference.request();
    judging.request();
  }
  if (ready) asking.ask();
  if (state.observation.id !== before.observation.id) {
    asking.ask();
    if (!state.observation.dragging) reference.request();
  }
  if (before.observation.dragging && !state.observation.dragging) {
    asking.ask();
    reference.request();
  }
  if (state.results.reference !== before.results.reference) judging.request();
  const training = state.engine.run === 'running' || state.engine.run === 'stepping';
  if (training && state.engine.run !== before.engine.run) trust.trainsOn();
  many.follow(state, before);
  const assumed = state.study !== before.study;
  const released = isHeld(before) && !isHeld(state);
  const allowed = state.view.retrainByItself && !before.view.retrainByItself;
  const failing = state.results.weighting?.standing !== before.results.weighting?.standing;
  if (released && before.view.thumbHeld) asking.askForPriors();
  if (assumed || released || allowed || failing) opening.trainAfterRest();
}

/** What was checked was what the network answers under the former assumptions. */
function forgetChecks(
  { store }: SessionContext,
  { checking, furtherChecks }: Followers,
  { engine, results }: AppState,
): void {
  if (engine.checking !== null) checking.cancel();
  if (results.coverageProgress !== null) furtherChecks.cancelCoverage();
  if (results.finalCheck === null && results.coverageAt === null) return;
  patch(store, 'results', { finalCheck: null, coverageAt: null });
}
