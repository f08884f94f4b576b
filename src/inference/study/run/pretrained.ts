/**
 * What is kept of a pre-trained network, beside its study file: enough to show a finished study before an
 * engine is there, and to tell whether it is still the network of the present code. JSON, in which arrays of numbers keep
 * their type.
 */
import { columnMoments } from '../../math/columnMoments.ts';
import { DRAWS_AT_REST } from '../defaults.ts';
import type { SavedNetwork } from './savedRun.ts';
import type { Calibration } from '../../diagnostics/calibration/calibration.ts';
import type { SbcQuantity } from '../../diagnostics/calibration/sbc.ts';
import type { Verdict } from '../../diagnostics/report/verdict.ts';

/** The checks of a calibration that end in a verdict each. */
export type CalibrationCheck = 'sbc' | 'central' | 'highestDensity' | 'tarp' | 'ridge';

/** What is to be said of a check that failed, or was repeated because it had: a sentence for each. */
export type CalibrationRemarks = Readonly<Partial<Record<CalibrationCheck, string>>>;

export function verdictsOf({ sbc, coverage, ridge }: Calibration): Readonly<Record<CalibrationCheck, Verdict | null>> {
  return {
    sbc: sbc.verdict,
    central: coverage.central.verdict,
    highestDensity: coverage.highestDensity.verdict,
    tarp: coverage.tarp.verdict,
    ridge: ridge?.verdict ?? null,
  };
}

export interface PretrainedNotes {
  /** Hashes of the study and of the code that made the network. */
  readonly fingerprint: { readonly study: string; readonly code: string };
  /** Draws of theta for the system's first observation, [n, D] row-major, natural units. */
  readonly draws: Float64Array;
  /** On data sets that the network was not trained on. */
  readonly calibration: Calibration & { readonly step: number; readonly stage: 'final' };
  /** Absent: nothing is to be said. */
  readonly remarks?: CalibrationRemarks;
  /** Of training, simulations included. */
  readonly seconds: number;
  readonly machine: string;
}

/** A pre-trained network, with what is known of it. */
export interface Pretrained {
  readonly run: SavedNetwork;
  readonly notes: PretrainedNotes;
}

/** That of a name (shippedNetworks.ts); null where there is none. */
export type LoadPretrained = (id: string) => Promise<Pretrained | null>;

/**
 * Digits of a draw; the plots show three. The fewer are used where the sd is as many of their steps: rounding then adds 0.3 % of an sd,
 * where the finite number of draws leaves 1.6 % in the mean.
 */
const [FEW, MANY] = [4, 5];
const STEPS = 100;

/** What a report of ranks calls them (diagnostics/calibration/sbc.ts). */
const RANKS: keyof SbcQuantity = 'ranks';

const kinds = { Float64Array, Uint16Array } as const;

/**
 * A first visit waits for the text: draws have as many digits as their spread asks for, and the ranks of the calibration, of which only their distribution
 * is looked at, are in rising order, which packs to a tenth.
 */
export function writePretrained(notes: PretrainedNotes): string {
  return `${JSON.stringify(notes, (key, value: unknown) => {
    if (value instanceof Float64Array) return { array: 'Float64Array', values: roundedDraws(value) };
    if (!(value instanceof Uint16Array)) return value;
    return { array: 'Uint16Array', values: Array.from(key === RANKS ? value.toSorted() : value) };
  })}\n`;
}

/** Draws [DRAWS_AT_REST, D], each parameter with digits of its own. */
function roundedDraws(draws: Float64Array): number[] {
  const dim = Math.max(1, Math.round(draws.length / DRAWS_AT_REST));
  const digits = Array.from(columnMoments(draws, dim).sd, (sd, j) => {
    const largest = draws.reduce((most, value, i) => (i % dim === j ? Math.max(most, Math.abs(value)) : most), 0);
    const step = 10 ** (Math.floor(Math.log10(largest)) + 1 - FEW);
    return sd >= STEPS * step ? FEW : MANY;
  });
  return Array.from(draws, (value, i) => Number(value.toPrecision(digits[i % dim])));
}

/** @throws SyntaxError if the text is not JSON. The page's own file: of its form nothing is checked. */
export function readPretrained(text: string): PretrainedNotes {
  return JSON.parse(text, (_, value: { readonly array?: keyof typeof kinds; readonly values?: number[] } | null) =>
    value?.array === undefined ? value : kinds[value.array].from(value.values ?? []),
  ) as PretrainedNotes;
}
