/**
 * The checks at one observation, for one study. What does not depend on the observation is kept: the outlier score (one a
 * study) and the null of the local test (one a study). Between two pieces of work messages are heard, so that training goes on
 * beside it and a cancel works at once.
 */
import { informationGain } from '../../../inference/diagnostics/identifiability/informationGain.ts';
import type { LocalReport } from '../../../inference/diagnostics/local/localC2st.ts';
import {
  notJudged,
  NOT_OF_MISSING,
  type OutlierReport,
  OutlierScore,
} from '../../../inference/diagnostics/data/outlier.ts';
import { SimulatedValues } from '../../../inference/diagnostics/data/strangeValues.ts';
import { predictiveCheck } from '../../../inference/diagnostics/data/predictiveCheck.ts';
import { notRecovered, recovery } from '../../../inference/diagnostics/local/recovery.ts';
import type { Looked } from '../../../inference/flow/features.ts';
import { mixtureBase } from '../../../inference/flow/baseStates.ts';
import { dataSeed } from '../../../inference/math/dataSeed.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { DrawsExcluded } from '../../../inference/correction/reweightedPosterior.ts';
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import { inferredPrior } from '../../../inference/simulators/problem.ts';
import type { Pairs } from '../../../inference/training/trainingSet.ts';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { ObservationReport } from '../reports.ts';
import type { LocalNull } from './localNull.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';
import { entryNames } from '../../../inference/simulators/dataShape.ts';

/** Data sets at most that neither trained nor validated the network: for the rank of the distance, and for the local test. */
const HELD_OUT = 2000;
/** Of those that trained it: enough to know mean and covariance of a hundred summaries. */
const TRAINED = 5000;
/** Of each where features are looked at, which are made anew for every network: a p-value cannot fall below 1 / 1001. */
const LOOKED_AT = 1000;
/** Data sets that are replicated at draws of the posterior: the smallest p-value is 1 / 1001. */
const REPLICATED = 1000;
/** Of these in one piece, so that whoever else needs a simulation worker gets it in between. */
const REPLICATED_AT_ONCE = 100;
/** Fits under the null of the local test, a second or two: p cannot fall below 1 / 101. */
const NULLS = 100;
/** Below it the stream's sequences are those of the fits. */
const FIRST_PAIR = 2 ** 20;

/** What was looked at, by which network; null: the summaries, whatever the network. */
interface Made {
  readonly looked: Looked | null;
}

interface Null extends Made {
  readonly local: LocalNull;
}

export class ObservationChecks {
  readonly #pool: Pick<SimulationPool, 'replicate'>;
  #heldOut: Promise<Pairs> | null = null;
  /** Of the held-out data sets; made once: they need no network. */
  #values: SimulatedValues | null = null;
  #outlier: (Made & { readonly score: OutlierScore }) | null = null;
  #null: Null | null = null;

  constructor(pool: Pick<SimulationPool, 'replicate'>) {
    this.#pool = pool;
  }

  async check(subject: CheckSubject, s: Float64Array, signal: AbortSignal): Promise<ObservationReport> {
    const { system, study } = subject;
    const { problem, seed } = study;
    const names = entryNames(system.model(problem.design).s);
    const outlier = await this.outlier(subject, s);
    // Checks of several observations are independent.
    const own = dataSeed(seed, s);
    const { posterior } = subject.answering;
    const thetas = await posterior.draw(s, REPLICATED, new Random(own, STREAMS.base, 2));
    const prior = inferredPrior(system, subject.problem);
    const gain = await informationGain(posterior, prior, s, thetas);
    if (whyNot(system.capabilities(problem.design).simulate) !== null) {
      return { outlier, predictive: null, recovery: null, informationGain: gain };
    }
    const replicated = await this.#replicate(subject, thetas, own, signal);
    const symbols = system.parameters(problem.design).map(({ symbol }) => symbol);
    const recovered = await recovery({
      posterior,
      prior,
      symbols,
      s,
      simulate: (drawn) => this.#replicate(subject, drawn, dataSeed(own, s), signal),
      random: new Random(own, STREAMS.base, 4),
    }).catch((cause: unknown) => {
      if (cause instanceof DrawsExcluded) return notRecovered(symbols);
      throw cause;
    });
    return {
      outlier,
      predictive: outlier === notJudged ? null : predictiveCheck(s, replicated, names),
      recovery: recovered,
      informationGain: gain,
    };
  }

  /** Summaries of data simulated at thetas [n, D], in pieces. */
  async #replicate(
    { study: { problem }, prior: { D } }: CheckSubject,
    thetas: Float64Array,
    seed: number,
    signal: AbortSignal,
  ): Promise<Float64Array> {
    const parts: Float64Array[] = [];
    for (let from = 0; from * D < thetas.length; from += REPLICATED_AT_ONCE) {
      const some = thetas.slice(from * D, (from + REPLICATED_AT_ONCE) * D);
      parts.push(await this.#pool.replicate({ problem, thetas: some, seed, from }, signal));
    }
    return joined(parts);
  }

  /** How far out an observation lies, s [C]. */
  async outlier(subject: CheckSubject, s: Float64Array): Promise<OutlierReport> {
    const { system, study, standardiser } = subject;
    const score = await this.outlierScore(subject);
    const names = entryNames(system.model(study.problem.design).s);
    if (score === null) return notJudged;
    const standardised = standardiser.apply(s);
    return score.judge(standardised, s, names, await seenBy(subject.looked, standardised));
  }

  /**
   * How far out summaries lie: one a study, or where it looks at features one a network. Null where entries may be missing: a
   * distance would be no number.
   */
  async outlierScore(subject: CheckSubject): Promise<OutlierScore | null> {
    const { standardiser, trained, looked } = subject;
    if (mayMiss(subject)) return null;
    const heldOut = await this.#heldOutOf(subject);
    if (this.#outlier === null || !sameLooked(this.#outlier.looked, looked)) {
      const width = standardiser.mean.length;
      this.#values ??= new SimulatedValues(heldOut.s, width);
      const rows = await trained(looked === null ? TRAINED : LOOKED_AT);
      const others = standardiser.apply(looked === null ? heldOut.s : heldOut.s.subarray(0, LOOKED_AT * width));
      const F = looked === null ? width : looked.made + looked.projected + looked.named;
      const [training, ranked] = [await seenBy(looked, rows), await seenBy(looked, others)];
      const score = new OutlierScore(training, ranked, F, this.#values, looked);
      this.#outlier = { looked, score };
      return score;
    }
    return this.#outlier.score;
  }

  /** @throws RangeError where the posterior is no flow any more, or entries may be missing; AbortError when cancelled */
  async local(
    subject: CheckSubject,
    s: Float64Array,
    signal: AbortSignal,
    report: (fraction: number) => void,
  ): Promise<LocalReport> {
    if (mayMiss(subject)) throw new RangeError(NOT_OF_MISSING);
    const { baseOf } = subject.answering;
    if (baseOf === null) {
      throw new RangeError(
        'The local test needs draws of the network itself, which recalibration replaces: undo the correction first.',
      );
    }
    const held = await this.#heldOutOf(subject);
    const { looked, local } = await this.#nullOf(subject, held.s, signal, (fraction) => report(0.6 * fraction));
    const states = await baseOf(held.theta, held.s);
    signal.throwIfAborted();
    report(0.95);
    const base = mixtureBase(states, new Random(subject.study.seed, STREAMS.local, NULLS + 1));
    const found = local.judge(base, await seenBy(looked, subject.standardiser.apply(s)));
    report(1);
    return found;
  }

  #heldOutOf(subject: CheckSubject): Promise<Pairs> {
    this.#heldOut ??= subject.collect(STREAMS.local, FIRST_PAIR, HELD_OUT).catch((cause: unknown) => {
      // Cancelled or failed: the next check tries again.
      this.#heldOut = null;
      throw cause;
    });
    return this.#heldOut;
  }

  async #nullOf(
    subject: CheckSubject,
    heldOut: Float64Array,
    signal: AbortSignal,
    report: (fraction: number) => void,
  ): Promise<Null> {
    const { study, standardiser, prior, looked } = subject;
    if (this.#null !== null && sameLooked(this.#null.looked, looked)) return this.#null;
    // Fewer than asked for where a table of simulations keeps fewer.
    const kept = heldOut.length / standardiser.mean.length;
    const rows = await seenBy(looked, standardiser.apply(heldOut));
    const groups = looked === null ? null : ([looked.made, looked.projected + looked.named] as const);
    const { localNull } = await loadPart('tests an answer near the data', () => import('./localNull.ts'));
    const local = await localNull(rows, kept, prior.D, groups, NULLS, study.seed, (fraction) => {
      report(fraction);
      signal.throwIfAborted();
    });
    this.#null = { looked, local };
    return this.#null;
  }
}

/**
 * Whether two look at the same, by the weights themselves: steps do not tell networks apart, of which the members of an ensemble
 * keep different ones.
 */
function sameLooked(one: Looked | null, other: Looked | null): boolean {
  if (one === null || other === null) return one === other;
  return one.phi.length === other.phi.length && one.phi.every((weight, i) => weight === other.phi[i]);
}

/** What checks look at of standardised summaries [n, C]. */
export async function seenBy(looked: Looked | null, s: Float32Array): Promise<Float32Array> {
  return looked === null ? s : looked.of(s);
}

/** Whether entries of the data may be missing. */
export function mayMiss({ system, study }: Pick<CheckSubject, 'system' | 'study'>): boolean {
  return system.model(study.problem.design).missing === true;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}
