/**
 * A table of simulations in an NPZ archive: arrays `theta` [n, D] and `x` (or `s`) [n, C], as this page writes them too; or `x` [n,
 * items, size], of items without an order. Their
 * headers are judged first; nothing else of the archive is unpacked.
 */
import * as v from 'valibot';
import { isTruthType } from '../files/npy.ts';
import { npzArray, npzHeader } from '../files/npz.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { openZip, type OpenZip } from '../files/zip.ts';
import { listed } from '../math/shown.ts';
import { truthValueNotices } from './arrays.ts';
import { MAX_COLUMNS, tooManyBytes } from './limits.ts';
import type { TableItems } from '../simulators/table/tableDescription.ts';
import { LEAST_ROWS } from './leastRows.ts';
import { checked, type Shape, shapeProblem, type SimulatedTable } from './simulatedTable.ts';
import { decodeText } from './text.ts';

/** Only the arrays that are wanted are unpacked, each after its size was judged: the others may be large. */
const ZIP_LIMITS = { members: MAX_COLUMNS, bytes: Infinity };
const SIDECAR = 'names.json';
/** Bytes: names of all parameters and data take far less. */
const LONGEST_SIDECAR = 1_000_000;

/** What the arrays of simulations are called elsewhere. */
const OTHER_NAMES = { theta: /^(?:thetas?|params|parameters)$/i, x: /^(?:xs?|data|observations)$/i };

/** Null: the archive is something else, such as an observation. */
export function simulationsInNpz(bytes: Uint8Array): Outcome<SimulatedTable> | null {
  const archive = openZip(bytes, ZIP_LIMITS);
  if (!archive.ok) return null;
  const zip = archive.value;
  const arrays = zip.names.filter((name) => name.endsWith('.npy')).map((name) => name.slice(0, -'.npy'.length));
  const own = arrays.includes('theta');
  const thetaName = own ? 'theta' : onlyOne(arrays, OTHER_NAMES.theta);
  if (thetaName === null) return null;
  const exact = own ? ['x', 's'].find((name) => arrays.includes(name)) : undefined;
  const dataName = exact ?? onlyOne(arrays, OTHER_NAMES.x);
  if (dataName === null) {
    if (!own) return null;
    return bad({ problem: 'The archive has theta but no x.', remedy: 'Save both: numpy.savez(file, theta=…, x=…).' });
  }
  const heavy = tooManyBytes(bytes.length);
  if (heavy) return bad(heavy);
  // The shapes are judged before any number is unpacked.
  const [thetaShape, xShape] = [shapeIn(zip, thetaName, 2), shapeIn(zip, dataName, 3)];
  // An observation may have arrays of such names, too.
  const fits = thetaShape.ok && xShape.ok && thetaShape.value.rows === xShape.value.rows;
  if (!own && !(fits && thetaShape.value.rows >= LEAST_ROWS)) return null;
  if (!thetaShape.ok) return thetaShape;
  if (!xShape.ok) return xShape;
  const unfit = shapeProblem(thetaShape.value, xShape.value);
  if (unfit !== null) return bad(unfit);
  const theta = npzArray(zip, thetaName);
  if (!theta.ok) return theta;
  const x = npzArray(zip, dataName);
  if (!x.ok) return x;
  const names = namesIn(zip);
  return checked(
    { ...thetaShape.value, values: theta.value.values },
    { ...xShape.value, values: x.value.values },
    {
      parameters: [names.parameters],
      data: dataName === 's' ? [names.summaries] : [],
      surplus: zip.names.filter((name) => ![`${thetaName}.npy`, `${dataName}.npy`, SIDECAR].includes(name)),
      notices: [
        ...(xShape.value.items === undefined ? [] : [itemsNotice(dataName, xShape.value.items)]),
        ...(exact === undefined
          ? [`The arrays ${listed([thetaName, dataName])} were read as theta and x, one simulation per row.`]
          : []),
        ...truthValueNotices(
          [theta.value, x.value].flatMap(({ dtype }, i) => (isTruthType(dtype) ? [[thetaName, dataName][i]] : [])),
        ),
      ],
    },
  );
}

function onlyOne(names: readonly string[], form: RegExp): string | null {
  const found = names.filter((name) => form.test(name));
  return found.length === 1 ? found[0] : null;
}

/** What it means that the data have an axis of items; the reader may not have meant it. */
function itemsNotice(name: string, { most, size }: TableItems): string {
  const numbers = `${size} number${size === 1 ? '' : 's'} each`;
  return `${name} has three dimensions: a row is taken as ${most} items of ${numbers}, whose order says nothing. If it does (a series), save ${name}.reshape(len(${name}), -1).`;
}

/** The shape that an array declares, as a matrix. @param most dimensions: of three the second are items */
function shapeIn(zip: OpenZip, name: string, most: 2 | 3): Outcome<Shape & { readonly items?: TableItems }> {
  const header = npzHeader(zip, name);
  if (!header.ok) return header;
  const { shape } = header.value;
  if (shape.length === 3 && most === 3) {
    const [rows, items, size] = shape;
    // A single item has no order to lose.
    return good({ rows, width: items * size, ...(items > 1 ? { items: { most: items, size } } : {}) });
  }
  if (shape.length < 1 || shape.length > 2) {
    const problem = `${name} has ${shape.length} dimensions; it must have two, with one row per simulation.`;
    return bad({ column: name, problem, remedy: `Save ${name}.reshape(len(${name}), -1).` });
  }
  const [rows, width = 1] = shape;
  return good({ rows, width });
}

const namesSchema = v.object({
  parameters: v.array(v.object({ key: v.string() })),
  summaries: v.array(v.string()),
});

/** The names in the file that this page puts beside its own simulations; whatever else is there is passed over. */
function namesIn(zip: OpenZip): { readonly parameters: string[]; readonly summaries: string[] } {
  const none = { parameters: [], summaries: [] };
  if (!zip.names.includes(SIDECAR) || zip.sizeOf(SIDECAR) > LONGEST_SIDECAR) return none;
  const sidecar = zip.member(SIDECAR);
  const text = sidecar.ok ? decodeText(sidecar.value) : sidecar;
  if (!text.ok) return none;
  try {
    const names = v.safeParse(namesSchema, JSON.parse(text.value.text));
    if (!names.success) return none;
    return { parameters: names.output.parameters.map(({ key }) => key), summaries: names.output.summaries };
  } catch {
    return none;
  }
}
