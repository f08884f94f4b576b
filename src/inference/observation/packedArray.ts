/** Arrays of NumPy to a `RawArray`. */
import { isTruthType, npyHeader, readNpy } from '../files/npy.ts';
import { isStructured } from '../files/npyFields.ts';
import { readNpz } from '../files/npz.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { listed, quoted } from '../math/shown.ts';
import { foreignArchive, truthValueNotices, unreadNotices, ZIP_LIMITS } from './arrays.ts';
import { truthKey } from './truthKey.ts';
import { tooManyCells } from './limits.ts';
import { NO_ARRAY, type RawArray } from './rawArray.ts';

export function arrayInNpy(bytes: Uint8Array): Outcome<RawArray> {
  const header = npyHeader(bytes);
  if (header.ok && isStructured(header.value.dtype)) {
    return bad({ problem: 'The array is a table of named fields, not an array of numbers.', remedy: NO_ARRAY });
  }
  const array = readNpy(bytes);
  if (!array.ok) return array;
  const { shape, values, dtype } = array.value;
  const notices = isTruthType(dtype) ? ['True and False were read as 1 and 0.'] : [];
  const crowd = tooManyCells(values.length);
  return crowd ? bad(crowd) : good({ shape, cells: values, metadata: {}, design: {}, truth: {}, notices });
}

/** The array of two dimensions or more; single numbers are lines of metadata, `truth_...` known parameter values. */
export function arrayInNpz(bytes: Uint8Array): Outcome<RawArray> {
  const strange = foreignArchive(bytes);
  if (strange !== null) {
    return bad({ problem: `The content is ${strange}, not an archive of NumPy arrays.`, remedy: NO_ARRAY });
  }
  const read = readNpz(bytes, ZIP_LIMITS);
  if (!read.ok) return read;
  const { arrays, unread, strangers } = read.value;
  const all = [...arrays].map(([name, array]) => ({ name, ...array }));
  const data = all.filter(({ shape }) => shape.length > 1);
  if (data.length !== 1) {
    const names = data.map(({ name }) => name);
    const problem =
      data.length === 0
        ? 'The archive has no array of two dimensions or more.'
        : `The archive has ${data.length} arrays of two dimensions or more: ${listed(names, 5, (name) => quoted(name))}.`;
    return bad({ problem, remedy: 'Save the data alone: numpy.savez(file, data=array).' });
  }
  const [{ name, shape, values, dtype }] = data;
  const truth = all.filter((array) => array.name.startsWith(truthKey('')) && array.shape.length < 2);
  const numbers = all.filter((array) => array.shape.length === 0 && !truth.includes(array));
  const rest = all.filter((array) => array.name !== name && !truth.includes(array) && !numbers.includes(array));
  const left = [...strangers, ...rest.map((array) => array.name)];
  const crowd = tooManyCells(values.length);
  if (crowd) return bad(crowd);
  return good({
    shape,
    cells: values,
    metadata: Object.fromEntries(numbers.map((array) => [array.name, String(array.values[0])])),
    design: {},
    truth: Object.fromEntries(
      truth
        // As in every other file, what is no number tells no truth.
        .filter((array) => array.values.every(Number.isFinite))
        .map((array) => [array.name.slice(truthKey('').length), [...array.values]]),
    ),
    notices: [
      ...(left.length === 0 ? [] : [`Not read from the archive: ${listed(left, 5, (each) => quoted(each))}.`]),
      ...truthValueNotices(isTruthType(dtype) ? [name] : []),
      ...unreadNotices(unread),
    ],
  });
}
