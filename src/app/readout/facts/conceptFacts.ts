/** What a lesson may ask of the views of concepts: the numbers that they show. */
import type { AppState } from '../../store/appStore.ts';
import { type BreakEven, breakEven, paidOnce } from '../../../inference/diagnostics/ledger/ledger.ts';
import { climateNumbers } from '../concepts/hikersText.ts';
import { landscapeFound, sceneShown } from '../concepts/landscapeQuestion.ts';
import { ledgerFound } from '../concepts/ledgerQuestion.ts';
import { networkSpreadFound, spreadQuantities } from '../concepts/networkSpreadQuestion.ts';
import { exactVariances } from '../concepts/networkSpreadText.ts';
import { nuisanceFound, nuisanceTried } from '../concepts/nuisanceQuestion.ts';
import { pixelsFound, pixelsQuantity } from '../concepts/pixelsQuestion.ts';
import { type PixelNumbers, pixelNumbers, pixelsData } from '../concepts/pixelsText.ts';
import { type TrialRow, trialRow } from '../concepts/nuisanceText.ts';
import type { TrialName } from '../../store/conceptsSlice.ts';

/** Of the scene on screen. */
export interface HikersFacts {
  /** Time units of the record; null: the scene is the observed data along one parameter. */
  readonly window: number | null;
  readonly maxima: number;
  /** Of the peak at the true value. */
  readonly width: number;
  /** Null while they are under way. */
  readonly climbers: { readonly all: number; readonly onPeak: number } | null;
  /** The posterior from climate summaries; null: not computed, or there is none. */
  readonly climate: { readonly mean: number; readonly sd: number } | null;
}

export function hikersFacts(state: AppState): HikersFacts | null {
  const found = landscapeFound(state);
  const scene = sceneShown(state);
  if (found === null || scene === null) return null;
  const hike = found.hikes[scene.key];
  const of = (share: number) => Math.round(share * hike.climbs.length);
  return {
    window: scene.window,
    maxima: scene.maxima,
    width: scene.width,
    climbers: hike === undefined ? null : { all: hike.climbs.length, onPeak: of(hike.onPeak) },
    climate: climateNumbers(found.climate),
  };
}

export interface NuisanceTrialFacts {
  /** Key of the nuisance parameter. */
  readonly nuisance: string;
  /** By parameter and network: sd given the observation, p of its ranks, width over the calibrated one. */
  readonly of: Readonly<
    Record<string, Readonly<Record<TrialName, Pick<TrialRow, 'sd' | 'p' | 'widthFactor'>>> | undefined>
  >;
}

export function nuisanceTrialFacts(state: AppState): NuisanceTrialFacts | null {
  const found = nuisanceFound(state);
  const spec = nuisanceTried(state);
  const { ignored, drawn, wide } = found?.networks ?? {};
  if (spec === null || ignored === undefined || drawn === undefined || wide === undefined) return null;
  const rows = ignored.sbc.quantities.map(({ key }, j) => {
    const row = {
      ignored: trialRow('ignored', ignored, j),
      drawn: trialRow('drawn', drawn, j),
      wide: trialRow('wide', wide, j),
    };
    return [key, row] as const;
  });
  return { nuisance: spec.key, of: Object.fromEntries(rows) };
}

/** Seconds, measured on this machine. */
export interface LedgerFacts {
  /** Paid once: all simulations, and all training steps. */
  readonly once: { readonly simulating: number; readonly training: number; readonly both: number };
  /** One posterior by the network. */
  readonly posterior: number;
  /** One reference posterior; null: there is none. */
  readonly reference: number | null;
  /** Observations after which the network is the cheaper way; Infinity: never; null: not known. */
  readonly paysAfter: number | null;
}

export function ledgerFacts(state: AppState): LedgerFacts | null {
  const found = ledgerFound(state);
  if (found === null) return null;
  const { costs, other } = found;
  const both = paidOnce(costs);
  const simulating = costs.simulations * costs.simulation.seconds;
  return {
    once: { simulating, training: both - simulating, both },
    posterior: costs.posterior.seconds,
    reference: other.kind === 'timed' ? other.timed.seconds : null,
    paysAfter: other.kind === 'timed' ? paysAfter(breakEven(costs, other.timed)) : null,
  };
}

function paysAfter(found: BreakEven): number | null {
  switch (found.kind) {
    case 'after':
      return found.observations;
    case 'never':
      return Number.POSITIVE_INFINITY;
    case 'undecided':
      return null;
    default:
      return found satisfies never;
  }
}

/** Of five networks that were trained on so many simulations each. */
export interface NetworkSpreadFacts {
  readonly simulations: number;
  /** Share of the variance that is between the networks, mean over data sets and quantities. */
  readonly share: number;
  /** By key of the quantity, given the observation on screen; on a logarithmic scale of the logarithm. */
  readonly here: Readonly<
    Record<string, { readonly within: number; readonly between: number; readonly exact: number | null }>
  >;
}

export function networkSpreadFacts(state: AppState): readonly NetworkSpreadFacts[] {
  const found = networkSpreadFound(state);
  if (found === null) return [];
  const exact = exactVariances(state)?.variances ?? null;
  return found.sizes.map(({ simulations, share, here }) => ({
    simulations,
    share,
    here: Object.fromEntries(
      spreadQuantities(state.study).map(
        ({ key }, j) => [key, { ...here[j], exact: exact === null ? null : exact[j] }] as const,
      ),
    ),
  }));
}

/** Of the view of pixels, for the image on screen. */
export interface PixelsFacts extends Pick<PixelNumbers, 'seen' | 'masked' | 'half' | 'total'> {
  /** Key of the quantity. */
  readonly quantity: string;
}

/** Null while it is closed, under way, or of an untrained network. */
export function pixelsFacts(state: AppState): PixelsFacts | null {
  const found = pixelsFound(state);
  if (found === null || found.observation !== state.observation.id || found.pixels.step === 0) return null;
  const { seen, masked, half, total } = pixelNumbers(pixelsData(state, found).effect);
  return { quantity: pixelsQuantity(state).key, seen, masked, half, total };
}
