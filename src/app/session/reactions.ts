/**
 * What must follow a change: new bands, a new answer, a new training run. It is wired here in one place, from changes of
 * state, so that no control can forget it.
 */
import { type AppState, patch } from '../store/appStore.ts';
import { trains, runState } from '../store/engineSlice.ts';
import { otherTransform } from '../store/trustSlice.ts';
import type { PosteriorQuery } from './posterior/posteriorQuery.ts';
import type { Checking } from './checks/checking.ts';
import type { SessionContext } from './context.ts';
import type { SessionEvent, SessionEvents } from './events.ts';
import type { FormerNetworks } from './network/formerNetworks.ts';
import type { FurtherChecks } from './checks/furtherChecks.ts';
import type { LiveDiagnostics } from './posterior/liveDiagnostics.ts';
import type { BatchInference } from './data/batchInference.ts';
import { isHeld, type Opening } from './study/opening.ts';
import type { Predictive } from './posterior/predictive.ts';
import type { Reference } from './posterior/reference.ts';
import type { PosteriorDisplay } from './posterior/posteriorDisplay.ts';
import type { Trust } from './checks/trust.ts';
import type { ImportanceWeighting } from './posterior/importanceWeighting.ts';

/** Parts of the session that follow. */
interface Reacting {
  readonly posteriorDisplay: PosteriorDisplay;
  readonly posteriorQuery: PosteriorQuery;
  readonly reference: Reference;
  readonly predictive: Predictive;
  readonly liveDiagnostics: LiveDiagnostics;
  readonly opening: Opening;
  readonly former: FormerNetworks;
  readonly checking: Checking;
  readonly furtherChecks: FurtherChecks;
  readonly batch: BatchInference;
  readonly trust: Trust;
  readonly importanceWeighting: ImportanceWeighting;
}

/** Follows the changes of the stores from now on. */
export function react(context: SessionContext, events: SessionEvents, parts: Reacting): void {
  const { store, telemetry } = context;
  events.subscribe((event) => followEvent(parts, event));
  store.subscribe((state, before) => followState(context, parts, state, before));
  telemetry.subscribe(({ frame }, before) => {
    if (frame === null || frame === before.frame) return;
    parts.liveDiagnostics.request();
    parts.predictive.posterior(frame);
    parts.trust.frame(frame);
    parts.importanceWeighting.frame(frame);
  });
}

function followEvent({ trust, former, batch }: Reacting, event: SessionEvent): void {
  switch (event) {
    case 'network leaves':
      former.keep();
      return;
    case 'network opened':
      batch.opened();
      trust.opened();
      return;
    case 'other priors answered':
      trust.priorsMoved();
      return;
    default:
      event satisfies never;
  }
}

function followState(context: SessionContext, parts: Reacting, state: AppState, before: AppState): void {
  const { posteriorDisplay, posteriorQuery, reference, predictive, liveDiagnostics, opening, batch } = parts;
  const ready = state.engine.status.kind === 'ready' && before.engine.status.kind !== 'ready';
  if (state.study.problem !== before.study.problem) {
    posteriorDisplay.showAgain();
    posteriorQuery.askForPriors();
  }
  if (state.study.problem !== before.study.problem || ready) {
    predictive.prior();
    reference.request();
    liveDiagnostics.request();
  }
  // Frames of a training run have fewer draws than the answer of a network that rests.
  const rests = trains(before.engine) && (runState(state.engine) === 'finished' || runState(state.engine) === 'paused');
  if (ready || rests) posteriorQuery.ask();
  if (state.observation.id !== before.observation.id) {
    posteriorQuery.ask();
    if (!state.observation.dragging) reference.request();
  }
  if (before.observation.dragging && !state.observation.dragging) {
    posteriorQuery.ask();
    reference.request();
  }
  if (state.results.reference !== before.results.reference) liveDiagnostics.request();
  batch.react(state, before);
  forgetChecks(context, parts, state, before);
  const assumed = state.study !== before.study;
  const released = isHeld(before) && !isHeld(state);
  const allowed = state.view.retrainByItself && !before.view.retrainByItself;
  const failing = state.results.weighting?.standing !== before.results.weighting?.standing;
  if (released && before.view.thumbHeld) posteriorQuery.askForPriors();
  if (assumed || released || allowed || failing) opening.trainAfterRest();
}

/** A check is one of a network, an alteration of it, assumptions and, some, an observation: what is of former ones goes. */
function forgetChecks(
  { store }: SessionContext,
  { checking, furtherChecks, trust }: Reacting,
  state: AppState,
  before: AppState,
): void {
  const asked = state.study.problem !== before.study.problem;
  const altered = otherTransform(state.trust.transform, before.trust.transform);
  const begun = runState(state.engine) !== runState(before.engine) && trains(state.engine);
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
