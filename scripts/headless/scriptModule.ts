/** A script's text as a module that Node can import, and where in it an error was thrown. */
import type { PlaceOf } from '../../src/inference/simulators/own/scriptProgram.ts';

/** The address of a module of this text. Its first line is the text's. */
export function moduleOf(text: string): string {
  // Brackets too: in a stack they stand around an address.
  const escaped = encodeURIComponent(text).replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29'));
  return `data:text/javascript;charset=utf-8,${escaped}`;
}

/** The first place of the error's stack that lies in such a module. */
export const placeInModule: PlaceOf = (cause) => {
  if (!(cause instanceof Error)) return null;
  // What cannot be read as a program has a line alone.
  const found = /data:text\/javascript[^\s):]*?(?:;[^\s):]*)?:(\d+)(?::(\d+))?\)?$/m.exec(cause.stack ?? '');
  return found === null ? null : { line: Number(found[1]), column: Number(found[2] ?? 1) };
};
