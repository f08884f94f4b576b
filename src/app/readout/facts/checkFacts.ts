/** What the checks have found, in numbers that a lesson may ask for: sizes of faults, shares of intervals that hold the truth. */
import type { CoverageAt } from '../../../inference/diagnostics/calibration/coverageAt.ts';
import type { CoverageReport } from '../../../inference/diagnostics/coverage/coverage.ts';
import type { AppState } from '../../store/appStore.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { shownReport } from '../text/shownReport.ts';

export interface RankFacts {
  /** Width of the posterior over the width that would be calibrated: below 1, too narrow. */
  readonly width: number;
  /** How much too high the posterior is, in calibrated sds. */
  readonly shift: number;
  /** Share of the ranks in the outer tenth at either end and in the middle tenth; 0.1 each where it is calibrated. */
  readonly lowest: number;
  readonly middle: number;
  readonly highest: number;
  /** Of uniform ranks, all tests and all quantities taken together. */
  readonly p: number;
}

export interface CalibrationFacts {
  readonly datasets: number;
  /** By key: parameters, derived quantities, and densities. */
  readonly ranks: Readonly<Record<string, RankFacts>>;
  /** Share of the central 90 % intervals that hold the true value, by key. */
  readonly held90: Readonly<Record<string, number>>;
}

export interface CoverageAtFacts {
  readonly datasets: number;
  /** The true values it was measured at, in the order of the parameters, natural units. */
  readonly theta: readonly number[];
  /** By key. */
  readonly held90: Readonly<Record<string, number>>;
}

const MASS = 0.9;

/** The calibration report on screen; null while there is none. */
export function calibrationFacts({ results }: AppState, telemetry: Telemetry): CalibrationFacts | null {
  const report = shownReport(results.finalCheck, telemetry.calibration, telemetry.progress.step);
  if (report === null) return null;
  const { sbc, coverage } = report;
  const ranks = sbc.quantities.map(({ key, ranks: own, widthFactor, shift, adjustedP }) => {
    // The tenth of the ranks that begins at this part of them; ranks run from 0 to the number of draws.
    const tenth = (at: number) => {
      const [from, to] = [at, at + 0.1].map((part) => Math.round(part * (sbc.draws + 1)));
      return own.filter((rank) => rank >= from && rank < to).length / own.length;
    };
    const facts: RankFacts = {
      width: widthFactor,
      shift,
      lowest: tenth(0),
      middle: tenth(0.45),
      highest: tenth(0.9),
      p: adjustedP,
    };
    return [key, facts] as const;
  });
  return { datasets: sbc.datasets, ranks: Object.fromEntries(ranks), held90: held(coverage.central) };
}

/** Coverage at the one true value that was asked for; null before. */
export function coverageAtFacts({ results }: AppState): CoverageAtFacts | null {
  const found = results.coverageAt;
  return found === null ? null : { datasets: found.datasets, theta: [...found.theta], held90: held(found) };
}

function held({ levels, curves }: Pick<CoverageReport | CoverageAt, 'levels' | 'curves'>): Record<string, number> {
  const at = levels.findIndex((level) => Math.abs(level - MASS) < 1e-9);
  return Object.fromEntries(curves.map(({ key, held: shares }) => [key, shares[at]]));
}
