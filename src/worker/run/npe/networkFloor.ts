/**
 * The floor of a session's loss: mean entropy of the exact posteriors over fixed data sets of its problem, by the exact likelihood
 * and with draws of the network itself as the proposal (diagnostics/floor/attainableLoss.ts).
 */
import {
  type AttainableLoss,
  attainableLoss,
  type Entropy,
  entropyByImportance,
} from '../../../inference/diagnostics/floor/attainableLoss.ts';
import type { CalibrationInput } from '../../../inference/diagnostics/calibration/calibration.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { NeuralPosterior } from '../../../inference/posterior/neuralPosterior.ts';
import type { Pairs } from '../../../inference/training/trainingSet.ts';
import type { AskedNetwork } from './requestedNetwork.ts';

/** Data sets that are drawn for and judged at once. */
const AT_ONCE = 10;

interface FloorInput {
  /** Fixed data sets of the network's own problem. */
  readonly truths: Pairs;
  readonly draws: number;
  /** ln p(x_i | theta) for the data sets from `from` on, [datasets, each]. */
  readonly likelihoods: NonNullable<CalibrationInput['logLikelihoods']>;
  readonly onChunk: CalibrationInput['onChunk'];
}

export async function networkFloor(
  network: AskedNetwork,
  { truths, draws, likelihoods, onChunk }: FloorInput,
): Promise<AttainableLoss> {
  const { source, width, study } = network;
  const { prior, input } = network.inside();
  const D = prior.D;
  const datasets = truths.theta.length / D;
  const entropies: Entropy[] = [];
  // A copy: the network may be trained on meanwhile.
  const engine = source.newEngine();
  try {
    engine.setParameters(await source.engine.parameters());
    const posterior = new NeuralPosterior(engine, prior, input);
    for (let from = 0; from < datasets; from += AT_ONCE) {
      const n = Math.min(AT_ONCE, datasets - from);
      const s = truths.s.subarray(from * width, (from + n) * width);
      const theta = await posterior.draw(s, draws, new Random(study.seed, STREAMS.calibration, from));
      const rows = new Float64Array(n * draws * width);
      for (let row = 0; row < n * draws; row++) {
        const data = Math.floor(row / draws);
        rows.set(s.subarray(data * width, (data + 1) * width), row * width);
      }
      const logProposal = await posterior.logDensity(theta, rows);
      const logTarget = Float64Array.from(await likelihoods(from, theta, n));
      for (let row = 0; row < n * draws; row++) {
        logTarget[row] += prior.logDensity(theta.subarray(row * D, (row + 1) * D));
      }
      for (let i = 0; i < n; i++) {
        const [first, end] = [i * draws, (i + 1) * draws];
        entropies.push(entropyByImportance(logTarget.slice(first, end), logProposal.slice(first, end)));
      }
      await onChunk((from + n) / datasets);
    }
  } finally {
    engine.dispose();
  }
  return attainableLoss(entropies, draws);
}
