/**
 * NumPy's NPZ: a ZIP archive whose members are NPY files, each called after its array. Of each the header is unpacked and
 * judged first: whether it holds numbers, and whether their number fits the size that the archive declares.
 */
import type { FileProblem } from '../simulators/system.ts';
import { HEADER_BYTES, headerProblem, typeProblem, npyHeader, readNpy, writeNpy } from './npy.ts';
import type { NpyArray, NpyContent, NpyHeader } from './npy.ts';
import { isStructured, type NpyFields, readNpyFields } from './npyFields.ts';
import { bad, good } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { openZip, writeZip } from './zip.ts';
import type { OpenZip, ZipLevel, ZipLimits } from './zip.ts';

const SUFFIX = '.npy';
/** They may hold anything. */
const OBJECTS = /^\|?O/;

export interface NpzContent {
  /** Arrays of numbers by name, in the order of the archive. */
  readonly arrays: ReadonlyMap<string, NpyArray>;
  /** Arrays of anything else, with why they are not read. */
  readonly unread: ReadonlyMap<string, FileProblem>;
  /** Whether one of those may be a column: a single text is none. */
  readonly unreadColumns: boolean;
  /** Members that are no arrays. */
  readonly strangers: readonly string[];
  /** The fields of the only array, where it is a structured one. */
  readonly fields: NpyFields | null;
}

/** A problem with one of the arrays names it as its column. */
export function readNpz(archive: Uint8Array, limits: ZipLimits): Outcome<NpzContent> {
  const zip = openZip(archive, limits);
  if (!zip.ok) return zip;
  const members = zip.value.names;
  const own = members.filter((member) => member.endsWith(SUFFIX));
  const arrays = new Map<string, NpyArray>();
  const unread = new Map<string, FileProblem>();
  let unreadColumns = false;
  for (const member of own) {
    const name = member.slice(0, -SUFFIX.length);
    const header = headerOf(zip.value, member);
    if (!header.ok) return inColumn(name, header);
    const { dtype, shape } = header.value;
    if (own.length === 1 && isStructured(dtype)) {
      const bytes = zip.value.member(member);
      const fields = bytes.ok ? readNpyFields(bytes.value) : bytes;
      if (!fields.ok) return inColumn(name, fields);
      const others = members.filter((other) => other !== member);
      return good({ arrays, unread, unreadColumns, strangers: others, fields: fields.value });
    }
    const problem = typeProblem(dtype);
    if (problem !== null) {
      unreadColumns ||= OBJECTS.test(dtype) || shape.some((size) => size !== 1);
      unread.set(name, { column: name, ...problem });
      continue;
    }
    const array = npzArray(zip.value, name);
    if (!array.ok) return array;
    arrays.set(name, array.value);
  }
  const strangers = members.filter((member) => !member.endsWith(SUFFIX));
  return good({ arrays, unread, unreadColumns, strangers, fields: null });
}

/** The header of an array, if the numbers that it declares take the size that the archive declares: nothing more is unpacked. */
export function npzHeader(zip: OpenZip, name: string): Outcome<NpyHeader> {
  const header = headerOf(zip, name + SUFFIX);
  if (!header.ok) return inColumn(name, header);
  const problem = typeProblem(header.value.dtype);
  return problem === null ? header : bad({ column: name, ...problem });
}

/** An array of an open archive, whose header was judged by `npzHeader`. */
export function npzArray(zip: OpenZip, name: string): Outcome<NpyArray> {
  const bytes = zip.member(name + SUFFIX);
  const array = bytes.ok ? readNpy(bytes.value) : bytes;
  return array.ok ? array : inColumn(name, array);
}

/** A member's header, if the numbers that it declares take the size that the archive declares. */
function headerOf(zip: OpenZip, member: string): Outcome<NpyHeader> {
  const head = zip.head(member, HEADER_BYTES);
  if (!head.ok) return head;
  const header = npyHeader(head.value);
  if (!header.ok) return header;
  const numbers = typeProblem(header.value.dtype) === null;
  const problem = numbers ? headerProblem(header.value, zip.sizeOf(member)) : null;
  return problem === null ? header : bad(problem);
}

function inColumn(column: string, { problem }: { readonly problem: FileProblem }) {
  return bad({ ...(problem.value?.endsWith(SUFFIX) ? {} : { column }), ...problem });
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
