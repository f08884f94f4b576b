/** Fuzz targets of studies: documents, links, weights and whole study files are read, or refused with a reason. */
import fc from 'fast-check';
import { readSafetensors, writeSafetensors } from '../../src/inference/files/safetensors.ts';
import { systems } from '../../src/inference/simulators/registry.ts';
import { defaultStudy } from '../../src/inference/study/defaults.ts';
import type { StudyReading } from '../../src/inference/study/document.ts';
import { readStudy, writeStudy } from '../../src/inference/study/document.ts';
import { readLink } from '../../src/inference/study/readLink.ts';
import { sampleRun } from '../../src/inference/study/sampleRun.ts';
import { defaultView } from '../../src/inference/study/view.ts';
import { writeLink } from '../../src/inference/study/writeLink.ts';
import { readStudyFile, writeStudyFile } from '../../src/inference/takeaway/studyFile.ts';
import { damaged } from './inputs.ts';
import { fuzzTarget } from './target.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

function hasReason(reading: StudyReading): void {
  if (!reading.ok && reading.problems.length === 0) throw new Error('A refusal says nothing.');
}

const documents = systems.map((system) => ({ study: defaultStudy(system), observation: null, view: defaultView }));
const links = documents.map(writeLink).map(bytesOf);
const texts = documents.map(writeStudy).map(bytesOf);

const run = sampleRun({ finished: true });
const saved = { document: { study: run.study, observation: null, view: null }, run };
const file = writeStudyFile({ saved, observation: 'x1,x2\n0,1\n', draws: 'theta1,theta2\r\n0,1\r\n' });
const weights = writeSafetensors({
  tensors: new Map([['a', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]),
  metadata: new Map([['made by', 'hand']]),
});

export const documentTargets = [
  fuzzTarget('study document', damaged(texts), (bytes) => hasReason(readStudy(textOf(bytes)))),
  fuzzTarget('link', fc.oneof(damaged(links).map(textOf), fc.string()), (hash) => hasReason(readLink(hash))),
  fuzzTarget('safetensors', damaged([weights]), (bytes) => {
    const reading = readSafetensors(bytes);
    if (!reading.ok && reading.problem === '') throw new Error('A refusal says nothing.');
  }),
  fuzzTarget('study file', damaged([file]), (bytes) => {
    const reading = readStudyFile(bytes);
    if (!reading.ok && reading.problem.remedy === '') throw new Error('A refusal says nothing.');
  }),
];
