/** Which columns of a table are parameters, which are data, which number the rows, and which are none of these. */

const THETA = /^theta(?:[_.]?(.+))?$/i;
const DATA = /^x(?:[_.]?(.+))?$/i;
/** What pandas, R and Arrow call a column that numbers the rows. */
const INDEX = /^(?:|unnamed: ?\d+|index|__index_level_\d+__|row\.?names?)$/i;
/** Columns of an observation file: a table with one of these holds observations. */
const OF_OBSERVATIONS = new Set(['id', 'observation']);

export interface ColumnRoles {
  /** Positions in the header. */
  readonly theta: readonly number[];
  readonly data: readonly number[];
  readonly index: readonly number[];
  readonly surplus: readonly number[];
}

/** Null: these are no columns of a table of simulations. */
export function rolesOf(header: readonly string[]): ColumnRoles | null {
  if (header.some((name) => OF_OBSERVATIONS.has(name.toLowerCase()))) return null;
  const where = (test: (name: string) => boolean) => header.flatMap((name, i) => (test(name) ? [i] : []));
  const isTheta = (name: string) => THETA.test(name);
  const isData = (name: string) => DATA.test(name);
  const theta = where(isTheta);
  const data = where(isData);
  if (theta.length === 0 || data.length === 0) return null;
  const index = where((name) => INDEX.test(name));
  const surplus = where((name) => !isTheta(name) && !isData(name) && !INDEX.test(name));
  return { theta, data, index, surplus };
}

/** "mu" of a column theta_mu; "theta" of one that is called so. */
export function parameterName(column: string): string {
  return THETA.exec(column)?.[1] ?? column;
}
