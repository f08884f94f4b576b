/**
 * Observation files of readings at known places: one row a place, the place in the first column or columns (a radius; a pulse
 * and a time), what was read there in the others. The network was trained for the places of the design, so all of them must be
 * there, in any order, and no others: readings are not interpolated. A place that the design has several times takes as many
 * rows. Comments of the file may state fields of the design. Where any number of readings may be missing (anyReadings.ts), a place
 * without a row, or with an empty cell, is a reading that is not there: the file is then one of that design.
 */
import { anyReadings, READINGS, readFromFile } from './anyReadings.ts';
import type { ColumnsFormat, ColumnSpec, DataAxis, Design, DesignField, FileProblem } from '../system.ts';

export interface Readings {
  /** What a place is called in messages: "radius". */
  readonly place: string;
  /** The columns that tell the place. */
  readonly coordinates: readonly Pick<ColumnSpec, 'name' | 'unit' | 'description'>[];
  readonly values: readonly ColumnSpec[];
  /** The coordinates of each place, in the order of x: x is [places, values]. */
  readonly places: (design: Design) => readonly (readonly number[])[];
  /** Number fields of the design that a file may state, by their keys. */
  readonly stated: readonly Extract<DesignField, { kind: 'number' }>[];
  /** Whether there is a design in which readings may be missing. */
  readonly mayMiss?: boolean;
  /** The axes of x, for arrays without names. */
  readonly axes: (design: Design) => readonly DataAxis[];
}

type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: FileProblem };

function refused(problem: FileProblem): { readonly ok: false; readonly problem: FileProblem } {
  return { ok: false, problem };
}

/** Two places are the same when each coordinate differs by less than this share of the largest. */
const SAME = 1e-6;

export function readingsFile(readings: Readings): ColumnsFormat {
  const { coordinates, place: placeName, places, stated, axes, mayMiss = false } = readings;
  const values = mayMiss ? readings.values.map((value) => ({ ...value, mayMiss })) : readings.values;
  return {
    kind: 'columns',
    axes,
    flat: true,
    rows: {
      columns: (design) =>
        places(design).flatMap((place, i, all) =>
          values.map((value) => ({
            ...value,
            ...(mayMiss ? { mayMiss: anyReadings(design) } : {}),
            name: rowName(value.name, all, i),
            description: `${value.description} ${placeText(readings, place)}.`,
          })),
        ),
      designOf: (header, design) => (header.includes(rowName(values[0].name, places(design), 0)) ? design : null),
    },
    columns: () => [
      ...coordinates.map((coordinate) => ({ ...coordinate, kind: 'number' as const, required: true })),
      ...values,
    ],
    metadata: () => [
      ...stated.map(({ key, label, unit }) => ({ key, description: `${label}${unit === '' ? '' : `, ${unit}`}.` })),
      ...(mayMiss ? [{ key: READINGS, description: '"any" where some of them are not there yet.' }] : []),
    ],
    read({ columns, rowNumbers, metadata }, design) {
      const declared = statedDesign(stated, metadata, mayMiss ? statedReadings(metadata, design) : design);
      if (!declared.ok) return declared;
      const wanted = places(declared.value);
      const found = rowsOf(readings, columns, rowNumbers, wanted);
      if (!found.ok) return found;
      const x = new Float64Array(wanted.length * values.length);
      found.value.forEach((row, i) => {
        values.forEach(({ name }, j) => {
          x[i * values.length + j] = row < 0 ? Number.NaN : columns[name][row];
        });
      });
      return readFromFile(x, declared.value, `the reading of one ${placeName}`);
    },
    write: (x, design) => ({
      header: [...coordinates, ...values].map(({ name }) => name),
      rows: places(design).map((place, i) => [
        ...place,
        ...Array.from(x.subarray(i * values.length, (i + 1) * values.length)),
      ]),
      metadata: {
        ...Object.fromEntries(stated.map(({ key }) => [key, String(design[key])])),
        ...(mayMiss && anyReadings(design) ? { [READINGS]: 'any' } : {}),
      },
    }),
  };
}

/** The design that a line "# readings: any" tells; a file of all readings may be one of either. */
function statedReadings(metadata: Readonly<Record<string, string>>, design: Design): Design {
  return metadata[READINGS]?.trim() === 'any' ? { ...design, [READINGS]: 'any' } : design;
}

/** "mrna_20_10": what was read, and where; "u_3" where several readings are made at one place. */
function rowName(value: string, places: readonly (readonly number[])[], i: number): string {
  const repeated = new Set(places.map(String)).size < places.length;
  return [value, ...(repeated ? [i + 1] : places[i])].join('_');
}

function placeText({ coordinates }: Readings, place: readonly number[]): string {
  return `at ${coordinates.map(({ name }, k) => `${name} = ${place[k]}`).join(', ')}`;
}

/** The design with what the file's comments state of it, or what is wrong with them. */
function statedDesign(
  fields: Readings['stated'],
  metadata: Readonly<Record<string, string>>,
  design: Design,
): Reading<Design> {
  let declared = design;
  for (const { key, label, unit, low, high } of fields) {
    const text = metadata[key];
    if (text === undefined) continue;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= low && value <= high)) {
      return refused({
        column: key,
        value: text,
        problem: `The stated ${label} is no number from ${low} to ${high}${unit === '' ? '' : ` ${unit}`}.`,
        remedy: `Correct the line "# ${key}: …", or leave it out where it is ${String(design[key])}.`,
      });
    }
    declared = { ...declared, [key]: value };
  }
  return { ok: true, value: declared };
}

/** The row of the table that holds each place. */
function rowsOf(
  readings: Readings,
  columns: Readonly<Record<string, Float64Array>>,
  rowNumbers: readonly number[],
  wanted: readonly (readonly number[])[],
): Reading<readonly number[]> {
  const { coordinates, place } = readings;
  const largest = coordinates.map((_, k) => Math.max(...wanted.map((each) => Math.abs(each[k]))));
  const rows = wanted.map(() => -1);
  const asked = listed(wanted.map((each) => each.join(', ')));
  const names = coordinates.map(({ name }) => name).join(', ');
  for (const [row, number] of rowNumbers.entries()) {
    const here = coordinates.map(({ name }) => columns[name][row]);
    const same = (each: readonly number[]) => each.every((value, k) => Math.abs(value - here[k]) <= SAME * largest[k]);
    const at = wanted.findIndex((each, i) => rows[i] < 0 && same(each));
    const where = { row: number, column: names, value: here.join(', ') };
    if (at < 0 && !wanted.some(same)) {
      return refused({
        ...where,
        problem: `The network was not trained for a reading at this ${place}.`,
        remedy: `Give one row for each ${place} of the study (${asked}); readings are not interpolated.`,
      });
    }
    if (at < 0) {
      const others = wanted.flatMap((each, i) => (same(each) ? [rowNumbers[rows[i]]] : []));
      return refused({
        ...where,
        problem: `There is a reading at this ${place} already, in row ${others.join(', ')}.`,
        remedy: 'Keep as many as the study has: one that was repeated is more precise than the network was told.',
      });
    }
    rows[at] = row;
  }
  const missing = rows.indexOf(-1);
  if (missing >= 0 && readings.mayMiss !== true) {
    return refused({
      column: names,
      value: wanted[missing].join(', '),
      problem: `There is no reading at this ${place}.`,
      remedy: `Give one row for each ${place} of the study (${asked}).`,
    });
  }
  return { ok: true, value: rows };
}

/** The first few, and the last. */
function listed(places: readonly string[]): string {
  if (places.length <= 6) return places.join('; ');
  return `${places.slice(0, 3).join('; ')}; …; ${places[places.length - 1]}`;
}
