/**
 * What a reference posterior looks for: the parameters and nuisance parameters of a problem that are not fixed, whitened by their
 * priors. Nuisance parameters are dropped from the draws in the end, which integrates them out.
 */
import { JointPrior } from '../priors/jointPrior.ts';
import type { Prior } from '../priors/prior.ts';
import { asZ } from '../priors/space.ts';
import { lawInForce } from './nuisanceLaw.ts';
import type { NuisanceSpec, ParameterSpec, Problem } from './system.ts';

export class Unknowns {
  /** Of parameters, then nuisance parameters; fixed ones included. */
  readonly laws: readonly Prior[];
  readonly count: number;
  readonly #free: readonly number[];
  readonly #prior: JointPrior;
  readonly #all: Float64Array;
  readonly #D: number;

  constructor(problem: Problem, parameters: readonly ParameterSpec[], nuisances: readonly NuisanceSpec[]) {
    const laws: Prior[] = [
      ...parameters.map(({ key }) => problem.priors[key]),
      ...nuisances.map(({ key }) => lawInForce(problem.nuisances[key])),
    ];
    const keys = [...parameters, ...nuisances].map(({ key }) => key);
    this.laws = laws;
    this.#free = laws.flatMap(({ family }, j) => (family === 'fixed' ? [] : [j]));
    this.count = this.#free.length;
    this.#prior = new JointPrior(
      this.#free.map((j) => keys[j]),
      this.#free.map((j) => laws[j]),
    );
    this.#all = Float64Array.from(laws, (law) => (law.family === 'fixed' ? law.value : Number.NaN));
    this.#D = parameters.length;
  }

  /**
   * @param z of the unknowns, whitened [count]
   * @returns theta and eta in natural units, of one buffer that the next call overwrites
   */
  at(z: Float64Array): { readonly theta: Float64Array; readonly eta: Float64Array } {
    const row = this.#prior.unwhiten(asZ(z));
    for (let d = 0; d < this.count; d++) this.#all[this.#free[d]] = row[d];
    return { theta: this.#all.subarray(0, this.#D), eta: this.#all.subarray(this.#D) };
  }

  /**
   * @param z whitened draws [draws, count]
   * @returns theta in natural units [draws, D]
   */
  theta(z: Float64Array, draws: number): Float64Array {
    const out = new Float64Array(draws * this.#D);
    for (let i = 0; i < draws; i++) {
      out.set(this.at(z.subarray(i * this.count, (i + 1) * this.count)).theta, i * this.#D);
    }
    return out;
  }
}
