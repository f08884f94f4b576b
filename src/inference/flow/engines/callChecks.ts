/** What every engine asks of a call before it does anything, so that all refuse the same in the same words. */
import { parameterCount } from '../layout.ts';
import type { Batch, FlowEngine, TrainingStep } from './engine.ts';

/** @throws Error when `phi` is not [M, P] */
export function checkParameters({ spec, members }: Pick<FlowEngine, 'spec' | 'members'>, phi: Float32Array): void {
  const one = parameterCount(spec);
  if (phi.length === members * one) return;
  const what = members === 1 ? `This network has ${one} parameters` : `${members} networks have ${one} parameters each`;
  throw new Error(`${what}, but ${phi.length} were given.`);
}

/** @throws RangeError when the engine has no such member */
export function checkMember({ members }: Pick<FlowEngine, 'members'>, member: number): void {
  if (!(member >= 0 && member < members)) {
    throw new RangeError(`Member ${member} was asked for, this ensemble has 0 to ${members - 1}.`);
  }
}

/** @throws RangeError when data that are stored from row `from` on go beyond the rows that are reserved */
export function checkStored(from: number, { size }: Pick<Batch, 'size'>, reserved: number): void {
  if (from + size > reserved) {
    throw new RangeError(`Rows up to ${from + size} were given, ${reserved} are reserved: reserve more first.`);
  }
}

/** @throws RangeError when a step asks for rows that are not reserved, or does not give every member equally many */
export function checkSteps(
  { members }: Pick<FlowEngine, 'members'>,
  steps: readonly TrainingStep[],
  reserved: number,
): void {
  for (const { rows } of steps) {
    if (rows.length % members !== 0) {
      throw new RangeError(`${rows.length} rows are no equal minibatches of ${members} members.`);
    }
    for (const row of rows) {
      if (row >= reserved) {
        throw new RangeError(`Row ${row} of the training data was asked for, ${reserved} are reserved.`);
      }
    }
  }
}
