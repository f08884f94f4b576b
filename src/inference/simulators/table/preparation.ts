/** What was done to a table of simulations before it was trained on, as its user decided: part of what its posterior means. */
import { listed } from '../../math/shown.ts';
import { thousands } from '../../math/thousands.ts';

export interface LeftOutColumn {
  /** In the file. */
  readonly name: string;
  readonly of: 'parameters' | 'data';
  /** Among them, from 0. */
  readonly position: number;
}

export interface TablePreparation {
  readonly columns: readonly LeftOutColumn[];
  /** Rows that were left out because a value is not a finite number; of how many. */
  readonly notFinite: { readonly rows: number; readonly of: number } | null;
  /** Positions of parameters, of those left, to whose whole numbers U(-1/2, 1/2) was added. */
  readonly jittered: readonly number[];
  /** Rows that were kept of so many, each with a probability that makes them follow the stated priors; null: all were. */
  readonly weighted: { readonly rows: number; readonly of: number } | null;
  /** Positions of parameters whose rows the stated prior does not fit, used all the same. */
  readonly refuted: readonly number[];
  /** Positions of parameters that depend on one another in the rows, the strongest pairs first. */
  readonly dependent: readonly (readonly [number, number])[];
}

/** Pairs of dependent parameters that are told. */
export const MOST_DEPENDENT = 3;
const NAMES_SHOWN = 5;

export function isPrepared({ columns, notFinite, jittered, weighted, refuted, dependent }: TablePreparation): boolean {
  return (
    columns.length + jittered.length + refuted.length + dependent.length > 0 || notFinite !== null || weighted !== null
  );
}

/**
 * What the posterior is conditional on, a sentence each.
 * @param names of the parameters that are left
 */
export function conditionsOf(preparation: TablePreparation, names: readonly string[]): string[] {
  const { columns, notFinite, jittered, weighted, refuted, dependent } = preparation;
  const at = (positions: readonly number[]) =>
    listed(
      positions.map((j) => names[j]),
      NAMES_SHOWN,
      (name) => name,
    );
  return [
    ...(notFinite === null
      ? []
      : [
          `${share(notFinite)} failed (a value was not a finite number) and were left out: the posterior is conditional on a simulation that does not fail.`,
        ]),
    ...(columns.length === 0
      ? []
      : [
          `Columns left out: ${listed(
            columns.map(({ name }) => name),
            NAMES_SHOWN,
          )}.`,
        ]),
    ...(jittered.length === 0
      ? []
      : [
          `${at(jittered)}: whole numbers, to each of which U(-0.5, 0.5) was added; round the draws to get whole numbers back.`,
        ]),
    ...(weighted === null
      ? []
      : [`${share(weighted)} were kept, at random, so that they follow the stated priors; the others were left out.`]),
    ...(refuted.length === 0
      ? []
      : [
          `The rows do not follow the stated prior of ${at(refuted)}: the posterior is under the distribution of the rows, not under that prior.`,
        ]),
    ...dependent.map(
      ([a, b]) =>
        `${names[a]} and ${names[b]} are not independent in the rows: the posterior is under the joint prior of the rows, which includes this dependence.`,
    ),
  ];
}

function share({ rows, of }: { readonly rows: number; readonly of: number }): string {
  return `${thousands(rows)} of ${thousands(of)} simulations (${Number(((100 * rows) / of).toPrecision(2))} %)`;
}
