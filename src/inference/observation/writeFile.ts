/** An observation as a CSV file that `readObservation` reads back to the same data, design and truth. */
import type { System } from '../simulators/system.ts';
import { truthKey } from './csv.ts';
import type { Observation } from './observation.ts';

/** @returns the file's text, or null where there are no raw data (summaries were edited by hand). */
export function writeObservation(system: System, observation: Observation): string | null {
  const { x, design, truth } = observation;
  if (x === null) return null;
  const { header, rows, metadata } = system.file.write(x, design);
  const known = truth ? system.parameters(design).map(({ key }, j) => [truthKey(key), String(truth[j])]) : [];
  const comments = [['system', system.id], ...Object.entries(metadata), ...known];
  return [
    ...comments.map(([key, value]) => `# ${key}: ${value}`),
    header.join(','),
    ...rows.map((row) => row.map(String).join(',')),
    '',
  ].join('\n');
}
