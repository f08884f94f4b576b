/**
 * What a table of simulations says of itself before anything is stated: its flaws, the priors that fit its rows best, which
 * parameters are whole numbers, and which depend on one another. All of it is of the table without its flaws.
 */
import { bad, good, type Outcome } from '../files/outcome.ts';
import { type Dependence, dependence } from '../priors/rows/dependence.ts';
import { type PriorProposal, proposePrior } from '../priors/rows/proposePrior.ts';
import { jittered, withoutFlaws } from './preparedTable.ts';
import { LEAST_ROWS } from './leastRows.ts';
import { type SimulatedTable } from './simulatedTable.ts';
import { flawSentences, flawsOf, type TableFlaws } from './tableFlaws.ts';

/** Whole numbers over a wider range are as good as continuous; beyond 2^53 every double is whole. */
const MOST_STEPS = 1000;

export interface TableSurvey {
  readonly flaws: TableFlaws;
  /** One a parameter; of whole numbers, of those spread over their unit. */
  readonly proposals: readonly PriorProposal[];
  /** Positions of parameters that are whole numbers in every row. */
  readonly whole: readonly number[];
  readonly dependence: readonly Dependence[];
}

/** A problem where too little is left without the flaws. */
export function surveyOf(table: SimulatedTable): Outcome<TableSurvey> {
  const flaws = flawsOf(table);
  const { table: clean } = withoutFlaws(table);
  const width = clean.parameters.length;
  if (width === 0 || clean.data.length === 0 || clean.rows < LEAST_ROWS) {
    const problem = `${flawSentences(table, flaws).join(' ')} Without them ${clean.rows} rows of ${width} parameters and ${clean.data.length} data values are left.`;
    return bad({ problem, remedy: `Simulate more: at least ${LEAST_ROWS} rows with values that vary.` });
  }
  const whole = clean.parameters.flatMap((_, j) => (isWhole(clean.theta, width, j) ? [j] : []));
  const { theta } = jittered(clean, whole);
  const proposals = clean.parameters.map((_, j) => proposePrior(theta, width, j));
  return good({ flaws, proposals, whole, dependence: dependence(theta, width) });
}

function isWhole(values: Float64Array, width: number, j: number): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (let i = j; i < values.length; i += width) {
    if (!Number.isInteger(values[i])) return false;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return high - low <= MOST_STEPS;
}
