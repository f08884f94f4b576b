/**
 * What is recorded of the training of a network, so that later code can be compared with the code that trained it: the runs
 * of repeatedRuns.ts, which take seconds. Losses are kept bit by bit, so that a difference can be told by step and size; of
 * weights and validations there is a digest.
 */
import { createHash } from 'node:crypto';

/** The runs of repeatedRuns.ts. */
export type RunName = 'start' | 'short' | 'stopping';

export interface RunRecord {
  /** Training losses of all steps, nats of theta; step 1 first. */
  readonly losses: Float32Array;
  /** Digest of the weights [M, P] that the run is left with. */
  readonly weights: string;
  /** Digest of the validation losses that compare, and which of them were the lowest so far. */
  readonly validations: string;
  /** Null: the run goes on. */
  readonly end: { readonly reason: 'budget' | 'early-stopping'; readonly bestStep: number } | null;
}

export interface TrainingRecord {
  /** Digest of the network's weights: of which network this is the record. */
  readonly network: string;
  /** Validation loss of the network with its weights as they are shipped, nats of theta. */
  readonly loss: number;
  readonly runs: Readonly<Record<RunName, RunRecord>>;
  /** Where the runs were made: in words, for a comparison that fails. */
  readonly made: string;
}

/** SHA-256 of the bytes of some numbers, as the processors that there are have them: the lowest first. */
export function digestOf(numbers: Float32Array | Float64Array): string {
  return createHash('sha256').update(bytesOf(numbers)).digest('hex');
}

export function writeRecord(record: TrainingRecord): string {
  const text = (_: string, value: unknown) =>
    value instanceof Float32Array ? bytesOf(value).toString('base64') : value;
  return `${JSON.stringify(record, text, 2)}\n`;
}

/** @throws SyntaxError if the text is not JSON. The repository's own file: of its form nothing is checked. */
export function readRecord(text: string): TrainingRecord {
  return JSON.parse(text, (key, value: unknown) =>
    key === 'losses' ? new Float32Array(Uint8Array.from(Buffer.from(String(value), 'base64')).buffer) : value,
  ) as TrainingRecord;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
