/** Which columns of a table are parameters, which are data, which number the rows, and which are none of these. */

const THETA = /^theta(?:[_.]?(.+))?$/i;
const DATA = /^x(?:[_.]?(.+))?$/i;
/** A letter right behind theta or x may be part of another word: "xerr". */
const WORD = /^(?:theta|x)\p{L}/iu;
/** What pandas, R and Arrow call a column that numbers the rows, and what people call one that names them. */
const INDEX = /^(?:|unnamed: ?\d+|index|__index_level_\d+__|row\.?names?|id)$/i;
/** Columns of an observation file: a table with one of these holds observations, unless it has as many rows as simulations. */
const OF_OBSERVATIONS = new Set(['id', 'observation']);

export interface ColumnRoles {
  /** Positions in the header. */
  readonly theta: readonly number[];
  readonly data: readonly number[];
  readonly index: readonly number[];
  readonly surplus: readonly number[];
}

/**
 * Null: these are no columns of a table of simulations.
 * @param many it has as many rows as a table of simulations
 */
export function rolesOf(header: readonly string[], batch = false): ColumnRoles | null {
  if (!batch && header.some((name) => OF_OBSERVATIONS.has(name.toLowerCase()))) return null;
  const where = (test: (name: string) => boolean) => header.flatMap((name, i) => (test(name) ? [i] : []));
  const [isTheta, isData] = [THETA, DATA].map((form) => {
    const sure = header.some((name) => form.test(name) && !WORD.test(name));
    return (name: string) => form.test(name) && !(sure && WORD.test(name));
  });
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
