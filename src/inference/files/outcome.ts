/** What reading something untrusted ends in: a value, or what is wrong and what to do about it. */
import type { FileProblem } from '../simulators/system.ts';

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FileProblem };

export function good<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function bad(problem: FileProblem): { readonly ok: false; readonly problem: FileProblem } {
  return { ok: false, problem };
}
