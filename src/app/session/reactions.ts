/**
 * What must follow a change: new bands, a new answer, a new training run. It is listed here in one place, from changes of
 * state, so that no control can forget it; and so is what follows a frame that has come on screen, and what a part has said.
 */
import type { AppState } from '../store/appStore.ts';
import { runState, trains } from '../store/engineSlice.ts';
import type { PosteriorFrame } from '../store/telemetry.ts';
import { otherTransform } from '../store/trustSlice.ts';
import type { Checking } from './checks/checking.ts';
import type { FurtherChecks } from './checks/furtherChecks.ts';
import type { LossFloor } from './checks/lossFloor.ts';
import type { Trust } from './checks/trust.ts';
import type { Hikers } from './concepts/hikers.ts';
import type { CostLedger } from './concepts/costLedger.ts';
import type { LearnerInquiries } from './concepts/learnerInquiries.ts';
import type { Focus } from './concepts/focus.ts';
import type { MoreSimulations } from './concepts/moreSimulations.ts';
import type { NetworkSpread } from './concepts/networkSpread.ts';
import type { PixelTracing } from './concepts/pixelTracing.ts';
import type { NuisanceTrial } from './concepts/nuisanceTrial.ts';
import type { SessionContext } from './context.ts';
import type { BatchInference } from './data/batchInference.ts';
import type { ObservationEditing } from './data/observationEditing.ts';
import type { SessionEvent, SessionEvents } from './events.ts';
import type { FormerNetworks } from './network/formerNetworks.ts';
import type { ImportanceWeighting } from './posterior/importanceWeighting.ts';
import type { LiveDiagnostics } from './posterior/liveDiagnostics.ts';
import type { PosteriorDisplay } from './posterior/posteriorDisplay.ts';
import type { PosteriorQuery } from './posterior/posteriorQuery.ts';
import type { Predictive } from './posterior/predictive.ts';
import type { FlowTracing } from './posterior/flowTracing.ts';
import type { ReadingWidths } from './posterior/readingWidths.ts';
import type { Reference } from './posterior/reference.ts';
import type { RejectionSimulations } from './posterior/rejectionSimulations.ts';
import { isHeld, type Opening } from './study/opening.ts';

/** Parts of the session that follow, with what is called of them. */
export interface ReactingParts {
  readonly posteriorDisplay: Pick<PosteriorDisplay, 'showAgain'>;
  readonly posteriorQuery: Pick<PosteriorQuery, 'ask' | 'askForPriors'>;
  readonly predictive: Pick<Predictive, 'prior' | 'posterior'>;
  readonly reference: Pick<Reference, 'request' | 'trainingChanged'>;
  readonly readingWidths: Pick<ReadingWidths, 'changed' | 'frame' | 'reference'>;
  readonly liveDiagnostics: Pick<LiveDiagnostics, 'request'>;
  readonly flowTracing: Pick<FlowTracing, 'request'>;
  readonly rejectionSimulations: Pick<RejectionSimulations, 'request'>;
  readonly importanceWeighting: Pick<ImportanceWeighting, 'frame'>;
  readonly trust: Pick<Trust, 'cancel' | 'frame' | 'opened' | 'priorsMoved' | 'problemChanged' | 'trainsOn'>;
  readonly checking: Pick<Checking, 'forget'>;
  readonly furtherChecks: Pick<FurtherChecks, 'cancelProfile' | 'forgetCoverage'>;
  readonly hikers: Pick<Hikers, 'cancel'>;
  readonly nuisanceTrial: Pick<NuisanceTrial, 'cancel'>;
  readonly focus: Pick<Focus, 'cancel' | 'leave' | 'networkLeft'>;
  readonly moreSimulations: Pick<MoreSimulations, 'cancel'>;
  readonly networkSpread: Pick<NetworkSpread, 'cancel'>;
  readonly pixelTracing: Pick<PixelTracing, 'request' | 'cancel'>;
  readonly learnerInquiries: Pick<LearnerInquiries, 'cancel'>;
  readonly costLedger: Pick<CostLedger, 'cancel'>;
  readonly lossFloor: Pick<LossFloor, 'afterTraining'>;
  readonly opening: Pick<Opening, 'trainAfterRest'>;
  readonly former: Pick<FormerNetworks, 'keep'>;
  readonly batch: Pick<BatchInference, 'opened' | 'react'>;
  readonly observationEditing: Pick<ObservationEditing, 'summariseCurrent'>;
}

/** Changes of state that something follows. */
const changes = {
  any: () => true,
  /** Assumptions and settings. */
  study: (now, before) => now.study !== before.study,
  problem: (now, before) => now.study.problem !== before.study.problem,
  design: (now, before) => now.study.problem.design !== before.study.problem.design,
  observation: (now, before) => now.observation.id !== before.observation.id,
  /** Another observation that is not being dragged, or the present one has been let go. */
  observationRests: (now, before) =>
    !now.observation.dragging && (now.observation.id !== before.observation.id || before.observation.dragging),
  /** One more reading, of those that come by themselves. */
  readingComes: (now, before) => now.observation.stream.playing && now.observation.id !== before.observation.id,
  /** What a learner other than NPE learns from. */
  learnersData: (now, before) =>
    now.study.learner !== undefined &&
    !now.observation.dragging &&
    (now.observation.id !== before.observation.id || before.observation.dragging),
  engineReady: (now, before) => now.engine.status.kind === 'ready' && before.engine.status.kind !== 'ready',
  trainingBegins: (now, before) => runState(now.engine) !== runState(before.engine) && trains(now.engine),
  trainingRests: (now, before) =>
    trains(before.engine) && (runState(now.engine) === 'finished' || runState(now.engine) === 'paused'),
  trainingEnds: (now, before) => trains(before.engine) && !trains(now.engine),
  /** The view of the flow has come on screen, or is of another pair there. */
  flow: (now, before) =>
    now.view.inferTab === 'flow' && (before.view.inferTab !== 'flow' || now.view.flow.axes !== before.view.flow.axes),
  /** The view of rejection has come on screen, or needs other simulations there. */
  rejection: (now, before) =>
    now.view.inferTab === 'rejection' &&
    (before.view.inferTab !== 'rejection' ||
      now.study !== before.study ||
      now.engine.status.kind !== before.engine.status.kind ||
      now.view.rejection.simulations !== before.view.rejection.simulations),
  /** The view of pixels has been opened, or is of another quantity. */
  pixels: ({ concepts: { pixels } }, { concepts: { pixels: before } }) =>
    pixels.open && (!before.open || pixels.shown !== before.shown),
  pixelsClosed: (now, before) => !now.concepts.pixels.open && before.concepts.pixels.open,
  reference: (now, before) => now.results.reference !== before.results.reference,
  /** How well weights answer for moved priors. */
  weighting: (now, before) => now.results.weighting?.standing !== before.results.weighting?.standing,
  transform: (now, before) => otherTransform(now.trust.transform, before.trust.transform),
  /** The user's hand has left the sliders and the handles. */
  released: (now, before) => isHeld(before) && !isHeld(now),
  thumbReleased: (now, before) => before.view.thumbHeld && !isHeld(now),
  retrainingAllowed: (now, before) => now.view.retrainByItself && !before.view.retrainByItself,
} satisfies Record<string, (now: AppState, before: AppState) => boolean>;

type Change = keyof typeof changes;
type Call = (parts: ReactingParts, now: AppState, before: AppState) => void;

/** What is called when the state has changed in one of several ways, in this order; each once. */
const reactions: readonly (readonly [after: readonly Change[], call: Call])[] = [
  [['problem'], ({ posteriorDisplay }) => posteriorDisplay.showAgain()],
  [['problem', 'thumbReleased'], ({ posteriorQuery }) => posteriorQuery.askForPriors()],
  [['problem', 'engineReady'], ({ predictive }) => predictive.prior()],
  // Frames of a training run have fewer draws than the answer of a network that rests.
  [['engineReady', 'trainingRests', 'observation', 'observationRests'], ({ posteriorQuery }) => posteriorQuery.ask()],
  [['problem', 'engineReady', 'observationRests', 'readingComes'], ({ reference }) => reference.request()],
  [['engineReady', 'observation'], ({ observationEditing }) => observationEditing.summariseCurrent()],
  [['problem', 'observation'], ({ readingWidths }) => readingWidths.changed()],
  [['reference'], ({ readingWidths }) => readingWidths.reference()],
  [['trainingBegins', 'trainingEnds'], ({ reference }) => reference.trainingChanged()],
  [['problem', 'engineReady', 'reference'], ({ liveDiagnostics }) => liveDiagnostics.request()],
  [['trainingRests'], ({ lossFloor }) => lossFloor.afterTraining()],
  [['flow'], ({ flowTracing }) => flowTracing.request()],
  [['pixels'], ({ pixelTracing }) => pixelTracing.request()],
  [['pixelsClosed'], ({ pixelTracing }) => pixelTracing.cancel()],
  [['rejection'], ({ rejectionSimulations }) => rejectionSimulations.request()],
  [['any'], ({ batch }, now, before) => batch.react(now, before)],
  // A check is one of a network, a transform of it, assumptions and, some, an observation: what is of former ones goes.
  [['problem', 'observation'], ({ furtherChecks }) => furtherChecks.cancelProfile()],
  [['problem', 'observation'], ({ hikers }) => hikers.cancel()],
  [['problem', 'observation'], ({ nuisanceTrial }) => nuisanceTrial.cancel()],
  [['problem', 'observation'], ({ networkSpread }) => networkSpread.cancel()],
  [['problem', 'observation'], ({ focus }) => focus.leave()],
  [['trainingBegins'], ({ focus }) => focus.cancel()],
  [['study', 'trainingBegins'], ({ focus }, now, before) => focus.networkLeft(now, before)],
  [['study', 'trainingBegins'], ({ moreSimulations }) => moreSimulations.cancel()],
  [['study', 'observation', 'trainingBegins'], ({ learnerInquiries }) => learnerInquiries.cancel()],
  // What else computes would make its times too long.
  [['study', 'observation', 'trainingBegins'], ({ costLedger }) => costLedger.cancel()],
  [['design'], ({ trust }) => trust.cancel()],
  [['problem'], ({ trust }) => trust.problemChanged()],
  [['trainingBegins'], ({ trust }) => trust.trainsOn()],
  [['problem', 'transform', 'trainingBegins'], ({ furtherChecks }) => furtherChecks.forgetCoverage()],
  // Not when training begins: the final check says of how many steps it is.
  [['problem', 'transform'], ({ checking }) => checking.forget()],
  [['study', 'released', 'retrainingAllowed', 'weighting', 'learnersData'], ({ opening }) => opening.trainAfterRest()],
];

/** What is called when a posterior has come on screen. */
const frameReactions: readonly ((parts: ReactingParts, frame: PosteriorFrame) => void)[] = [
  ({ liveDiagnostics }) => liveDiagnostics.request(),
  ({ readingWidths }, frame) => readingWidths.frame(frame),
  ({ predictive }, frame) => predictive.posterior(frame),
  ({ trust }, frame) => trust.frame(frame),
  ({ importanceWeighting }, frame) => importanceWeighting.frame(frame),
  ({ flowTracing }) => flowTracing.request(),
  ({ pixelTracing }) => pixelTracing.request(),
];

/** What is called when a part has said something. */
const eventReactions: Record<SessionEvent, readonly ((parts: ReactingParts) => void)[]> = {
  'network leaves': [({ former }) => former.keep()],
  'network opened': [({ batch }) => batch.opened(), ({ trust }) => trust.opened()],
  'other priors answered': [({ trust }) => trust.priorsMoved()],
};

/** Follows the changes of the stores, and what the parts say, from now on. */
export function react(
  { store, telemetry }: Pick<SessionContext, 'store' | 'telemetry'>,
  events: SessionEvents,
  parts: ReactingParts,
): void {
  store.subscribe((now, before) => {
    for (const [after, call] of reactions) {
      if (after.some((change) => changes[change](now, before))) call(parts, now, before);
    }
  });
  telemetry.subscribe(({ frame }, { frame: before }) => {
    if (frame === null || frame === before) return;
    for (const call of frameReactions) call(parts, frame);
  });
  events.subscribe((event) => {
    for (const call of eventReactions[event]) call(parts);
  });
}
