/**
 * A table of simulations in a document: its description without its rows, which stay in the user's file. It is enough for
 * the network that was trained on them to answer, and to know the rows again. Like all of a document it is not believed: it
 * passes what a table and the statement about it must pass (observation/simulatedTable.ts, describedTable.ts).
 */
import * as v from 'valibot';
import { crc32 } from '../../files/crc32.ts';
import { LEAST_KEPT, MOST_CELLS, MOST_DATA, MOST_PARAMETERS } from '../../observation/simulatedTable.ts';
import { MAX_ROWS } from '../../observation/limits.ts';
import { LONGEST_NAME } from '../../observation/record.ts';
import { describePrior } from '../../priors/families.ts';
import { problemOf, support } from '../../priors/prior.ts';
import { isName } from '../../simulators/table/names.ts';
import { MOST_DEPENDENT, type TablePreparation } from '../../simulators/table/preparation.ts';
import type { TableDescription, TableParameter } from '../../simulators/table/tableDescription.ts';
import { finite, priorRecord } from '../../priors/priorRecord.ts';
import { sorted } from '../sorted.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const name = v.pipe(v.string(), v.check(isName));
const range = { low: finite, high: finite };
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ROWS));
const place = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_DATA));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_DATA));
const places = v.pipe(v.array(place), v.maxLength(MOST_PARAMETERS));

export const tableRecord = v.strictObject({
  file: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_NAME)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(LEAST_KEPT), v.maxValue(MAX_ROWS)),
  checksum: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
  parameters: v.pipe(
    v.array(v.strictObject({ name, prior: priorRecord, ...range })),
    v.minLength(1),
    v.maxLength(MOST_PARAMETERS),
  ),
  data: v.pipe(v.array(v.strictObject({ name, ...range })), v.minLength(1), v.maxLength(MOST_DATA)),
  items: v.optional(v.strictObject({ most: size, size })),
  preparation: v.optional(
    v.strictObject({
      columns: v.pipe(
        v.array(
          v.strictObject({
            name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
            of: v.picklist(['parameters', 'data']),
            position: place,
          }),
        ),
        v.maxLength(MOST_PARAMETERS + MOST_DATA),
      ),
      notFinite: v.nullable(v.strictObject({ rows: count, of: count })),
      jittered: places,
      weighted: v.nullable(v.strictObject({ rows: count, of: count })),
      refuted: places,
      dependent: v.pipe(v.array(v.tuple([place, place])), v.maxLength(MOST_DEPENDENT)),
    }),
  ),
  outlying: v.optional(v.pipe(v.array(place), v.minLength(1), v.maxLength(MOST_DATA))),
});

export type TableRecord = v.InferOutput<typeof tableRecord>;

/** What a document holds of a table: the key follows from it. */
export function recordOfTable({
  file,
  rows,
  checksum,
  parameters,
  data,
  items,
  preparation,
  outlying,
}: TableDescription): Omit<TableDescription, 'key'> {
  return {
    file,
    rows,
    checksum,
    parameters,
    data,
    ...(items === undefined ? {} : { items }),
    ...(preparation === undefined ? {} : { preparation }),
    ...(outlying === undefined ? {} : { outlying }),
  };
}

/** The description with its key, in plain members: equal tables have equal ones, however they were put together. */
export function keyed(record: Omit<TableDescription, 'key'>): TableDescription {
  const plain = sorted(recordOfTable({ key: '', ...record })) as Omit<TableDescription, 'key'>;
  return { key: hexadecimal(crc32(new TextEncoder().encode(JSON.stringify(plain)))), ...plain };
}

/** Of a checksum, eight digits. */
export function hexadecimal(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}

/** What is wrong with a description of sound form, a sentence each, without a full stop. */
export function tableProblems({ rows, parameters, data, items, preparation, outlying = [] }: TableRecord): string[] {
  const cells = rows * (parameters.length + data.length);
  return [
    ...(cells > MOST_CELLS ? [`table describes ${cells} numbers; at most ${MOST_CELLS} are read`] : []),
    ...repeated('parameters', parameters),
    ...repeated('data', data),
    ...(items === undefined || items.most * items.size === data.length
      ? []
      : [
          `table.items are ${items.most} of ${items.size} numbers, but a row has ${data.length} data values; save the study again`,
        ]),
    ...(preparation === undefined ? [] : placeProblems(preparation, parameters.length)),
    ...outlying
      .filter((position) => position >= data.length)
      .map((position) => `table.outlying names data value ${position}; there are ${data.length}, from 0`),
    ...parameters.flatMap(priorProblems),
    ...[...parameters, ...data].flatMap((column) =>
      column.low < column.high
        ? []
        : [`table: ${column.name} goes from ${column.low} to ${column.high}; low must be below high`],
    ),
  ];
}

function placeProblems({ jittered, refuted, dependent }: TablePreparation, parameters: number): string[] {
  const beyond = [...jittered, ...refuted, ...dependent.flat()].find((position) => position >= parameters);
  return beyond === undefined ? [] : [`table.preparation names parameter ${beyond}; there are ${parameters}, from 0`];
}

function repeated(member: string, columns: readonly { readonly name: string }[]): string[] {
  const names = new Set<string>();
  return columns.flatMap(({ name: own }) => {
    if (!names.has(own)) names.add(own);
    else return [`table.${member} holds ${own} twice; name them apart`];
    return [];
  });
}

function priorProblems({ name: own, prior, low, high }: TableParameter): string[] {
  const unsound = problemOf(prior);
  if (unsound !== null) return [`table: prior of ${own}: ${unsound}`];
  if (prior.family === 'fixed') return [`table: ${own} is fixed, which cannot be inferred; choose another prior`];
  const ends = support(prior);
  if (low >= ends.low && high <= ends.high) return [];
  return [`table: ${own} goes from ${low} to ${high}, outside its prior (${describePrior(prior)}); state another one`];
}
