/** Networks on parts of a study's simulations, and what they say more simulations would bring. */
import {
  type MoreSimulations,
  moreSimulations,
  PARTS,
  type SizeLosses,
} from '../../src/inference/diagnostics/moreSimulations/moreSimulations.ts';
import { STREAMS } from '../../src/inference/math/random.ts';
import { NeuralPosterior } from '../../src/inference/posterior/neuralPosterior.ts';
import type { Study } from '../../src/inference/study/study.ts';
import { trainingLimits } from '../../src/inference/training/defaults.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import { type HeadlessOptions, trainStudy } from './trainStudy.ts';

/** Held-out pairs at most. */
const PAIRS = 2000;

/** Why a study cannot be trained on parts of its simulations, in a sentence; null: it can. */
export function partsObstacle({ training: { simulations, fresh } }: Study): string | null {
  if (fresh) return 'This system trains on new simulations in each epoch: give their number by --simulations.';
  const least = trainingLimits.simulations.low / PARTS[0];
  return simulations >= least ? null : `A quarter of ${simulations} simulations is too few to train on: give ${least}.`;
}

/**
 * Each of the further networks has as many training steps as the first, and the first so many of its simulations.
 * @param session of the whole, trained; it stays open
 * @param heldOut pairs that a table keeps from training; null: a simulator makes as many as are wanted
 * @throws RangeError for too few held-out pairs
 */
export async function trainOnParts(
  study: Study,
  session: TrainingSession,
  options: Omit<HeadlessOptions, 'deadlineSeconds' | 'resume' | 'frame'>,
  heldOut: number | null,
): Promise<MoreSimulations> {
  const { simulations, epochs } = study.training;
  const pairs = Math.min(PAIRS, heldOut ?? PAIRS);
  const counts = PARTS.map((part) => Math.round(part * simulations));
  const parts: SizeLosses[] = [];
  for (const count of counts) {
    const longer = Math.min(trainingLimits.epochs.high, Math.round((epochs * simulations) / count));
    const training = { ...study.training, simulations: count, epochs: longer };
    const part = await trainStudy({ ...study, training }, options);
    parts.push({ simulations: count, losses: await lossesOf(part.session, pairs) });
    part.session.close();
    part.session.dispose();
  }
  const [few, half] = parts;
  return moreSimulations([few, half, { simulations, losses: await lossesOf(session, pairs) }]);
}

async function lossesOf(session: TrainingSession, pairs: number): Promise<Float64Array> {
  const subject = await session.checks.subject();
  const { theta, s } = await subject.collect(STREAMS.calibration, 0, pairs);
  const { source } = session.network;
  const { prior, input } = session.network.inside();
  const engine = source.newEngine();
  try {
    engine.setParameters(await source.engine.parameters());
    const density = await new NeuralPosterior(engine, prior, input).logDensity(theta, s);
    return density.map((value) => -value);
  } finally {
    engine.dispose();
  }
}
