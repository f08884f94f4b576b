/**
 * Rejection as the page shows it: which simulations are accepted for the observation on screen, with what tolerance, compared by
 * which summaries; and what it takes to say so. Computed when it is asked for, and kept for the last question.
 */
import { rowsAt } from '../../../inference/math/rows.ts';
import { column } from '../../../inference/posterior/axis.ts';
import {
  acceptedWithin,
  comparable,
  distancesFrom,
  summaryScales,
  type SummaryScales,
  toleranceOfShare,
} from '../../../inference/posterior/rejection.ts';
import { sd } from '../../../inference/math/statistics.ts';
import { entryName, sizeOf } from '../../../inference/simulators/dataShape.ts';
import { problemKey } from '../../../inference/simulators/problem.ts';
import type { Design, Quantity, System } from '../../../inference/simulators/system.ts';
import { heldOutRows } from '../../../inference/simulators/table/rowOrder.ts';
import type { AppState } from '../../store/appStore.ts';
import type { RejectionView, SimulatedPairs } from '../../store/rejectionSlice.ts';
import { quantityDraws } from './displayDraws.ts';

/** Fewer accepted draws are no picture of a posterior. */
export const ENOUGH = 30;
/** Share of the simulations that is accepted before somebody has set a tolerance. */
const FIRST_SHARE = 0.02;
/** Numbers that are kept, theta and s together: 32 MB. */
const MOST_NUMBERS = 4e6;
/** Summaries among which one can be chosen by name. */
export const MOST_NAMED = 200;

/** Whether pairs are of the problem and the seed of a study. */
export function isOfStudy(
  pairs: Pick<SimulatedPairs, 'of' | 'seed'>,
  { problem, seed }: Pick<AppState['study'], 'problem' | 'seed'>,
): boolean {
  return pairs.seed === seed && (pairs.of === problem || problemKey(pairs.of) === problemKey(problem));
}

/** How many simulations the view can have: what fits, and no more than a table has rows to train on. */
export function mostSimulations({ system, problem }: Pick<AppState['study'], 'system' | 'problem'>): number {
  const { design } = problem;
  const width = system.parameters(design).length + sizeOf(system.model(design).s);
  const fit = Math.floor(MOST_NUMBERS / width);
  const { recorded } = system;
  return recorded === undefined ? fit : Math.min(fit, recorded.rows - heldOutRows(recorded.rows));
}

/** Quantities that the view offers, and the one that it shows. */
export function rejectionQuantity(
  system: System,
  design: Design,
  key: string | null,
): { readonly offered: readonly Quantity[]; readonly quantity: Quantity } {
  const [shown, derived] = [system.display(design), system.derived(design)];
  const offered = [...shown, ...derived];
  // Along a degeneracy the data say nothing of a parameter by itself.
  const first = system.degeneracy === undefined ? shown[0] : (derived[0] ?? shown[0]);
  return { offered, quantity: offered.find((quantity) => quantity.key === key) ?? first };
}

/** Of one choice of summaries and one observation. */
interface Compared {
  readonly scales: SummaryScales;
  /** Places of the summaries that are compared. */
  readonly compared: readonly number[];
  /** Whether that is all that the network is given. */
  readonly all: boolean;
  readonly distances: Float64Array;
}

export interface Rejected extends Compared {
  readonly simulated: SimulatedPairs;
  readonly tolerance: number;
  /** Rows of the simulations that are accepted. */
  readonly rows: Uint32Array;
  /** Accepted draws of theta, [rows.length, D]. */
  readonly theta: Float64Array;
}

interface Question {
  readonly simulated: SimulatedPairs;
  readonly observed: Float64Array;
  readonly summaries: RejectionView['summaries'];
}

let lastCompared: (Question & { readonly found: Compared | null }) | null = null;
let lastRejected: { readonly of: Compared; readonly tolerance: number; readonly found: Rejected } | null = null;

/** Null while there are no simulations of what is assumed, and where no summary can be compared. */
export function rejectedOf({
  study,
  observation,
  view,
  rejection,
}: Pick<AppState, 'study' | 'observation' | 'view' | 'rejection'>): Rejected | null {
  const { simulated } = rejection;
  if (simulated === null || !isOfStudy(simulated, study)) return null;
  const { summaries, tolerance } = view.rejection;
  const compared = comparedOf({ simulated, observed: observation.current.s, summaries });
  if (compared === null) return null;
  const within = tolerance ?? toleranceOfShare(compared.distances, FIRST_SHARE);
  if (lastRejected !== null && lastRejected.of === compared && lastRejected.tolerance === within) {
    return lastRejected.found;
  }
  const rows = acceptedWithin(compared.distances, within);
  const found = { ...compared, simulated, tolerance: within, rows, theta: rowsOf(simulated, rows) };
  lastRejected = { of: compared, tolerance: within, found };
  return found;
}

function comparedOf(question: Question): Compared | null {
  const { simulated, observed, summaries } = question;
  if (
    lastCompared !== null &&
    lastCompared.simulated === simulated &&
    lastCompared.observed === observed &&
    lastCompared.summaries === summaries
  ) {
    return lastCompared.found;
  }
  const C = observed.length;
  const every = Array.from({ length: C }, (_, j) => j);
  // Of another design there may be fewer.
  const chosen = summaries?.filter((j) => j < C) ?? [];
  let found: Compared | null = null;
  if (simulated.s.length === simulated.count * C) {
    const scales = summaryScales(simulated.s, C);
    const compared = comparable(chosen.length > 0 ? chosen : every, observed, scales);
    const all = compared.length === comparable(every, observed, scales).length;
    found =
      compared.length === 0
        ? null
        : { scales, compared, all, distances: distancesFrom(simulated.s, observed, compared, scales) };
  }
  lastCompared = { ...question, found };
  return found;
}

function rowsOf({ theta, count }: SimulatedPairs, rows: Uint32Array): Float64Array {
  return rowsAt(theta, theta.length / count, Array.from(rows));
}

/** Number accepted within a tolerance, and the sd of a quantity over them (null where there are too few to tell). */
export function widthWithin(
  { distances, simulated }: Rejected,
  tolerance: number,
  quantity: Quantity,
): { readonly accepted: number; readonly sd: number | null } {
  const rows = acceptedWithin(distances, tolerance);
  if (rows.length < ENOUGH) return { accepted: rows.length, sd: null };
  return { accepted: rows.length, sd: sdOf(rowsOf(simulated, rows), rows.length, quantity) };
}

/** Sd of a quantity over draws of theta [n, D]. */
export function sdOf(theta: Float64Array, n: number, quantity: Quantity): number {
  return sd(column(quantityDraws(theta, theta.length / n, [quantity]), 1, 0));
}

/** What is compared: "9 band powers", "S1", "x₁ and x₂". */
export function comparedText(
  { all, compared }: Pick<Compared, 'all' | 'compared'>,
  system: System,
  design: Design,
): string {
  if (all) return system.conditionsOn(design);
  const { s } = system.model(design);
  return compared.length <= 2 ? compared.map((j) => entryName(s, j)).join(' and ') : `${compared.length} numbers`;
}
