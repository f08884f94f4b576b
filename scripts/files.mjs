/** What lies in a folder. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All files below a folder, in the order of their names; links are not followed.
 * @param {string} folder
 * @returns {string[]} paths that begin with the folder's
 */
export function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : [];
    });
}
