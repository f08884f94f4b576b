/**
 * A study as one file, `.npe.zip`: the study, its trained network, the observation and draws of its posterior, and a text
 * that says what is what. What the page opens again is the first two; the rest is for other programs. The same contents give
 * the same bytes.
 */
import { bad, good, type Outcome } from '../files/outcome.ts';
import { openZip, type OpenZip, writeZip, zipNames } from '../files/zip.ts';
import { fileKind } from '../observation/writeFile.ts';
import type { SystemCatalogue } from '../simulators/catalogue.ts';
import type { SystemSource } from '../simulators/source.ts';
import { LONGEST_STUDY } from '../study/document/document.ts';
import { LONGEST_FOCUS } from '../study/run/savedFocus.ts';
import { isNetwork, LONGEST_TRAINING } from '../study/run/savedRun.ts';
import { standardisationFault } from '../study/run/standardisationFit.ts';
import { readSaved, type SavedStudy, writeSaved } from '../study/run/savedStudy.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => {
  decode(bytes: Uint8Array): string;
};

export interface StudyFile {
  readonly saved: SavedStudy;
  /** The observation as the page writes it to a file; null where it has no raw data. */
  readonly observation: string | null;
  /** Draws of the posterior on screen as CSV; null where they are not those of the network in the file. */
  readonly draws: string | null;
}

/** What a study file was read to, in a worker. */
export interface StudyContent {
  readonly kind: 'study';
  readonly study: Outcome<{
    readonly saved: SavedStudy;
    /** Where its system comes from: known to the worker alone until the page has defined it. */
    readonly source: SystemSource;
  }>;
}

/** What a name ends in that the page gives to such a file. */
export const STUDY_FILE_ENDING = '.npe.zip';

const STUDY = 'study.json';
const TRAINING = 'training.json';
const WEIGHTS = 'weights.safetensors';
const FOCUSED = 'focused.safetensors';
/** A table, or an array, as the system's files are. */
const OBSERVATION = { csv: 'observation.csv', json: 'observation.json' };
const DRAWS = 'draws.csv';
const README = 'README.txt';
const MEMBERS = [STUDY, TRAINING, WEIGHTS, FOCUSED, ...Object.values(OBSERVATION), DRAWS, README];
/** The largest network, in the largest ensemble, with all of the optimiser's state, is less than half of this. */
export const STUDY_FILE_LIMITS = { members: 20, bytes: 400_000_000 };

const NETWORK_TENSORS = [
  `${WEIGHTS}: the network, one tensor a matrix or bias, under part/member/name; "weights" are its`,
  '  weights, moments are the optimiser\'s, "best" those of the lowest validation loss so far. Inputs are',
  '  standardised as (s - standardisation/mean) / standardisation/sd, rounded to multiples of 2^-16.',
];

const REMEDY = 'Save the study again with the page that it comes from.';

/** Whether an archive is meant as a study: an NPZ file is a ZIP archive too. */
export function isStudyFile(bytes: Uint8Array): boolean {
  const names = zipNames(bytes, STUDY_FILE_LIMITS);
  return names.ok && names.value.includes(STUDY);
}

/** @param packed for a file that is loaded over a network; otherwise stored, for the last digits of weights are noise */
export function writeStudyFile(file: StudyFile, catalogue: SystemCatalogue, packed = false): Uint8Array {
  const { study, run, focus } = writeSaved(file.saved, catalogue);
  const members = new Map<string, Uint8Array>();
  const add = (name: string, text: string): void => void members.set(name, new TextEncoder().encode(text));
  add(STUDY, study);
  if (run !== null) {
    add(TRAINING, run.training);
    members.set(WEIGHTS, run.weights);
  }
  if (focus !== null) members.set(FOCUSED, focus);
  if (file.observation !== null) add(observationMember(file, catalogue), file.observation);
  if (file.draws !== null) add(DRAWS, file.draws);
  add(README, readme(file, catalogue));
  return writeZip(members, packed ? 9 : 0);
}

/**
 * Only the parts that the page opens are unpacked, each after its declared size was judged: that of the weights by the network
 * that the study describes.
 * @param catalogue knows the study's system afterwards
 */
export function readStudyFile(bytes: Uint8Array, catalogue: SystemCatalogue): Outcome<SavedStudy> {
  const archive = openZip(bytes, STUDY_FILE_LIMITS);
  if (!archive.ok) return archive;
  const { names, sizeOf, member } = archive.value;
  const stranger = names.find((name) => !MEMBERS.includes(name));
  if (stranger !== undefined) {
    const problem = 'The archive contains a file that does not belong to a study.';
    return bad({ value: stranger, problem, remedy: `Leave it out: a study has ${MEMBERS.join(', ')}.` });
  }
  const hasRun = names.includes(TRAINING) || names.includes(WEIGHTS);
  const missing = (hasRun ? [STUDY, TRAINING, WEIGHTS] : [STUDY]).find((name) => !names.includes(name));
  if (missing !== undefined) {
    return bad({ value: missing, problem: `The study file lacks ${missing}.`, remedy: REMEDY });
  }
  const study = textOf(archive.value, STUDY, LONGEST_STUDY);
  if (!study.ok) return study;
  const focused = names.includes(FOCUSED) ? bytesOf(archive.value, FOCUSED, LONGEST_FOCUS) : null;
  if (focused?.ok === false) return focused;
  const focus = focused === null ? null : focused.value;
  if (!hasRun) return readSaved({ study: study.value, run: null, focus }, catalogue);
  const training = textOf(archive.value, TRAINING, LONGEST_TRAINING);
  if (!training.ok) return training;
  const weights = { size: sizeOf(WEIGHTS), unpack: () => member(WEIGHTS) };
  const saved = readSaved({ study: study.value, run: { training: training.value, weights }, focus }, catalogue);
  const run = saved.ok ? saved.value.run : null;
  const scales = run !== null && isNetwork(run) ? run.snapshot.standardisation : null;
  const fault =
    run === null || scales === null
      ? null
      : standardisationFault(catalogue.get(run.study.problem.system), run.study, scales);
  if (fault === null) return saved;
  return bad({ problem: `The trained network cannot be used: ${WEIGHTS}: ${fault}.`, remedy: REMEDY });
}

/** @param catalogue as in `readStudyFile` */
export function openStudyFile(bytes: Uint8Array, catalogue: SystemCatalogue): StudyContent {
  const reading = readStudyFile(bytes, catalogue);
  if (!reading.ok) return { kind: 'study', study: reading };
  const saved = reading.value;
  return { kind: 'study', study: good({ saved, source: catalogue.sourceOf(saved.document.study.problem.system) }) };
}

/** @param longest bytes: more are not unpacked */
function bytesOf({ sizeOf, member }: OpenZip, name: string, longest: number): Outcome<Uint8Array> {
  const size = sizeOf(name);
  if (size <= longest) return member(name);
  const problem = `${name} has ${size} bytes; at most ${longest} are read.`;
  return bad({ value: name, problem, remedy: REMEDY });
}

/** @param longest characters; none takes less than a byte */
function textOf(archive: OpenZip, name: string, longest: number): Outcome<string> {
  const bytes = bytesOf(archive, name, longest);
  if (!bytes.ok) return bytes;
  try {
    return good(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value));
  } catch {
    return bad({ value: name, problem: 'A text of the study is not UTF-8.', remedy: REMEDY });
  }
}

function observationMember({ saved }: StudyFile, catalogue: SystemCatalogue): string {
  return OBSERVATION[fileKind(catalogue.get(saved.document.study.problem.system)).ending];
}

function readme(file: StudyFile, catalogue: SystemCatalogue): string {
  const { observation, draws } = file;
  const { document, run } = file.saved;
  const system = catalogue.get(document.study.problem.system);
  const lines = [
    `A study of Posterior Playground: ${system.name}, seed ${document.study.seed}.`,
    'Drop this file on the page to open it: a trained network is ready at once, an unfinished run resumes.',
    '',
    `${STUDY}: system, design, priors, nuisance parameters, training settings, seed; observation and view.`,
    '  It alone determines the network: "npm run infer -- --study study.json" trains it without the page.',
  ];
  if (run === null) lines.push('', 'No network had been trained when it was saved.');
  else {
    const { step, finished } = run.snapshot;
    lines.push(
      `${TRAINING}: the state of the run (${finished ? `finished after ${step} steps` : `step ${step}`}) and its losses.`,
      ...(isNetwork(run)
        ? NETWORK_TENSORS
        : [`${WEIGHTS}: what it has learnt, in state/; the observation that it learnt from, in data/.`]),
    );
  }
  if (file.saved.focus) {
    lines.push(
      `${FOCUSED}: a posterior that was focused on this observation alone: "draws" of theta, "region" (where its last`,
      '  round simulated), "before" (the draws of the network above). It says nothing of other data; its network is not kept.',
    );
  }
  const member = observationMember(file, catalogue);
  if (observation !== null) lines.push(`${member}: the observation that the posterior is for.`);
  if (draws !== null) lines.push(`${DRAWS}: draws of its posterior, one column per quantity of the corner figure.`);
  return `${lines.join('\n')}\n`;
}
