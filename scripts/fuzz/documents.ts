/** Fuzz targets of saved studies: weights and whole study files are read, or refused with a reason. */
import fc from 'fast-check';
import { readSafetensors, writeSafetensors } from '../../src/inference/files/safetensors.ts';
import { systemById } from '../../src/inference/simulators/registry.ts';
import { sampleRun } from '../../src/inference/study/testing/sampleRun.ts';
import { sampleTable, tableDocument } from '../../src/inference/study/testing/sampleTable.ts';
import { readStudyFile, writeStudyFile } from '../../src/inference/export/studyFile.ts';
import { damaged, damagedMember } from './inputs.ts';
import { fuzzTarget } from './target.ts';

const run = sampleRun({ finished: true });
const saved = { document: { study: run.study, observation: null, view: null }, run };
const file = writeStudyFile({ saved, observation: 'x1,x2\n0,1\n', draws: 'theta1,theta2\r\n0,1\r\n' });
/** Of a table of simulations, which its documents describe. */
const document = tableDocument(sampleTable);
const ofTable = { document, run: sampleRun({ finished: true, system: systemById(document.study.problem.system) }) };
const tableFile = writeStudyFile({ saved: ofTable, observation: null, draws: null });
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
      const reading = readStudyFile(bytes);
      if (!reading.ok) {
        if (reading.problem.remedy === '') throw new Error('A refusal says nothing.');
        return;
      }
      // What was read is whole: it can be written, and then is read again.
      const again = readStudyFile(writeStudyFile({ saved: reading.value, observation: null, draws: null }));
      if (!again.ok) throw new Error(again.problem.problem);
    },
  ),
];
