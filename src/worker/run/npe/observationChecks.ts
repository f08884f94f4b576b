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
import type { ObservationReport } from '../reports.ts';
import { type LocalNull, localNull } from './localNull.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { SimulationPool } from '../../pool/simulationPool.ts';
import { columnsOf, pairsWith, type PresentReadings, presentReadings } from './presentReadings.ts';
import { replicatedInPieces } from './replicatedInPieces.ts';
import { entryNames } from '../../../inference/simulators/dataShape.ts';

/** Data sets at most that neither trained nor validated the network: for the rank of the distance, and for the local test. */
const HELD_OUT = 2000;
/** Of those that trained it: enough to know mean and covariance of a hundred summaries. */
const TRAINED = 5000;
/** Of each where features are looked at, which are made anew for every network: a p-value cannot fall below 1 / 1001. */
const LOOKED_AT = 1000;
/** Data sets that are replicated at draws of the posterior: the smallest p-value is 1 / 1001. */
const REPLICATED = 1000;
/** Fits under the null of the local test, a second or two: p cannot fall below 1 / 101. */
const NULLS = 100;
/** Below it the stream's sequences are those of the fits. */
const FIRST_PAIR = 2 ** 20;
/** Of the data sets with the same readings as those that are checked: the sequences behind all held-out ones. */
const WITH_READINGS = 2 ** 21;
/** Of these, to know mean and covariance by. */
const LIKE_TRAINED = 3000;
/** Sets of readings whose comparison is kept. */
const MOST_KEPT = 8;

/** What was looked at, by which network; null: the summaries, whatever the network. */
interface Made {
  readonly looked: Looked | null;
}

/** Data sets with the same readings as those that are checked. */
interface Alike {
  readonly score: OutlierScore;
  readonly heldOut: Pairs;
}

interface Null extends Made {
  /** Which readings; null: none may be missing. */
  readonly key: string | null;
  readonly local: LocalNull;
}

export class ObservationChecks {
  readonly #pool: Pick<SimulationPool, 'replicate'>;
  #heldOut: Promise<Pairs> | null = null;
  /** Of the held-out data sets; made once: they need no network. */
  #values: SimulatedValues | null = null;
  #outlier: (Made & { readonly score: OutlierScore }) | null = null;
  #null: Null | null = null;
  /** By the readings that are there. */
  readonly #alike = new Map<string, Promise<Alike>>();

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
    // Of a network that is focused on an observation its whitened coordinates are those of a region.
    const prior = subject.weighted === null ? subject.prior : inferredPrior(system, subject.problem);
    const gain = await informationGain(posterior, prior, s, thetas);
    if (whyNot(system.capabilities(problem.design).simulate) !== null) {
      return { outlier, predictive: null, recovery: null, informationGain: gain };
    }
    const seen = presentReadings(subject, s);
    const replicated = await this.#replicate(subject, thetas, own, seen, signal);
    const symbols = system.parameters(problem.design).map(({ symbol }) => symbol);
    const recovered = await recovery({
      posterior,
      prior,
      symbols,
      s,
      simulate: (drawn) => this.#replicate(subject, drawn, dataSeed(own, s), seen, signal),
      random: new Random(own, STREAMS.base, 4),
    }).catch((cause: unknown) => {
      if (cause instanceof DrawsExcluded) return notRecovered(symbols);
      throw cause;
    });
    return {
      outlier,
      predictive: outlier === notJudged ? null : comparedIn(seen, s, replicated, names),
      recovery: recovered,
      informationGain: gain,
    };
  }

  /** Summaries of data simulated at thetas [n, D], with the same readings as those that are checked. */
  async #replicate(
    { study: { problem }, prior: { D } }: CheckSubject,
    thetas: Float64Array,
    seed: number,
    seen: PresentReadings | null,
    signal: AbortSignal,
  ): Promise<Float64Array> {
    const present = seen?.present ?? null;
    return await replicatedInPieces(this.#pool, { problem, thetas, D, seed, present }, signal);
  }

  /** How far out an observation lies, s [C]. */
  async outlier(subject: CheckSubject, s: Float64Array): Promise<OutlierReport> {
    const { system, study, standardiser } = subject;
    const names = entryNames(system.model(study.problem.design).s);
    const standardised = standardiser.apply(s);
    const seen = presentReadings(subject, s);
    if (seen !== null) {
      const { score } = await this.#alikeTo(subject, seen);
      const of = <T extends Float32Array | Float64Array>(row: T) => columnsOf(row, s.length, seen);
      return score.judge(
        of(standardised),
        of(s),
        seen.columns.map((j) => names[j]),
      );
    }
    const score = await this.outlierScore(subject);
    if (score === null) return notJudged;
    return score.judge(standardised, s, names, await seenBy(subject.looked, standardised));
  }

  /**
   * How far out summaries lie: one a study, or where it looks at features one a network. Null where entries may be missing: a
   * distance would be no number, and of readings it is another one for each set of them (`outliers`).
   */
  async outlierScore(subject: CheckSubject): Promise<OutlierScore | null> {
    const { standardiser, trained, looked } = subject;
    if (subject.system.model(subject.study.problem.design).missing === true) return null;
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

  /** P-values of many observations s [n, C]: see `OutlierReport.p`. NaN: not looked at. */
  async outliers(subject: CheckSubject, s: Float64Array): Promise<Float64Array> {
    const { standardiser, looked } = subject;
    const width = standardiser.mean.length;
    const n = s.length / width;
    const score = await this.outlierScore(subject);
    const rows = Array.from({ length: n }, (_, i) => s.subarray(i * width, (i + 1) * width));
    if (score !== null) {
      const seen = await seenBy(looked, standardiser.apply(s));
      const each = seen.length / n;
      return Float64Array.from(rows, (row, i) => score.pValue(seen.subarray(i * each, (i + 1) * each), row));
    }
    const p = new Float64Array(n).fill(Number.NaN);
    const met = new Set<string>();
    for (const [i, row] of rows.entries()) {
      const seen = presentReadings(subject, row);
      // Each set of readings has simulations of its own: a file of as many sets as rows is not looked at beyond the first.
      if (seen === null || (!met.has(seen.key) && met.size === MOST_KEPT)) continue;
      met.add(seen.key);
      const alike = await this.#alikeTo(subject, seen);
      p[i] = alike.score.pValue(columnsOf(standardiser.apply(row), width, seen), columnsOf(row, width, seen));
    }
    return p;
  }

  #alikeTo(subject: CheckSubject, seen: PresentReadings): Promise<Alike> {
    const known = this.#alike.get(seen.key);
    if (known !== undefined) return known;
    const made = this.#makeAlike(subject, seen).catch((cause: unknown) => {
      this.#alike.delete(seen.key);
      throw cause;
    });
    const [oldest] = this.#alike.keys();
    if (this.#alike.size >= MOST_KEPT) this.#alike.delete(oldest);
    this.#alike.set(seen.key, made);
    return made;
  }

  async #makeAlike(subject: CheckSubject, seen: PresentReadings): Promise<Alike> {
    const { standardiser } = subject;
    const width = standardiser.mean.length;
    const all = await pairsWith(this.#pool, subject, seen, LIKE_TRAINED + HELD_OUT, WITH_READINGS);
    const [like, held] = [all.s.subarray(0, LIKE_TRAINED * width), all.s.subarray(LIKE_TRAINED * width)];
    const values = new SimulatedValues(columnsOf(held, width, seen), seen.columns.length);
    const of = (rows: Float64Array) => columnsOf(standardiser.apply(rows), width, seen);
    const score = new OutlierScore(of(like), of(held), seen.columns.length, values);
    const theta = all.theta.slice((all.theta.length / (LIKE_TRAINED + HELD_OUT)) * LIKE_TRAINED);
    return { score, heldOut: { from: 0, theta, s: held.slice() } };
  }

  /** @throws RangeError where the posterior is no flow any more, or entries may be missing; AbortError when cancelled */
  async local(
    subject: CheckSubject,
    s: Float64Array,
    signal: AbortSignal,
    report: (fraction: number) => void,
  ): Promise<LocalReport> {
    const seen = presentReadings(subject, s);
    if (seen === null && mayMiss(subject)) throw new RangeError(NOT_OF_MISSING);
    const { baseOf } = subject.answering;
    if (baseOf === null) {
      throw new RangeError(
        'The local test needs draws of the network itself, which recalibration replaces: undo the correction first.',
      );
    }
    const held = seen === null ? await this.#heldOutOf(subject) : (await this.#alikeTo(subject, seen)).heldOut;
    const { looked, local } = await this.#nullOf(subject, held.s, seen, signal, (fraction) => report(0.6 * fraction));
    const states = await baseOf(held.theta, held.s);
    signal.throwIfAborted();
    report(0.95);
    const base = mixtureBase(states, new Random(subject.study.seed, STREAMS.local, NULLS + 1));
    const own = columnsOf(subject.standardiser.apply(s), s.length, seen);
    const found = local.judge(base, await seenBy(looked, own));
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
    seen: PresentReadings | null,
    signal: AbortSignal,
    report: (fraction: number) => void,
  ): Promise<Null> {
    const { study, standardiser, prior, looked } = subject;
    const key = seen?.key ?? null;
    if (this.#null !== null && this.#null.key === key && sameLooked(this.#null.looked, looked)) return this.#null;
    // Fewer than asked for where a table of simulations keeps fewer.
    const kept = heldOut.length / standardiser.mean.length;
    const rows = await seenBy(looked, columnsOf(standardiser.apply(heldOut), standardiser.mean.length, seen));
    const groups = looked === null ? null : ([looked.made, looked.projected + looked.named] as const);
    const local = await localNull(rows, kept, prior.D, groups, NULLS, study.seed, (fraction) => {
      report(fraction);
      signal.throwIfAborted();
    });
    this.#null = { key, looked, local };
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
async function seenBy(looked: Looked | null, s: Float32Array): Promise<Float32Array> {
  return looked === null ? s : looked.of(s);
}

/** The predictive check in the summaries that are there. */
function comparedIn(
  seen: PresentReadings | null,
  s: Float64Array,
  replicated: Float64Array,
  names: readonly string[],
): ObservationReport['predictive'] {
  const there = seen === null ? names : seen.columns.map((j) => names[j]);
  return predictiveCheck(columnsOf(s, s.length, seen), columnsOf(replicated, s.length, seen), there);
}

/** Whether entries of the data may be missing that are no readings: no check of an observation takes such. */
export function mayMiss({ system, study }: Pick<CheckSubject, 'system' | 'study'>): boolean {
  const { missing, readings } = system.model(study.problem.design);
  return missing === true && readings === undefined;
}
