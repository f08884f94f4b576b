/** Every file that can be taken away, in the order of the sheet. Adding one: its definition, and its place in this list. */
import { figureFiles } from './figureFiles.ts';
import { reportFile } from './reportFile.ts';
import type { Export, ExportGroup } from '../session/exporting/export.ts';
import { drawsAsCsv, drawsAsNetcdf, drawsAsNpz, focusedAsCsv, focusedAsNpz } from './drawsFiles.ts';
import { batchExports } from './batchAnswers.ts';
import { networkAsOnnx, networkAsSafetensors, simulationsAsNpz, simulationsWithRawData } from './networkFiles.ts';

export const exports: readonly Export[] = [
  drawsAsCsv,
  drawsAsNpz,
  drawsAsNetcdf,
  focusedAsCsv,
  focusedAsNpz,
  ...batchExports,
  ...figureFiles,
  reportFile,
  networkAsOnnx,
  networkAsSafetensors,
  simulationsAsNpz,
  simulationsWithRawData,
];

export const exportGroups: Readonly<Record<ExportGroup, string>> = {
  posterior: 'Posterior',
  batch: 'Batch',
  figures: 'Figures',
  report: 'Report',
  network: 'Network',
};
