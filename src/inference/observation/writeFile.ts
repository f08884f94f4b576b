/** An observation as a file that `readObservation` reads back to the same data, design and truth: CSV, or JSON of an array. */
import { hasColumns, type System } from '../simulators/system.ts';
import { truthKey } from './truthKey.ts';
import type { Observation } from './observation.ts';
import { writeArray } from './writeArray.ts';

/** Of what kind the files are that are written for a system: how their names end, and their media type. */
export function fileKind(system: System): { readonly ending: 'csv' | 'json'; readonly type: string } {
  return hasColumns(system) ? { ending: 'csv', type: 'text/csv' } : { ending: 'json', type: 'application/json' };
}

/** @returns the file's text, or null where there are no raw data (summaries were edited by hand). */
export function writeObservation(system: System, observation: Observation): string | null {
  const { x, design, truth } = observation;
  if (x === null) return null;
  const keys = system.parameters(design).map(({ key }) => key);
  if (!hasColumns(system)) {
    const known = truth && Object.fromEntries(keys.map((key, j) => [key, [truth[j]]]));
    return writeArray(system, design, x, 'one', known);
  }
  const { header, rows, metadata } = system.file.write(x, design);
  const known = truth ? keys.map((key, j) => [truthKey(key), String(truth[j])]) : [];
  const comments = [['system', system.id], ...Object.entries(metadata), ...known];
  return [
    ...comments.map(([key, value]) => `# ${key}: ${value}`),
    header.join(','),
    ...rows.map((row) => row.map(String).join(',')),
    '',
  ].join('\n');
}
