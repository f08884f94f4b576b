/**
 * Where a file is read: a small text or array at once in the page, anything large or packed in a worker of its own, which
 * is ended when the file is read, no longer wanted, or takes too long. Readers that work in one long piece are thereby
 * cancelled too, and a browser, which gives a worker all memory that it asks for, gets it back.
 */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { fileError } from '../../../inference/observation/fileError.ts';
import { readingSeconds, tookTooLong, tooManyBytes } from '../../../inference/observation/limits.ts';
import type { FileContent } from '../../../inference/observation/readAny.ts';
import { containerOf } from '../../../inference/observation/sniff.ts';
import type { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { Design, FileProblem, System } from '../../../inference/simulators/system.ts';
import { STUDY_FILE_LIMITS, type StudyContent } from '../../../inference/export/studyFile.ts';
import { FileClient } from '../../../worker/clients.ts';

/** Of text or numbers: they take some 10 ms, bytes. */
const SMALL = 200_000;
const FIRST_BYTES = 512;

/** The worker that reads, and how long it may take for so many bytes. */
export interface ReadingWorker {
  readonly start: () => FileClient;
  readonly seconds: (bytes: number) => number;
}

const OWN: ReadingWorker = { start: () => new FileClient(), seconds: readingSeconds };

/** What a file is read for. */
interface Asked {
  readonly system: System;
  readonly design: Design;
  /** Knows the systems that a file may be of instead. */
  readonly catalogue: SystemCatalogue;
}

/**
 * @param worker another one, in tests
 * @throws (rejects) AbortError; WorkerCrash when the worker has no memory left
 */
export async function readDroppedFile(
  name: string,
  file: Blob,
  { system, design, catalogue }: Asked,
  signal: AbortSignal,
  worker: ReadingWorker = OWN,
): Promise<FileContent | StudyContent> {
  const place = await placeOf(file);
  const heavy = file.size > STUDY_FILE_LIMITS.bytes || place !== 'archive' ? tooManyBytes(file.size) : null;
  if (heavy !== null) return refused(name, heavy);
  if (place === 'page') {
    const { readAny } = await loadPart('reads files', () => import('../../../inference/observation/readAny.ts'));
    return readAny({ name, bytes: new Uint8Array(await file.arrayBuffer()) }, system, design, catalogue.listed);
  }
  const client = worker.start();
  const late = new AbortController();
  const seconds = worker.seconds(file.size);
  const timer = setTimeout(() => late.abort(), seconds * 1000);
  try {
    const params = { name, file, system: catalogue.sourceOf(system.id), design };
    return await client.call('file.read', params, { signal: AbortSignal.any([signal, late.signal]) });
  } catch (error) {
    if (late.signal.aborted && !signal.aborted) return refused(name, tookTooLong(seconds));
    throw error;
  } finally {
    clearTimeout(timer);
    client.terminate();
  }
}

function refused(name: string, problem: FileProblem): FileContent {
  return { kind: 'observation', result: { ok: false, error: fileError(name, problem) } };
}

/** Where a file is read. A short archive may unpack to much, and only one may be a study, which may be larger. */
async function placeOf(file: Blob): Promise<'page' | 'worker' | 'archive'> {
  const container = containerOf(new Uint8Array(await file.slice(0, FIRST_BYTES).arrayBuffer()));
  if (container.ok && container.value === 'zip') return 'archive';
  return file.size > SMALL || (container.ok && container.value === 'parquet') ? 'worker' : 'page';
}
