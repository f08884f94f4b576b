/**
 * Simulations made elsewhere, read from a file: NPZ with arrays `theta` [n, D] and `x` (or `s`) [n, C], as this page writes
 * them too, or a table (CSV, JSON, Parquet) with columns theta_... and x_.... Nothing is repaired: a value that is not finite
 * stays as it is, for `flawsOf` to report with all others, and cells that are no number at all are refused by row and column.
 */
import * as v from 'valibot';
import { readNpy } from '../files/npy.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { isZip, readZip, zipNames } from '../files/zip.ts';
import { listed } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';
import { isName, LONGEST_TABLE_NAME } from '../simulators/table/names.ts';
import { MAX_BYTES, MAX_ROWS, tooManyBytes } from './limits.ts';
import { missingDigits } from './missingDigits.ts';
import { numberOf } from './numberText.ts';
import { outlyingValues } from './outlyingValues.ts';
import type { RawColumn } from './rawTable.ts';
import { readTable } from './readTable.ts';
import { parameterName, rolesOf } from './tableColumns.ts';
import { decodeText } from './text.ts';

export interface SimulatedTable {
  /** Names proposed for the parameters [D] and those of the data [C]. */
  readonly parameters: readonly string[];
  readonly data: readonly string[];
  readonly rows: number;
  /** Where rows were left out: the place of each in the file, from 0, and how many the file has. Absent: all are there. */
  readonly fileRows?: { readonly at: Uint32Array; readonly of: number };
  /** [rows, D] */
  readonly theta: Float64Array;
  /** [rows, C] */
  readonly x: Float64Array;
  /** Columns or arrays of the file that are neither parameters nor data: they are left out if the user agrees. */
  readonly surplus?: readonly string[];
  /** What was assumed or left out, a sentence each. */
  readonly notices?: readonly string[];
}

/** Enough to train on 1,500 rows and to check on 500. */
export const LEAST_ROWS = 2000;
/** Of a table whose rows are thinned to follow the stated priors: 500 to train on, 500 to check on. */
export const LEAST_KEPT = 1000;
export const MOST_PARAMETERS = 64;
export const MOST_DATA = 1000;
/** 160 MB in float64. */
export const MOST_CELLS = 20_000_000;
const ZIP_LIMITS = { members: 100, bytes: MAX_BYTES };
/** Bytes in which names are looked for. */
const END = 65_536;
const SIDECAR = 'names.json';
/** Characters of a bad cell that a message shows. */
const LONGEST_CELL = 60;
/** Cells that stand for a value that is not there or not finite. */
const MISSING = /^(?:|\.|<na>|#?na|#?n\/a|nat|nan|null|none|#(?:num|div\/0)!|[+-]?(?:inf(?:inity)?|∞|1\.#\w{3,4}))$/i;

/** Null: the file is something else, such as an observation. */
export async function readSimulations(bytes: Uint8Array): Promise<Outcome<SimulatedTable> | null> {
  if (isZip(bytes)) return fromNpz(bytes);
  if (!mentionsTheta(bytes)) return null;
  const table = await readTable(bytes);
  if (!table.ok) return null;
  const { header, columns, notices, unread = [] } = table.value;
  const roles = rolesOf([...header, ...unread.map(({ column = '' }) => column)]);
  if (roles === null) return null;
  const wanted = [...roles.theta, ...roles.data].find((place) => place >= header.length);
  if (wanted !== undefined) return bad(unread[wanted - header.length]);
  const twice = header.find((name, i) => header.indexOf(name) < i);
  if (twice !== undefined) {
    return bad({
      column: twice,
      problem: 'Two columns of the table have this name.',
      remedy: 'Rename one of the two.',
    });
  }
  const theta = matrixOf(columns, roles.theta, header);
  if (!theta.ok) return theta;
  const x = matrixOf(columns, roles.data, header);
  if (!x.ok) return x;
  const names = (of: readonly number[]) => of.map((i) => header[i] ?? unread[i - header.length].column ?? '');
  return checked(theta.value, x.value, {
    parameters: [names(roles.theta).map(parameterName), names(roles.theta)],
    data: [names(roles.data)],
    surplus: names(roles.surplus),
    notices: [...notices, ...names(roles.index).map(indexNotice)],
  });
}

function indexNotice(name: string): string {
  return `${name === '' ? 'The column without a name' : name} numbers the rows and was left out.`;
}

/**
 * Whether a column may be called theta_...: names stand at the beginning of a text, which may be UTF-16 with a zero beside each
 * letter, and at the end of a Parquet file.
 */
function mentionsTheta(bytes: Uint8Array): boolean {
  const ends = [bytes.subarray(0, END), bytes.subarray(Math.max(0, bytes.length - END))];
  return ends.some((end) =>
    /theta/i.test(
      Array.from(
        end.filter((byte) => byte !== 0),
        (byte) => String.fromCharCode(byte),
      ).join(''),
    ),
  );
}

interface Matrix {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** What the arrays of simulations are called elsewhere. */
const OTHER_NAMES = { theta: /^(?:thetas?|params|parameters)$/i, x: /^(?:xs?|data|observations)$/i };

function fromNpz(bytes: Uint8Array): Outcome<SimulatedTable> | null {
  const archive = zipNames(bytes, ZIP_LIMITS);
  if (!archive.ok) return null;
  const arrays = archive.value.filter((name) => name.endsWith('.npy')).map((name) => name.slice(0, -'.npy'.length));
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
  const members = readZip(bytes, ZIP_LIMITS);
  if (!members.ok) return members;
  const theta = matrixIn(members.value, thetaName);
  const x = matrixIn(members.value, dataName);
  // An observation may have arrays of such names, too.
  const sure = own || (theta.ok && x.ok && theta.value.rows === x.value.rows && theta.value.rows >= LEAST_ROWS);
  if (!sure) return null;
  if (!theta.ok) return theta;
  if (!x.ok) return x;
  const names = namesIn(members.value.get(SIDECAR));
  return checked(theta.value, x.value, {
    parameters: [names.parameters],
    data: dataName === 's' ? [names.summaries] : [],
    surplus: archive.value.filter((name) => ![`${thetaName}.npy`, `${dataName}.npy`, SIDECAR].includes(name)),
    notices:
      exact === undefined ? [`The arrays ${listed([thetaName, dataName])} were read as theta and x, a row each.`] : [],
  });
}

function onlyOne(names: readonly string[], form: RegExp): string | null {
  const found = names.filter((name) => form.test(name));
  return found.length === 1 ? found[0] : null;
}

function matrixIn(members: ReadonlyMap<string, Uint8Array>, name: string): Outcome<Matrix> {
  const array = readNpy(members.get(`${name}.npy`) ?? new Uint8Array());
  if (!array.ok) return bad({ column: name, ...array.problem });
  const { shape, values } = array.value;
  if (shape.length < 1 || shape.length > 2) {
    const problem = `${name} has ${shape.length} dimensions; it must have two: a row for each simulation.`;
    return bad({ column: name, problem, remedy: `Save ${name}.reshape(len(${name}), -1).` });
  }
  const [rows, width = 1] = shape;
  return good({ rows, width, values: Float64Array.from(values) });
}

function matrixOf(
  columns: readonly RawColumn[],
  chosen: readonly number[],
  header: readonly string[],
): Outcome<Matrix> {
  const [first] = chosen;
  const rows = columns[first].length;
  const values = new Float64Array(rows * chosen.length);
  for (const [j, c] of chosen.entries()) {
    for (let row = 0; row < rows; row++) {
      const cell = columns[c][row];
      const value = typeof cell === 'string' ? valueOf(cell) : cell;
      if (value === null) return bad(noNumber(row, header[c], String(cell)));
      values[row * chosen.length + j] = value;
    }
  }
  return good({ rows, width: chosen.length, values });
}

const namesSchema = v.object({
  parameters: v.array(v.object({ key: v.string() })),
  summaries: v.array(v.string()),
});

/** The names in the file that this page puts beside its own simulations; whatever else is there is passed over. */
function namesIn(sidecar: Uint8Array | undefined): { readonly parameters: string[]; readonly summaries: string[] } {
  const none = { parameters: [], summaries: [] };
  const text = sidecar === undefined ? null : decodeText(sidecar);
  if (text === null || !text.ok) return none;
  try {
    const names = v.safeParse(namesSchema, JSON.parse(text.value.text));
    if (!names.success) return none;
    return { parameters: names.output.parameters.map(({ key }) => key), summaries: names.output.summaries };
  } catch {
    return none;
  }
}

/** Null: the cell is no number. */
function valueOf(cell: string): number | null {
  if (MISSING.test(cell.trim())) return Number.NaN;
  const value = numberOf(cell);
  return Number.isNaN(value) ? null : value;
}

interface Named {
  /** Names of all, in the order in which they are preferred. */
  readonly parameters: readonly (readonly string[])[];
  readonly data: readonly (readonly string[])[];
  readonly surplus: readonly string[];
  readonly notices: readonly string[];
}

function checked(theta: Matrix, x: Matrix, { surplus, notices, ...named }: Named): Outcome<SimulatedTable> {
  const parameters = namesOf(named.parameters, theta.width, 'theta');
  const data = namesOf(named.data, x.width, 'x');
  const problem = shapeProblem(theta, x);
  if (problem !== null) return bad(problem);
  const digits = [
    ...missingDigits(parameters, theta.values),
    ...missingDigits(data, x.values),
    ...outlyingValues(data, x.values),
  ];
  const renamed = [renamedNotice(named.parameters, parameters), renamedNotice(named.data, data)];
  const all = [...notices, ...renamed.filter((notice) => notice !== null), ...digits];
  return good({ parameters, data, rows: theta.rows, theta: theta.values, x: x.values, surplus, notices: all });
}

/** The first of the given names of which all are sound, else numbered ones. */
function namesOf(given: readonly (readonly string[])[], count: number, stem: string): readonly string[] {
  const sound = given.find((names) => names.length === count && new Set(names).size === count && names.every(isName));
  return sound ?? Array.from({ length: count }, (_, i) => `${stem}_${i + 1}`);
}

/** What the columns are called instead: a file may count from 0, and its theta[1] is then another's theta_1. */
function renamedNotice(given: readonly (readonly string[])[], names: readonly string[]): string | null {
  const own = given.at(-1) ?? [];
  if (own.length !== names.length || given.some((some) => some.every((name, i) => name === names[i]))) return null;
  return `${listed(own)} ${own.length === 1 ? 'is' : 'are'} called ${listed(names)} here: letters, digits, "_", "-" and "." make a name, ${LONGEST_TABLE_NAME} at most.`;
}

/** Arrays with a column for each simulation: as many as the other array has of one or the other. */
function lyingArrays(theta: Matrix, x: Matrix): string[] {
  const lies = (one: Matrix, other: Matrix) =>
    one.width >= LEAST_ROWS && one.rows < one.width && (one.width === other.rows || one.width === other.width);
  return [...(lies(theta, x) ? ['theta'] : []), ...(lies(x, theta) ? ['x'] : [])];
}

function shapeProblem(theta: Matrix, x: Matrix): FileProblem | null {
  const shapes = `theta is ${theta.rows} × ${theta.width} and x is ${x.rows} × ${x.width}`;
  const of = (problem: string, remedy: string): FileProblem => ({ problem: `${problem} (${shapes}).`, remedy });
  const lying = lyingArrays(theta, x);
  if (lying.length > 0) {
    return of(
      'The simulations stand in columns',
      `Save ${lying.map((name) => `${name}.T`).join(' and ')}: a row for each.`,
    );
  }
  if (theta.rows !== x.rows) return of('theta and x differ in rows', 'Save a row of each for every simulation.');
  if (theta.rows < LEAST_ROWS) {
    return of(
      `There are ${theta.rows} simulations, fewer than ${LEAST_ROWS}`,
      'Simulate more: some are kept for checks.',
    );
  }
  if (theta.rows > MAX_ROWS) return of(`There are more than ${MAX_ROWS} simulations`, 'Save fewer rows.');
  if (theta.width < 1 || theta.width > MOST_PARAMETERS) {
    return of(`There are ${theta.width} parameters; 1 to ${MOST_PARAMETERS} are read`, 'Save those to be inferred.');
  }
  if (x.width < 1 || x.width > MOST_DATA) {
    return of(`There are ${x.width} data values; 1 to ${MOST_DATA} are read`, 'Save summaries of the data instead.');
  }
  const cells = theta.rows * (theta.width + x.width);
  return cells > MOST_CELLS
    ? of(`${cells} numbers are more than ${MOST_CELLS}`, 'Save fewer rows, or summaries.')
    : null;
}

/** @param row from 0 */
function noNumber(row: number, column: string, value: string): FileProblem {
  const problem = 'The cell is not a number.';
  const remedy = 'Correct it, or leave it empty where that simulation failed.';
  return { row: row + 1, column, value: value.slice(0, LONGEST_CELL), problem, remedy };
}
