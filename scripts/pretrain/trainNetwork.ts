/**
 * Trains the study of a network that comes with the page, as the page would, and rounds its weights (rounding.ts), with what the page
 * shows of it before it has an engine.
 */
import { LossTrace } from '../../src/app/store/lossTrace.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { type ShippedNetwork, shippedStudy } from '../../src/inference/study/run/shippedNetworks.ts';
import type { CalibrationRemarks } from '../../src/inference/study/run/pretrained.ts';
import type { RunHistory, SavedNetwork } from '../../src/inference/study/run/savedRun.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { openSession, trainStudy } from '../headless/trainStudy.ts';
import { type Answers, answersOf, validationLossOf } from './answers.ts';
import { remarksOn } from './remarks.ts';
import { digestOf, type TrainingRecord } from './record.ts';
import { MOST_LOSS_CHANGE, roundedRun, SIGNIFICAND_BITS } from './rounding.ts';
import { FIRST_STEPS, repeatRuns, ToldRun } from './repeatedRuns.ts';

/** A network with rounded weights, and what it answers. */
export interface RoundedNetwork {
  readonly run: SavedNetwork;
  readonly answers: Answers;
  readonly remarks: CalibrationRemarks;
  /** Its validation loss, nats of theta. */
  readonly loss: number;
}

export interface TrainedNetwork extends RoundedNetwork {
  /** Training losses of the first steps, nats of theta. */
  readonly firstLosses: Float32Array;
  /** Of training, simulations included. */
  readonly seconds: number;
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
  const history = { trace: trace.points, validation, end, epoch };
  const snapshot = await session.snapshot();
  session.close();
  session.dispose();
  const rounded = await roundNetwork(network, { study, snapshot, history }, loss, pairs);
  return { ...rounded, firstLosses: told.losses(FIRST_STEPS), seconds };
}

/**
 * Rounds the weights of a finished run.
 * @param loss validation loss before it, nats of theta
 * @throws Error where that changes by MOST_LOSS_CHANGE or more
 */
export async function roundNetwork(
  network: ShippedNetwork,
  trained: SavedNetwork,
  loss: number,
  pairs: SimulationPool,
): Promise<RoundedNetwork> {
  const run = { ...trained, snapshot: roundedRun(trained.snapshot) };
  const system = builtIn(network.system);
  const { session } = await openSession(run.study, { system, pairs }, run.snapshot);
  const rounded = await validationLossOf(session);
  if (!(Math.abs(rounded - loss) < MOST_LOSS_CHANGE)) {
    throw new Error(
      `${network.id}: weights of ${SIGNIFICAND_BITS} bits change the validation loss from ${loss} to ${rounded} nats.`,
    );
  }
  const answers = await answersOf(session, system);
  session.close();
  session.dispose();
  return { run, answers, remarks: remarksOn(answers.calibration, answers.failed, network), loss: rounded };
}

/**
 * What is recorded of a training, for later code to be compared with.
 * @throws Error when the first steps do not come out the same a second time
 */
export async function recordOf(
  { run, loss, firstLosses }: TrainedNetwork,
  pairs: SimulationPool,
): Promise<TrainingRecord> {
  const { runs, made } = await repeatRuns(run.study, pairs);
  if (digestOf(runs.start.losses) !== digestOf(firstLosses)) {
    const { system } = run.study.problem;
    throw new Error(`The first ${FIRST_STEPS} steps of ${system} came out otherwise when they were repeated.`);
  }
  return { network: digestOf(run.snapshot.checkpoint.phi), loss, runs, made };
}
