/** The checks at each observation, as the report has them, and what stderr says of them. */
import {
  lookedText,
  notChecked,
  type ObservationLevel,
  type ObservationVerdict,
} from '../../src/inference/diagnostics/report/observationVerdict.ts';
import { CorrectionTrials } from '../../src/worker/run/npe/correctionTrials.ts';
import { ObservationChecks } from '../../src/worker/run/npe/observationChecks.ts';
import { type CheckLevel, findingsAt, type ObservationFindings } from '../../src/worker/run/npe/observationFindings.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';

export type Judge = (data: {
  readonly s: Float64Array;
  readonly x: Float64Array | null;
}) => Promise<ObservationFindings>;

/** Observations that are named on stderr. */
const NAMED = 20;

export function judgeOf(session: TrainingSession, pool: SimulationPool, level: CheckLevel): Judge {
  const { missing } = session;
  if (missing !== null) {
    const verdict = notChecked(missing);
    return () => Promise.resolve({ verdict });
  }
  const checks = { observations: new ObservationChecks(pool), corrections: new CorrectionTrials(pool) };
  const { signal } = new AbortController();
  return async (data) => findingsAt(checks, await session.checks.subject(), data, level, signal);
}

/**
 * Lines for stderr: one for each answer that a check objects to, one about all, and what was looked at.
 * @param answers what each is called, and its verdict
 */
export function linesOf(answers: readonly { readonly name: string; readonly verdict: ObservationVerdict }[]): string[] {
  const objected = answers
    .filter(({ verdict }) => verdict.level === 'bad' || verdict.level === 'warn')
    .toSorted((a, b) => Number(b.verdict.level === 'bad') - Number(a.verdict.level === 'bad'));
  const named = objected.slice(0, NAMED).map(({ name, verdict }) => `${name}: ${verdict.sentence}`);
  const left = objected.length - named.length;
  const more = left === 0 ? [] : [`and ${left} more: --report FILE names all.`];
  const count = (level: ObservationLevel) => answers.filter(({ verdict }) => verdict.level === level).length;
  const unchecked = count('unchecked');
  const tally = [
    `${count('bad')} not to be trusted`,
    `${count('warn')} to be used with caution`,
    `${count('good')} without a fault found`,
    ...(unchecked === 0 ? [] : [`${unchecked} not checked`]),
  ];
  const summary = `Checks at ${answers.length} observation${answers.length === 1 ? '' : 's'}: ${tally.join(', ')}.`;
  // All answers of a run are checked alike.
  const looked = answers.length === 0 ? [] : [lookedText(answers[0].verdict)];
  return [...named, ...more, [summary, ...looked].join(' ')];
}
