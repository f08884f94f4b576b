/**
 * A trained network as a posterior: draws of theta for any observation, and q(theta | s), in natural units. Draws are
 * mapped back through the prior's whitening, so none can leave the prior's support. Of an ensemble it is the mixture of
 * the members with equal weights.
 */
import type { FlowEngine } from '../flow/engines/engine.ts';
import { memberLogDensities, mixtureLogDensity } from '../flow/mixture.ts';
import type { Random } from '../math/random.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { asTheta, asZ, type Theta } from '../priors/space.ts';
import type { NetworkInput } from '../training/standardiser.ts';
import { type Spread, spreadOf } from './spread.ts';

export class NeuralPosterior {
  readonly #engine: FlowEngine;
  readonly #prior: JointPrior;
  readonly #input: NetworkInput;

  /** @param prior that which `input` tells the network, where it has learnt several */
  constructor(engine: FlowEngine, prior: JointPrior, input: NetworkInput) {
    this.#engine = engine;
    this.#prior = prior;
    this.#input = input;
  }

  /**
   * `each` draws for each of n observations. The members of an ensemble take turns, from one drawn at random for each
   * observation, so that any first so many draws are shared out evenly.
   * @param s summaries [n, C]
   * @param baseSd sd of the base noise; other than 1 for a tempered posterior (correction/temperature.ts)
   * @returns theta [n, each, D]
   */
  async draw(s: ArrayLike<number>, each: number, random: Random, baseSd = 1): Promise<Theta> {
    const { members, spec } = this.#engine;
    const context = this.#input.apply(s);
    const n = context.length / spec.context;
    const base = new Float32Array(n * each * spec.dim);
    for (let i = 0; i < base.length; i++) base[i] = baseSd * random.normal();
    if (members === 1) return this.#theta(await this.#engine.sample(context, n, each, base));
    const firsts = Uint32Array.from({ length: n }, () => random.integer(members));
    const z = new Float32Array(base.length);
    const share = Math.ceil(each / members);
    for (let member = 0; member < members; member++) {
      const own = turnsOf(member, members, firsts, each);
      const ownBase = new Float32Array(n * share * spec.dim);
      for (const { mine, of } of own) {
        ownBase.set(base.subarray(of * spec.dim, (of + 1) * spec.dim), mine * spec.dim);
      }
      const drawn = await this.#engine.sample(context, n, share, ownBase, member);
      for (const { mine, of } of own) z.set(drawn.subarray(mine * spec.dim, (mine + 1) * spec.dim), of * spec.dim);
    }
    return this.#theta(z);
  }

  /**
   * ln q(theta | s) of n pairs, nats of theta; -Infinity outside the prior's support.
   * @param theta [n, D]
   * @param s summaries [n, C]
   */
  async logDensity(theta: Float64Array, s: ArrayLike<number>): Promise<Float64Array> {
    const { dim } = this.#engine.spec;
    const z = Float32Array.from(this.#prior.whiten(asTheta(theta)));
    const batch = { size: z.length / dim, z, context: this.#input.apply(s) };
    const density = mixtureLogDensity(await memberLogDensities(this.#engine, batch));
    return density.map((ofZ, i) => ofZ + this.#prior.logJacobian(theta.subarray(i * dim, (i + 1) * dim)));
  }

  /**
   * The parts of the posterior's variance that lie within and between the members, from `draws` draws of each. All members
   * map the same base noise, so that its chance does not count as their disagreement.
   * @param s summaries of one observation [C]
   */
  async spread(s: ArrayLike<number>, draws: number, random: Random): Promise<Spread> {
    const { members, spec } = this.#engine;
    const context = this.#input.apply(s);
    const base = Float32Array.from({ length: draws * spec.dim }, () => random.normal());
    const thetas: Theta[] = [];
    for (let member = 0; member < members; member++) {
      thetas.push(this.#theta(await this.#engine.sample(context, 1, draws, base, member)));
    }
    return spreadOf(thetas, spec.dim);
  }

  #theta(z: Float32Array): Theta {
    return this.#prior.unwhiten(asZ(Float64Array.from(z)));
  }
}

/**
 * The draws that are a member's turn: draw i of observation c is that of member (firsts[c] + i) mod M.
 * @returns `of`, its row in [n, each]; `mine`, its row among the member's own, [n, ceil(each / M)]
 */
function turnsOf(
  member: number,
  members: number,
  firsts: Uint32Array,
  each: number,
): { readonly mine: number; readonly of: number }[] {
  const share = Math.ceil(each / members);
  const turns: { mine: number; of: number }[] = [];
  for (const [observation, first] of firsts.entries()) {
    let mine = observation * share;
    for (let i = (member - first + members) % members; i < each; i += members) {
      turns.push({ mine, of: observation * each + i });
      mine++;
    }
  }
  return turns;
}
