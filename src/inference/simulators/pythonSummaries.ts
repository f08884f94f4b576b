/** Summaries in Python that several systems have alike. */
import type { PythonSummaries } from './system.ts';

/** The raw data themselves. */
export const RAW_DATA: PythonSummaries = { constants: {}, code: summariseAs('x') };

/** A summary function that is one expression of x [n, size of x]. */
export function summariseAs(expression: string): string {
  return `def summarise(x):
    """Raw data x [n, values] -> summaries [n, C], what the network is given."""
    return ${expression}`;
}
