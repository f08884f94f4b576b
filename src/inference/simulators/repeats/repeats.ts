/**
 * Independent repeats: several data sets of one theta, which are answered jointly. A study is declared so by its design: one network
 * is then trained for any number of data sets up to the design's, of which each simulation holds some at random. They are a set: the
 * network (flow/embeddings) knows no order of them, and is told how many there are. A data set is there as a whole or not at all;
 * one that is not is NaN in every entry, in x and in s.
 *
 * Nuisances are the same in all data sets of an observation: they are of the instrument, or of the object.
 */
import type { Random } from '../../math/random.ts';
import { type ArrayShape, type DataShape, entryNames, type SetShape, sizeOf } from '../dataShape.ts';
import { leaveOut } from '../readings/anyReadings.ts';
import type {
  ColumnsFormat,
  ColumnSpec,
  Design,
  DesignField,
  Model,
  PointsView,
  PythonSummaries,
  ReferenceAnswer,
} from '../system.ts';

/** The field of the design. A design without it is one of a single data set: those from before there were others are such. */
const REPEATS = 'repeats';
const SINGLE = '1';
const CHOICES = ['4', '16'] as const;

export const repeatsField: DesignField = {
  kind: 'choice',
  key: REPEATS,
  label: 'Data sets of one truth',
  help: 'How often the experiment is done with the same true parameters. The rows of a file are then answered together.',
  otherwise: SINGLE,
  options: [
    { value: SINGLE, label: 'one', help: 'Each data set, and each row of a file, has a posterior of its own.' },
    ...CHOICES.map((value) => ({
      value,
      label: `up to ${value}`,
      help: `One posterior of up to ${value} independent data sets of the same parameters: the rows of a file are one observation.`,
    })),
  ],
};

/** Most data sets of an observation in this design. @throws TypeError on a value that no design has */
export function mostRepeats({ [REPEATS]: repeats = SINGLE }: Design): number {
  const known = [SINGLE, ...CHOICES].find((value) => value === repeats);
  if (known === undefined) {
    throw new TypeError(`design.repeats is ${String(repeats)}; it must be ${[SINGLE, ...CHOICES].join(' or ')}`);
  }
  return Number(known);
}

/** The design without what it need not say: one of a single data set says nothing of repeats. */
export function withoutUsualRepeats(design: Design): Design {
  if (design[REPEATS] !== SINGLE) return design;
  const { [REPEATS]: _, ...rest } = design;
  return rest;
}

/** Share of the simulations that hold all data sets; of the others every number of them is as likely. */
const WHOLE = 0.25;

/** How many of `most` data sets a simulation holds, at least one. */
export function drawRepeats(random: Random, most: number): number {
  const [kind, u] = [random.uniform(), random.uniform()];
  return kind < WHOLE ? most : Math.min(most, 1 + Math.floor(u * most));
}

/**
 * The model of up to `most` data sets of `single`, of which none is missing.
 * @param single whose s is a vector, or a set of vectors: the items of all data sets are then one set
 * @throws RangeError for data of another shape
 */
export function withRepeats(single: Model, most: number): Model {
  const [inX, inS] = [sizeOf(single.x), sizeOf(single.s)];
  const size = most * inX;
  const xAt = (x: Float64Array, r: number) => x.subarray(r * inX, (r + 1) * inX);
  const sAt = (s: Float64Array, r: number) => s.subarray(r * inS, (r + 1) * inS);
  const complete: Model['simulate'] = (theta, eta, random, out) => {
    for (let r = 0; r < most; r++) single.simulate(theta, eta, random, xAt(out, r));
  };
  return {
    x: { kind: 'vector', names: repeatedNames(entryNames(single.x), most) },
    s: setOf(single.s, most),
    missing: true,
    sufficient: single.sufficient,
    items: {
      count: most,
      name: 'data sets',
      split: (x) => Array.from({ length: most }, (_, r) => xAt(x, r)),
    },
    readings: {
      complete,
      group: inX,
      name: 'data sets',
      presentIn: (s) =>
        Uint8Array.from({ length: size }, (_, i) => (Number.isNaN(s[Math.floor(i / inX) * inS]) ? 0 : 1)),
    },
    simulate(theta, eta, random, out) {
      complete(theta, eta, random, out);
      const count = drawRepeats(random, most);
      leaveOut(
        out,
        Uint8Array.from({ length: size }, (_, i) => (i < count * inX ? 1 : 0)),
      );
    },
    summarise(x, out) {
      for (let r = 0; r < most; r++) {
        const data = xAt(x, r);
        if (isThere(data)) single.summarise(data, sAt(out, r));
        else if (data.every(Number.isNaN)) sAt(out, r).fill(Number.NaN);
        else {
          throw new RangeError(`Of data set ${r + 1} some numbers are missing: it is there as a whole, or not at all.`);
        }
      }
    },
    python: repeatedSummaries(single.python, most),
    ...(single.logLikelihood === undefined
      ? {}
      : {
          logLikelihood(theta, eta, x) {
            let sum = 0;
            for (let r = 0; r < most; r++) {
              const data = xAt(x, r);
              if (isThere(data)) sum += single.logLikelihood?.(theta, eta, data) ?? Number.NaN;
            }
            return sum;
          },
        }),
  };
}

function isThere(data: Float64Array): boolean {
  return !data.some(Number.isNaN);
}

/** Data sets that are there. */
export function countRepeats(x: Float64Array, most: number): number {
  const size = x.length / most;
  return Array.from({ length: most }, (_, r) => isThere(x.subarray(r * size, (r + 1) * size))).filter(Boolean).length;
}

/** "x₁, data set 2" */
function repeatedNames(names: readonly string[], most: number): string[] {
  return Array.from({ length: most }, (_, r) => names.map((name) => `${name}, data set ${r + 1}`)).flat();
}

function setOf(shape: DataShape, most: number): SetShape {
  const item = (of: DataShape): ArrayShape => {
    if (of.kind === 'vector') return of;
    throw new RangeError(`Repeats of data of kind "${of.kind}" are not answered together.`);
  };
  if (shape.kind === 'set') return { kind: 'set', item: item(shape.item), most: most * shape.most };
  return { kind: 'set', item: item(shape), most };
}

/** Each data set by itself, one after the other. */
function repeatedSummaries({ constants, code }: PythonSummaries, most: number): PythonSummaries {
  return {
    constants: { ...constants, DATA_SETS: most },
    code: `${code.replace('def summarise(x)', 'def summarise_one(x)')}


def summarise(x):
    """Raw data x [n, values], NaN where a data set is not there -> summaries [n, C], what the network is given."""
    n = len(x)
    return summarise_one(x.reshape(n * DATA_SETS, -1)).reshape(n, -1)`,
  };
}

/** Each point of the picture of one data set once for each of them, in the same place. */
export function repeatedView(single: PointsView, size: number, most: number): PointsView {
  const repeats = Array.from({ length: most }, (_, r) => r);
  const { sd } = single;
  return {
    ...single,
    series: single.series.map((series) => ({
      ...series,
      index: repeats.flatMap((r) => series.index.map((i) => r * size + i)),
      at: repeats.flatMap(() => [...series.at]),
    })),
    ...(sd === undefined ? {} : { sd: (i: number, value: number) => sd(i % size, value) }),
  };
}

/** Observation files of which each row is a data set of the same truth. Tables of several such observations have a column for each entry of x. */
export function repeatedFile(name: string, single: ColumnsFormat, most: number): ColumnsFormat {
  const columnsOf = (design: Design): ColumnSpec[] =>
    Array.from({ length: most }, (_, r) =>
      single.rows.columns(design).map((column) => ({
        ...column,
        name: `${column.name}_set_${r + 1}`,
        mayMiss: r > 0,
        description: `${column.description} (data set ${r + 1})`,
      })),
    ).flat();
  return {
    ...single,
    axes: (design) => [{ name: 'data sets', size: most }, ...single.axes(design)],
    rows: {
      columns: columnsOf,
      designOf: (header, design) => (header.includes(columnsOf(design)[0].name) ? design : null),
    },
    read({ columns, rowNumbers }, design) {
      const specs = single.rows.columns(design);
      const count = rowNumbers.length;
      if (count > most) {
        const problem = `There are ${count} rows, and the network was trained for up to ${most} data sets of one truth.`;
        const remedy = `Keep ${most} rows; or, if each row is an experiment of its own, set “Data sets of one truth” to one.`;
        return { ok: false, problem: { row: rowNumbers[most], problem, remedy } };
      }
      const x = new Float64Array(most * specs.length).fill(Number.NaN);
      for (let r = 0; r < count; r++) {
        specs.forEach((spec, j) => {
          x[r * specs.length + j] = columns[spec.name][r];
        });
      }
      const notice = `The ${count} rows were read as independent data sets of ${name} with the same parameters: they have one posterior.`;
      return { ok: true, x, design, notices: count > 1 ? [notice] : [] };
    },
    write(x, design) {
      const size = x.length / most;
      const rows = Array.from({ length: most }, (_, r) => x.subarray(r * size, (r + 1) * size)).filter(isThere);
      const { header } = single.write(x.subarray(0, size), design);
      return { header, rows: rows.map((row) => Array.from(row)), metadata: {} };
    },
  };
}

/** A reference posterior of several data sets, told so. */
export function conditionedOnRepeats(answer: ReferenceAnswer, count: number): ReferenceAnswer {
  if (answer.kind !== 'reference' || count === 1) return answer;
  return { ...answer, conditionsOn: `${count} data sets of ${answer.conditionsOn}` };
}
