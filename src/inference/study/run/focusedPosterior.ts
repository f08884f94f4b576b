/** What rounds of training that are focused on one observation end in: a posterior of this observation, and how it came about. */
import type { RegionEdge } from '../../diagnostics/local/regionEdge.ts';
import type { ObservationVerdict } from '../../diagnostics/report/observationVerdict.ts';
import type { Verdict } from '../../diagnostics/report/verdict.ts';
import type { RestrictedBy } from '../../training/rounds/restrictedPrior.ts';

export interface RoundRecord {
  /** 2, 3, ...: the first is that of the amortised network. */
  readonly round: number;
  /** Simulations that it made. */
  readonly simulated: number;
  /** Those of all rounds that lie inside its region: it trains on these. */
  readonly inside: number;
  readonly failed: number;
  /** Share of the prior that its region holds. */
  readonly share: number;
  /** ln q(theta | x_o) at the edge of the region, nats of theta. */
  readonly threshold: number;
  readonly by: RestrictedBy;
}

export interface FocusedPosterior {
  /** theta [n, D] */
  readonly draws: Float64Array;
  readonly rounds: readonly RoundRecord[];
  /** Draws of the prior restricted to the last region, [m, D]: where was simulated. */
  readonly region: Float64Array;
  readonly edge: RegionEdge;
  /** At this observation: distance of the data from the region's simulations, predictive check, recovery of parameters. */
  readonly verdict: ObservationVerdict;
  /** SBC over the region: data sets whose parameters are draws of the restricted prior. */
  readonly calibration: Verdict;
}
