/** What a simulator of one's own does, where it runs. */
import type { Random } from '../../math/random.ts';

/** The simulator, where it runs. Both may throw a SimulationFailure (attempts.ts). */
export interface OwnProgram {
  /** Writes x [size of data] of one simulation and, where they are asked for, its summaries, which may fail as the simulation may. */
  readonly simulate: (theta: ArrayLike<number>, random: Random, out: Float64Array, s?: Float64Array | null) => void;
  /** Writes the summaries of any data, where the declaration has some. */
  readonly summaries?: (x: Float64Array, out: Float64Array) => void;
  /** ln p(x | theta), where the declaration says that there is one. */
  readonly logLikelihood?: (theta: ArrayLike<number>, x: Float64Array) => number;
}
