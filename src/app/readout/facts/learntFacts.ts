/** What a lesson may ask of a learner other than NPE: the numbers that its panel shows. */
import type { Finding } from '../../../inference/learners/learner.ts';
import type { Design } from '../../../inference/simulators/system.ts';
import type { AppState } from '../../store/appStore.ts';
import { openStudy, runState } from '../../store/engineSlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { comparedEstimate } from '../figures/estimateData.ts';
import { isAnswered } from '../network/answering.ts';

export interface Placed {
  readonly at: number;
  /** Null: not known. */
  readonly sd: number | null;
}

export interface LearntFacts {
  /** Id of the learner. */
  readonly learner: string;
  readonly settings: Design;
  /** Whether the run has come to its end and is of the study and the data on screen. */
  readonly finished: boolean;
  /** By name. */
  readonly numbers: Readonly<Record<string, { readonly value: number; readonly sd: number | null } | undefined>>;
  /** Terms of the loss by name, nats. */
  readonly bars: Readonly<Record<string, number | undefined>>;
  readonly remarks: readonly { readonly level: 'good' | 'warn' | 'bad'; readonly sentence: string }[];
  /** Logarithms of parameters, by key: as estimated, of the reference posterior, of a network; null where there are none. */
  readonly estimate: {
    readonly learner: Readonly<Record<string, Placed | undefined>>;
    readonly reference: Readonly<Record<string, Placed | undefined>> | null;
    readonly network: Readonly<Record<string, Placed | undefined>> | null;
  } | null;
  /** Answers to the questions of the learner, by question. */
  readonly findings: Readonly<Record<string, Finding | undefined>>;
}

export function learntFacts(state: AppState, { learnt, progress }: Telemetry): LearntFacts | null {
  const open = openStudy(state.engine);
  const learner = open?.study.learner;
  if (learnt === null || learner === undefined) return null;
  const compared = learnt.estimate === undefined ? null : comparedEstimate(state, learnt.estimate);
  const keys = learnt.estimate?.keys ?? [];
  const of = (mark: 'learner' | 'reference' | 'network') => {
    const values = compared?.rows.find((row) => row.mark === mark)?.values;
    return values === undefined ? null : Object.fromEntries(keys.map((key, j) => [key, values[j]]));
  };
  const found = Object.entries(state.concepts.inquiries.found).filter(
    ([, one]) => one !== undefined && one.open === open && one.step === progress.step,
  );
  return {
    learner: learner.id,
    settings: learner.settings,
    finished: runState(state.engine) === 'finished' && isAnswered(state),
    numbers: Object.fromEntries(learnt.numbers.map(({ name, value, sd }) => [name, { value, sd }])),
    bars: Object.fromEntries((learnt.bars?.bars ?? []).map(({ name, value }) => [name, value])),
    remarks: learnt.remarks ?? [],
    estimate:
      compared === null ? null : { learner: of('learner') ?? {}, reference: of('reference'), network: of('network') },
    findings: Object.fromEntries(found.map(([question, one]) => [question, one?.finding])),
  };
}
