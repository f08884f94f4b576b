/**
 * Many observations in one table, a row each: a column for each entry of x as the system names them (`RowFormat`), beside
 * them, if there are any, a column `id` with what each is called and columns `truth_...` with the parameters behind it. All
 * are of one design, which the column names and `# key: value` lines tell. A bad row is left out, with a notice that names it;
 * where most rows are bad, the file is refused.
 */
import { listed, quoted, shown } from '../math/shown.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { designDifferences } from '../simulators/problem.ts';
import type {
  CheckedTable,
  ColumnSpec,
  ColumnsSystem,
  Design,
  FileProblem,
  Model,
  System,
} from '../simulators/system.ts';
import { problemOfColumns, readCell, surplusColumns } from './checkTable.ts';
import { tornGroup } from '../simulators/readings/anyReadings.ts';
import { truthKey } from './truthKey.ts';
import { type ObservationBatch, summariesOf } from './batch.ts';
import { cellText } from './csvText.ts';
import { declareDesign, designInText, problemOfDesign } from './declaredDesign.ts';
import { equalItemsInBatch } from './equalItems.ts';
import { tooManyObservations } from './limits.ts';
import type { RawColumn, RawTable } from './rawTable.ts';
import { unusedNotice } from './unused.ts';

/** Of an `id`, characters. */
const LONGEST_LABEL = 100;
const ID: ColumnSpec = { name: 'id', unit: '', kind: 'number', required: false, description: 'name of the row' };
/** Bad rows that are named. */
const NAMED = 5;

/**
 * @param design what the table leaves open is taken from it
 * @returns null where the table is one observation in the system's other form
 */
export function batchFromTable(
  file: string,
  raw: RawTable,
  system: ColumnsSystem,
  design: Design,
): Outcome<ObservationBatch> | null {
  const { rows } = system.file;
  if (rows.designOf(raw.header, design) === null || isSingle(raw, system, design)) return null;
  const declared = designOfTable(raw, system, design);
  if (!declared.ok) return declared;
  const ofRows = declared.value;
  const columns = rows.columns(ofRows);
  const truth = truthColumns(raw, system, ofRows);
  const faulty =
    problemOfColumns(raw, [ID, ...columns, ...truth.columns], []) ??
    coordinatesInRows(raw.header, system, ofRows) ??
    tooManyObservations(raw.rowNumbers.length);
  if (faulty) return bad(faulty);
  if (raw.rowNumbers.length === 0) {
    return bad({
      problem: 'There is a header, but no rows of data below it.',
      remedy: 'Add one row per observation.',
    });
  }
  const cells = readCells(raw, columns, truth.columns, system.model(ofRows));
  if (!cells.ok) return cells;
  const { x, truths, kept } = cells.value;
  const judged = judgedAsFile(raw, system, ofRows, x.subarray(0, columns.length));
  if (!judged.ok) return judged;
  const ids = raw.header.indexOf(ID.name);
  const labels = kept.map((i) => (ids < 0 ? String(raw.rowNumbers[i]) : cellText(String(raw.columns[ids][i]))));
  const long = labels.findIndex((label) => label.length > LONGEST_LABEL);
  if (long >= 0) {
    const problem = `The id has ${labels[long].length} characters; at most ${LONGEST_LABEL} are read.`;
    return bad({ row: raw.rowNumbers[kept[long]], column: ID.name, problem, remedy: 'Shorten it.' });
  }
  const equal = equalItemsInBatch(system.model(ofRows), x, labels);
  const surplus = surplusColumns(raw.header, [ID, ...columns, ...truth.columns], []);
  return good({
    system: system.id,
    design: ofRows,
    file,
    labels,
    x,
    s: summariesOf(system, ofRows, x),
    truths: truth.toTheta(truths),
    ...(kept.length < raw.rowNumbers.length ? { leftOut: raw.rowNumbers.length - kept.length } : {}),
    notices: [
      ...raw.notices,
      ...cells.value.notices,
      ...truth.notices,
      ...(equal === null ? [] : [equal]),
      ...judged.value,
      ...(surplus.length === 0 ? [] : [unusedNotice(system, surplus)]),
    ],
  });
}

/**
 * Columns t_1, t_2, ... beside those of the data: times or other coordinates of each row, without which the data would be read on
 * the study's own grid.
 */
function coordinatesInRows(header: readonly string[], system: ColumnsSystem, design: Design): FileProblem | null {
  const own = new Set(system.file.rows.columns(design).map(({ name }) => name));
  const single = system.file.columns(design).map(({ name }) => name);
  const stems = single.filter((name) => !own.has(name));
  const meant = (name: string) => /^(.{1,100}?)_?\d{1,6}$/.exec(name)?.[1];
  const found = header.filter((name) => !own.has(name) && stems.includes(meant(name) ?? ''));
  if (found.length < 2) return null;
  return {
    column: found[0],
    problem: `${listed(found)} are not read: in a table with one row per observation, the design defines where the data were taken.`,
    remedy: `Remove these columns if they agree with the study's design; otherwise give each observation a file of its own with the columns ${listed(single)}.`,
  };
}

/** A benchmark's one row is an observation in either form. */
function isSingle({ header, rowNumbers }: RawTable, system: ColumnsSystem, design: Design): boolean {
  const [first] = system.file.rows.columns(design);
  return rowNumbers.length < 2 && system.file.columns(design, header).some(({ name }) => name === first.name);
}

/** The study's design, changed by what the file declares and then by its column names. */
function designOfTable(raw: RawTable, system: ColumnsSystem, design: Design): Outcome<Design> {
  const inText =
    raw.format === 'csv' || (raw.jsonForm ?? 'own') !== 'own' ? designInText(system, raw.metadata) : good({});
  if (!inText.ok) return inText;
  const declared = declareDesign(system, design, { ...inText.value, ...raw.design });
  if (!declared.ok) return declared;
  const named = system.file.rows.designOf(raw.header, declared.value) ?? declared.value;
  for (const { key, a, b } of designDifferences(declared.value, named, system.designFields)) {
    if (!(key in inText.value || key in raw.design)) continue;
    const problem = `The file declares ${key} = ${String(a)}, but its columns are those of ${key} = ${String(b)}.`;
    return bad({ column: key, problem, remedy: 'Correct the line, or the columns.' });
  }
  const outside = problemOfDesign(system, named);
  return outside ? bad(outside) : good(named);
}

interface TruthColumns {
  readonly columns: readonly ColumnSpec[];
  readonly notices: readonly string[];
  /** From the values of these columns [n, columns] to theta [n, D]; null where they do not tell it. */
  readonly toTheta: (values: Float64Array) => Float64Array | null;
}

/** Known parameter values, given either as all of theta or as all of the displayed quantities. */
function truthColumns({ header }: RawTable, system: System, design: Design): TruthColumns {
  const specOf = ({ key, label }: { readonly key: string; readonly label: string }): ColumnSpec => {
    const description = `true value: ${label}`;
    return { name: truthKey(key), unit: '', kind: 'number', required: false, description };
  };
  const known = ({ name }: ColumnSpec) => header.includes(name);
  const ofTheta = system.parameters(design).map(specOf);
  if (ofTheta.every(known)) return { columns: ofTheta, notices: [], toTheta: (values) => values };
  const shown = system.display(design).map(specOf);
  if (shown.every(known)) {
    const toTheta = (values: Float64Array) => {
      const theta = new Float64Array(values.length);
      for (let i = 0; i < values.length; i += shown.length) {
        theta.set(system.fromDisplay(values.subarray(i, i + shown.length), design), i);
      }
      return theta;
    };
    return { columns: shown, notices: [], toTheta };
  }
  const some = [...ofTheta, ...shown.filter(({ name }) => !ofTheta.some((spec) => spec.name === name))].filter(known);
  if (some.length === 0) return { columns: [], notices: [], toTheta: () => null };
  const names = (specs: readonly ColumnSpec[]) => specs.map(({ name }) => name).join(', ');
  const notice = `The file has true values ${names(some)}, but not all of ${names(ofTheta)}; they are not drawn.`;
  return { columns: some, notices: [notice], toTheta: () => null };
}

interface ReadCells {
  /** Of the rows that are kept, row by row. */
  readonly x: Float64Array;
  readonly truths: Float64Array;
  /** Which rows these are. */
  readonly kept: readonly number[];
  readonly notices: readonly string[];
}

/** All cells of these columns. Bad rows are left out and named, unless they are most of them, or the only ones. */
function readCells(
  raw: RawTable,
  columns: readonly ColumnSpec[],
  truthColumns: readonly ColumnSpec[],
  model: Pick<Model, 'readings'>,
): Outcome<ReadCells> {
  const n = raw.rowNumbers.length;
  const placeOf = new Map(raw.header.map((name, c) => [name, c]));
  const [x, truths] = [columns, truthColumns].map((specs) => ({
    values: new Float64Array(n * specs.length),
    columns: specs.map((spec) => ({ spec, cells: raw.columns[placeOf.get(spec.name) ?? -1] })),
  }));
  const kept: number[] = [];
  const faults: FileProblem[] = [];
  for (let i = 0; i < n; i++) {
    const fault =
      readRow(raw, i, x, kept.length) ?? wrongIn(raw, i, x, kept.length, model) ?? readRow(raw, i, truths, kept.length);
    if (fault === null) kept.push(i);
    else faults.push(fault);
  }
  if (2 * faults.length > n) return bad(withAll(faults, n));
  const read = [x, truths].map(({ values, columns: { length } }) => values.slice(0, kept.length * length));
  return good({ x: read[0], truths: read[1], kept, notices: faults.length === 0 ? [] : [leftOut(faults, n)] });
}

interface Cells {
  readonly values: Float64Array;
  readonly columns: readonly { readonly spec: ColumnSpec; readonly cells: RawColumn }[];
}

/** Puts the i-th row's cells into `values`, as the row `to` of it; the first fault, or null. */
function readRow(raw: RawTable, i: number, { values, columns }: Cells, to: number): FileProblem | null {
  for (const [c, { spec, cells }] of columns.entries()) {
    const value = readCell(spec, cells[i]);
    if (typeof value === 'object') {
      return { row: raw.rowNumbers[i], column: spec.name, value: String(cells[i]), ...value };
    }
    values[to * columns.length + c] = value;
  }
  return null;
}

/** What is wrong with a row of data that may be missing: all of them are, or some that are there together. */
function wrongIn(
  raw: RawTable,
  i: number,
  { values, columns }: Cells,
  to: number,
  model: Pick<Model, 'readings'>,
): FileProblem | null {
  const row = values.subarray(to * columns.length, (to + 1) * columns.length);
  const torn = tornGroup(model, row);
  if (torn !== null) return { row: raw.rowNumbers[i], problem: torn, remedy: 'Fill in the others, or empty all.' };
  if (!row.every(Number.isNaN)) return null;
  return { row: raw.rowNumbers[i], problem: 'The row has no reading.', remedy: 'Leave the row out.' };
}

/** The fault of the first bad row, with the number of all of them. */
function withAll(faults: readonly FileProblem[], n: number): FileProblem {
  const [first] = faults;
  if (faults.length === 1) return first;
  const rows = listed(
    faults.map(({ row }) => String(row)),
    NAMED,
  );
  return { ...first, problem: `${first.problem} In total, ${faults.length} of ${n} rows are bad: rows ${rows}.` };
}

/** Which rows of a file are not answered, and why. */
function leftOut(faults: readonly FileProblem[], n: number): string {
  const named = faults.map(({ row, column = '', value = '', problem }) => {
    return `row ${row} (${shown(column)} is ${quoted(value)}: ${problem.replace(/\.$/, '')})`;
  });
  const which = listed(named, NAMED, (text) => text);
  return `${faults.length} of ${n} rows ${faults.length === 1 ? 'is' : 'are'} left out: ${which}.`;
}

/**
 * What the file says of itself (units, detection) is judged as if its first row stood alone in a file of the other form.
 * @returns notices
 */
function judgedAsFile(
  raw: RawTable,
  system: ColumnsSystem,
  design: Design,
  x: Float64Array,
): Outcome<readonly string[]> {
  const { header, rows, metadata } = system.file.write(x, design);
  const columns = Object.fromEntries(header.map((name, c) => [name, Float64Array.from(rows, (row) => row[c])]));
  const table: CheckedTable = {
    columns,
    rowNumbers: rows.map(() => raw.rowNumbers[0]),
    metadata: { ...metadata, ...raw.metadata },
  };
  const read = system.file.read(table, design);
  if (!read.ok) return read;
  const known = new Set([
    ...system.designFields.map(({ key }) => key),
    ...system.file.metadata(design).map(({ key }) => key),
    ...Object.keys(raw.truth).map(truthKey),
  ]);
  const unused = Object.keys(raw.metadata).filter((key) => !known.has(key));
  const open = Object.keys(metadata).filter((key) => !(key in raw.metadata));
  return good([
    ...read.notices,
    ...(open.length === 0 ? [] : [`The file does not give ${open.join(', ')}, so the study's values are used.`]),
    ...(unused.length === 0 ? [] : [unusedNotice(system, unused)]),
  ]);
}
