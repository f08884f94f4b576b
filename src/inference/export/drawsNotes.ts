/** What a file of draws says of itself beside its numbers, where there is something to say. */

export interface DrawsNotes {
  /** What the draws are where they are not the network's own (correction/marks.ts); null or absent: they are. */
  readonly altered?: string | null;
  /** What the posterior is conditional on besides the data, a sentence each (`System.conditions`). */
  readonly conditions?: readonly string[];
}

/** The notes by name; none where there is nothing to say. In a table each is a column, the same in every record. */
export function namedNotes({ altered = null, conditions = [] }: DrawsNotes): { name: string; text: string }[] {
  return [
    ...(altered === null ? [] : [{ name: 'altered', text: altered }]),
    ...(conditions.length === 0 ? [] : [{ name: 'conditions', text: conditions.join(' ') }]),
  ];
}
