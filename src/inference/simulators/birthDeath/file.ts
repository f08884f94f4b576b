/**
 * Observation files of counts: columns `t,count`, one row a visit, the first at t = 0 with the known start N(0). The visits
 * must be equally spaced: a network is trained for one spacing, and counts are not interpolated.
 */
import { evenTimes } from '../dataGrid.ts';
import type { DataGrid, Design, ColumnsFormat, FileProblem, RowFormat } from '../system.ts';
import { countingPlan, LIMITS, SATURATION } from './design.ts';

/** Spacings may differ by this share of one: room for rounded times, none for a missed visit. */
const SPACING_TOLERANCE = 0.01;
/** A spacing this near to the design's is the design's. */
const SAME_SPACING = 1e-4;

function outside(value: number, { low, high }: { readonly low: number; readonly high: number }): boolean {
  return !(value >= low && value <= high);
}

/** Problem with the times, or null. `rows` are the file's row numbers, `n0` the start that the design has. */
function timeProblem(t: Float64Array, rows: readonly number[], n0: number): FileProblem | null {
  if (t[0] !== 0) {
    return {
      row: rows[0],
      column: 't',
      value: String(t[0]),
      problem: `The first row is t = ${t[0]}, not t = 0. The page needs to know how many there were when the counting began.`,
      remedy: `Add a row before it, t = 0, with the number at the start (this study begins with ${n0}). Or, if the first count is exact, subtract ${t[0]} from every time: that count is then the start.`,
    };
  }
  const gaps = Array.from(t.subarray(1), (later, i) => later - t[i]);
  const gap = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  const odd = gaps.findIndex((each) => !(each > 0) || Math.abs(each - gap) > SPACING_TOLERANCE * gap);
  if (odd < 0) return null;
  return {
    row: rows[odd + 1],
    column: 't',
    value: String(t[odd + 1]),
    problem:
      gaps[odd] > 0
        ? `This visit comes ${Number(gaps[odd].toPrecision(6))} days after the one before, the others ${Number(gap.toPrecision(6))}.`
        : 'Times must increase from row to row.',
    remedy:
      'Give equally spaced visits, or the longest equally spaced part as a file of its own; counts are not interpolated.',
  };
}

function sizeProblem(n: number, dt: number, count: Float64Array, rows: readonly number[]): FileProblem | null {
  if (outside(n, LIMITS.n)) {
    return {
      value: String(n),
      problem: `There are ${n} counts after t = 0; this system takes ${LIMITS.n.low} to ${LIMITS.n.high}.`,
      remedy: n < LIMITS.n.low ? 'Give more visits.' : `Cut the series to at most ${LIMITS.n.high} visits after t = 0.`,
    };
  }
  if (outside(count[0], LIMITS.n0)) {
    return {
      row: rows[0],
      column: 'count',
      value: String(count[0]),
      problem: `The start N(0) is outside ${LIMITS.n0.low} to ${LIMITS.n0.high}.`,
      remedy: 'Begin the series at a visit with fewer individuals, and count the time from there.',
    };
  }
  const saturated = count.findIndex((each) => each >= SATURATION);
  if (saturated >= 0) {
    return {
      row: rows[saturated],
      column: 'count',
      value: String(count[saturated]),
      problem: `Counts of ${SATURATION} and more are beyond the detector of this system.`,
      remedy: 'Cut the series before this row.',
    };
  }
  if (outside(dt, LIMITS.dt)) {
    return {
      column: 't',
      value: String(dt),
      problem: `The time between visits is outside ${LIMITS.dt.low} to ${LIMITS.dt.high} days.`,
      remedy: 'Give t in days, or in another unit of time and read every "day" of this page as that unit.',
    };
  }
  return null;
}

function sameSpacing(dt: number, design: Design): number {
  const wanted = countingPlan(design).dt;
  return Math.abs(dt - wanted) <= SAME_SPACING * wanted ? wanted : Number(dt.toPrecision(9));
}

/** Columns `count_1`, `count_2`, ...: the visits, in order. The start N(0) and the spacing belong to the design. */
const rows: RowFormat = {
  columns: (design) =>
    Array.from({ length: countingPlan(design).n }, (_, i) => ({
      name: `count_${i + 1}`,
      unit: '',
      kind: 'count',
      required: true,
      description: `Individuals counted at visit ${i + 1}.`,
      largest: SATURATION - 1,
    })),
  designOf(header, design) {
    const visits = header.map((name) => /^count_(\d{1,4})$/.exec(name)).map((match) => Number(match?.[1] ?? 0));
    const n = Math.max(0, ...visits);
    return n === 0 ? null : { ...design, n };
  },
};

/** A visit may have been missed. A count of 0 at the first visit that then rises at every one is no likely colony. */
const visitTimes: DataGrid = {
  ...evenTimes,
  resembles: (values) =>
    evenTimes.holds(values) ||
    (values[0] === 0 && Array.from(values).every((value, i) => i === 0 || value > values[i - 1])),
};

export const birthDeathFile: ColumnsFormat = {
  kind: 'columns',
  rows,
  axes: (design) => [{ name: 'visits after t = 0', size: countingPlan(design).n, grid: visitTimes }],
  series: { time: 't' },
  columns: () => [
    {
      name: 't',
      unit: 'day',
      kind: 'number',
      required: true,
      description: 'Time of the visit; equally spaced from 0.',
    },
    {
      name: 'count',
      unit: '',
      kind: 'count',
      required: true,
      description: 'Individuals counted; at t = 0 the known start N(0).',
    },
  ],
  metadata: () => [
    {
      key: 'detection',
      description: 'Probability that an individual is seen, in (0, 1]; leave it out when all are seen.',
    },
  ],
  read({ columns: { t, count }, rowNumbers, metadata }, design) {
    if (t.length < 2) {
      const problem = `There are ${t.length} rows of data.`;
      return { ok: false, problem: { problem, remedy: 'Give a row t = 0 and one row a visit.' } };
    }
    const n = t.length - 1;
    const dt = sameSpacing(t[n] / n, design);
    const problem = timeProblem(t, rowNumbers, countingPlan(design).n0) ?? sizeProblem(n, dt, count, rowNumbers);
    if (problem) return { ok: false, problem };
    const notices: string[] = [];
    if (metadata.detection !== undefined) {
      const p = Number(metadata.detection);
      if (metadata.detection.trim() === '' || !(p > 0 && p <= 1)) {
        return {
          ok: false,
          problem: {
            column: 'detection',
            value: metadata.detection,
            problem: 'The declared detection is not a probability.',
            remedy: 'Give a number above 0 and up to 1, or leave it out when every individual is seen.',
          },
        };
      }
      notices.push(`The file gives detection = ${p}; to use it, fix the nuisance parameter p at ${p}.`);
    }
    return { ok: true, x: count.slice(1), design: { ...design, n, dt, n0: count[0] }, notices };
  },
  write(x, design) {
    const { dt, n0 } = countingPlan(design);
    const visits = Array.from(x, (count, i) => [Number(((i + 1) * dt).toPrecision(12)), count]);
    return { header: ['t', 'count'], rows: [[0, n0], ...visits], metadata: {} };
  },
};
