/**
 * A trained network as one file: its weights (safetensors), or an archive with two ONNX models, the Python program that asks
 * them, what it compares data with, and the study.
 */
import type { OutlierScore } from '../diagnostics/data/outlier.ts';
import { writeZip } from '../files/zip.ts';
import { inferredPrior } from '../simulators/problem.ts';
import type { SystemCatalogue } from '../simulators/catalogue.ts';
import { writeStudy } from '../study/document/document.ts';
import type { Study } from '../study/study.ts';
import { cardMetadata, networkCard } from './networkCard.ts';
import { densityModel, samplerModel } from './onnx.ts';
import { DENSITY_FILE, pythonScript, SAMPLER_FILE, SCRIPT_FILE, TRAINING_FILE } from './pythonScript.ts';
import { trainingRangeFile } from './trainingRange.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';
import { weightsFile } from './weights.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * @param study with the priors that the network answers for
 * @param step training steps that had been taken
 * @param verdicts what the checks said, a sentence each
 * @param score what tells whether data are like those that it was trained on; null: nothing is there to compare with
 */
export function networkFile(
  format: 'onnx' | 'safetensors',
  catalogue: SystemCatalogue,
  study: Study,
  network: TrainedNetwork,
  step: number,
  verdicts: readonly string[],
  score: OutlierScore | null,
): Uint8Array<ArrayBuffer> {
  const system = catalogue.get(study.problem.system);
  const card = networkCard(system, study, { ...network, step }, verdicts);
  if (format === 'safetensors') return weightsFile(network, card);
  const prior = inferredPrior(system, study.problem);
  const metadata = cardMetadata(card);
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  const archive = writeZip(
    new Map([
      [SAMPLER_FILE, samplerModel(network, prior, metadata)],
      [DENSITY_FILE, densityModel(network, prior, metadata)],
      [SCRIPT_FILE, text(pythonScript(card, score !== null))],
      ...(score === null ? [] : [[TRAINING_FILE, trainingRangeFile(network.standardisation, score)] as const]),
      ['study.json', text(writeStudy({ study, observation: null, view: null }, catalogue))],
    ]),
  );
  return archive as Uint8Array<ArrayBuffer>;
}
