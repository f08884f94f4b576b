/** Posterior draws as files: CSV, NPZ, NetCDF. */
import { loadPart } from '../../inference/parts/loadPart.ts';
import { markText } from '../../inference/correction/marks.ts';
import { drawsCsv } from '../../inference/export/drawsCsv.ts';
import { simulatorObstacle } from '../readout/network/obstacles.ts';
import { nextTask } from '../browser/nextTask.ts';
import { focusFound } from '../readout/concepts/focusQuestion.ts';
import { FOCUS_CONDITION } from '../readout/concepts/focusText.ts';
import { quantityDraws } from '../readout/figures/displayDraws.ts';
import { count } from '../format/number.ts';
import type { AppState } from '../store/appStore.ts';
import { drawsObstacle, takeDraws } from '../session/posterior/posteriorDraws.ts';
import { posteriorConditions } from '../../inference/simulators/posteriorConditions.ts';
import type { Export } from '../session/exporting/export.ts';
import { answerAsNetcdf } from './netcdfFile.ts';

export const drawsAsCsv: Export = {
  id: 'draws-csv',
  group: 'posterior',
  label: 'Draws as a table',
  format: 'CSV',
  description: 'One column per quantity of the corner figure, one row per draw. Opens in any program.',
  fileName: ({ study }) => `${study.system.id}-posterior.csv`,
  enabled: (state) => drawsObstacle(state) ?? true,
  make: async (context, request) => {
    const { quantities, values, marks, conditions, notice } = await takeDraws(context, request);
    const names = quantities.map(({ key }) => key);
    const pieces: string[] = [];
    for (const piece of drawsCsv(names, values, { altered: markText(marks), conditions })) {
      pieces.push(piece);
      // A long file takes a second of numbers to be written out: the page goes on between its pieces.
      await nextTask();
      request.signal.throwIfAborted();
    }
    return { blob: new Blob(pieces, { type: 'text/csv' }), marks, notice };
  },
};

export const drawsAsNpz: Export = {
  id: 'draws-npz',
  group: 'posterior',
  label: 'Draws for NumPy',
  format: 'NPZ',
  description: 'One array per quantity, by its name: numpy.load("…")["…"].',
  fileName: ({ study }) => `${study.system.id}-posterior.npz`,
  enabled: (state) => drawsObstacle(state) ?? true,
  make: async (context, request) => {
    const { quantities, values, marks, conditions, notice } = await takeDraws(context, request);
    const { drawsNpz } = await loadPart('writes NPZ files', () => import('../../inference/export/drawsNpz.ts'));
    const names = quantities.map(({ key }) => key);
    const bytes = drawsNpz(names, values, { altered: markText(marks), conditions }) as Uint8Array<ArrayBuffer>;
    return { blob: new Blob([bytes], { type: 'application/zip' }), marks, notice };
  },
};

export const drawsAsNetcdf: Export = {
  id: 'draws-netcdf',
  group: 'posterior',
  label: 'Everything for ArviZ and xarray',
  format: 'NetCDF',
  description: 'Posterior, prior, predictions, data, reference, study and verdicts: xarray.open_datatree("…").',
  fileName: ({ study }) => `${study.system.id}-posterior.nc`,
  enabled: (state) => simulatorObstacle(state) ?? drawsObstacle(state) ?? true,
  make: answerAsNetcdf,
};

/** The draws of the focused posterior, which are all there are: its network is not kept. */
function focusedDraws(state: AppState, wanted: number) {
  const found = focusFound(state);
  if (found === null) throw new Error(NOT_FOCUSED);
  const { system, problem } = state.study;
  const quantities = system.display(problem.design);
  const values = quantityDraws(found.focused.draws, system.parameters(problem.design).length, quantities);
  const rows = values.length / quantities.length;
  return {
    names: quantities.map(({ key }) => key),
    values,
    conditions: [FOCUS_CONDITION, ...posteriorConditions(system, problem.design)],
    ...(rows === wanted
      ? {}
      : {
          notice: `The file has the ${count(rows)} draws that there are of the focused posterior, not ${count(wanted)}.`,
        }),
  };
}

const NOT_FOCUSED = 'There is no focused posterior of these data: see “Focus on this observation”.';
const FOCUSED = {
  group: 'posterior',
  label: 'Draws of the focused posterior',
  enabled: (state: AppState) => (focusFound(state) === null ? (drawsObstacle(state) ?? NOT_FOCUSED) : true),
} as const;

export const focusedAsCsv: Export = {
  ...FOCUSED,
  id: 'focused-csv',
  format: 'CSV',
  description: 'Of the rounds that are focused on the data on screen; for no other data. One column per quantity.',
  fileName: ({ study }) => `${study.system.id}-focused.csv`,
  make: ({ store }, { draws }) => {
    const { names, values, conditions, notice } = focusedDraws(store.getState(), draws);
    const blob = new Blob([...drawsCsv(names, values, { conditions })], { type: 'text/csv' });
    return Promise.resolve({ blob, marks: [], notice });
  },
};

export const focusedAsNpz: Export = {
  ...FOCUSED,
  id: 'focused-npz',
  format: 'NPZ',
  description: 'The same, one array per quantity, by its name: numpy.load("…")["…"].',
  fileName: ({ study }) => `${study.system.id}-focused.npz`,
  make: async ({ store }, { draws }) => {
    const { names, values, conditions, notice } = focusedDraws(store.getState(), draws);
    const { drawsNpz } = await loadPart('writes NPZ files', () => import('../../inference/export/drawsNpz.ts'));
    const bytes = drawsNpz(names, values, { conditions }) as Uint8Array<ArrayBuffer>;
    return { blob: new Blob([bytes], { type: 'application/zip' }), marks: [], notice };
  },
};
