/** The column, or the line of metadata, that holds one known parameter value. */
export function truthKey(parameter: string): string {
  return `truth_${parameter}`;
}
