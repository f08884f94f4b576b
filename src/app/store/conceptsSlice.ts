/**
 * Views that show a concept at work, each with what was computed for it in this sitting. What a result is of stands in its key; a
 * result with another key than the page's present one is not shown.
 */
import type { Hike, Landscape } from '../../inference/diagnostics/landscape/landscape.ts';
import type { ReferenceAnswer } from '../../inference/simulators/system.ts';

/** ln L as a landscape, and climbers on it. */
export interface HikersState {
  /** Key of the scene on screen: a window in time units, or a parameter; null: the first there is. */
  readonly scene: string | null;
  readonly found: {
    readonly key: string;
    readonly landscape: Landscape;
    /** By key of the scene: those that were looked at. */
    readonly hikes: Readonly<Record<string, Hike>>;
    /** The posterior from climate summaries at the same true value; null: not computed yet, or there is none. */
    readonly climate: { readonly answer: ReferenceAnswer; readonly record: number } | null;
  } | null;
  /** Fraction done; null: nothing is being computed. */
  readonly progress: number | null;
}

export interface ConceptsSlice {
  readonly hikers: HikersState;
}

export const conceptsSlice: ConceptsSlice = {
  hikers: { scene: null, found: null, progress: null },
};
