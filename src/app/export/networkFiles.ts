/** The trained network as files, and the simulations that it was trained on. */
import { networkSpec } from '../../inference/study/networkSpec.ts';
import { looksAtFeatures } from '../../inference/flow/features.ts';
import { askNpe } from '../../worker/clients.ts';
import { type Mark, markText } from '../../inference/correction/marks.ts';
import { thousands } from '../../inference/math/thousands.ts';
import { engineObstacle, npeObstacle, simulatorObstacle } from '../readout/network/obstacles.ts';
import type { SessionContext } from '../session/context.ts';
import type { AppState } from '../store/appStore.ts';
import { networkCompatibility, runState, openStudy } from '../store/engineSlice.ts';
import { marksShown } from '../readout/text/marksShown.ts';
import { checksMade } from '../readout/text/checksMade.ts';
import type { Export, MadeFile } from '../session/exporting/export.ts';
import type { ExportRequest } from '../session/posterior/posteriorDraws.ts';
import { sizeOf } from '../../inference/simulators/dataShape.ts';

/** Larger files would be held in memory several times over. */
const LARGEST_FILE = 500e6;

function networkObstacle(state: AppState): string | null {
  const obstacle = engineObstacle(state) ?? npeObstacle(state);
  if (obstacle !== null) return obstacle;
  const { engine, study } = state;
  const run = runState(engine);
  if (run === 'none' || run === 'opening') return 'There is no network yet.';
  return networkCompatibility(engine, study) === 'other-design'
    ? 'The network was trained for another design: train the new study first.'
    : null;
}

/** What the Python program cannot do: compare data with the training data where the page looks at more than their entries. */
function comparedNotice({ engine, study }: AppState): readonly string[] {
  const open = openStudy(engine);
  if (open === null) return [];
  const { s, missing } = study.system.model(open.study.problem.design);
  if (missing !== true && !looksAtFeatures(networkSpec(study.system, open.study), s)) return [];
  return ['The file has no training.npz: its Python program does not tell whether data look like the training data.'];
}

async function networkFile(
  { store, telemetry, engine }: SessionContext,
  { signal }: ExportRequest,
  format: 'onnx' | 'safetensors',
  type: string,
): Promise<MadeFile> {
  const shown = markText(marksShown(store.getState(), telemetry.getState()));
  const checks = checksMade(store.getState(), telemetry.getState()).map(
    ({ check, verdict }) => `${check}: ${verdict.level}. ${verdict.sentence}`,
  );
  const asTrained = 'This file holds the network as it was trained, without this change';
  const marks: readonly Mark[] =
    shown === null ? [] : [{ word: 'as-trained', text: `The posterior on screen was ${shown}. ${asTrained}` }];
  const notes = marks.map(({ text }) => `${text}; the checks that follow are of the posterior on screen.`);
  const bytes = await askNpe(engine, 'network.file', { format, verdicts: [...notes, ...checks] }, { signal });
  const notices = [
    ...marks.map(({ text }) => `${text}.`),
    ...(format === 'onnx' ? comparedNotice(store.getState()) : []),
  ];
  return { blob: new Blob([bytes], { type }), marks, ...(notices.length === 0 ? {} : { notice: notices.join(' ') }) };
}

const description =
  'As it was trained, without corrections. ONNX: two models (draws; density) and a Python program that runs them, for one ' +
  'observation or thousands. Safetensors: the weights by name.';

export const networkAsOnnx: Export = {
  id: 'network-onnx',
  group: 'network',
  label: 'Trained network',
  format: 'ONNX',
  description,
  fileName: ({ study }) => `${study.system.id}-network.zip`,
  enabled: (state) => networkObstacle(state) ?? true,
  make: (context, request) => networkFile(context, request, 'onnx', 'application/zip'),
};

export const networkAsSafetensors: Export = {
  id: 'network-safetensors',
  group: 'network',
  label: 'Trained network',
  format: 'Safetensors',
  description,
  fileName: ({ study }) => `${study.system.id}-network.safetensors`,
  enabled: (state) => networkObstacle(state) ?? true,
  make: (context, request) => networkFile(context, request, 'safetensors', 'application/octet-stream'),
};

function simulationsObstacle(state: AppState, raw: boolean): string | null {
  const obstacle = networkObstacle(state);
  if (obstacle !== null) return obstacle;
  const open = openStudy(state.engine);
  if (open === null) return 'There is no network yet.';
  const unsimulated = simulatorObstacle(state);
  if (unsimulated !== null) return unsimulated;
  const { problem, training } = open.study;
  if (training.amortisesPriors) {
    return 'This network is amortised over priors: each of its simulations has its own prior.';
  }
  const model = state.study.system.model(problem.design);
  const dim = state.study.system.parameters(problem.design).length;
  const row = 8 * dim + 4 * sizeOf(model.s) + (raw ? 8 * sizeOf(model.x) : 0);
  const bytes = training.simulations * row;
  if (bytes <= LARGEST_FILE) return null;
  const most = thousands(Math.floor(LARGEST_FILE / row));
  return `The file would have ${Math.round(bytes / 1e6)} MB, more than ${LARGEST_FILE / 1e6}: train on at most ${most} simulations.`;
}

function simulations(raw: boolean): Export {
  return {
    id: raw ? 'simulations-raw-npz' : 'simulations-npz',
    group: 'network',
    label: 'Training simulations',
    format: raw ? 'NPZ with raw data' : 'NPZ',
    description: 'Parameters theta and summaries s, one row per simulation, with their names; optionally raw data x.',
    fileName: ({ study }) => `${study.system.id}-simulations.npz`,
    enabled: (state) => simulationsObstacle(state, raw) ?? true,
    make: async ({ catalogue, store, engine }, { signal, onProgress }) => {
      const open = openStudy(store.getState().engine);
      if (open === null) throw new Error('There is no network yet.');
      const params = { study: open.study, system: catalogue.sourceOf(open.study.problem.system), raw };
      const bytes = await engine.call('simulations.file', params, { signal, onProgress });
      return { blob: new Blob([bytes], { type: 'application/zip' }), marks: [] };
    },
  };
}

export const simulationsAsNpz = simulations(false);
export const simulationsWithRawData = simulations(true);
