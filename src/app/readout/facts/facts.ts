/**
 * What a lesson may ask of the page, and all that it may ask: a narrow read model, so that a lesson is not written against the
 * stores. Pure: the same state and telemetry give the same facts. What costs time is computed when it is first read, and kept.
 */
import type { Rescaling } from '../../../inference/correction/rescale.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { countOf } from '../../../inference/observation/batch.ts';
import type { Design, Problem } from '../../../inference/simulators/system.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import type { AppState } from '../../store/appStore.ts';
import { networkCompatibility, type NetworkCompatibility, runState } from '../../store/engineSlice.ts';
import type { RunState } from '../../store/network.ts';
import type { EditorTrial } from '../../store/ownSlice.ts';
import type { PerformedAction } from '../../store/performedSlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import type { InferTab } from '../../store/viewSlice.ts';
import { type CheckId, checksMade } from '../text/checksMade.ts';
import { bestOf, recentMean } from '../text/learningVerdict.ts';
import { type CalibrationFacts, calibrationFacts, type CoverageAtFacts, coverageAtFacts } from './checkFacts.ts';
import {
  type HikersFacts,
  hikersFacts,
  type LedgerFacts,
  ledgerFacts,
  type NetworkSpreadFacts,
  networkSpreadFacts,
  type NuisanceTrialFacts,
  nuisanceTrialFacts,
  type PixelsFacts,
  pixelsFacts,
} from './conceptFacts.ts';
import { type FloorFacts, floorFacts } from './floorFacts.ts';
import { type FlowFacts, flowFacts } from './flowFacts.ts';
import { type LearntFacts, learntFacts } from './learntFacts.ts';
import { type PosteriorFacts, posteriorFacts } from './posteriorFacts.ts';
import { type RejectionFacts, rejectionFacts } from './rejectionFacts.ts';

export interface StudyFacts {
  /** Id of the system. */
  readonly system: string;
  readonly design: Design;
  /** By key of the parameter, natural units. */
  readonly priors: Problem['priors'];
  /** By key of the nuisance parameter: held fixed, or drawn from its prior. */
  readonly nuisances: Problem['nuisances'];
  readonly training: TrainingSettings;
  readonly seed: number;
  /** Keys of nuisance parameters that training holds fixed although the data draw them (the sandbox). */
  readonly ignored: readonly string[];
}

export interface ObservationFacts {
  /** Rises with every change of the data, a drag included. */
  readonly change: number;
  /** The true parameters behind the data by key, natural units; null where they are not known. After an edit: before it. */
  readonly truth: Readonly<Record<string, number>> | null;
}

export interface RunFacts {
  readonly state: RunState;
  /** How the network on screen stands to the study: whether it was trained for it. */
  readonly compatibility: NetworkCompatibility;
  /** Optimiser steps taken. */
  readonly step: number;
  /** Pairs of parameters and data simulated so far. */
  readonly simulations: number;
  /** Mean -ln q(theta | s) over the last twentieth of the minibatches, nats; null before the first step. */
  readonly trainingLoss: number | null;
  /** The same on the validation set: the last, and that of the network that is kept; null before the first epoch. */
  readonly validationLoss: { readonly last: number; readonly best: number; readonly bestStep: number } | null;
}

/** The editor of simulators, with a lesson's text. */
export interface EditorFacts {
  readonly text: string;
  /** Whether the text could be read. */
  readonly read: boolean;
  /** Of this very text; null: it was not tried. */
  readonly trial: EditorTrial | null;
  /** Whether the system on screen was made of a text of it. */
  readonly inUse: boolean;
}

export interface VerdictFact extends Verdict {
  readonly check: CheckId;
}

/** What is on screen beside the study and its results. */
export interface PageFacts {
  readonly tab: InferTab;
  readonly zoomed: boolean;
  /** The posterior is broken on purpose (the sandbox); null: it is not. */
  readonly broken: Rescaling | null;
  /** Whether a correction is in force, or weights by the exact likelihood. */
  readonly corrected: boolean;
  /** Of the file of many observations; 0 without one. */
  readonly batch: { readonly observations: number; readonly answered: number };
}

export interface Facts {
  readonly study: StudyFacts;
  readonly observation: ObservationFacts;
  readonly run: RunFacts;
  /** Of the posterior on screen; null while there is none of this design. */
  readonly posterior: PosteriorFacts | null;
  /** The floor of the loss; null while it is not computed, and where it cannot be told. */
  readonly floor: FloorFacts | null;
  /** Of the view of the flow; null while there is no flow to see. */
  readonly flow: FlowFacts | null;
  /** Of the view of rejection; null while it has no simulations of what is assumed. */
  readonly rejection: RejectionFacts | null;
  /** Of the checks that were made of what is on screen; none of a network that is hardly trained. */
  readonly verdicts: readonly VerdictFact[];
  /** Of the calibration report on screen; null while there is none. */
  readonly calibration: CalibrationFacts | null;
  /** Coverage measured at one true value; null before. */
  readonly coverageAt: CoverageAtFacts | null;
  /** Whether corrections have been tried on the posterior on screen. */
  readonly corrections: { readonly tried: boolean };
  readonly page: PageFacts;
  /** Of the view of the likelihood; null before it was computed for the present question. */
  readonly hikers: HikersFacts | null;
  /** Of three networks and a nuisance; null before all three are trained for the present question. */
  readonly nuisanceTrial: NuisanceTrialFacts | null;
  /** Of what another training would change, by number of simulations, ascending; [] before it was computed. */
  readonly networkSpread: readonly NetworkSpreadFacts[];
  /** Of the ledger; null before it was made for the study on screen. */
  readonly ledger: LedgerFacts | null;
  /** Of the pixels that move the answer; null while the view is not open, or not of the image on screen. */
  readonly pixels: PixelsFacts | null;
  /** Of what a learner other than NPE has found; null while there is nothing, or NPE learns. */
  readonly learnt: LearntFacts | null;
  /** Null: no lesson has put a text into it. */
  readonly editor: EditorFacts | null;
  /** What the user has done, in order (store/performedSlice.ts). */
  readonly actions: readonly PerformedAction[];
}

/** The facts of the last telemetry that each state was asked with. */
const known = new WeakMap<AppState, { readonly telemetry: Telemetry; readonly facts: Facts }>();

export function factsOf(state: AppState, telemetry: Telemetry): Facts {
  const last = known.get(state);
  if (last?.telemetry === telemetry) return last.facts;
  const facts = makeFacts(state, telemetry);
  known.set(state, { telemetry, facts });
  return facts;
}

function makeFacts(state: AppState, telemetry: Telemetry): Facts {
  const posterior = lazily(() => posteriorFacts(state, telemetry.frame));
  const verdicts = lazily(() =>
    checksMade(state, telemetry).map(({ id, verdict }): VerdictFact => ({ check: id, ...verdict })),
  );
  const flow = lazily(() => flowFacts(state));
  const rejection = lazily(() => rejectionFacts(state));
  const run = lazily(() => runFacts(state, telemetry));
  const calibration = lazily(() => calibrationFacts(state, telemetry));
  const hikers = lazily(() => hikersFacts(state));
  const nuisanceTrial = lazily(() => nuisanceTrialFacts(state));
  const networkSpread = lazily(() => networkSpreadFacts(state));
  const pixels = lazily(() => pixelsFacts(state));
  const learnt = lazily(() => learntFacts(state, telemetry));
  return {
    study: studyFacts(state),
    observation: observationFacts(state),
    get run() {
      return run();
    },
    get posterior() {
      return posterior();
    },
    floor: floorFacts(state),
    get flow() {
      return flow();
    },
    get rejection() {
      return rejection();
    },
    get verdicts() {
      return verdicts();
    },
    get calibration() {
      return calibration();
    },
    coverageAt: coverageAtFacts(state),
    corrections: { tried: state.trust.corrections !== null },
    page: pageFacts(state),
    get hikers() {
      return hikers();
    },
    get nuisanceTrial() {
      return nuisanceTrial();
    },
    get networkSpread() {
      return networkSpread();
    },
    ledger: ledgerFacts(state),
    get pixels() {
      return pixels();
    },
    get learnt() {
      return learnt();
    },
    editor: editorFacts(state),
    actions: state.performed.log,
  };
}

function editorFacts({ own: { lesson }, study }: AppState): EditorFacts | null {
  if (lesson === null) return null;
  const { text, read, trial, used } = lesson;
  return { text, read, trial, inUse: used === study.system.id };
}

function pageFacts({ view, trust, batch }: AppState): PageFacts {
  const { perturbation, correction } = trust.transform;
  return {
    tab: view.inferTab,
    zoomed: view.zoomed,
    broken: perturbation,
    corrected: correction !== null || trust.weightsInUse,
    batch: {
      observations: batch.file === null ? 0 : countOf(batch.file),
      answered: batch.answers === null || batch.stale !== null ? 0 : batch.answers.outlier.length,
    },
  };
}

function studyFacts({ study }: AppState): StudyFacts {
  const { system, problem, training, seed, ignored } = study;
  const { design, priors, nuisances } = problem;
  return { system: system.id, design, priors, nuisances, training, seed, ignored };
}

function observationFacts({ study, observation }: AppState): ObservationFacts {
  const { truth } = observation.current;
  const keys = study.system.parameters(study.problem.design).map(({ key }) => key);
  return {
    change: observation.id,
    truth: truth === null ? null : Object.fromEntries(keys.map((key, i) => [key, truth[i]])),
  };
}

function runFacts({ engine, study }: AppState, { progress, trace, validation }: Telemetry): RunFacts {
  const last = validation.at(-1);
  const best = last === undefined ? null : bestOf(validation);
  return {
    state: runState(engine),
    compatibility: networkCompatibility(engine, study),
    step: progress.step,
    simulations: progress.simulated,
    trainingLoss: trace.losses.length === 0 ? null : recentMean(trace.losses),
    validationLoss: last && best ? { last: last.loss, best: best.loss, bestStep: best.step } : null,
  };
}

/** Made when it is first asked for, and kept. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
