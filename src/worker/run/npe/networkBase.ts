/**
 * Base states of rows under the network that an engine holds, by the float64 reference flow in this worker: some tenths of
 * a millisecond a row, in pieces between which messages are heard.
 */
import { type BaseStates, baseStates, joinedStates } from '../../../inference/flow/baseStates.ts';
import type { FlowEngine } from '../../../inference/flow/engines/engine.ts';
import type { BaseOf } from '../../../inference/correction/temperature.ts';
import type { JointPrior } from '../../../inference/priors/jointPrior.ts';
import { asTheta } from '../../../inference/priors/space.ts';
import type { NetworkInput } from '../../../inference/training/standardiser.ts';
import { yieldToMessages } from '../../rpc/yieldToMessages.ts';

const ROWS_AT_ONCE = 25;

export function networkBase(engine: FlowEngine, prior: JointPrior, input: NetworkInput): BaseOf {
  return async (theta, s) => {
    const phi = await engine.parameters();
    const z = prior.whiten(asTheta(theta));
    const context = input.apply(s);
    const { dim, context: width } = engine.spec;
    const size = theta.length / dim;
    const pieces: BaseStates[] = [];
    for (let from = 0; from < size; from += ROWS_AT_ONCE) {
      const to = Math.min(size, from + ROWS_AT_ONCE);
      const rows = context.subarray(from * width, to * width);
      pieces.push(baseStates(engine.spec, phi, z.subarray(from * dim, to * dim), rows));
      await yieldToMessages();
    }
    return joinedStates(pieces);
  };
}
