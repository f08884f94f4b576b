/** What of a file a system has no use for: it is named, and not read. */
import { listed, quoted } from '../math/shown.ts';
import type { System } from '../simulators/system.ts';

/** Names that a notice repeats. */
const MOST = 6;

/** @param names of columns or of lines of metadata */
export function unusedNotice({ name }: System, names: readonly string[]): string {
  return `Not used by ${name}: ${listed(names, MOST, (each) => quoted(each))}.`;
}
