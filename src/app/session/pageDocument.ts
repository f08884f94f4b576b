/** The page's state as a study document, and a document as the page's state: what files, saved studies and links hold of it. */
import { recordOf, restoreObservation } from '../../inference/observation/record.ts';
import { systemById } from '../../inference/simulators/registry.ts';
import { FIRST_NOISE_SEED, firstObservation } from '../../inference/study/defaults.ts';
import type { StudyDocument } from '../../inference/study/document.ts';
import { defaultView } from '../../inference/study/view.ts';
import type { AppState } from '../store/appStore.ts';
import { withObservation } from '../store/observationSlice.ts';
import { resultsSlice } from '../store/resultsSlice.ts';
import { studyOf } from '../store/studySlice.ts';
import { trustSlice } from '../store/trustSlice.ts';

export function documentOf({ study, observation, view }: AppState): StudyDocument {
  const { column, inferTab, zoomed, corner, ridge, retrainByItself } = view;
  return {
    study: studyOf(study),
    observation: recordOf(observation.current),
    view: { ...defaultView, column, tab: inferTab, zoomed, corner, ridge, retrain: retrainByItself },
  };
}

/**
 * The state with the document in place of what was assumed and observed; results of the former study are gone.
 * @param document as `checkStudy` gives it
 */
export function withDocument(state: AppState, { study, observation, view }: StudyDocument): Partial<AppState> {
  const { problem, training, seed, ignored = [] } = study;
  const system = systemById(problem.system);
  const restored = observation === null ? null : restoreObservation(system, problem, observation);
  const current = restored?.ok ? restored.observation : firstObservation(system, problem);
  const { source } = current;
  const origin = source.kind === 'edited' ? source.of : source;
  const noiseSeed = origin.kind === 'simulated' ? origin.seed : FIRST_NOISE_SEED;
  const { column, tab, zoomed, corner, ridge, retrain } = view ?? defaultView;
  return {
    study: { system, problem, training, seed, ignored },
    observation: { ...withObservation(state.observation, current), noiseSeed },
    results: resultsSlice,
    trust: trustSlice,
    view: {
      ...state.view,
      column,
      inferTab: tab === 'many' ? 'posterior' : tab,
      zoomed,
      corner,
      ridge,
      retrainByItself: retrain,
    },
  };
}
