/**
 * Views that show a concept at work, each with what was computed for it in this sitting. What a result is of stands in its key; a
 * result with another key than the page's present one is not shown.
 */
import type { SbcReport } from '../../inference/diagnostics/calibration/sbc.ts';
import type { Costs, Timed } from '../../inference/diagnostics/ledger/ledger.ts';
import type { Hike, Landscape } from '../../inference/diagnostics/landscape/landscape.ts';
import type { MoreSimulations } from '../../inference/diagnostics/moreSimulations/moreSimulations.ts';
import type { Finding } from '../../inference/learners/learner.ts';
import type { OpenStudy } from './network.ts';
import type { SavedFocus } from '../../inference/study/run/savedFocus.ts';
import type { NetworkPixels } from '../../worker/run/reports.ts';
import type { Retraining } from '../../inference/diagnostics/retraining/retraining.ts';
import type { Design, ReferenceAnswer, ReferencePosterior } from '../../inference/simulators/system.ts';

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

/** Three networks that differ in what they were told of a nuisance parameter. */
export type TrialName = 'ignored' | 'drawn' | 'wide';

export interface TrialNetwork {
  /** Draws of the posterior of the observation on screen, [n, D]. */
  readonly draws: Float64Array;
  /** Of every parameter, over data whose nuisance parameter is drawn from its prior. */
  readonly sbc: SbcReport;
  readonly seconds: number;
}

export interface NuisanceTrialState {
  /** Key of the nuisance parameter; null: the first that is drawn. */
  readonly chosen: string | null;
  readonly found: {
    readonly key: string;
    /** Those that are done. */
    readonly networks: Readonly<Partial<Record<TrialName, TrialNetwork>>>;
  } | null;
  /** Fraction done; null: nothing is being trained. */
  readonly progress: number | null;
}

/** The other way of computing a posterior, timed on other data than those on screen; or why there is none. */
export type OtherWay =
  | ({ readonly kind: 'timed'; readonly timed: Timed } & Pick<ReferencePosterior, 'label' | 'method' | 'comparable'>)
  | { readonly kind: 'none'; readonly reason: string };

/** What an amortised posterior costs. */
export interface LedgerState {
  readonly found: { readonly key: string; readonly costs: Costs; readonly other: OtherWay } | null;
  /** Fraction done; null: nothing is being timed. */
  readonly progress: number | null;
}

/** What networks of one number of simulations say, each trained on simulations of its own. */
export interface RetrainedNetworks {
  readonly simulations: number;
  /** Of each quantity (`spreadQuantities`) given the observation on screen; on a logarithmic scale of its logarithm. */
  readonly here: readonly Retraining[];
  /** Share of the variance that is between the networks, mean over data sets of the prior and quantities. */
  readonly share: number;
  readonly seconds: number;
}

export interface NetworkSpreadState {
  /** Number of simulations of the largest networks. */
  readonly upTo: number;
  /** Key of the quantity in the figure; null: the one in which networks differ most. */
  readonly shown: string | null;
  /** By number of simulations, ascending. */
  readonly found: { readonly key: string; readonly sizes: readonly RetrainedNetworks[] } | null;
  /** Fraction done; null: nothing is being trained. */
  readonly progress: number | null;
}

/** What more simulations would bring to the network in use. */
export interface MoreState {
  /** `open`: whose network is the one on all simulations. */
  readonly found: { readonly open: OpenStudy; readonly more: MoreSimulations } | null;
  /** Fraction done; null: nothing is being trained. */
  readonly progress: number | null;
}

/** A posterior that is focused on one observation. */
export interface FocusState {
  /** Of each round. */
  readonly simulations: number;
  readonly found:
    | (SavedFocus & {
        readonly key: string;
        /** Whether it comes from a saved study: its checks are those of the page that saved it. */
        readonly restored: boolean;
        /** Whether the network that it began from has been left or trained on since. */
        readonly networkLeft: boolean;
      })
    | null;
  /** Fraction done; null: nothing is under way. */
  readonly progress: number | null;
}

/** How far each pixel of an image moves the posterior mean, as it was last asked. */
export interface FoundPixels {
  /** That the network is of; the object says of which system, too. */
  readonly design: Design;
  /** `ObservationSlice.id`, and the image. */
  readonly observation: number;
  readonly x: Float64Array;
  /** Key of the quantity. */
  readonly quantity: string;
  readonly pixels: NetworkPixels;
}

export interface PixelsState {
  /** Whether the view is open: it then follows the posterior. */
  readonly open: boolean;
  /** Key of the quantity whose mean is looked at; null: the first. */
  readonly shown: string | null;
  readonly found: FoundPixels | null;
  /** Fraction done of the first answer; null: it is there, or none is under way. */
  readonly progress: number | null;
}

/** Answers of a learner other than NPE to the questions that it offers (`Learner.inquiries`). */
export interface InquiriesState {
  /** By question. They are of this run at this step; another one's are not shown. */
  readonly found: Readonly<
    Record<string, { readonly open: OpenStudy; readonly step: number; readonly finding: Finding } | undefined>
  >;
  /** The question under way; null: none is. */
  readonly asked: string | null;
  readonly progress: number | null;
}

export interface ConceptsSlice {
  readonly inquiries: InquiriesState;
  readonly hikers: HikersState;
  readonly nuisanceTrial: NuisanceTrialState;
  readonly ledger: LedgerState;
  readonly networkSpread: NetworkSpreadState;
  readonly more: MoreState;
  readonly pixels: PixelsState;
  readonly focus: FocusState;
}

export const conceptsSlice: ConceptsSlice = {
  hikers: { scene: null, found: null, progress: null },
  nuisanceTrial: { chosen: null, found: null, progress: null },
  ledger: { found: null, progress: null },
  networkSpread: { upTo: 5000, shown: null, found: null, progress: null },
  more: { found: null, progress: null },
  pixels: { open: false, shown: null, found: null, progress: null },
  focus: { simulations: 2000, found: null, progress: null },
  inquiries: { found: {}, asked: null, progress: null },
};

/** Other settings and results; what is under way stays under way. */
export function withConcepts(
  { hikers, nuisanceTrial, ledger, networkSpread, more, pixels, inquiries, focus }: ConceptsSlice,
  now: ConceptsSlice,
): ConceptsSlice {
  return {
    hikers: { ...hikers, progress: now.hikers.progress },
    nuisanceTrial: { ...nuisanceTrial, progress: now.nuisanceTrial.progress },
    ledger: { ...ledger, progress: now.ledger.progress },
    networkSpread: { ...networkSpread, progress: now.networkSpread.progress },
    more: { ...more, progress: now.more.progress },
    focus: { ...focus, progress: now.focus.progress },
    inquiries: { ...now.inquiries, found: inquiries.found },
    pixels: { ...pixels, open: now.pixels.open, progress: now.pixels.progress },
  };
}
