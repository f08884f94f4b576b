/**
 * A network that learnt the priors too, as one for the priors that it is asked for: what tells it which they are is the same
 * for every observation, so that its product with the first weights goes into their bias. What remains takes summaries alone.
 */
import { embeddingOf } from '../flow/embeddings/embeddings.ts';
import { layout, parameterCount } from '../flow/layout.ts';
import { Standardiser } from '../training/standardiser.ts';
import { inputWidth, takesMissing } from '../flow/spec.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';

/** @param last the network's last inputs, in natural units, [H] */
export function absorbPriorInputs(network: TrainedNetwork, last: ArrayLike<number>): TrainedNetwork {
  const { spec, phi, members } = network;
  const standardiser = new Standardiser(network.standardisation.mean, network.standardisation.sd);
  const context = spec.context - last.length;
  const told = new Standardiser(standardiser.mean.subarray(context), standardiser.sd.subarray(context)).apply(last);
  const remaining = { ...spec, context };
  // Whatever the full context goes into has its weights in one matrix with C rows, followed by a bias.
  const { inputMatrices } = embeddingOf(spec);
  const ofEstimator = Array.from({ length: spec.estimator.transforms }, (_, t) => `${t}.C1`);
  const first = inputMatrices === 'none' ? ofEstimator : inputMatrices;
  const each = phi.length / members;
  const kept = new Float32Array(members * parameterCount(remaining));
  let filled = 0;
  const keep = (values: Float32Array): void => {
    kept.set(values, filled);
    filled += values.length;
  };
  for (let member = 0; member < members; member++) {
    const own = phi.subarray(member * each, (member + 1) * each);
    let constant: Float64Array | null = null;
    for (const { name, offset, shape } of layout(spec)) {
      const [rows, columns = 1] = shape;
      const values = own.subarray(offset, offset + rows * columns);
      if (first.includes(name)) {
        keep(values.subarray(0, context * columns));
        constant = new Float64Array(columns);
        for (let h = 0; h < told.length; h++) {
          for (let j = 0; j < columns; j++) constant[j] += told[h] * values[(context + h) * columns + j];
        }
      } else {
        const shift = constant;
        keep(shift === null ? values : values.map((value, j) => value + shift[j]));
        constant = null;
      }
    }
  }
  return { spec: remaining, phi: kept, members, standardisation: standardiser.first(context) };
}
