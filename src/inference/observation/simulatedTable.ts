/**
 * Simulations made elsewhere: what a table of them is, whatever file it comes in (readSimulations.ts), and which shapes and names
 * it may have.
 */
import { LEAST_ROWS } from './leastRows.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { listed } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';
import type { TableItems } from '../simulators/table/tableDescription.ts';
import { isName, LONGEST_TABLE_NAME } from '../simulators/table/names.ts';
import { MAX_ROWS } from './limits.ts';
import { missingDigits } from './missingDigits.ts';
import { outlyingValues } from './outlyingValues.ts';

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
  /** Where x has an axis of items, [rows, most, size]: they have no order. Absent: the data are numbers in their places. */
  readonly items?: TableItems;
  /** Columns or arrays of the file that are neither parameters nor data: they are left out if the user agrees. */
  readonly surplus?: readonly string[];
  /** What was assumed or left out, a sentence each. */
  readonly notices?: readonly string[];
}

/** Of a table whose rows are thinned to follow the stated priors: 500 to train on, 500 to check on. */
export const LEAST_KEPT = 1000;
export const MOST_PARAMETERS = 64;
export const MOST_DATA = 1000;
/** 160 MB in float64. */
export const MOST_CELLS = 20_000_000;

export interface Shape {
  readonly rows: number;
  readonly width: number;
}

/** Data values of a row. */
export interface DataMatrix extends Matrix {
  readonly items?: TableItems;
}

export interface Matrix extends Shape {
  readonly values: Float64Array;
}

export interface Named {
  /** Names of all, in the order in which they are preferred. */
  readonly parameters: readonly (readonly string[])[];
  readonly data: readonly (readonly string[])[];
  readonly surplus: readonly string[];
  readonly notices: readonly string[];
}

/** The table of two matrices, if they can be one. */
export function checked(theta: Matrix, x: DataMatrix, { surplus, notices, ...named }: Named): Outcome<SimulatedTable> {
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
  const table = { parameters, data, rows: theta.rows, theta: theta.values, x: x.values, surplus, notices: all };
  return good(x.items === undefined ? table : { ...table, items: x.items });
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
function lyingArrays(theta: Shape, x: Shape): string[] {
  const lies = (one: Shape, other: Shape) =>
    one.width >= LEAST_ROWS && one.rows < one.width && (one.width === other.rows || one.width === other.width);
  return [...(lies(theta, x) ? ['theta'] : []), ...(lies(x, theta) ? ['x'] : [])];
}

/** What is wrong with matrices of these shapes; null: nothing. */
export function shapeProblem(theta: Shape, x: Shape): FileProblem | null {
  const shapes = `theta is ${theta.rows} × ${theta.width} and x is ${x.rows} × ${x.width}`;
  const of = (problem: string, remedy: string): FileProblem => ({ problem: `${problem} (${shapes}).`, remedy });
  const lying = lyingArrays(theta, x);
  if (lying.length > 0) {
    return of(
      'The simulations are in columns',
      `Save ${lying.map((name) => `${name}.T`).join(' and ')}: one row per simulation.`,
    );
  }
  if (theta.rows !== x.rows) {
    return of('theta and x differ in the number of rows', 'Save one row of each per simulation.');
  }
  if (theta.rows < LEAST_ROWS) {
    return of(
      `There are ${theta.rows} simulations, fewer than ${LEAST_ROWS}`,
      'Simulate more: some are kept for checks.',
    );
  }
  if (theta.rows > MAX_ROWS) return of(`There are more than ${MAX_ROWS} simulations`, 'Save fewer rows.');
  if (theta.width < 1 || theta.width > MOST_PARAMETERS) {
    return of(
      `There are ${theta.width} parameters; 1 to ${MOST_PARAMETERS} are read`,
      'Save only those to be inferred.',
    );
  }
  if (x.width < 1 || x.width > MOST_DATA) {
    return of(`There are ${x.width} data values; 1 to ${MOST_DATA} are read`, 'Save summaries of the data instead.');
  }
  const cells = theta.rows * (theta.width + x.width);
  return cells > MOST_CELLS
    ? of(`${cells} numbers are more than ${MOST_CELLS}`, 'Save fewer rows, or summaries.')
    : null;
}
