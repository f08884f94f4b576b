/**
 * A trained network as a posterior: draws of theta for any observation, q(theta | s), in natural units. Draws are mapped
 * back through the prior's whitening, so none can leave the prior's support.
 */
import type { FlowEngine } from '../flow/engines/engine.ts';
import type { Random } from '../math/random.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asZ, type Theta } from '../priors/space.ts';
import type { Standardiser } from '../training/standardiser.ts';

export class NeuralPosterior {
  readonly #engine: FlowEngine;
  readonly #prior: JointPrior;
  readonly #standardiser: Standardiser;

  constructor(engine: FlowEngine, prior: JointPrior, standardiser: Standardiser) {
    this.#engine = engine;
    this.#prior = prior;
    this.#standardiser = standardiser;
  }

  /**
   * `each` draws for each of n observations.
   * @param s summaries [n, C]
   * @param baseSd sd of the base noise; other than 1 for a tempered posterior (mending/temperature.ts)
   * @returns theta [n, each, D]
   */
  async draw(s: ArrayLike<number>, each: number, random: Random, baseSd = 1): Promise<Theta> {
    const context = this.#standardiser.apply(s);
    const n = context.length / this.#engine.spec.context;
    const base = Float32Array.from({ length: n * each * this.#prior.D }, () => baseSd * random.normal());
    const z = await this.#engine.sample(context, n, each, base);
    return this.#prior.unwhiten(asZ(Float64Array.from(z)));
  }
}
