/** Two files that are one table of simulations: theta.npy and x.npy, dropped together. */
import { writeZip } from '../files/zip.ts';

const THETA = /^(?:theta|param)\w*\.npy$/i;
const DATA = /^(?!theta|param)\w[\w.-]*\.npy$/i;

/** Which of two files holds the parameters and which the data, from 0; null: their names do not tell. */
export function arrayPair(names: readonly string[]): { readonly theta: number; readonly x: number } | null {
  if (names.length !== 2) return null;
  const theta = names.findIndex((name) => THETA.test(name));
  const x = names.findIndex((name) => DATA.test(name));
  return theta < 0 || x < 0 ? null : { theta, x };
}

/** What helps with the file of one of the two alone; null where its name is not theta or x. */
export function halfOfPair(name: string): string | null {
  if (!THETA.test(name) && !/^x\.npy$/i.test(name)) return null;
  return 'If it is half of a table of simulations, choose or drop theta.npy and x.npy together.';
}

/** Both as the archive that numpy.savez makes of them. */
export function archiveOf(theta: Uint8Array, x: Uint8Array): Uint8Array {
  return writeZip(
    new Map([
      ['theta.npy', theta],
      ['x.npy', x],
    ]),
    0,
  );
}
