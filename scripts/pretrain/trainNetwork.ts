/** Trains the study of a network that comes with the page, as the page would, with what the page shows of it before it has an engine. */
import { LossTrace } from '../../src/app/store/lossTrace.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { type ShippedNetwork, shippedStudy } from '../../src/inference/study/run/shippedNetworks.ts';
import type { CalibrationRemarks } from '../../src/inference/study/run/pretrained.ts';
import type { RunHistory, SavedNetwork } from '../../src/inference/study/run/savedRun.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { trainStudy } from '../headless/trainStudy.ts';
import { type Answers, answersOf } from './answers.ts';
import { remarksOn } from './remarks.ts';
import { digestOf, type TrainingRecord } from './record.ts';
import { FIRST_STEPS, repeatRuns, ToldRun } from './repeatedRuns.ts';

export interface TrainedNetwork {
  readonly run: SavedNetwork;
  readonly answers: Answers;
  readonly remarks: CalibrationRemarks;
  /** Training losses of the first steps, nats of theta. */
  readonly firstLosses: Float32Array;
  /** Of training, simulations included. */
  readonly seconds: number;
  /** Validation loss of the network, nats of theta. */
  readonly loss: number;
}

/** Parts of a run after each of which a line is told. */
const TOLD = 20;

/** Tells of the run now and then, on the error stream: it takes minutes. */
export async function trainNetwork(network: ShippedNetwork, pairs: SimulationPool): Promise<TrainedNetwork> {
  const study = shippedStudy(network);
  const system = builtIn(network.system);
  const trace = new LossTrace();
  const told = new ToldRun();
  const validation: { step: number; loss: number; best: boolean }[] = [];
  let end: RunHistory['end'] = null;
  let epoch = 0;
  let toldParts = 0;
  const { session, seconds, loss } = await trainStudy(study, {
    system,
    pairs,
    onEvent: (event, passed) => {
      told.take(event);
      if (event.kind === 'steps') {
        trace.append(event.step, event.losses);
        epoch = event.epoch;
      }
      if (event.kind === 'steps' && event.step * TOLD >= (toldParts + 1) * event.totalSteps) {
        toldParts = Math.floor((event.step * TOLD) / event.totalSteps);
        const last = validation.at(-1)?.loss.toFixed(3) ?? 'none yet';
        console.error(
          `${network.id}: step ${event.step} of ${event.totalSteps}, ${passed.toFixed(0)} s, validation loss ${last}`,
        );
      }
      if (event.kind === 'validation') validation.push({ step: event.step, loss: event.loss, best: event.best });
      if (event.kind === 'finished') end = { reason: event.reason, bestStep: event.bestStep };
    },
  });
  const answers = await answersOf(session, system);
  const remarks = remarksOn(answers.calibration, answers.failed, network);
  const history = { trace: trace.points, validation, end, epoch };
  const run = { study, snapshot: await session.snapshot(), history };
  session.close();
  session.dispose();
  return { run, answers, remarks, firstLosses: told.losses(FIRST_STEPS), seconds, loss };
}

/**
 * What is recorded of a training, for later code to be compared with.
 * @throws Error when the first steps do not come out the same a second time
 */
export async function recordOf({ run, firstLosses }: TrainedNetwork, pairs: SimulationPool): Promise<TrainingRecord> {
  const { runs, made } = await repeatRuns(run.study, pairs);
  if (digestOf(runs.start.losses) !== digestOf(firstLosses)) {
    const { system } = run.study.problem;
    throw new Error(`The first ${FIRST_STEPS} steps of ${system} came out otherwise when they were repeated.`);
  }
  return { network: digestOf(run.snapshot.checkpoint.phi), runs, made };
}
