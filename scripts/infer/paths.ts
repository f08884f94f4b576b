/** Paths that options name: what cannot be read or written is a mistake of the user's. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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

function attempt<T>(act: () => T, sentence: (reason: string) => string): T {
  try {
    return act();
  } catch (cause) {
    throw new InputError(sentence(cause instanceof Error ? cause.message : String(cause)));
  }
}
