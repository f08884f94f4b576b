/**
 * Files are read in a thread of their own, which is ended when a file takes too long or more memory than a file of its kind
 * can need: whoever made the file decides on neither.
 */
import { type Outcome, bad } from '../../src/inference/files/outcome.ts';
import { fileError } from '../../src/inference/observation/fileError.ts';
import { readingSeconds, tooManyBytes } from '../../src/inference/observation/limits.ts';
import type { ReadResult } from '../../src/inference/observation/readFile.ts';
import type { SimulatedTable } from '../../src/inference/observation/simulatedTable.ts';
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import type { SystemSource } from '../../src/inference/simulators/source.ts';
import type { Design, System } from '../../src/inference/simulators/system.ts';
import type { Study } from '../../src/inference/study/study.ts';
import type { SavedStudy } from '../../src/inference/study/run/savedStudy.ts';
import { runApart } from './apart.ts';

/** What is read, and what the thread makes of it. */
export interface Readings {
  observation: {
    task: {
      readonly name: string;
      readonly system: SystemSource;
      readonly design: Design;
    };
    result: ReadResult;
  };
  /** Null: the file is something that can be read, but no table of simulations. */
  simulations: { task: Readonly<Record<never, never>>; result: Outcome<SimulatedTable> | null };
  study: {
    task: Readonly<Record<never, never>>;
    result: {
      /** A study file with all that it holds, or a document alone; sentences on what is wrong. */
      readonly study:
        | { readonly kind: 'saved'; readonly saved: SavedStudy }
        | { readonly kind: 'document'; readonly study: Study }
        | { readonly kind: 'problems'; readonly problems: readonly string[] };
      /** Where its system comes from: known to the thread alone until it has been defined here. Null: there are problems. */
      readonly source: SystemSource | null;
    };
  };
}

export type ReadingTask = {
  [K in keyof Readings]: { readonly kind: K; readonly bytes: Uint8Array } & Readings[K]['task'];
}[keyof Readings];

const MEGABYTES = 2048;

/** As `readObservation`, in a thread. */
export async function readObservationApart(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  system: System,
  design: Design,
  catalogue: SystemCatalogue,
): Promise<ReadResult> {
  const task = { kind: 'observation', name, bytes, system: catalogue.sourceOf(system.id), design } as const;
  const heavy = tooManyBytes(bytes.length);
  const read = heavy === null ? await apart<'observation'>(task) : bad(heavy);
  return read.ok ? read.value : { ok: false, error: fileError(name, read.problem) };
}

/** As `simulationsIn` (readTask.ts), in a thread. */
export async function readSimulationsApart(bytes: Uint8Array): Promise<Readings['simulations']['result']> {
  const read = await apart<'simulations'>({ kind: 'simulations', bytes });
  return read.ok ? read.value : read;
}

/** A study file or a study document, read in a thread. @param catalogue knows its system afterwards */
export async function readStudyApart(
  bytes: Uint8Array,
  catalogue: SystemCatalogue,
): Promise<Readings['study']['result']['study']> {
  const read = await apart<'study'>({ kind: 'study', bytes });
  if (!read.ok) {
    return { kind: 'problems', problems: [`${read.problem.problem} ${read.problem.remedy}`] };
  }
  const { study, source } = read.value;
  if (source !== null) catalogue.define(source);
  return study;
}

function apart<K extends keyof Readings>(
  task: Extract<ReadingTask, { readonly kind: K }>,
): Promise<Outcome<Readings[K]['result']>> {
  const limits = { seconds: readingSeconds(task.bytes.length), megabytes: MEGABYTES };
  // scripts/bundled.mjs puts the threads' entries beside the program.
  return runApart<Readings[K]['result']>(new URL('./readingThread.mjs', import.meta.url), task, limits);
}
