/**
 * Rounds of training that are focused on one observation (truncated sequential NPE; Deistler, Goncalves & Macke 2022): each
 * restricts the prior to the region that the network before it leaves (training/rounds/region.ts), simulates there, and trains
 * another network on all simulations so far that lie inside, with whitening and standardisation of their own. That network
 * answers this observation alone. A round is a function of study, seed, observation and the rounds before it.
 */
import type { FlowEngine } from '../../../../inference/flow/engines/engine.ts';
import { Random, STREAMS } from '../../../../inference/math/random.ts';
import { joined, rowsAt } from '../../../../inference/math/rows.ts';
import { AtObservation } from '../../../../inference/posterior/atObservation.ts';
import { fitFrame, type Frame } from '../../../../inference/priors/frame.ts';
import { asTheta } from '../../../../inference/priors/space.ts';
import { inferredPrior } from '../../../../inference/simulators/problem.ts';
import type { System } from '../../../../inference/simulators/system.ts';
import { type Study, trainingStudy } from '../../../../inference/study/study.ts';
import { trainingLimits } from '../../../../inference/training/defaults.ts';
import { Region } from '../../../../inference/training/rounds/region.ts';
import type { RoundRecord } from '../../../../inference/study/run/focusedPosterior.ts';
import { RestrictedPrior } from '../../../../inference/training/rounds/restrictedPrior.ts';
import type { TrainingSettings } from '../../../../inference/training/settings.ts';
import type { PairSource } from '../../../pool/simulationFeed.ts';
import type { AskedNetwork } from '../requestedNetwork.ts';
import { type PairSet, RegionPairs } from './regionPairs.ts';

/** What a session of the next round is opened with. */
export interface Round {
  readonly study: Study;
  readonly pairs: PairSource;
  readonly frame: Frame;
  readonly record: RoundRecord;
}

export interface RoundsOptions {
  readonly system: System;
  /** Of the amortised network. */
  readonly study: Study;
  /** The pool, or what stands in for it. */
  readonly pairs: PairSource;
  /** Summaries of the observation [C]. */
  readonly s: Float64Array;
  /** All pairs that the amortised network was trained on; null: they are not kept, and only those of later rounds count. */
  readonly first: PairSet | null;
  /** Index in the training stream of the first new pair; by default the one after `first`. */
  readonly from?: number;
}

/** Sequences of the stream whose draws give thresholds: beyond those that measure a region's share. */
const THRESHOLD = 2 ** 16;

export class Rounds {
  readonly #options: RoundsOptions;
  readonly #engines: FlowEngine[] = [];
  #region: Region | null = null;
  #sets: readonly PairSet[];
  /** Simulations so far. */
  #total: number;

  /** @throws RangeError for a network that learns the priors too, or never uses a simulation twice */
  constructor(options: RoundsOptions) {
    const { fresh, amortisesPriors } = options.study.training;
    if (fresh || amortisesPriors) {
      throw new RangeError(
        'Rounds need a fixed number of simulations under fixed priors: change the training settings.',
      );
    }
    this.#options = options;
    this.#sets = options.first === null ? [] : [options.first];
    this.#total = options.from ?? (options.first?.theta.length ?? 0) / this.#dim;
  }

  /** The region of the last round; null before the second. */
  get region(): Region | null {
    return this.#region;
  }

  /**
   * Simulates for the next round.
   * @param network the one of the last round, trained
   * @param count new simulations
   * @throws RangeError where the region cannot be filled; AbortError; what the simulator throws
   */
  async next(network: AskedNetwork, count: number, signal?: AbortSignal): Promise<Round> {
    const { system, study, pairs, s } = this.#options;
    const { seed } = study;
    const D = this.#dim;
    const prior = inferredPrior(system, study.problem);
    const region = await this.#narrowed(network, s);
    const restricted = await RestrictedPrior.of(prior, region, seed);
    signal?.throwIfAborted();
    const source = new RegionPairs(pairs, restricted, null);
    const fresh: PairSet[] = [];
    let failed = 0;
    const { problem } = trainingStudy(study);
    for await (const chunk of source.simulate(problem, seed, STREAMS.simulation, this.#total, count, signal)) {
      fresh.push(chunk);
      failed += chunk.failed ?? 0;
    }
    const kept: PairSet[] = [];
    // New ones first: they are the most, and the first thousand fix the standardisation.
    for (const set of [...fresh, ...this.#sets]) kept.push(await insideOf(region, set, D));
    const set = joinedSets(kept);
    const inside = set.theta.length / D;
    this.#sets = [...this.#sets, ...fresh];
    this.#total += count;
    this.#region = region;
    const frame = fitFrame(prior.whiten(asTheta(set.theta)), D);
    const { share, by } = restricted;
    return {
      study: { ...study, training: settingsFor(study.training, inside) },
      pairs: new RegionPairs(pairs, restricted, set),
      frame,
      record: { round: region.round + 1, simulated: count, inside, failed, share, threshold: region.threshold, by },
    };
  }

  /** Frees the networks of its regions: nothing can be drawn in them any more. */
  dispose(): void {
    for (const engine of this.#engines) engine.dispose();
    this.#engines.length = 0;
  }

  get #dim(): number {
    const { system, study } = this.#options;
    return system.parameters(study.problem.design).length;
  }

  async #narrowed(network: AskedNetwork, s: Float64Array): Promise<Region> {
    const { source } = network;
    const engine = source.newEngine();
    this.#engines.push(engine);
    engine.setParameters(await source.engine.parameters());
    const { prior, input } = network.inside();
    const posterior = new AtObservation(engine, prior, input, s);
    const { seed } = this.#options.study;
    const round = (this.#region?.round ?? 0) + 1;
    return Region.of(this.#dim, posterior, this.#region, new Random(seed, STREAMS.region, THRESHOLD + round));
  }
}

/** The same number of training steps for another number of pairs. */
function settingsFor(training: TrainingSettings, pairs: number): TrainingSettings {
  const { low, high } = trainingLimits.epochs;
  const epochs = Math.round((training.epochs * training.simulations) / pairs);
  return { ...training, simulations: pairs, epochs: Math.min(high, Math.max(low, epochs)) };
}

async function insideOf(region: Region, { theta, s }: PairSet, D: number): Promise<PairSet> {
  const inside = await region.contains(theta);
  const rows = Array.from(inside.keys()).filter((i) => inside[i] === 1);
  const width = s.length / inside.length;
  return { theta: rowsAt(theta, D, rows), s: rowsAt(s, width, rows) };
}

function joinedSets(sets: readonly PairSet[]): PairSet {
  return { theta: joined(sets.map(({ theta }) => theta)), s: joined(sets.map(({ s }) => s)) };
}
