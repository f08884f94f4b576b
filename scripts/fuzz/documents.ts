/** Fuzz targets of saved studies: weights and whole study files are read, or refused with a reason. */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import fc from 'fast-check';
import { readSafetensors, writeSafetensors } from '../../src/inference/files/safetensors.ts';
import { sampleRun } from '../../src/inference/study/testing/sampleRun.ts';
import { sampleTable, tableDocument } from '../../src/inference/study/testing/sampleTable.ts';
import { readStudyFile, writeStudyFile } from '../../src/inference/export/studyFile.ts';
import { damaged, damagedMember } from './inputs.ts';
import { fuzzTarget } from './target.ts';

const catalogue = new SystemCatalogue();

const run = sampleRun({ finished: true });
const saved = { document: { study: run.study, observation: null, view: null }, run };
const file = writeStudyFile({ saved, observation: 'x1,x2\n0,1\n', draws: 'theta1,theta2\r\n0,1\r\n' }, catalogue);
/** Of a table of simulations, which its documents describe. */
const document = tableDocument(sampleTable);
const ofTable = {
  document,
  run: sampleRun({ finished: true, system: catalogue.define({ kind: 'table', description: sampleTable }) }),
};
const tableFile = writeStudyFile({ saved: ofTable, observation: null, draws: null }, catalogue);
const weights = writeSafetensors({
  tensors: new Map([['a', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]),
  metadata: new Map([['made by', 'hand']]),
});

export const documentTargets = [
  fuzzTarget('safetensors', damaged([weights]), (bytes) => {
    const reading = readSafetensors(bytes);
    if (!reading.ok && reading.problem === '') throw new Error('A refusal says nothing.');
    // Shapes that do not belong to their numbers are refused here.
    if (reading.ok) writeSafetensors(reading.file);
  }),
  fuzzTarget(
    'study file',
    fc.oneof(damaged([file, tableFile]), damagedMember(file), damagedMember(tableFile)),
    (bytes) => {
      const reading = readStudyFile(bytes, catalogue);
      if (!reading.ok) {
        if (reading.problem.remedy === '') throw new Error('A refusal says nothing.');
        return;
      }
      // What was read is whole: it can be written, and then is read again.
      const again = readStudyFile(
        writeStudyFile({ saved: reading.value, observation: null, draws: null }, catalogue),
        catalogue,
      );
      if (!again.ok) throw new Error(again.problem.problem);
    },
  ),
];
