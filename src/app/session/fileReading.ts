/**
 * Where a file is read: a small text or array at once in the page, anything large or packed in a worker of its own, which
 * is ended when the file is read or no longer wanted. Readers that work in one long piece are thereby cancelled too.
 */
import { fileError } from '../../inference/observation/fileError.ts';
import { tooManyBytes } from '../../inference/observation/limits.ts';
import { type FileContent, readAny } from '../../inference/observation/readAny.ts';
import { containerOf } from '../../inference/observation/sniff.ts';
import type { Design, System } from '../../inference/simulators/system.ts';
import type { TableDescription } from '../../inference/simulators/table/tableSystem.ts';
import { FileClient } from '../../worker/client.ts';

/** Of text or numbers: they take some 10 ms, bytes. */
const SMALL = 200_000;
const FIRST_BYTES = 512;

/**
 * @param table the table of simulations whose system this is, if it is one
 * @throws (rejects) AbortError; WorkerCrash when the worker has no memory left
 */
export async function readDroppedFile(
  name: string,
  file: Blob,
  system: System,
  design: Design,
  table: TableDescription | null,
  signal: AbortSignal,
): Promise<FileContent> {
  const heavy = tooManyBytes(file.size);
  if (heavy !== null) return { kind: 'observation', result: { ok: false, error: fileError(name, heavy) } };
  if (!(await belongsInWorker(file))) {
    return readAny({ name, bytes: new Uint8Array(await file.arrayBuffer()) }, system, design);
  }
  const client = new FileClient();
  try {
    return await client.call('file.read', { name, file, system: system.id, design, table }, { signal });
  } finally {
    client.terminate();
  }
}

/** A short archive may unpack to much. */
async function belongsInWorker(file: Blob): Promise<boolean> {
  if (file.size > SMALL) return true;
  const container = containerOf(new Uint8Array(await file.slice(0, FIRST_BYTES).arrayBuffer()));
  return container.ok && (container.value === 'zip' || container.value === 'parquet');
}
