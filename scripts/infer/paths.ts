/** Paths that options name: what cannot be read or written is a mistake of the user's. */
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { samePlace } from '../wholeFile.mjs';
import { InputError } from './arguments.ts';

/**
 * The content of a file that an option names.
 * @param folder that relative paths start from
 * @throws InputError
 */
export function readInput(option: string, file: string, folder: string): Buffer {
  return attempt(
    () => readFileSync(resolve(folder, file)),
    (reason) => `--${option} ${file} cannot be read (${reason}); check the path.`,
  );
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
