/** What a network answers that comes with it: draws for the system's first observation, and the final check. */
import type { System } from '../../src/inference/simulators/system.ts';
import { DRAWS_AT_REST, firstObservation } from '../../src/inference/study/defaults.ts';
import type { Calibration } from '../../src/inference/diagnostics/calibration/calibration.ts';
import type { PretrainedNotes } from '../../src/inference/study/run/pretrained.ts';
import { lossOffset, validationLosses } from '../../src/inference/training/validation.ts';
import { failedOf } from './remarks.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';

/** As the page's own final check. */
export const CHECK = { datasets: 500, draws: 199 };
/** The repetition of one that failed, on other data sets, and more of them: what is chance is not met twice, and what is not is seen better. */
export const REPETITION = { datasets: 2000, draws: 199 };

export interface Answers extends Pick<PretrainedNotes, 'draws' | 'calibration'> {
  /** The final check that failed, where the one that is kept is its repetition. */
  readonly failed: Calibration | null;
}

export async function answersOf(session: TrainingSession, system: System): Promise<Answers> {
  const observation = firstObservation(system, session.network.study.problem);
  const { draws } = await session.answers.draw(Float64Array.from(observation.s), DRAWS_AT_REST);
  return { draws, ...(await finalCheckOf(session)) };
}

/** The final check. One that fails in any part is repeated as a whole, once, whatever the repetition finds: the session's first two. */
export async function finalCheckOf(session: TrainingSession): Promise<Omit<Answers, 'draws'>> {
  const first = await session.checks.final(CHECK.datasets, CHECK.draws, () => {});
  if (failedOf(first).length === 0) return { calibration: { ...first, stage: 'final' }, failed: null };
  const again = await session.checks.final(REPETITION.datasets, REPETITION.draws, () => {});
  return { calibration: { ...again, stage: 'final' }, failed: first };
}

/**
 * Loss of a session's network on the validation pairs of its study, nats of theta, as training takes it. Waits for all of
 * the simulations. Of a network of one prior: one that learns the priors takes another offset.
 */
export async function validationLossOf(session: TrainingSession): Promise<number> {
  const { data, engine, network } = session;
  await session.firstPairs();
  await data.until(data.size);
  const batch = data.batch(data.indices(data.size, 'validation'));
  return (await validationLosses(engine, batch, lossOffset(network.asked.prior))).mixture;
}
