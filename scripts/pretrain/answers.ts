/** What a network answers that comes with it: draws for the system's first observation, and the final check. */
import type { System } from '../../src/inference/simulators/system.ts';
import { DRAWS_AT_REST, firstObservation } from '../../src/inference/study/defaults.ts';
import type { PretrainedNotes } from '../../src/inference/study/run/pretrained.ts';
import { lossOffset, validationLosses } from '../../src/inference/training/validation.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';

/** As the page's own final check. */
const CHECK = { datasets: 500, draws: 199 };

export type Answers = Pick<PretrainedNotes, 'draws' | 'calibration'>;

export async function answersOf(session: TrainingSession, system: System): Promise<Answers> {
  const observation = firstObservation(system, session.network.study.problem);
  const { draws } = await session.answers.draw(Float64Array.from(observation.s), DRAWS_AT_REST);
  const calibration = await session.checks.final(CHECK.datasets, CHECK.draws, () => {});
  return { draws, calibration: { ...calibration, stage: 'final' } };
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
