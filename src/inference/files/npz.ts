/** NumPy's NPZ: a ZIP archive whose members are NPY files, each called after its array. */
import { readNpy, writeNpy } from './npy.ts';
import type { NpyArray, NpyContent } from './npy.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { readZip, writeZip } from './zip.ts';
import type { ZipLevel, ZipLimits } from './zip.ts';

const SUFFIX = '.npy';

/** Arrays by name, in the order of the archive. A problem with one of them names it as its column. */
export function readNpz(archive: Uint8Array, limits: ZipLimits): Outcome<ReadonlyMap<string, NpyArray>> {
  const members = readZip(archive, limits);
  if (!members.ok) return members;
  const arrays = new Map<string, NpyArray>();
  for (const [member, bytes] of members.value) {
    if (!member.endsWith(SUFFIX)) {
      const problem = 'A member of the archive is not a NumPy array (.npy).';
      return bad({ value: member, problem, remedy: 'Write the archive with numpy.savez.' });
    }
    const name = member.slice(0, -SUFFIX.length);
    const array = readNpy(bytes);
    if (!array.ok) return bad({ column: name, ...array.problem });
    arrays.set(name, array.value);
  }
  return good(arrays);
}

/**
 * @param extra members that are no arrays, such as a JSON file beside them, which `numpy.load` passes over until asked
 * @param level of packing, see `writeZip`
 */
export function writeNpz(
  arrays: ReadonlyMap<string, NpyContent>,
  extra: ReadonlyMap<string, Uint8Array> = new Map(),
  level: ZipLevel = 6,
): Uint8Array {
  return writeZip(
    new Map([...[...arrays].map(([name, array]) => [name + SUFFIX, writeNpy(array)] as const), ...extra]),
    level,
  );
}
