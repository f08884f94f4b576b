/** How much the answer hangs on the tolerance of the equation: the fit repeated with others, each from the last. */
import type { Finding, ReportAndYield } from '../learner.ts';
import type { Verdict } from '../../diagnostics/report/verdict.ts';
import { dampedStep, FIRST_DAMPING, laplaceCovariance } from './gaussNewton.ts';
import { solvedFit } from './solved.ts';
import { residualsOf, type Wall } from './wall.ts';

/** Tolerances s_R, tight to loose. */
const TOLERANCES = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];
const STEPS = 120;
const CONVERGED = 1e-3;
/** Relative width from which on it is called other. */
const OTHER = 0.1;

export async function trustIn(wall: Wall, best: Float64Array, reportAndYield: ReportAndYield): Promise<Finding> {
  const { at: exact, sds } = solvedFit(wall);
  const places = wall.inferred.map(({ place }) => place);
  const found: {
    readonly at: number;
    readonly widths: number[];
    readonly shifts: number[];
    readonly ended: boolean;
  }[] = [];
  // From the run's own tolerance both ways, so that each fit begins near its end.
  const order = nearestFirst(TOLERANCES, wall.inside);
  const ends = new Map<number, Float64Array>();
  for (const [k, inside] of order.entries()) {
    const begin = ends.get(nearestFirst([...ends.keys()], inside)[0]) ?? best;
    const other = { ...wall, inside };
    const residuals = residualsOf(other);
    let [x, damping, ended] = [begin, FIRST_DAMPING, false];
    for (let step = 0; step < STEPS && !ended; step++) {
      const next = dampedStep(residuals, wall.prior, x, damping);
      ({ x, damping } = next);
      ended = next.decrement < CONVERGED;
      if (!next.moved) break;
      if (step % 5 === 0) await reportAndYield((k + step / STEPS) / order.length);
    }
    ends.set(inside, x);
    const covariance = laplaceCovariance(residuals, wall.prior, x, places);
    found.push({
      at: inside,
      widths: places.map((_, j) => Math.sqrt(covariance[j][j]) / sds[j]),
      shifts: places.map((place, j) => (x[place] - exact[j]) / sds[j]),
      ended,
    });
  }
  const rows = found.toSorted((a, b) => a.at - b.at);
  const at = Float64Array.from(rows, (row) => row.at);
  const curvesOf = (value: (row: (typeof rows)[number], j: number) => number) =>
    wall.inferred.map(({ symbol }, j) => ({
      name: `ln ${symbol}`,
      role: 'series' as const,
      x: at,
      y: Float64Array.from(rows, (row) => value(row, j)),
    }));
  const level = (name: string, y: number) => ({ name, role: 'known' as const, x: at, y: at.map(() => y) });
  const axis = 'tolerance of the equation s_R';
  return {
    figures: [
      {
        title: 'Width of the answer over that of the solved equation',
        axes: [axis, 'width / exact'],
        scale: 'log',
        curves: [...curvesOf((row, j) => row.widths[j]), level('equation solved', 1)],
      },
      {
        title: 'Most probable point less that of the solved equation',
        axes: [axis, 'sds'],
        scale: 'log',
        curves: [...curvesOf((row, j) => row.shifts[j]), level('equation solved', 0)],
      },
    ],
    numbers: [],
    remarks: remarksOn(rows),
  };
}

/** By their ratios to one. */
function nearestFirst(tolerances: readonly number[], to: number): number[] {
  const away = (tolerance: number) => Math.abs(Math.log(tolerance / to));
  return tolerances.toSorted((a, b) => away(a) - away(b));
}

function remarksOn(
  rows: readonly { readonly at: number; readonly widths: number[]; readonly ended: boolean }[],
): Verdict[] {
  const worst = (row: { readonly widths: number[] }) => Math.max(...row.widths.map((width) => Math.abs(width - 1)));
  const same = rows.filter((row) => row.ended && worst(row) <= OTHER);
  const open = rows.filter(({ ended }) => !ended).map(({ at }) => String(at));
  const remarks: Verdict[] = [];
  const last = same.at(-1);
  if (last === undefined) {
    remarks.push({
      level: 'warn',
      sentence: 'With none of these tolerances is the answer as wide as with the equation solved, to 10 %.',
    });
  } else {
    const widest = rows.at(-1);
    const factor = widest === undefined ? 1 : Math.max(...widest.widths);
    remarks.push({
      level: 'good',
      sentence: `Up to s_R = ${last.at} the width is that of the solved equation to 10 %; at ${widest?.at ?? last.at} it is ${factor.toPrecision(2)} times that.`,
    });
  }
  if (open.length > 0) {
    remarks.push({
      level: 'warn',
      sentence: `The fit had not settled after ${STEPS} steps at s_R = ${open.join(', ')}: these points may still move.`,
    });
  }
  return remarks;
}
