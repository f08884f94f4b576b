/** A study: everything that fixes a result, apart from the observation and the machine. */
import type { Problem } from '../simulators/system.ts';
import type { TrainingSettings } from '../training/settings.ts';

export interface Study {
  readonly problem: Problem;
  readonly training: TrainingSettings;
  /** Seeds simulations, initial weights and minibatch order. A 32-bit unsigned integer. */
  readonly seed: number;
}
