/**
 * What a pre-trained network depends on, as two hashes: its study, and the code that simulates, trains and draws (codeHash.ts).
 *
 * The code is what training a study in Node imports, less what asks the trained network, and less the engines that this does
 * not use; and the compiled kernels, so that their source, the compiler and its options all count. How simulations are shared
 * out between threads is left out: pair i of a stream depends on (seed, stream, i) alone. So are the checks, whose results lie
 * beside a network: they do not fix it. The runtime is not in the hash either: another version of Node, or another processor,
 * can give other last digits.
 */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { createHash } from 'node:crypto';
import { writeStudy } from '../../src/inference/study/document/document.ts';
import type { Study } from '../../src/inference/study/study.ts';
import { type CodeHash, codeHash } from './codeHash.ts';

const catalogue = new SystemCatalogue();

const CODE = {
  entries: [
    'scripts/headless/trainStudy.ts',
    // The simulators: a session is given its system.
    'src/inference/simulators/registry.ts',
    // The study that a system starts with, and the observation of the draws.
    'src/inference/study/defaults.ts',
    'src/inference/posterior/neuralPosterior.ts',
  ],
  // Which of the two a runtime takes: wasmModule.ts. The others are for helper threads, which pretraining has none of.
  binaries: ['assembly/build/relaxed.wasm', 'assembly/build/simd.wasm'],
  // What the session of a study has to ask its network with.
  leftOut: ['requestedNetwork.ts', 'networkAnswers.ts', 'networkChecks.ts', 'checkData.ts'],
};

export interface Fingerprint {
  readonly study: string;
  readonly code: string;
}

export function fingerprintOf(study: Study): Fingerprint {
  return { study: studyHash(study), code: trainingCode().hash };
}

function studyHash(study: Study): string {
  const text = writeStudy({ study, observation: null, view: null }, catalogue);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

let known: CodeHash | null = null;

/** The code that makes networks, as it is now. */
export function trainingCode(): CodeHash {
  known ??= codeHash(CODE);
  return known;
}
