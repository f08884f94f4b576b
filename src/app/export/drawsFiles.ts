/** Posterior draws as files: CSV, NPZ, NetCDF. */
import { loadPart } from '../../inference/parts/loadPart.ts';
import { markText } from '../../inference/correction/marks.ts';
import { drawsCsv } from '../../inference/export/drawsCsv.ts';
import { simulatorObstacle } from '../readout/network/obstacles.ts';
import { nextTask } from '../browser/nextTask.ts';
import { drawsObstacle, takeDraws } from '../session/posterior/posteriorDraws.ts';
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
