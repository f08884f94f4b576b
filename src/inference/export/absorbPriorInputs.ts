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
  const inputs = inputWidth(spec);
  const left = inputs - last.length;
  const told = new Standardiser(standardiser.mean.subarray(left), standardiser.sd.subarray(left)).apply(last);
  // A mask says of them that they are there.
  const blocks = takesMissing(spec) ? [told, told.map(() => 1)] : [told];
  const remaining = { ...spec, context: blocks.length * left };
  const { inputs: goal } = embeddingOf(spec);
  const ofEstimator = Array.from({ length: spec.estimator.transforms }, (_, t) => `${t}.C1`);
  const first = goal === 'estimator' ? ofEstimator : [goal.matrix];
  const rowOf = (input: number) => (goal === 'estimator' ? input : goal.row(input));
  /** What the rows of the matrix that takes them are multiplied with. */
  const given = new Map<number, number>();
  for (const [b, block] of blocks.entries()) {
    for (const [h, value] of block.entries()) given.set(rowOf(b * inputs + left + h), value);
  }
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
        constant = new Float64Array(columns);
        for (let row = 0; row < rows; row++) {
          const weights = values.subarray(row * columns, (row + 1) * columns);
          const factor = given.get(row);
          if (factor === undefined) keep(weights);
          else for (let j = 0; j < columns; j++) constant[j] += factor * weights[j];
        }
      } else {
        const shift = constant;
        keep(shift === null ? values : values.map((value, j) => value + shift[j]));
        constant = null;
      }
    }
  }
  return { spec: remaining, phi: kept, members, standardisation: standardiser.first(left) };
}
