/**
 * What has to be known of a trained network to use it elsewhere: which numbers go in and come out, under which priors it was
 * trained, and what the checks said. Travels with the ONNX models and the weights as metadata, and in the Python script.
 */
import { posteriorConditions } from '../simulators/posteriorConditions.ts';
import type { NetworkSpec } from '../flow/spec.ts';
import { describePrior } from '../priors/families.ts';
import type { Prior } from '../priors/prior.ts';
import type { PythonSummaries, System } from '../simulators/system.ts';
import type { Study } from '../study/study.ts';
import { type DataLayout, dataLayout } from './dataLayout.ts';
import { entryNames } from '../simulators/dataShape.ts';

export interface NetworkCard {
  readonly system: string;
  /** In the order of theta. */
  readonly parameters: readonly {
    readonly key: string;
    readonly label: string;
    readonly unit: string;
    readonly prior: Prior;
    /** The prior in a phrase. */
    readonly law: string;
  }[];
  /** In the order of s. */
  readonly summaries: readonly string[];
  /** How the raw data stand in files. */
  readonly data: DataLayout;
  /** How the summaries follow from the raw data. */
  readonly python: PythonSummaries;
  readonly spec: NetworkSpec;
  readonly members: number;
  /** Training steps that had been taken. */
  readonly step: number;
  readonly study: Study;
  /** What every posterior of it is conditional on besides the data, a sentence each. */
  readonly conditions: readonly string[];
  /** A sentence each. */
  readonly verdicts: readonly string[];
}

export function networkCard(
  system: System,
  study: Study,
  network: { readonly spec: NetworkSpec; readonly members: number; readonly step: number },
  verdicts: readonly string[],
): NetworkCard {
  const { problem } = study;
  const { s, python } = system.model(problem.design);
  return {
    system: system.name,
    parameters: system.parameters(problem.design).map(({ key, label, unit }) => {
      const prior = problem.priors[key];
      return { key, label, unit, prior, law: describePrior(prior) };
    }),
    summaries: entryNames(s),
    data: dataLayout(system, problem.design),
    python,
    spec: network.spec,
    members: network.members,
    step: network.step,
    study,
    conditions: posteriorConditions(system, problem.design),
    verdicts,
  };
}

/** The card as pairs of strings, each value JSON. */
export function cardMetadata(card: NetworkCard): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(card).map(([key, value]) => [key, JSON.stringify(value)]));
}
