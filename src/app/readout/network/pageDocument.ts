/** The page's state as a study document, and a document as the page's state: what files, saved studies and links hold of it. */
import { recordOf, restoreObservation } from '../../../inference/observation/record.ts';
import { sizeOf } from '../../../inference/simulators/dataShape.ts';
import type { Design, System } from '../../../inference/simulators/system.ts';
import { FIRST_NOISE_SEED, firstObservation } from '../../../inference/study/defaults.ts';
import type { StudyDocument } from '../../../inference/study/document/document.ts';
import { type ViewRecord, defaultView } from '../../../inference/study/document/view.ts';
import type { EngineChoice } from '../../../worker/engine/engineInfo.ts';
import type { AppState } from '../../store/appStore.ts';
import type { ConceptsSlice } from '../../store/conceptsSlice.ts';
import { type EngineSlice, openStudy } from '../../store/engineSlice.ts';
import { withObservation } from '../../store/observationSlice.ts';
import { resultsSlice } from '../../store/resultsSlice.ts';
import { studyOf } from '../../store/studySlice.ts';
import { trustSlice } from '../../store/trustSlice.ts';
import type { ViewSlice } from '../../store/viewSlice.ts';

export function documentOf({
  study,
  observation,
  view,
  engine,
  concepts,
}: Pick<AppState, 'study' | 'observation' | 'view' | 'engine' | 'concepts'>): StudyDocument {
  return {
    study: studyOf(study),
    observation: recordOf(observation.current),
    view: {
      ...viewRecordOf(view, engine.choice, study.system, study.problem.design),
      concepts: conceptsOf(concepts, study.system, study.problem.design),
    },
  };
}

/** Choices of quantities that belong to another system are left out. */
function viewRecordOf(
  view: ViewSlice,
  choice: EngineChoice,
  system: System,
  design: Design,
): Omit<ViewRecord, 'concepts'> {
  const {
    column,
    inferTab,
    zoomed,
    corner,
    ridge,
    flow,
    rejection,
    retrainByItself,
    start,
    title,
    task,
    hidden,
    locked,
  } = view;
  const shown = system.display(design).map(({ key }) => key);
  const offered = [...shown, ...system.derived(design).map(({ key }) => key)];
  const kept = shown.filter((key) => corner?.includes(key));
  const parameters = system.parameters(design).map(({ key }) => key);
  const axesKnown = ridge.axes?.every((key) => offered.includes(key)) === true;
  return {
    column,
    tab: inferTab,
    zoomed,
    corner: kept.length > 0 ? kept : null,
    ridge: { axes: axesKnown ? ridge.axes : null, scale: ridge.scale },
    flow: { layer: flow.layer, axes: flow.axes?.every((k) => parameters.includes(k)) === true ? flow.axes : null },
    rejection: ofSystem(rejection, offered, system, design),
    retrain: retrainByItself,
    start,
    engine: choice === 'wasm-reproducible' ? 'reproducible' : 'fastest',
    ...(view.statedDetail === null ? {} : { detail: view.statedDetail }),
    ...(title === null ? {} : { title }),
    ...(task === null ? {} : { task }),
    hidden,
    locked,
  };
}

/** What was chosen in the views of concepts, without what another system has. */
function conceptsOf(
  { hikers: { scene }, nuisanceTrial: { chosen } }: ConceptsSlice,
  system: System,
  design: Design,
): ViewRecord['concepts'] {
  const has = (specs: readonly { readonly key: string }[], wanted: string | null) =>
    specs.some(({ key }) => key === wanted);
  const isWindow = scene !== null && Number.isFinite(Number(scene));
  return {
    window: isWindow || has(system.parameters(design), scene) ? scene : null,
    nuisance: has(system.nuisances(design), chosen) ? chosen : null,
  };
}

/** The view of rejection without what another system has. */
function ofSystem(
  { quantity, summaries, ...rest }: ViewRecord['rejection'],
  offered: readonly string[],
  system: System,
  design: Design,
): ViewRecord['rejection'] {
  const size = sizeOf(system.model(design).s);
  return {
    ...rest,
    quantity: quantity !== null && offered.includes(quantity) ? quantity : null,
    summaries: summaries?.every((j) => j < size) === true ? summaries : null,
  };
}

/**
 * The state with the document in place of what was assumed and observed; results of the former study are gone.
 * @param document as `checkStudy` gives it
 * @param system that it is of
 */
export function withDocument(
  state: AppState,
  { study, observation, view }: StudyDocument,
  system: System,
): Partial<AppState> {
  const { problem, training, seed, ignored = [], learner } = study;
  const restored = observation === null ? null : restoreObservation(system, problem, observation);
  const current = restored?.ok ? restored.observation : firstObservation(system, problem);
  const { source } = current;
  const origin = source.kind === 'edited' ? source.of : source;
  const noiseSeed = origin.kind === 'simulated' ? origin.seed : FIRST_NOISE_SEED;
  const {
    column,
    tab,
    zoomed,
    corner,
    ridge,
    flow,
    rejection,
    concepts,
    retrain,
    start,
    detail,
    title,
    task,
    hidden,
    locked,
  } = view ?? defaultView;
  return {
    engine: atTheStart(state.engine, view ?? defaultView),
    study: { system, problem, training, seed, ignored, ...(learner === undefined ? {} : { learner }) },
    // The observations before it are of another study.
    observation: { ...withObservation(state.observation, current), former: [], noiseSeed },
    results: resultsSlice,
    trust: trustSlice,
    concepts: {
      ...state.concepts,
      hikers: { ...state.concepts.hikers, scene: concepts.window },
      nuisanceTrial: { ...state.concepts.nuisanceTrial, chosen: concepts.nuisance },
    },
    view: {
      ...state.view,
      column,
      inferTab: tab,
      zoomed,
      corner,
      ridge,
      flow,
      rejection,
      retrainByItself: retrain,
      start,
      statedDetail: detail ?? null,
      title: title ?? null,
      task: task ?? null,
      hidden,
      locked,
    },
  };
}

/** The choice of the engine, before any is there. One that runs keeps running, whatever is opened. */
function atTheStart(engine: EngineSlice, view: ViewRecord): EngineSlice {
  if (view.engine === 'fastest' || openStudy(engine) !== null || engine.status.kind !== 'starting') return engine;
  return { ...engine, choice: 'wasm-reproducible' };
}
