/**
 * What more simulations would bring to a run: two further networks on a quarter and a half of its simulations, beside its own, which
 * stays as it is, and the losses of all three on the same held-out pairs. The page and `npm run infer -- --more` both ask here.
 */
import {
  type MoreSimulations,
  moreSimulations,
  type SizeLosses,
} from '../../../inference/diagnostics/moreSimulations/moreSimulations.ts';
import { partSettings, partsObstacle, WARM_START } from '../../../inference/diagnostics/moreSimulations/parts.ts';
import { STREAMS } from '../../../inference/math/random.ts';
import { NeuralPosterior } from '../../../inference/posterior/neuralPosterior.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { TrainingSession } from './trainingSession.ts';

/** Held-out pairs, or as many as a table keeps. */
const PAIRS = 2000;
/** Share of a network's progress that its training is; the rest are the held-out pairs. */
const TRAINED = 0.95;

/**
 * @param session of the whole, trained to its end; it is only read
 * @param report told the fraction done; what it throws ends the work
 * @throws RangeError where the networks would not compare; AbortError; what the simulator throws
 */
export async function trainOnParts(
  session: TrainingSession,
  signal: AbortSignal,
  report: (fraction: number) => Promise<void> | void,
): Promise<MoreSimulations> {
  const { study } = session.origin;
  const obstacle = partsObstacle(study) ?? wholeObstacle(session);
  if (obstacle !== null) throw new RangeError(obstacle);
  const settings = partSettings(study.training);
  const lossesOn = async (training: TrainingSettings, i: number) => {
    const share = (fraction: number) => report((i + fraction) / settings.length);
    await share(0);
    return lossesOfPart(session, training, signal, share);
  };
  const few = await lossesOn(settings[0], 0);
  const half = await lossesOn(settings[1], 1);
  const all = await lossesOf(session);
  await report(1);
  return moreSimulations([few, half, all]);
}

/** Why the network of a run has not had the steps that the others will have; null: it has. */
function wholeObstacle({ finished, info: { warm } }: TrainingSession): string | null {
  if (!finished) return 'The network is not trained to its end: the others would have more steps.';
  return warm ? WARM_START : null;
}

async function lossesOfPart(
  { origin: { system, study, pairs, now }, chosen }: TrainingSession,
  training: TrainingSettings,
  signal: AbortSignal,
  share: (fraction: number) => Promise<void> | void,
): Promise<SizeLosses> {
  const part = new TrainingSession({
    system,
    study: { ...study, training },
    pairs,
    engine: chosen,
    resume: null,
    now,
  });
  const close = () => part.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    for await (const event of part.run(null, () => {})) {
      if (event.kind === 'steps') await share((TRAINED * event.step) / event.totalSteps);
    }
    return await lossesOf(part);
  } catch (error) {
    // What has been closed says so, and not why.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
    part.close();
    part.dispose();
  }
}

/** Of the network itself: neither broken on purpose nor corrected. */
async function lossesOf(session: TrainingSession): Promise<SizeLosses> {
  const { simulations } = session.origin.study.training;
  const subject = await session.checks.subject();
  const { theta, s } = await subject.collect(STREAMS.calibration, 0, PAIRS);
  const { source } = session.network;
  const { prior, input } = session.network.inside();
  const engine = source.newEngine();
  try {
    engine.setParameters(await source.engine.parameters());
    const density = await new NeuralPosterior(engine, prior, input).logDensity(theta, s);
    const losses = density.map((value) => -value);
    return { simulations, steps: session.info.totalSteps, keptStep: session.weightsStep, losses };
  } finally {
    engine.dispose();
  }
}
