/** What the user has done on this page by its actions, in order. It is kept nowhere, and what a drag changes is not in it. */

export interface PerformedAction {
  /** Of the action (actions/registry.ts). */
  readonly id: string;
  /** 1 for the first action since the page was opened. */
  readonly order: number;
}

export interface PerformedSlice {
  /** The last ones, the oldest first. */
  readonly log: readonly PerformedAction[];
}

/** Older actions are forgotten. */
export const LONGEST_LOG = 500;

export const performedSlice: PerformedSlice = { log: [] };

export function withPerformed({ log }: PerformedSlice, id: string): PerformedSlice {
  const order = (log.at(-1)?.order ?? 0) + 1;
  return { log: [...log, { id, order }].slice(-LONGEST_LOG) };
}
