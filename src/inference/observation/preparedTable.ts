/**
 * A table of simulations as its user had it prepared: columns and rows left out, whole numbers spread over their unit, rows
 * thinned to follow the stated priors. The same file and the same decisions give the same rows, from fixed random streams.
 */
import { Random, STREAMS } from '../math/random.ts';
import type { Prior } from '../priors/prior.ts';
import { comparePrior } from '../priors/rows/comparePrior.ts';
import { thinnedRows } from '../priors/rows/thinning.ts';
import type { TableDescription } from '../simulators/table/tableDescription.ts';
import type { TablePreparation } from '../simulators/table/preparation.ts';
import type { SimulatedTable } from './simulatedTable.ts';
import { flawsOf, without } from './tableFlaws.ts';

const SEED = 0;
/** Sequences of the table's stream: 0 is the order of the rows. */
const JITTER = 1;
const THINNING = 2;

export type LeftOut = Pick<TablePreparation, 'columns' | 'notFinite'>;

export const NOTHING_LEFT_OUT: LeftOut = { columns: [], notFinite: null };

/** Without all that cannot be trained on. */
export function withoutFlaws(table: SimulatedTable): { readonly table: SimulatedTable; readonly leftOut: LeftOut } {
  const flaws = flawsOf(table);
  const columns = flaws.columns.map(({ name, of, position }) => ({ name, of, position }));
  const rows = flaws.rows.length;
  return {
    table: without(table, columns, flaws.rows),
    leftOut: { columns, notFinite: rows === 0 ? null : { rows, of: table.rows } },
  };
}

/** U(-1/2, 1/2) is added to every value of these parameters. */
export function jittered(table: SimulatedTable, parameters: readonly number[]): SimulatedTable {
  if (parameters.length === 0) return table;
  const random = new Random(SEED, STREAMS.table, JITTER);
  const theta = table.theta.slice();
  for (let i = 0; i < theta.length; i += table.parameters.length) {
    for (const j of parameters) theta[i + j] += random.uniform() - 0.5;
  }
  return { ...table, theta };
}

/** Rows that follow the stated priors: see `thinnedRows`. Parameters whose rows do so already weigh nothing. */
export function thinned(table: SimulatedTable, priors: readonly Prior[]): SimulatedTable {
  const { theta } = table;
  const odd = priors.flatMap((prior, j) => (comparePrior(prior, theta, priors.length, j).refuted ? [j] : []));
  const kept = new Set(thinnedRows(theta, priors, odd, new Random(SEED, STREAMS.table, THINNING)));
  return without(
    table,
    [],
    Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => !kept.has(row)),
  );
}

/** The same decisions applied to a table that may be the described one. */
export function preparedAs(table: SimulatedTable, { preparation, parameters }: TableDescription): SimulatedTable {
  if (preparation === undefined) return table;
  const flaws = preparation.notFinite === null ? new Uint32Array() : flawsOf(table).rows;
  const clean = without(table, preparation.columns, flaws);
  if (clean.parameters.length !== parameters.length) return clean;
  const spread = jittered(clean, preparation.jittered);
  const priors = parameters.map(({ prior }) => prior);
  return preparation.weighted === null ? spread : thinned(spread, priors);
}
