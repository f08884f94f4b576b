/** A Parquet table to a `RawTable`: its columns by their names, its key-value pairs as metadata. */
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { readParquet } from '../files/parquet.ts';
import { plain, truthValueNotices, unreadNotices } from './arrays.ts';
import { truthOf } from './csv.ts';
import { WHOLE_COLUMNS } from './jsonTable.ts';
import { tooManyCells, tooManyColumns, tooManyRows } from './limits.ts';
import type { RawTable } from './rawTable.ts';

/** What writers note for themselves. */
const OF_WRITERS = /^(pandas$|ARROW:|org\.|huggingface$|geo$)/;

/** Columns that pandas makes of an index without a name. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

export async function parseParquet(bytes: Uint8Array): Promise<Outcome<RawTable>> {
  const read = await readParquet(
    bytes,
    (rows, columns) => tooManyColumns(columns) ?? tooManyRows(rows) ?? tooManyCells(rows * columns),
  );
  if (!read.ok) return read;
  const { metadata, unread, wholeColumns, truthValues } = read.value;
  const index = read.value.columns.filter(({ name }) => PANDAS_INDEX.test(name));
  const columns = read.value.columns.filter(({ name }) => !PANDAS_INDEX.test(name));
  const [first] = columns;
  if (first === undefined) {
    return bad({
      problem: 'The table has a pandas index and no other column.',
      remedy: 'Add the measured values.',
    });
  }
  if (first.values.length === 0) return bad({ problem: 'The table has no rows.', remedy: 'Add the measured values.' });
  const { system, ...rest } = Object.fromEntries([...metadata].filter(([key]) => !OF_WRITERS.test(key)));
  return good({
    ...plain('parquet', first.values.length),
    header: columns.map(({ name }) => name.trim()),
    columns: columns.map(({ values }) => values),
    metadata: rest,
    system,
    truth: truthOf(rest),
    unread: [...unread.values()],
    notices: [
      ...(index.length === 0 ? [] : [`The pandas index (${index.map(({ name }) => name).join(', ')}) was left out.`]),
      ...(wholeColumns ? [WHOLE_COLUMNS] : []),
      ...truthValueNotices(truthValues),
      ...unreadNotices(unread),
    ],
  });
}
