/** A table of simulations made elsewhere, as it is described where its rows are not. */
import type { Prior } from '../../priors/prior.ts';
import type { TablePreparation } from './preparation.ts';

/** All of a table but its rows: enough to open a network that was trained on them, and to know them again. */
export interface TableDescription {
  /** Tells descriptions apart: a checksum of all that follows. */
  readonly key: string;
  /** Name of the file. */
  readonly file: string;
  /** Rows of the table, those that are kept for checks included. */
  readonly rows: number;
  /** Of the rows' numbers, in hexadecimal digits. */
  readonly checksum: string;
  readonly parameters: readonly TableParameter[];
  readonly data: readonly { readonly name: string; readonly low: number; readonly high: number }[];
  /** Where the data of a row are items without an order: how many, and numbers of each. Absent: they are numbers in their places. */
  readonly items?: TableItems;
  /** What was done to the file's table; absent: nothing. */
  readonly preparation?: TablePreparation;
  /** Positions of data whose spread is that of a few huge values (observation/outlyingValues.ts); absent: there are none. */
  readonly outlying?: readonly number[];
}

export interface TableItems {
  readonly most: number;
  readonly size: number;
}

export interface TableParameter {
  readonly name: string;
  /** That the rows were drawn under. */
  readonly prior: Prior;
  /** Smallest and largest value in the table. */
  readonly low: number;
  readonly high: number;
}
