/** Requests for simulations and their answers as bytes: protocol 1 of docs/bridge.md. All numbers are little-endian. */
import type { BridgeAnswer, BridgeFailure, BridgeRequest } from '../../../inference/simulators/remote/remotePairs.ts';

const BRIDGE_PROTOCOL = 1;
/** Data come as float64. */
const FLOAT64 = 1;
/** A list of the pairs' numbers follows theta. */
const LISTED = 1;
const REQUEST_HEAD = 52;
const ANSWER_HEAD = 40;
const REQUEST_MAGIC = 0x51_42_50_50; // PPBQ
const ANSWER_MAGIC = 0x58_42_50_50; // PPBX

export function writeRequest({ key, seed, stream, attempt, pairs, theta, dim }: BridgeRequest): Uint8Array {
  const n = theta.length / dim;
  const list = typeof pairs === 'number' ? [] : pairs;
  const bytes = new Uint8Array(REQUEST_HEAD + theta.byteLength + 8 * list.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, REQUEST_MAGIC, true);
  view.setUint16(4, BRIDGE_PROTOCOL, true);
  view.setUint16(6, FLOAT64, true);
  view.setUint16(8, typeof pairs === 'number' ? 0 : LISTED, true);
  view.setBigUint64(12, BigInt(seed), true);
  view.setUint32(20, stream, true);
  view.setUint32(24, attempt, true);
  view.setBigUint64(28, BigInt(typeof pairs === 'number' ? pairs : 0), true);
  view.setUint32(36, n, true);
  view.setUint32(40, dim, true);
  view.setBigUint64(44, BigInt(`0x${key}`), true);
  bytes.set(new Uint8Array(theta.buffer, theta.byteOffset, theta.byteLength), REQUEST_HEAD);
  for (const [i, pair] of list.entries()) {
    view.setBigUint64(REQUEST_HEAD + theta.byteLength + 8 * i, BigInt(pair), true);
  }
  return bytes;
}

/**
 * @param n simulations that were asked for
 * @param size numbers of one
 * @throws RangeError where the answer is another one
 */
export function readAnswer(bytes: ArrayBuffer, n: number, size: number): BridgeAnswer {
  if (bytes.byteLength < ANSWER_HEAD) {
    throw new RangeError(`The bridge sent ${bytes.byteLength} bytes, fewer than a header has.`);
  }
  const view = new DataView(bytes);
  if (view.getUint32(0, true) !== ANSWER_MAGIC || view.getUint16(4, true) !== BRIDGE_PROTOCOL) {
    throw new RangeError(
      `The bridge's answer is not of protocol ${BRIDGE_PROTOCOL}. Take page and bridge from the same place.`,
    );
  }
  const [kind, rows, width] = [view.getUint16(6, true), view.getUint32(8, true), view.getUint32(12, true)];
  const told = view.getUint32(20, true);
  if (kind !== FLOAT64 || rows !== n || width !== size) {
    throw new RangeError(`The bridge sent ${rows} simulations of ${width} numbers; ${n} of ${size} were asked for.`);
  }
  const wanted = ANSWER_HEAD + told + 8 * n * size;
  if (told % 8 !== 0 || bytes.byteLength !== wanted) {
    throw new RangeError(`The bridge sent ${bytes.byteLength} bytes; ${n} simulations make ${wanted}.`);
  }
  const x = new Float64Array(bytes, ANSWER_HEAD + told, n * size);
  let failed = 0;
  for (let row = 0; row < n; row++) {
    const missing = missingIn(x.subarray(row * size, (row + 1) * size));
    if (missing !== 0 && missing !== size) {
      throw new RangeError('The bridge sent a simulation some of whose numbers are not finite.');
    }
    if (missing > 0) failed++;
  }
  if (failed !== view.getUint32(16, true)) {
    throw new RangeError(
      `The bridge says that ${view.getUint32(16, true)} simulations failed, but sent ${failed} without data.`,
    );
  }
  return { x, failures: failuresIn(new TextDecoder().decode(new Uint8Array(bytes, ANSWER_HEAD, told))) };
}

function missingIn(row: Float64Array): number {
  let missing = 0;
  for (const value of row) if (!Number.isFinite(value)) missing++;
  return missing;
}

function failuresIn(text: string): BridgeFailure[] {
  const read: unknown = text.trim() === '' ? {} : JSON.parse(text);
  const list = typeof read === 'object' && read !== null && 'failures' in read ? read.failures : [];
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('index' in one) || !('message' in one)) return [];
    return [{ index: Number(one.index), message: String(one.message) }];
  });
}
