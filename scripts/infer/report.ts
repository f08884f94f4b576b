/** The JSON report of a run: what was asked, what it took, and what the checks say. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { ObservationFindings } from '../../src/worker/run/npe/observationFindings.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import type { MoreSimulations } from '../../src/inference/diagnostics/moreSimulations/moreSimulations.ts';
import type { RegionEdge } from '../../src/inference/diagnostics/local/regionEdge.ts';
import type { RoundRecord } from '../../src/inference/study/run/focusedPosterior.ts';
import type { TrainedStudy } from '../headless/trainStudy.ts';
import type { InferPlan } from './plan.ts';

/** Simulated data sets of the checks, and draws for each. */
const CHECK = { datasets: 500, draws: 199 };

export interface Answer {
  readonly file: string;
  readonly row: string | null;
  readonly samples: string;
  readonly seconds: number;
  readonly notices: readonly string[];
  readonly checks: ObservationFindings;
}

/** What rounds have done; the verdict says whether the last posterior stays within its region. */
export interface FocusReport {
  readonly rounds: readonly RoundRecord[];
  readonly edge: RegionEdge;
}

export async function reportOf(
  { system, study, deadlineSeconds, table, notices }: InferPlan,
  { session, engine, seconds, steps, loss, validations }: TrainedStudy,
  answers: readonly Answer[],
  failed: number,
  focus: FocusReport | null,
  more: MoreSimulations | null,
): Promise<string> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const checks = session.missing === null ? await finalChecks(session) : { unchecked: session.missing };
  const report = {
    versions: { posteriorPlayground: version, node: process.version },
    machine: { processor: cpus()[0].model.trim(), cores: cpus().length },
    engine,
    system: system.id,
    study: { ...study, deadlineSeconds },
    ...(table === null ? {} : { table: table.description }),
    notices,
    // The network answers this observation alone, and the checks below are about the region of its last round.
    ...(focus === null ? {} : { focusedOnThisObservation: focus }),
    ...(more === null ? {} : { moreSimulations: more }),
    seed: study.seed,
    network: session.info,
    training: { seconds, steps, loss, validations, failedSimulations: failed },
    answers,
    checks,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

async function finalChecks(session: TrainingSession) {
  const start = performance.now();
  const { sbc, coverage } = await session.checks.final(CHECK.datasets, CHECK.draws, () => {});
  return {
    datasets: sbc.datasets,
    draws: sbc.draws,
    seconds: (performance.now() - start) / 1000,
    calibration: {
      verdict: sbc.verdict,
      quantities: sbc.quantities.map(({ key, chiSquareP, adjustedP, verdict }) => ({
        key,
        chiSquareP,
        adjustedP,
        verdict,
      })),
    },
    coverage: {
      verdict: coverage.central.verdict,
      highestDensity: coverage.highestDensity.verdict,
      tarp: coverage.tarp.verdict,
    },
  };
}
