/**
 * Whether the code as it is now still makes a pre-trained network. Compared bit by bit are
 *
 * - the first 200 steps of its training, with what is recorded of them and with what came with the network: standardisation,
 *   losses, weights after them;
 * - two small runs of the same study from start to end, with what is recorded of them: epochs after the simulations have come
 *   in, or of fresh ones, the decline of the learning rate, validations, the choice of the weights that are kept, the end by
 *   budget and by lost patience;
 * - the network itself: its loss on all validation pairs with what training noted of it, its draws for the first observation
 *   and all numbers of its final check, as they are written, with those that came with it, but for a last digit that is rounded
 *   otherwise.
 *
 * Not covered: steps 201 to the last of the training itself, of which the small runs show the code but not the numbers;
 * simulations that are first trained on after step 200, but for the tenth of them that validates; losses of validations while
 * simulations come in, which depend on how fast they do; how long training takes. The words of the final check and last
 * digits may differ, and are then renewed. To be sure of all weights, `whole` trains all steps and compares the weights themselves.
 */
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { type ShippedNetwork, shippedStudy } from '../../src/inference/study/run/shippedNetworks.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { openSession } from '../headless/trainStudy.ts';
import { type Answers, answersOf, validationLossOf } from './answers.ts';
import {
  answerDifferences,
  historyDifferences,
  networkLossDifferences,
  runDifferences,
  standardisationDifferences,
  traceDifferences,
  weightDifferences,
} from './comparison.ts';
import { fingerprintOf } from './fingerprint.ts';
import { digestOf, type TrainingRecord } from './record.ts';
import { repeatRuns } from './repeatedRuns.ts';
import { readRecordOf, readShipped, type Shipped } from './shipped.ts';
import { recordOf, trainNetwork } from './trainNetwork.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export interface Verification {
  readonly verdict: Verdict;
  /** Draws and final check as they come out now: of an equal network the same, in today's words and digits. Null: there are none. */
  readonly answers: Pick<Answers, 'draws' | 'calibration'> | null;
  /** What is to be recorded from now on, of a network that is still the same; null: what was recorded. */
  readonly record: TrainingRecord | null;
}

/** @param whole by all steps: needs no record, and makes one */
export async function verify(network: ShippedNetwork, pairs: SimulationPool, whole: boolean): Promise<Verification> {
  const study = fingerprintOf(shippedStudy(network)).study;
  const material = comparable(readShipped(network.id), readRecordOf(network.id), study, whole);
  switch (material.kind) {
    case 'record':
      return verifyInPart(material.shipped, material.record, pairs);
    case 'network':
      return verifyWhole(material.shipped, network, pairs);
    case 'unequal':
    case 'unrecorded':
      return { verdict: material, answers: null, record: null };
    default:
      return material satisfies never;
  }
}

type Material =
  | { readonly kind: 'record'; readonly shipped: Shipped; readonly record: TrainingRecord }
  | { readonly kind: 'network'; readonly shipped: Shipped }
  | Exclude<Verdict, { readonly kind: 'equal' }>;

/**
 * What there is to compare with, or what is plain without any training.
 * @param study hash of the study that the network is of now
 */
export function comparable(
  shipped: Shipped | null,
  record: TrainingRecord | null,
  study: string,
  whole: boolean,
): Material {
  if (shipped === null) return { kind: 'unrecorded', reason: 'There is no pre-trained network' };
  if (study !== shipped.notes.fingerprint.study) {
    return {
      kind: 'unequal',
      differences: ['the network is of another study by now: its design, its settings or its system have changed'],
    };
  }
  if (whole) return { kind: 'network', shipped };
  if (record === null) return { kind: 'unrecorded', reason: 'Nothing is recorded of its training' };
  if (record.network !== digestOf(shipped.run.snapshot.checkpoint.phi)) {
    return { kind: 'unrecorded', reason: 'What is recorded is the training of another network' };
  }
  return { kind: 'record', shipped, record };
}

async function verifyInPart(
  { run, notes }: Shipped,
  record: TrainingRecord,
  pairs: SimulationPool,
): Promise<Verification> {
  const system = builtIn(run.study.problem.system);
  const { runs, start, made } = await repeatRuns(run.study, pairs);
  const { session } = await openSession(run.study, { system, pairs }, run.snapshot);
  const answers = await answersOf(session, system);
  const loss = await validationLossOf(session);
  session.close();
  session.dispose();
  const found = answerDifferences(notes, answers);
  const differences = [
    ...standardisationDifferences(run.snapshot, start),
    ...traceDifferences(run.history.trace, runs.start.losses),
    ...runDifferences(record.runs, runs),
    ...networkLossDifferences(record.loss, loss),
    ...found.differences,
  ];
  // Another runtime or processor can be the reason.
  const elsewhere = differences.length > 0 && made !== record.made;
  if (elsewhere) differences.push(`recorded was: ${record.made}; this is: ${made}`);
  return { verdict: verdictOf(differences, found.remarks), answers, record: null };
}

async function verifyWhole(
  { run, notes }: Shipped,
  network: ShippedNetwork,
  pairs: SimulationPool,
): Promise<Verification> {
  const trained = await trainNetwork(network, pairs);
  const found = answerDifferences(notes, trained.answers);
  const differences = [
    ...standardisationDifferences(run.snapshot, trained.run.snapshot),
    ...traceDifferences(run.history.trace, trained.firstLosses),
    ...weightDifferences(run.snapshot.checkpoint.phi, trained.run.snapshot.checkpoint.phi),
    ...historyDifferences(run.history, trained.run.history),
    ...found.differences,
  ];
  const { answers } = trained;
  return { verdict: verdictOf(differences, found.remarks), answers, record: await recordOf(trained, pairs) };
}
