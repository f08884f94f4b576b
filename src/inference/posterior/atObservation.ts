/** The posterior of one observation by a network that does not change any more: what a region of theta is made of (training/rounds/). */
import type { FlowEngine } from '../flow/engines/engine.ts';
import { memberLogDensities, mixtureLogDensity } from '../flow/mixture.ts';
import { normalLogPdf } from '../math/special.ts';
import type { Random } from '../math/random.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asTheta, asZ } from '../priors/space.ts';
import type { ObservedPosterior, Proposal } from '../training/rounds/region.ts';
import type { NetworkInput } from '../training/standardiser.ts';
import { repeatedRows } from './amortised.ts';
import { NeuralPosterior } from './neuralPosterior.ts';

/** A draw whose whitened coordinates do not come back from its theta lies beyond what a prior can tell from its end. */
const SAME = 1e-2;

export class AtObservation implements ObservedPosterior {
  readonly #engine: FlowEngine;
  readonly #prior: JointPrior;
  readonly #context: Float32Array;
  readonly #posterior: NeuralPosterior;
  readonly #s: Float64Array;

  /**
   * @param engine with weights of its own, which nobody trains
   * @param s summaries of the observation [C]
   */
  constructor(engine: FlowEngine, prior: JointPrior, input: NetworkInput, s: Float64Array) {
    this.#engine = engine;
    this.#prior = prior;
    this.#context = input.apply(s);
    this.#posterior = new NeuralPosterior(engine, prior, input);
    this.#s = s;
  }

  draw(n: number, random: Random): Promise<Float64Array> {
    return this.#posterior.draw(this.#s, n, random);
  }

  logDensity(theta: Float64Array): Promise<Float64Array> {
    return this.#posterior.logDensity(theta, repeatedRows(this.#s, this.#s.length, theta.length / this.#prior.D));
  }

  /**
   * The members of an ensemble take equal parts. Draws of wider noise are those of one member each, whose density is ln q_m plus
   * the ratio of the two normal densities of their noise; draws of the usual noise are draws of the mixture.
   */
  async propose(n: number, baseSd: number, random: Random): Promise<Proposal> {
    const { members, spec } = this.#engine;
    const D = spec.dim;
    const theta = new Float64Array(n * D);
    const logWeights = new Float64Array(n);
    for (let member = 0, from = 0; member < members; member++) {
      const each = Math.floor(((member + 1) * n) / members) - from;
      const base = Float32Array.from({ length: each * D }, () => baseSd * random.normal());
      const drawn = await this.#engine.sample(this.#context, 1, each, base, member);
      const own = this.#prior.unwhiten(asZ(Float64Array.from(drawn)));
      const back = this.#prior.whiten(asTheta(own));
      const batch = { size: each, z: Float32Array.from(back), context: this.#contexts(each) };
      const density =
        baseSd === 1
          ? mixtureLogDensity(await memberLogDensities(this.#engine, batch))
          : Float64Array.from(await this.#engine.logDensity(batch, member));
      for (let i = 0; i < each; i++) {
        const row = own.subarray(i * D, (i + 1) * D);
        let ratio = 0;
        let comesBack = true;
        for (let j = i * D; j < (i + 1) * D; j++) {
          ratio += normalLogPdf(base[j] / baseSd) - Math.log(baseSd) - normalLogPdf(base[j]);
          comesBack &&= Math.abs(back[j] - drawn[j]) <= SAME * Math.max(1, Math.abs(drawn[j]));
        }
        const ofProposal = density[i] + (baseSd === 1 ? 0 : ratio) + this.#prior.logJacobian(row);
        const logWeight = this.#prior.logDensity(row) - ofProposal;
        logWeights[from + i] = comesBack && Number.isFinite(logWeight) ? logWeight : Number.NEGATIVE_INFINITY;
      }
      theta.set(own, from * D);
      from += each;
    }
    return { theta, logWeights };
  }

  /** The observation for each of n rows. */
  #contexts(n: number): Float32Array {
    const width = this.#context.length;
    const all = new Float32Array(n * width);
    for (let i = 0; i < n; i++) all.set(this.#context, i * width);
    return all;
  }
}
