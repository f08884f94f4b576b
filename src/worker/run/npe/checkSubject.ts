/** What the checks at one observation and the corrections know of the open study (a TrainingSession provides it). */
import type { TransformedPosterior } from '../../../inference/correction/posteriorTransform.ts';
import type { AmortisedPosterior } from '../../../inference/posterior/amortised.ts';
import type { Looked } from '../../../inference/flow/features.ts';
import type { JointPrior } from '../../../inference/priors/jointPrior.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { Standardiser } from '../../../inference/training/standardiser.ts';
import type { Answering } from './requestedNetwork.ts';
import type { Pairs } from '../../../inference/training/trainingSet.ts';

export interface CheckSubject {
  readonly system: System;
  /** The study that the network was trained for. */
  readonly study: Study;
  /** Whose posterior `answering` is: the study's, or one of moved priors. */
  readonly problem: Problem;
  /** The prior of `uncorrected`. */
  readonly prior: JointPrior;
  readonly standardiser: Standardiser;
  /** Standardised summaries of pairs that the network was trained on [n, C], `most` of them or as many as there are. */
  readonly trained: (most: number) => Promise<Float32Array>;
  /** What checks look at in place of the entries of large data, by the network as it answers now; null: the entries. */
  readonly looked: Looked | null;
  /** Which network answers. */
  readonly answeredBy: Answering;
  /** The posterior as it answers now. */
  readonly answering: TransformedPosterior;
  /** The network's own, under the priors that it was trained with and without the correction in use. */
  readonly uncorrected: TransformedPosterior;
  /** Makes of such a posterior one of `problem`, whose priors were moved; null: it is one. */
  readonly weighted: ((posterior: AmortisedPosterior) => AmortisedPosterior) | null;
  /** Pairs `from` to `from + count - 1` of a stream of the study's seed, in order. */
  readonly collect: (stream: number, from: number, count: number) => Promise<Pairs>;
  /** The same under the priors of `problem`. */
  readonly collectForProblem: (stream: number, from: number, count: number) => Promise<Pairs>;
}
