/**
 * The network of a session, with the request that it answers: the posterior under which priors, by itself or by weights, and
 * the transform that is applied to it first. Plots and checks all use this. A network that learns the priors too can answer
 * for others than those that the study was opened with.
 */
import type { FlowEngine } from '../../../inference/flow/engines/engine.ts';
import {
  type PosteriorTransform,
  transformPosterior,
  type TransformedPosterior,
  UNTRANSFORMED,
} from '../../../inference/correction/posteriorTransform.ts';
import { ReweightedPosterior } from '../../../inference/correction/reweightedPosterior.ts';
import type { AmortisedPosterior } from '../../../inference/posterior/amortised.ts';
import { contextsOf, featuresAndProjections, type Looked, looksAtFeatures } from '../../../inference/flow/features.ts';
import { parameterCount } from '../../../inference/flow/layout.ts';
import { takesMissing } from '../../../inference/flow/spec.ts';
import { NeuralPosterior } from '../../../inference/posterior/neuralPosterior.ts';
import type { Frame } from '../../../inference/priors/frame.ts';
import type { Hyperprior } from '../../../inference/priors/hyperprior.ts';
import type { JointPrior } from '../../../inference/priors/jointPrior.ts';
import { inferredPrior, problemChange, problemKey } from '../../../inference/simulators/problem.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import { learntPriors, type Study } from '../../../inference/study/study.ts';
import { absorbPriorInputs } from '../../../inference/export/absorbPriorInputs.ts';
import type { TrainedNetwork } from '../../../inference/export/trainedNetwork.ts';
import { type NetworkInput, withMask } from '../../../inference/training/standardiser.ts';
import type { TrainingSet } from '../../../inference/training/trainingSet.ts';
import { yieldToMessages } from '../../rpc/yieldToMessages.ts';
import { networkBase } from './networkBase.ts';
import { sizeOf } from '../../../inference/simulators/dataShape.ts';

/** What is requested of the network. */
export interface Asked {
  readonly study: Study;
  readonly prior: JointPrior;
  /** The prior that the network answers for, where its draws are weighted to `prior`; null: it answers by itself. */
  readonly weightedFrom: JointPrior | null;
}

/** Which network has answered: its steps, and the transform of its posterior. */
export interface Answering {
  readonly step: number;
  readonly weightsStep: number;
  readonly transform: PosteriorTransform;
}

/** The network that is being trained, and what it is trained on. */
export interface NetworkSource {
  readonly engine: FlowEngine;
  /** Training steps so far. */
  readonly step: number;
  /** Training steps of its weights: fewer than `step` once a run has ended and its best weights are in place. */
  readonly weightsStep: number;
  readonly data: TrainingSet;
  /** Waits for the first simulations: they fix the standardisation, without which the network can be shown no observation. */
  firstPairs(): Promise<void>;
  /** Another engine for the same network, with weights of its own. */
  newEngine(): FlowEngine;
}

export class AskedNetwork {
  readonly system: System;
  /** C, number of summaries. */
  readonly width: number;
  readonly source: NetworkSource;
  /** Applied to the network's posterior before plots and checks see it. */
  transform: PosteriorTransform = UNTRANSFORMED;
  readonly #hyperprior: Hyperprior | null;
  readonly #frame: Frame | null;
  #asked: Asked;

  /**
   * @param hyperprior that the network learns; null: it learns one prior
   * @param frame of the whitened parameters, of a network that was focused on one observation
   */
  constructor(
    system: System,
    study: Study,
    hyperprior: Hyperprior | null,
    source: NetworkSource,
    frame: Frame | null = null,
  ) {
    this.system = system;
    this.#frame = frame;
    this.width = sizeOf(system.model(study.problem.design).s);
    this.source = source;
    this.#hyperprior = hyperprior;
    this.#asked = this.#askedFor(study);
  }

  /** The present request. */
  get asked(): Asked {
    return this.#asked;
  }

  /** The study, with the requested priors. */
  get study(): Study {
    return this.#asked.study;
  }

  /**
   * Answers for these priors from now on. A correction is undone: it was fitted under the previous ones.
   * @throws RangeError when the network has not learnt them
   */
  ask(priors: Problem['priors']): void {
    const study = { ...this.study, problem: { ...this.study.problem, priors } };
    if (!learntPriors(this.system, this.study, study)) {
      throw new RangeError('The network was not trained for these priors: train a new one.');
    }
    if (problemKey(study.problem) === problemKey(this.study.problem)) return;
    this.#asked = this.#askedFor(study);
    this.undoCorrection();
  }

  /** A correction holds for the network and the priors that it was fitted to. */
  undoCorrection(): void {
    this.transform = { ...this.transform, correction: null };
  }

  /**
   * The request for a problem: the study's, or one that differs in priors alone.
   * @throws RangeError for a problem that differs in more
   */
  askedFor(problem: Problem): Asked {
    const { study, prior } = this.#asked;
    const change = problemChange(study.problem, problem);
    if (change === 'none') return this.#asked;
    if (change === 'priors') {
      const moved = { ...study, problem };
      return {
        ...this.#askedFor(moved),
        weightedFrom: learntPriors(this.system, study, moved) ? null : prior,
      };
    }
    throw new RangeError(
      'The network was trained for another problem, and reweighting can adapt it to moved priors only.',
    );
  }

  /** The network's posterior as it is now, perturbed and corrected as the user has set. */
  posterior(asked: Asked, transform = this.transform): TransformedPosterior {
    return this.#transformPosterior(this.source.engine, asked, transform);
  }

  /** A posterior under the priors that the network answers for, weighted to the requested ones. */
  weighted(posterior: AmortisedPosterior, { weightedFrom, prior }: Asked): AmortisedPosterior {
    return weightedFrom === null ? posterior : new ReweightedPosterior(posterior, weightedFrom, prior, this.width);
  }

  /** What checks look at in place of the entries of large data, by the first member as it is now; null: the entries. */
  async looked(): Promise<Looked | null> {
    const { engine } = this.source;
    const { spec } = engine;
    const { s } = this.system.model(this.study.problem.design);
    if (!looksAtFeatures(spec, s)) return null;
    const all = await engine.parameters();
    const phi = all.slice(0, parameterCount(spec));
    const make = (summaries: Float32Array) => this.#features(all, summaries);
    return featuresAndProjections(spec, phi, this.width, s, { make, pause: yieldToMessages });
  }

  /**
   * Features that the first of networks `all` [M, P] makes of standardised summaries [n, C], by an engine of its own: the run's
   * trains on meanwhile. Null: engines of this kind do not tell them.
   */
  async #features(all: Float32Array, summaries: Float32Array): Promise<Float32Array | null> {
    if (this.source.engine.features === undefined) return null;
    const engine = this.source.newEngine();
    try {
      if (engine.features === undefined) return null;
      engine.setParameters(all);
      return await engine.features(contextsOf(engine.spec, summaries, this.width));
    } finally {
      engine.dispose();
    }
  }

  /** Which network answers at this moment. */
  get answering(): Answering {
    const { step, weightsStep } = this.source;
    return { step, weightsStep, transform: this.transform };
  }

  /** Works with a copy of the network as it is now: training or another transform does not affect the work. */
  async frozen<R>(asked: Asked, work: (posterior: AmortisedPosterior, answering: Answering) => Promise<R>): Promise<R> {
    const { source, answering } = this;
    const engine = source.newEngine();
    try {
      engine.setParameters(await source.engine.parameters());
      return await work(this.#transformPosterior(engine, asked, answering.transform).posterior, answering);
    } finally {
      engine.dispose();
    }
  }

  /** Waits until the standardisation is known, without which no observation can be passed in. A network trained earlier has it. */
  async ready(): Promise<void> {
    if (this.source.data.standardisation === null) await this.source.firstPairs();
  }

  /**
   * The network as it is now, without the transform; one that learnt the priors too, for the requested ones.
   * @throws RangeError for one that is focused on one observation: a file would answer others, and in another frame
   */
  async trained(): Promise<{ readonly network: TrainedNetwork; readonly study: Study; readonly step: number }> {
    if (this.#frame !== null) throw new RangeError('A network that is focused on one observation cannot be exported.');
    await this.ready();
    const { study, prior } = this.#asked;
    const { engine, weightsStep: step, data } = this.source;
    const { spec, members } = engine;
    const phi = await engine.parameters();
    const { mean, sd } = data.standardiser;
    const network = { spec, phi, members, standardisation: { mean, sd } };
    const told = this.#hyperprior?.coordinates(prior) ?? [];
    return { network: told.length === 0 ? network : absorbPriorInputs(network, told), study, step };
  }

  /** What the network itself is given for the requested priors, and the prior that it answers under; draws are weighted after it. */
  inside(): { readonly prior: JointPrior; readonly input: NetworkInput } {
    return this.#inside(this.#asked);
  }

  #inside(asked: Asked): { readonly prior: JointPrior; readonly input: NetworkInput } {
    const { engine, data } = this.source;
    const { standardiser } = data;
    const prior = asked.weightedFrom ?? asked.prior;
    const told = this.#hyperprior === null ? standardiser : standardiser.withLast(this.#hyperprior.coordinates(prior));
    return { prior, input: takesMissing(engine.spec) ? withMask(told, standardiser.mean.length) : told };
  }

  #transformPosterior(engine: FlowEngine, asked: Asked, transform: PosteriorTransform): TransformedPosterior {
    const { prior, input } = this.#inside(asked);
    const network = new NeuralPosterior(engine, prior, input);
    const own = transformPosterior(network, prior, this.width, networkBase(engine, prior, input), transform);
    if (asked.weightedFrom === null) return own;
    return { posterior: this.weighted(own.posterior, asked), baseOf: null };
  }

  #askedFor(study: Study): Asked {
    const prior = inferredPrior(this.system, study.problem).framed(this.#frame);
    return { study, prior, weightedFrom: null };
  }
}
