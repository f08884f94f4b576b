/** Paths that options name: what cannot be read or written is a mistake of the user's. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { MAX_BYTES } from '../../src/inference/observation/limits.ts';
import { samePlace } from '../wholeFile.mjs';
import { InputError } from './arguments.ts';

/** Bytes that are asked for at once of what tells no size. */
const PIECE = 1 << 20;

/**
 * The content of a file that an option names.
 * @param folder that relative paths start from
 * @param most bytes
 * @throws InputError also where there is more than is read: a device may have no end
 */
export function readInput(option: string, file: string, folder: string, most: number = MAX_BYTES): Buffer {
  const content = attempt(
    () => readAtMost(resolve(folder, file), most),
    (reason) => `--${option} ${file} cannot be read (${reason}); check the path.`,
  );
  if (content !== null) return content;
  throw new InputError(`--${option} ${file} holds more than ${most / 1e6} MB, the most that is read; check the path.`);
}

/** The content of a file; null: it has more bytes. */
function readAtMost(path: string, most: number): Buffer | null {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > most) return null;
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(length === 0 && size > 0 ? size : PIECE);
      const read = readSync(file, piece);
      if (read === 0) return Buffer.concat(pieces, length);
      pieces.push(piece.subarray(0, read));
      length += read;
      if (length > most) return null;
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Makes a folder and those that it lies in. Node's own `recursive` never returns where a folder is there that takes no others,
 * such as /proc.
 * @throws Error of the file system
 */
export function makeFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another run may have been faster.
    if (!existsSync(path) || !statSync(path).isDirectory()) throw cause;
  }
}

/**
 * Does something to a path that an option names.
 * @throws InputError when it fails
 */
export function writable<T>(option: string, path: string, act: () => T): T {
  return attempt(act, (reason) => `--${option} ${path} cannot be written (${reason}); choose another path.`);
}

/**
 * Writes to a path that an option names, when there is something to write.
 * @throws Error when it fails, e.g. on a full disk: no mistake of the arguments
 */
export function written<T>(option: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `--${option} ${path} could not be written (${reason}). A former file is as it was. Free space or choose another path, and run it again.`,
      { cause },
    );
  }
}

/** A file that an option names, for `refuseEqual`. */
export interface NamedPath {
  readonly option: string;
  readonly path: string;
}

/**
 * Refuses to write over what is read, or twice to one place.
 * @param read files that are read
 * @param write files that are written
 * @param folder that relative paths start from
 * @throws InputError
 */
export function refuseEqual(read: readonly NamedPath[], write: readonly NamedPath[], folder: string): void {
  for (const [i, { option, path }] of write.entries()) {
    const other = [...read, ...write.slice(0, i)].find((one) =>
      samePlace(resolve(folder, one.path), resolve(folder, path)),
    );
    if (other === undefined) continue;
    throw new InputError(
      `--${option} ${path} is the same file as --${other.option} ${other.path} and would overwrite it; choose another path.`,
    );
  }
}

/**
 * Refuses files in the folder of the samples that have the name of one of them.
 * @param out the folder
 * @param named other files that are read or written
 * @throws InputError
 */
export function refuseInside(out: string, named: readonly NamedPath[], folder: string): void {
  for (const { option, path } of named) {
    const absolute = resolve(folder, path);
    if (!/^\d+\.csv$/i.test(basename(absolute)) || !samePlace(dirname(absolute), resolve(folder, out))) continue;
    throw new InputError(
      `--${option} ${path} lies in --out ${out} under a name that the samples may have; choose another folder.`,
    );
  }
}

function attempt<T>(act: () => T, sentence: (reason: string) => string): T {
  try {
    return act();
  } catch (cause) {
    throw new InputError(sentence(cause instanceof Error ? cause.message : String(cause)));
  }
}
