/** The observation that is being explained, and a file that waits for a decision. */
import type { ObservationBatch } from '../../inference/observation/batch.ts';
import type { Observation } from '../../inference/observation/observation.ts';
import type { DesignValue, Problem } from '../../inference/simulators/system.ts';
import type { Study } from '../../inference/study/study.ts';
import type { NetworkAnswer } from './telemetry.ts';

export interface DesignDifference {
  readonly key: string;
  readonly label: string;
  readonly a: DesignValue | undefined;
  readonly b: DesignValue | undefined;
}

/** What is shown of a file that could not be used; stays until dismissed or until a good file comes. */
export interface FileRefusal {
  readonly file: string;
  readonly message: string;
  readonly remedy: string;
  readonly row?: number;
  readonly column?: string;
  readonly value?: string;
  /** The only other system that the file would be an observation of. */
  readonly belongsTo?: { readonly id: string; readonly name: string };
}

/** How wide the posterior was with each number of readings that was on screen; widths are those of widthsOfPrior.ts. */
export interface WidthsByReadings {
  /** Of these readings, and this problem; null: of none. */
  readonly whole: Observation | null;
  readonly problem: Problem | null;
  /** Whose answers `network` has; null: there are none. */
  readonly by:
    | (Pick<NetworkAnswer, 'step' | 'transform'> & { readonly trained: Study; readonly weighted: boolean })
    | null;
  /** Number of readings -> widths. */
  readonly network: ReadonlyMap<number, readonly number[]>;
  readonly reference: ReadonlyMap<number, readonly number[]>;
}

export const noWidths: WidthsByReadings = {
  whole: null,
  problem: null,
  by: null,
  network: new Map(),
  reference: new Map(),
};

export interface ObservationSlice {
  /** Rises with every change: answers to an older observation are recognised by it. */
  readonly id: number;
  readonly current: Observation;
  /** Those before it, the last one last: what undoing goes back to. */
  readonly former: readonly Observation[];
  /** Seed of the noise of a simulated observation; kept while theta* is dragged. */
  readonly noiseSeed: number;
  /** True while a handle is held: slow answers (reference, predictive) wait. */
  readonly dragging: boolean;
  /** Readings that come one by one. */
  readonly stream: {
    /** All readings of which `shown` has the first few; null: none were left out yet. Of another observation than `shown` they say nothing. */
    readonly whole: Observation | null;
    readonly shown: Observation | null;
    readonly playing: boolean;
    /** Readings a second. */
    readonly speed: number;
    readonly widths: WidthsByReadings;
  };
  /** A file of another design than the study's, until the user decides. */
  readonly pending: {
    readonly observation: Observation;
    /** All of a file that has many; `observation` is then the first. */
    readonly batch: ObservationBatch | null;
    readonly file: string;
    readonly differences: readonly DesignDifference[];
  } | null;
  readonly refusal: FileRefusal | null;
  /** A file that is fetched or read, once that takes long enough to be shown; `share` of its bytes are there, if known. */
  readonly arriving: {
    readonly name: string;
    readonly doing: 'Fetching' | 'Reading';
    readonly share: number | null;
  } | null;
}

/** Readings a second. */
const FIRST_SPEED = 5;
/** Steps that can be undone. */
const MOST_FORMER = 50;

export function observationSlice(current: Observation, noiseSeed: number): ObservationSlice {
  const stream = { whole: null, shown: null, playing: false, speed: FIRST_SPEED, widths: noWidths };
  return {
    id: 1,
    current,
    former: [],
    noiseSeed,
    dragging: false,
    stream,
    pending: null,
    refusal: null,
    arriving: null,
  };
}

/** Another observation. What a hand does in one go is one step; of another design there is none to go back to. */
export function withObservation(slice: ObservationSlice, current: Observation): ObservationSlice {
  const { former } = slice.dragging ? slice : remembered(slice);
  const same = shapeOf(slice.current) === shapeOf(current);
  return { ...slice, id: slice.id + 1, current, former: same ? former : [], pending: null, refusal: null };
}

function shapeOf({ system, design }: Observation): string {
  return JSON.stringify([system, design]);
}

/** The present observation is one to go back to. */
export function remembered(slice: ObservationSlice): ObservationSlice {
  return { ...slice, former: [...slice.former, slice.current].slice(-MOST_FORMER) };
}

/** The observation before the last change; as it is if there is none. */
export function undone(slice: ObservationSlice): ObservationSlice {
  const current = slice.former.at(-1);
  if (current === undefined) return slice;
  const { source } = current;
  const noiseSeed = source.kind === 'simulated' ? source.seed : slice.noiseSeed;
  return { ...slice, id: slice.id + 1, current, former: slice.former.slice(0, -1), noiseSeed };
}
