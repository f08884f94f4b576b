/**
 * The checks that the page shows of a pre-trained network at first sight, at the system's first observation: learning,
 * calibration on fresh data sets and on those of the live check, data, predictions, recovery, the local test, and the distance
 * from the reference. None of these data trained, validated or chose anything.
 */
import { LossTrace } from '../../src/app/store/lossTrace.ts';
import { learningVerdict } from '../../src/app/readout/text/learningVerdict.ts';
import { referenceDistance } from '../../src/inference/diagnostics/reference/referenceDistance.ts';
import type { Verdict } from '../../src/inference/diagnostics/report/verdict.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { Problem, System } from '../../src/inference/simulators/system.ts';
import { firstObservation } from '../../src/inference/study/defaults.ts';
import { type CalibrationRemarks, verdictsOf } from '../../src/inference/study/run/pretrained.ts';
import type { ShippedNetwork } from '../../src/inference/study/run/shippedNetworks.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { ObservationChecks } from '../../src/worker/run/npe/observationChecks.ts';
import { openSession } from '../headless/trainStudy.ts';
import { type Answers, finalCheckOf } from './answers.ts';
import { remarksOn } from './remarks.ts';
import type { Shipped } from './shipped.ts';

const REFERENCE_DRAWS = 4000;

export interface Found {
  readonly check: string;
  readonly verdict: Verdict;
}

/** Told of the final check as soon as it is done: the others take as long again. */
type FinalCheckDone = (calibration: Answers['calibration'], remarks: CalibrationRemarks) => void;

export async function firstSight(
  { run, notes }: Shipped,
  network: ShippedNetwork,
  pool: SimulationPool,
  onFinalCheck: FinalCheckDone,
): Promise<readonly Found[]> {
  const system = builtIn(network.system);
  const { problem, training } = run.study;
  const { session } = await openSession(run.study, { system, pairs: pool }, run.snapshot);
  const { validation, trace, end } = run.history;
  const learnt = learningVerdict(validation, LossTrace.from(trace), 'finished', end, training.fresh, system.outlying);
  const { calibration, failed } = await finalCheckOf(session);
  onFinalCheck(calibration, remarksOn(calibration, failed, network));
  const live = await session.checks.live();

  const { s, x } = firstObservation(system, problem);
  const summaries = Float64Array.from(s);
  const { signal } = new AbortController();
  const checks = new ObservationChecks(pool);
  const subject = await session.checks.subject();
  const { outlier, predictive, recovery } = await checks.check(subject, summaries, signal);
  const local = await checks.local(subject, summaries, signal, () => {});
  session.close();
  session.dispose();

  const made: readonly (readonly [string, Verdict | null | undefined])[] = [
    ['learning', learnt],
    ...Object.entries(verdictsOf(calibration)).map(([check, verdict]) => [check, verdict] as const),
    ...Object.entries(verdictsOf(live)).map(([check, verdict]) => [`live ${check}`, verdict] as const),
    ['data', outlier.verdict],
    ['predictive', predictive?.verdict],
    ['recovery', recovery?.verdict],
    ['local', local.verdict],
    ['reference', x === null ? null : await distanceFromReference(system, problem, Float64Array.from(x), notes.draws)],
  ];
  return made.flatMap(([check, verdict]) => (verdict ? [{ check, verdict }] : []));
}

/** As the page compares them; null where the system has no reference. */
async function distanceFromReference(
  system: System,
  problem: Problem,
  x: Float64Array,
  draws: Float64Array,
): Promise<Verdict | null> {
  const random = new Random(0, STREAMS.reference);
  const reference = await system.reference({ problem, x, draws: REFERENCE_DRAWS, random });
  if (reference.kind === 'unavailable') return null;
  const quantities = system.display(problem.design);
  const dim = system.parameters(problem.design).length;
  const onAxes = (rows: Float64Array) =>
    Float64Array.from({ length: (rows.length / dim) * quantities.length }, (_, i) => {
      const { value, scale } = quantities[i % quantities.length];
      const row = Math.floor(i / quantities.length);
      const of = value(rows.subarray(row * dim, (row + 1) * dim));
      return scale === 'log' ? Math.log(of) : of;
    });
  return referenceDistance(onAxes(draws), onAxes(reference.draws), quantities.length).verdict;
}
