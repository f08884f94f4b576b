/** Observation files for a Python program: the same data in every form that it reads, and files that it has to refuse. */
import { csvField } from '../../src/inference/observation/csvText.ts';
import { type NpyContent, writeNpy } from '../../src/inference/files/npy.ts';
import { writeNpz } from '../../src/inference/files/npz.ts';

interface Text {
  readonly comments: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function parsed(csv: string): Text {
  const lines = csv.trim().split('\n');
  const [header, ...rows] = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(','));
  return { comments: lines.filter((line) => line.startsWith('#')), header, rows };
}

function printed({ comments, header, rows }: Text, mark = ','): string {
  return [...comments, header.join(mark), ...rows.map((row) => row.join(mark)), ''].join('\n');
}

function declaredIn({ comments }: Text): [string, string][] {
  return comments
    .map((line) => /^# ([^:]+): (.*)$/.exec(line))
    .flatMap((match) => (match ? [[match[1], match[2]]] : []));
}

/** The table as NPZ: a one-dimensional array for each column, a single number for each declared one. */
function asNpz(text: Text): Uint8Array {
  const arrays = new Map<string, NpyContent>();
  for (const [c, name] of text.header.entries()) {
    arrays.set(name, { shape: [text.rows.length], values: Float64Array.from(text.rows, (row) => Number(row[c])) });
  }
  for (const [key, value] of declaredIn(text)) {
    const single = !key.startsWith('truth_') && Number.isFinite(Number(value));
    if (single) arrays.set(key, { shape: [], values: Float64Array.of(Number(value)) });
  }
  return writeNpz(arrays);
}

function asJson(text: Text): string {
  const declared = Object.fromEntries(declaredIn(text));
  const data = Object.fromEntries(text.header.map((name, c) => [name, text.rows.map((row) => Number(row[c]))]));
  const { system, ...rest } = declared;
  return JSON.stringify({ system, schema: 1, metadata: rest, data });
}

/** What observations are called in many-names.csv. */
export const NAMES = ['=1+1', '#2', '+x', 'a "b", c', 'ü é'];

/** With names that are no formula, no comment and one cell. */
function withNames({ comments, header, rows }: Text): Text {
  const names = NAMES.map((name) => csvField(name));
  const others = header.flatMap((name, c) => (name === 'id' ? [] : [c]));
  return {
    comments,
    header: ['id', ...others.map((c) => header[c])],
    rows: rows.map((row, r) => [names[r] ?? String(r), ...others.map((c) => row[c])]),
  };
}

/** Files that hold what `one` and `many` hold, by name; those of many are of all observations. */
export function sameData(
  one: string,
  batch: string,
  x: Float64Array,
  sizes: readonly number[],
): Map<string, Uint8Array | string> {
  const [single, table] = [parsed(one), parsed(batch)];
  const backwards = { ...table, header: table.header.toReversed(), rows: table.rows.map((row) => row.toReversed()) };
  const files = new Map<string, Uint8Array | string>([
    ['one.csv', one],
    ['one.npz', asNpz(single)],
    ['many.csv', batch],
    ['many-backwards.csv', printed(backwards)],
    ['many-tabs.txt', `\ufeff${printed(table, '\t').replaceAll('\n', '\r\n')}`],
    ['many-names.csv', printed(withNames(table))],
    ['many.npz', asNpz(table)],
    ['many.npy', writeNpy({ shape: [table.rows.length, ...sizes], values: x })],
  ]);
  if (declaredIn(single).some(([key]) => key === 'system')) files.set('one.json', asJson(single));
  return files;
}

export interface Refusal {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** What the sentence has to speak of. */
  readonly about: RegExp;
}

/**
 * @param first column of the data in `many`
 * @param sizes of the axes of an observation
 * @param grid whether the first axis has known coordinates
 */
export function refusals(
  one: string,
  batch: string,
  first: string,
  sizes: readonly number[],
  grid: boolean,
): Refusal[] {
  const width = sizes.reduce((product, size) => product * size, 1);
  const [single, table] = [parsed(one), parsed(batch)];
  const at = table.header.indexOf(first);
  const last = table.header.findLastIndex((name) => name.replace(/\d.*/, '') === first.replace(/\d.*/, ''));
  const without = <T>(cells: readonly T[]) => cells.filter((_, c) => c !== at);
  const withCell = (row: number, cell: string) =>
    table.rows.map((cells, r) => (r === row ? cells.with(at, cell) : cells));
  const found: Refusal[] = [
    { name: 'bare.csv', content: table.rows.map((row) => row.join(',')).join('\n'), about: /names of the columns/ },
    {
      name: 'lacks-a-column.csv',
      content: printed({ ...table, header: without(table.header), rows: table.rows.map(without) }),
      about: /missing|it has the columns/,
    },
    {
      name: 'renamed.csv',
      content: printed({ ...table, header: table.header.with(at, 'power') }),
      about: /missing|it has the columns/,
    },
    {
      name: 'one-more.csv',
      content: printed({
        ...table,
        header: [...table.header, table.header[last].replace(/\d+/, '99')],
        rows: table.rows.map((row) => [...row, row[last]]),
      }),
      about: /is not among the|twice/,
    },
    {
      name: 'missing.csv',
      content: printed({ ...table, rows: withCell(1, '') }),
      about: /row \d+, column .* is missing/,
    },
    { name: 'nan.csv', content: printed({ ...table, rows: withCell(2, 'NaN') }), about: /is missing/ },
    { name: 'text.csv', content: printed({ ...table, rows: withCell(0, '1_000') }), about: /is not a number/ },
    { name: 'comma.csv', content: printed({ ...table, rows: withCell(0, '1,5') }, ';'), about: /decimal point/ },
    {
      name: 'ragged.csv',
      content: printed({ ...table, rows: table.rows.map((row, r) => (r === 3 ? row.slice(0, -1) : row)) }),
      about: /row \d+ has \d+ cells/,
    },
    {
      name: 'other-system.csv',
      content: `# system: weather\n${printed({ ...table, comments: [] })}`,
      about: /declares system/,
    },
    {
      name: 'wide.npy',
      content: writeNpy({ shape: [2, width + 1], values: new Float64Array(2 * width + 2) }),
      about: /shape/,
    },
    {
      name: 'hidden-row.csv',
      content: printed({
        comments: [],
        header: ['id', ...table.header.filter((name) => name !== 'id')],
        rows: table.rows.map((row, r) => [
          r === 1 ? '#2' : String(r),
          ...row.filter((_, c) => table.header[c] !== 'id'),
        ]),
      }),
      about: /quotation marks/,
    },
    { name: 'empty.csv', content: '', about: /no rows/ },
    { name: 'binary.csv', content: Uint8Array.of(0xff, 0xfe, 0, 1, 2), about: /neither UTF-8/ },
  ];
  if (grid) {
    const [length] = sizes;
    const times = Float64Array.from({ length: width }, (_, i) => 1 + Math.floor((i * length) / width));
    found.push({ name: 'times.npy', content: writeNpy({ shape: sizes, values: times }), about: /among its data/ });
  }
  // A name without a number is no sign of another design.
  const sure = found.filter(({ name }) => name !== 'one-more.csv' || /\d/.test(first));
  if (single.rows.length < 2) return sure;
  const declared = declaredIn(single).find(
    ([key, value]) => !key.startsWith('truth_') && Number.isFinite(Number(value)),
  );
  const [from, to] = [single.rows[1][0], String(1.37 * Number(single.rows[1][0]))];
  sure.push(
    { name: 'short.csv', content: printed({ ...single, rows: single.rows.slice(0, -1) }), about: /missing/ },
    { name: 'twice.csv', content: printed({ ...single, rows: [...single.rows, single.rows[0]] }), about: /second row/ },
    { name: 'elsewhere.csv', content: one.replace(`\n${from},`, `\n${to},`), about: /row \d+: .* is none of those/ },
  );
  if (declared !== undefined) {
    const [key, value] = declared;
    const content = one.replace(`# ${key}: ${value}`, `# ${key}: ${2 * Number(value)}`);
    sure.push({ name: 'other-design.csv', content, about: new RegExp(`declares ${key}`) });
  }
  return sure;
}
