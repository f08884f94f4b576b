/**
 * What a run is left with: the weights of every member at its own lowest validation loss. Patience runs out when no member
 * has gained for so many validations.
 */
import type { BestWeights, TrainerSnapshot } from './snapshot.ts';
import type { ValidationLosses } from './validation.ts';

export type KeptState = Pick<TrainerSnapshot, 'best' | 'lowestLoss' | 'validationsWithoutGain'>;

export class KeptWeights {
  #best: readonly (BestWeights | null)[];
  #lowestLoss: number | null = null;
  #validationsWithoutGain = 0;

  constructor(members: number) {
    this.#best = Array.from({ length: members }, () => null);
  }

  get state(): KeptState {
    return {
      best: this.#best,
      lowestLoss: this.#lowestLoss,
      validationsWithoutGain: this.#validationsWithoutGain,
    };
  }

  set state({ best, lowestLoss, validationsWithoutGain }: KeptState) {
    this.#best = best;
    this.#lowestLoss = lowestLoss;
    this.#validationsWithoutGain = validationsWithoutGain;
  }

  get validationsWithoutGain(): number {
    return this.#validationsWithoutGain;
  }

  /**
   * Keeps the weights [M, P] of the members that have gained.
   * @returns whether the loss of the mixture is the lowest so far
   */
  consider(step: number, phi: Float32Array, { members, mixture }: ValidationLosses): boolean {
    const former = this.#best;
    const P = phi.length / members.length;
    this.#best = former.map((kept, m) => {
      const gained = kept === null || members[m] < kept.loss;
      return gained ? { loss: members[m], step, phi: phi.slice(m * P, (m + 1) * P) } : kept;
    });
    const gained = this.#best.some((kept, m) => kept !== former[m]);
    this.#validationsWithoutGain = gained ? 0 : this.#validationsWithoutGain + 1;
    const lowest = this.#lowestLoss === null || mixture < this.#lowestLoss;
    if (lowest) this.#lowestLoss = mixture;
    return lowest;
  }

  /** The last step that any kept weights are of; null before the first validation. */
  get step(): number | null {
    const steps = this.#best.flatMap((best) => best?.step ?? []);
    return steps.length === 0 ? null : Math.max(...steps);
  }

  /** The kept weights [M, P] and the last step that any are of; null before the first validation. */
  result(): { readonly phi: Float32Array; readonly step: number } | null {
    const kept = this.#best.flatMap((best) => best ?? []);
    if (kept.length === 0) return null;
    const P = kept[0].phi.length;
    const phi = new Float32Array(kept.length * P);
    for (const [m, best] of kept.entries()) phi.set(best.phi, m * P);
    return { phi, step: Math.max(...kept.map(({ step }) => step)) };
  }
}
