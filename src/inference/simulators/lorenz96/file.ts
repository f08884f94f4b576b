/**
 * Lorenz-96 series as a table: wide, `t,x0,...,x{N-1}`, or long, `t,site,value`. In the short experiment the row t = 0 is
 * the exactly known initial state and the file says so (`# t0_exact: true`); without that line a file is a climate record,
 * unless it says or the study is otherwise, and then the reader asks instead of taking noisy values for exact ones.
 */
import { evenTimes } from '../dataGrid.ts';
import type { CheckedTable, ColumnSpec, Design, ColumnsFormat, FileProblem, RowFormat } from '../system.ts';
import { completeDesign, layoutOf, observationTimes, tidy } from './design.ts';
import { Ring } from './dynamics.ts';

/** The attractor reaches 25 at F = 16; from 25 on a step of 0.05 can overflow. */
const LARGEST = 100;
/** Relative departure from equal spacing that rounding in a file explains. */
const SPACING_TOLERANCE = 1e-6;

const TIME: ColumnSpec = {
  name: 't',
  unit: 't.u.',
  kind: 'number',
  required: true,
  description: 'time, equally spaced',
};

function wideColumns(sites: number): ColumnSpec[] {
  const values = Array.from(
    { length: sites },
    (_, i): ColumnSpec => ({
      name: `x${i}`,
      unit: '',
      kind: 'number',
      required: true,
      description: `value at site ${i}`,
    }),
  );
  return [TIME, ...values];
}

const LONG_COLUMNS: readonly ColumnSpec[] = [
  TIME,
  { name: 'site', unit: '', kind: 'count', required: true, description: 'site number, from 0' },
  { name: 'value', unit: '', kind: 'number', required: true, description: 'value there and then' },
];

/** The number of sites that a wide header names: its highest x plus one, so that a gap shows as a missing column. */
function sitesNamed(header: readonly string[]): number {
  const sites = header.map((name) => /^x(\d{1,4})$/.exec(name)).map((match) => (match ? Number(match[1]) + 1 : 0));
  return Math.max(0, ...sites);
}

/** A table with one row a time, whatever form the file had. */
interface Series {
  readonly t: readonly number[];
  /** [times][sites]. */
  readonly x: readonly Float64Array[];
  /** File row of each time. */
  readonly rows: readonly number[];
}

type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: FileProblem };

function refused(problem: FileProblem): { readonly ok: false; readonly problem: FileProblem } {
  return { ok: false, problem };
}

function seriesOf({ columns, rowNumbers }: CheckedTable): Found<Series> {
  const { t, site, value } = columns;
  if (!site || !value) {
    const sites = Object.keys(columns).length - 1;
    const x = Array.from(t, (_, row) => Float64Array.from({ length: sites }, (_, i) => columns[`x${i}`][row]));
    return { ok: true, value: { t: Array.from(t), x, rows: rowNumbers } };
  }
  const sites = site.reduce((a, b) => Math.max(a, b), 0) + 1;
  if (sites > t.length) {
    const row = rowNumbers[site.indexOf(sites - 1)];
    const remedy = 'Number the sites from 0 without gaps.';
    return refused({ row, column: 'site', value: String(sites - 1), problem: 'The site number is too high.', remedy });
  }
  const byTime = new Map<number, { readonly x: Float64Array; readonly row: number }>();
  for (let i = 0; i < t.length; i++) {
    const entry = byTime.get(t[i]) ?? { x: new Float64Array(sites).fill(Number.NaN), row: rowNumbers[i] };
    byTime.set(t[i], entry);
    if (!Number.isNaN(entry.x[site[i]])) {
      const problem = `Site ${site[i]} has two values at t = ${t[i]}.`;
      return refused({
        row: rowNumbers[i],
        column: 'site',
        value: String(site[i]),
        problem,
        remedy: 'Keep one of them.',
      });
    }
    entry.x[site[i]] = value[i];
  }
  const times = [...byTime.keys()].sort((a, b) => a - b);
  for (const time of times) {
    const entry = byTime.get(time);
    const gap = entry ? entry.x.findIndex(Number.isNaN) : 0;
    if (entry && gap < 0) continue;
    const problem = `Site ${gap} has no value at t = ${time}.`;
    return refused({ row: entry?.row, column: 'site', problem, remedy: 'Give every site a value at every time.' });
  }
  const entries = times.map((time) => byTime.get(time)).filter((entry) => entry !== undefined);
  return { ok: true, value: { t: times, x: entries.map(({ x }) => x), rows: entries.map(({ row }) => row) } };
}

/** The spacing of the times, or what is wrong with them. */
function spacingOf({ t, rows }: Series): Found<number> {
  if (t.length < 2) {
    return refused({
      row: rows[0],
      column: 't',
      problem: `There is a single time; two are the least.`,
      remedy: 'Add rows.',
    });
  }
  const spacing = (t[t.length - 1] - t[0]) / (t.length - 1);
  for (let k = 1; k < t.length; k++) {
    const step = t[k] - t[k - 1];
    const place = { row: rows[k], column: 't', value: String(t[k]) };
    if (step <= 0) {
      return refused({
        ...place,
        problem: `The time does not follow after ${t[k - 1]}.`,
        remedy: 'Sort the rows by time.',
      });
    }
    if (Math.abs(step - (t[1] - t[0])) > SPACING_TOLERANCE * Math.max(spacing, Math.abs(t[k]))) {
      const problem = `The times are not equally spaced: ${tidy(step)} here, ${tidy(t[1] - t[0])} at first.`;
      return refused({ ...place, problem, remedy: 'Give values at equal steps; none are interpolated.' });
    }
  }
  return { ok: true, value: tidy(spacing) };
}

function isYes(text: string | undefined): boolean {
  return /^(true|yes|1)$/i.test(text ?? '');
}

function modeOf(metadata: CheckedTable['metadata'], { t, rows }: Series, design: Design): Found<'short' | 'climate'> {
  const { mode, t0_exact: exact } = metadata;
  if (mode !== undefined && mode !== 'short' && mode !== 'climate') {
    return refused({
      column: 'mode',
      value: mode,
      problem: 'The mode is not known.',
      remedy: 'Write short or climate.',
    });
  }
  const short =
    mode === 'short' || isYes(exact) || (mode === undefined && exact === undefined && design.mode === 'short');
  if (!short) return { ok: true, value: 'climate' };
  if (t[0] !== 0) {
    const problem = 'A short window begins with the exactly known state at t = 0, and this table does not.';
    const remedy = 'Add the row t = 0, or write "# mode: climate" if the initial state is unknown.';
    return refused({ row: rows[0], column: 't', value: String(t[0]), problem, remedy });
  }
  if (!isYes(exact)) {
    const problem = 'The file does not say whether the row t = 0 is the exact state or a noisy observation.';
    const remedy =
      'Write "# t0_exact: true" if it is exact, "# mode: climate" if it is not (in an NPZ file t0_exact=True or False).';
    return refused({ row: rows[0], column: 't', value: '0', problem, remedy });
  }
  return { ok: true, value: 'short' };
}

/** A value beyond LARGEST, or null. */
function outlier({ x, rows }: Series): FileProblem | null {
  for (const [k, state] of x.entries()) {
    const i = state.findIndex((value) => Math.abs(value) > LARGEST);
    if (i < 0) continue;
    const problem = `Lorenz-96 values are of the order of F, about 10; beyond ${LARGEST} they cannot come from it.`;
    const remedy = 'Check the units and the column.';
    return { row: rows[k], column: `x${i}`, value: String(state[i]), problem, remedy };
  }
  return null;
}

/** An initial state from which the integration overflows, at a forcing that the priors may reach, or null. */
function overflow(design: Design, { x, rows }: Series): FileProblem | null {
  const { sites, times, stepsPerObservation, dt } = layoutOf(design);
  const ring = new Ring(sites);
  const end = new Float64Array(sites);
  for (const F of [0, 5, 10, 15, 20]) {
    ring.set(x[0]);
    ring.advance(F, dt, times * stepsPerObservation);
    ring.copyTo(end, 0);
    if (end.every(Number.isFinite)) continue;
    const problem = `From this initial state the integration with step ${tidy(dt)} overflows (at F = ${F}).`;
    return { row: rows[0], problem, remedy: 'Declare a smaller step ("# dt: 0.01"), or check the values.' };
  }
  return null;
}

/** Columns `x3_1`, ...: site 3 at the first observation time. The initial state belongs to the design. */
const rows: RowFormat = {
  columns(design) {
    const { sites, times } = layoutOf(design);
    return Array.from({ length: times * sites }, (_, i) => {
      const [site, time] = [i % sites, Math.floor(i / sites) + 1];
      return {
        name: `x${site}_${time}`,
        unit: '',
        kind: 'number',
        required: true,
        description: `value at site ${site} at observation time ${time}`,
        largest: LARGEST,
      };
    });
  },
  designOf(header, design) {
    const places = header.map((name) => /^x(\d{1,4})_(\d{1,4})$/.exec(name)).filter((match) => match !== null);
    if (places.length === 0) return null;
    const sites = 1 + places.reduce((most, [, site]) => Math.max(most, Number(site)), 0);
    const times = places.reduce((most, [, , time]) => Math.max(most, Number(time)), 0);
    const length = tidy(times * Number(design.dtObs));
    const key = layoutOf(design).mode === 'short' ? 'window' : 'record';
    return completeDesign({ ...design, sites, [key]: length });
  },
};

export const file: ColumnsFormat = {
  kind: 'columns',
  rows,
  axes(design) {
    const { mode, times, sites } = layoutOf(design);
    return [
      { name: mode === 'short' ? 'times after t = 0' : 'times', size: times, grid: evenTimes },
      { name: 'sites', size: sites },
    ];
  },
  series: { time: 't' },
  columns(design, header) {
    if (header?.includes('site') || header?.includes('value')) return LONG_COLUMNS;
    const named = sitesNamed(header ?? []);
    return wideColumns(named > 0 ? named : layoutOf(design).sites);
  },

  metadata: () => [
    { key: 'mode', description: 'short (known initial state) or climate (unknown)' },
    { key: 't0_exact', description: 'true if the row t = 0 is the exactly known initial state, without noise' },
    { key: 'dt', description: 'integration step of the model, a part of it' },
    { key: 'sigma_obs', description: 'sd of the observation noise, if it is known' },
  ],

  read(table, design) {
    const found = seriesOf(table);
    if (!found.ok) return found;
    const series = found.value;
    const spacing = spacingOf(series);
    if (!spacing.ok) return spacing;
    const mode = modeOf(table.metadata, series, design);
    if (!mode.ok) return mode;
    const problem = outlier(series);
    if (problem) return refused(problem);

    const { dt = '', sigma_obs: sigma } = table.metadata;
    if (dt !== '' && !(Number(dt) > 0)) {
      return refused({
        column: 'dt',
        value: dt,
        problem: 'The integration step must be a number above 0.',
        remedy: 'Write 0.05.',
      });
    }
    const short = mode.value === 'short';
    const states = short ? series.x.slice(1) : series.x;
    const length = tidy(spacing.value * states.length);
    const declared = completeDesign({
      ...completeDesign({ ...design, mode: mode.value }),
      sites: series.x[0].length,
      dtObs: spacing.value,
      dt: dt === '' ? design.dt : Number(dt),
      ...(short ? { window: length, initial: Array.from(series.x[0]) } : { record: length }),
    });
    if (short) {
      const violent = overflow(declared, series);
      if (violent) return refused(violent);
    }
    const x = new Float64Array(states.length * series.x[0].length);
    for (const [k, state] of states.entries()) x.set(state, k * state.length);
    const notices = [
      ...(dt === '' ? [`The file does not give the integration step dt; ${Number(design.dt)} is assumed.`] : []),
      ...(sigma === undefined
        ? []
        : [`The file gives σ = ${sigma}; to use it, fix the nuisance parameter σ at this value.`]),
    ];
    return { ok: true, x, design: declared, notices };
  },

  write(x, design) {
    const layout = layoutOf(design);
    const { sites, mode, initial } = layout;
    const rows = Array.from(observationTimes(layout), (t, k) => [t, ...x.subarray(k * sites, (k + 1) * sites)]);
    const short = mode === 'short';
    return {
      header: ['t', ...Array.from({ length: sites }, (_, i) => `x${i}`)],
      rows: short ? [[0, ...initial], ...rows] : rows,
      metadata: { mode, ...(short ? { t0_exact: 'true' } : {}), dt: String(Number(design.dt)) },
    };
  },
};
