/** The files of the pre-trained networks: what the page loads, and beside it in the repository the record of how each came about. */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { PretrainedNotes } from '../../src/inference/study/run/pretrained.ts';
import { readPretrained, writePretrained } from '../../src/inference/study/run/pretrained.ts';
import { isNetwork, type SavedNetwork } from '../../src/inference/study/run/savedRun.ts';
import { readStudyFile, STUDY_FILE_ENDING, writeStudyFile } from '../../src/inference/export/studyFile.ts';
import { writeWhole } from '../wholeFile.mjs';
import { readRecord, type TrainingRecord, writeRecord } from './record.ts';

const catalogue = new SystemCatalogue();

const FOLDER = 'public/pretrained';
/** Not among the files of the page, which has no use for them. */
const RECORDS = 'scripts/pretrain/records';

export interface Shipped {
  readonly run: SavedNetwork;
  readonly notes: PretrainedNotes;
}

/**
 * @param id of the network (shippedNetworks.ts)
 * @returns null: there is none
 * @throws Error when a file is damaged
 */
export function readShipped(id: string): Shipped | null {
  const [path, notes] = [networkPath(id), notesPath(id)];
  if (!existsSync(path) || !existsSync(notes)) return null;
  const file = readStudyFile(readFileSync(path), catalogue);
  if (!file.ok) throw new Error(`${path}: ${file.problem.problem} ${file.problem.remedy}`);
  const { run } = file.value;
  if (run === null || !isNetwork(run)) {
    throw new Error(`${path} holds no network: npm run pretrain -- --networks ${id}`);
  }
  return { run, notes: readPretrained(readFileSync(notes, 'utf8')) };
}

/** Null: there is no network, or none is recorded. */
export function readRecordOf(id: string): TrainingRecord | null {
  const path = recordPath(id);
  return existsSync(path) ? readRecord(readFileSync(path, 'utf8')) : null;
}

/** @returns bytes of the study file */
export function writeShipped(id: string, { run, notes }: Shipped): number {
  mkdirSync(FOLDER, { recursive: true });
  // No more than the page opens, and packed: it is what a first visit waits for. The draws are among the notes.
  const saved = { document: { study: run.study, observation: null, view: null }, run };
  const file = writeStudyFile({ saved, observation: null, draws: null }, catalogue, true);
  writeWhole(networkPath(id), file);
  writeNotes(id, notes);
  return file.length;
}

export function writeNotes(id: string, notes: PretrainedNotes): void {
  writeWhole(notesPath(id), writePretrained(notes));
}

export function writeRecordOf(id: string, record: TrainingRecord): void {
  mkdirSync(RECORDS, { recursive: true });
  writeWhole(recordPath(id), writeRecord(record));
}

function networkPath(id: string): string {
  return `${FOLDER}/${id}${STUDY_FILE_ENDING}`;
}

function notesPath(id: string): string {
  return `${FOLDER}/${id}.json`;
}

function recordPath(id: string): string {
  return `${RECORDS}/${id}.json`;
}
