/**
 * The two experiments with a Lorenz-96 ring. `short`: a few sites watched from an exactly known state for a time over
 * which the future is still predictable. `climate`: many sites at an unknown moment, watched for long.
 */
import type { Design, DesignField } from '../system.ts';
import { MIN_SITES, Ring } from './dynamics.ts';

export type Mode = 'short' | 'climate';

/** Time units before a climate record begins, to forget the start. */
export const SPIN_UP = 10;

const MAX_SITES = 60;

const DEFAULTS = {
  short: { sites: 8, window: 1 },
  climate: { sites: 40, record: 10 },
} as const;

const WINDOW = { low: 0.5, high: 3 } as const;
const RECORD = { low: 4, high: 50 } as const;

export const designFields: readonly DesignField[] = [
  {
    key: 'mode',
    label: 'Experiment',
    help: 'What is known of the state when the observation begins.',
    prominent: true,
    kind: 'choice',
    options: [
      {
        value: 'short',
        label: 'Short window',
        help: 'The initial state is known exactly and every value is used: the likelihood is known.',
      },
      {
        value: 'climate',
        label: 'Climate',
        help: 'The initial state is unknown and six summaries are used: no likelihood can be written down.',
      },
    ],
  },
  {
    key: 'sites',
    label: 'Sites N',
    help: 'Number of sites on the ring.',
    kind: 'number',
    unit: '',
    low: MIN_SITES,
    high: MAX_SITES,
    scale: 'linear',
    integer: true,
  },
  {
    key: 'window',
    label: 'Window T',
    help: 'Length of the observation, rounded to whole observations. Errors double in about 0.4 time units.',
    when: (design) => design.mode === 'short',
    kind: 'number',
    unit: 't.u.',
    ...WINDOW,
    scale: 'linear',
  },
  {
    key: 'record',
    label: 'Record length T',
    help: 'Length of the observation, rounded to whole observations. The posterior narrows as 1/√T.',
    when: (design) => design.mode === 'climate',
    kind: 'number',
    unit: 't.u.',
    ...RECORD,
    scale: 'log',
  },
  {
    key: 'dtObs',
    label: 'Time between observations',
    help: 'One time unit is conventionally 5 days, so 0.1 is half a day.',
    kind: 'number',
    unit: 't.u.',
    low: 0.05,
    high: 0.5,
    scale: 'log',
  },
  {
    key: 'dt',
    label: 'Integration step',
    help: 'Runge-Kutta step, shortened where needed so that whole steps fit between observations. It is part of the model.',
    kind: 'number',
    unit: 't.u.',
    low: 0.01,
    high: 0.05,
    scale: 'linear',
  },
  {
    key: 'initial',
    label: 'Initial state',
    help: 'The exactly known state at t = 0, one value a site.',
    when: (design) => design.mode === 'short',
    kind: 'numbers',
    length: (design) => Number(design.sites),
  },
];

/** A design in numbers. */
export interface Layout {
  readonly mode: Mode;
  readonly sites: number;
  /** Number of observation times. */
  readonly times: number;
  readonly dtObs: number;
  readonly stepsPerObservation: number;
  /** The step that is really taken: `dtObs / stepsPerObservation`. */
  readonly dt: number;
  /** Known initial state [sites]; empty in `climate`. */
  readonly initial: readonly number[];
}

/** Guards the rounding up of a quotient that is a whole number but for its last bits. */
const SLACK = 1e-9;

export function layoutOf(design: Design): Layout {
  const mode: Mode = design.mode === 'climate' ? 'climate' : 'short';
  const sites = Number(design.sites);
  const dtObs = Number(design.dtObs);
  const length = Number(mode === 'short' ? design.window : design.record);
  const stepsPerObservation = Math.max(1, Math.ceil(dtObs / Number(design.dt) - SLACK));
  return {
    mode,
    sites,
    times: Math.max(1, Math.round(length / dtObs)),
    dtObs,
    stepsPerObservation,
    dt: dtObs / stepsPerObservation,
    initial: mode === 'short' && Array.isArray(design.initial) ? (design.initial as readonly number[]) : [],
  };
}

/** Nine significant digits: what a design holds of a time step, so that a file gives back the very same number. */
export function tidy(value: number): number {
  return Number(value.toPrecision(9));
}

/** Observation times [n] since the start, to twelve digits: 3 x 0.1 is 0.3. */
export function observationTimes({ times, dtObs }: Layout): Float64Array {
  return Float64Array.from({ length: times }, (_, k) => Number(((k + 1) * dtObs).toPrecision(12)));
}

/**
 * A state on the attractor at F = 8, rounded to two decimals so that a file can hold it: 20 time units from a ring at
 * rest with one site disturbed.
 */
export function attractorState(sites: number): number[] {
  const ring = new Ring(sites);
  const start = new Float64Array(sites).fill(8);
  start[0] = 8.01;
  ring.set(start);
  ring.advance(8, 0.05, 400);
  ring.copyTo(start, 0);
  return Array.from(start, (value) => Number(value.toFixed(2)) + 0);
}

/** The whole number of observations nearest to `length` that does not leave a range which `length` was in. */
function whole(length: number, dtObs: number, { low, high }: { readonly low: number; readonly high: number }): number {
  let times = Math.max(1, Math.round(length / dtObs));
  if (length >= low && tidy(times * dtObs) < low) times++;
  if (length <= high && tidy(times * dtObs) > high) times--;
  return tidy(times * dtObs);
}

/**
 * Fills in what the mode needs (its own defaults when the mode has just been changed), keeps the initial state for as
 * long as it has a value for every site, and rounds the length to whole observations.
 */
export function completeDesign(design: Design): Design {
  const mode: Mode = design.mode === 'climate' ? 'climate' : 'short';
  const dtObs = tidy(Number(design.dtObs ?? 0.1));
  const shared = { mode, dtObs, dt: tidy(Number(design.dt ?? 0.05)) };
  if (mode === 'climate') {
    const switched = typeof design.record !== 'number';
    const sites = switched ? DEFAULTS.climate.sites : Number(design.sites);
    return {
      ...shared,
      sites,
      record: whole(switched ? DEFAULTS.climate.record : Number(design.record), dtObs, RECORD),
    };
  }
  const switched = typeof design.window !== 'number';
  const sites = switched ? DEFAULTS.short.sites : Number(design.sites);
  const kept = Array.isArray(design.initial) && design.initial.length === sites;
  // A number of sites that the ring cannot have is left for the check of the design to refuse.
  const possible = Number.isInteger(sites) && sites >= MIN_SITES && sites <= MAX_SITES;
  const initial = kept || !possible ? (design.initial ?? []) : attractorState(sites);
  const window = whole(switched ? DEFAULTS.short.window : Number(design.window), dtObs, WINDOW);
  return { ...shared, sites, window, initial };
}

export const defaultDesign: Design = completeDesign({ mode: 'short' });
