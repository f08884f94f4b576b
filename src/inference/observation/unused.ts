/** What of a file a system has no use for: it is named, and not read. */
import { listed } from '../math/shown.ts';
import type { System } from '../simulators/system.ts';

/** @param names of columns or of lines of metadata */
export function unusedNotice({ name }: System, names: readonly string[]): string {
  return `Not used by ${name}: ${listed(names.map((each) => `"${each}"`))}.`;
}
