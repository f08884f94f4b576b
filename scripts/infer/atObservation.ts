/** The checks at each observation, as the report has them, and what stderr says of them. */
import type { LocalReport } from '../../src/inference/diagnostics/localTest.ts';
import { observationVerdict } from '../../src/inference/diagnostics/observationVerdict.ts';
import type { Verdict } from '../../src/inference/diagnostics/verdict.ts';
import { ObservationChecks } from '../../src/worker/observationChecks.ts';
import type { SimulationPool } from '../../src/worker/simulationPool.ts';
import type { TrainingSession } from '../../src/worker/trainingSession.ts';
import type { CheckLevel } from './arguments.ts';

/** What the checks say of an answer: their verdict together, and the numbers of each. */
export interface ObservationFindings {
  readonly verdict: Verdict;
  readonly [check: string]: unknown;
}

export type Judge = (s: Float64Array) => Promise<ObservationFindings>;

/** Observations that are named on stderr. */
const NAMED = 20;

export function judgeOf(session: TrainingSession, pool: SimulationPool, level: CheckLevel): Judge {
  const { missing } = session;
  if (missing !== null) {
    const verdict: Verdict = { level: 'warn', sentence: `Not checked: ${missing}` };
    return () => Promise.resolve({ verdict });
  }
  const checks = new ObservationChecks(pool);
  const { signal } = new AbortController();
  return async (s) => {
    const subject = await session.checks.subject();
    if (level === 'quick') {
      const { system, problem, standardiser } = subject;
      const names = system.model(problem.design).summaryNames;
      const outlier = (await checks.outlierScore(subject)).judge(standardiser.apply(s), names);
      const none = { predictive: null, recovery: null, local: null };
      return { verdict: observationVerdict({ outlier: outlier.verdict, ...none }), outlier };
    }
    const { outlier, predictive, recovery, informationGain } = await checks.check(subject, s, signal);
    const local: LocalReport | null = level === 'local' ? await checks.local(subject, s, signal, () => {}) : null;
    const verdict = observationVerdict({
      outlier: outlier.verdict,
      predictive: predictive?.verdict ?? null,
      recovery: recovery?.verdict ?? null,
      local: local?.verdict ?? null,
    });
    return { verdict, outlier, predictive, recovery, ...(local === null ? {} : { local }), informationGain };
  };
}

/**
 * Lines for stderr: one for each answer that a check objects to, and one about all.
 * @param answers what each is called, and its verdict
 */
export function linesOf(answers: readonly { readonly name: string; readonly verdict: Verdict }[]): string[] {
  const objected = answers
    .filter(({ verdict }) => verdict.level !== 'good')
    .toSorted((a, b) => Number(b.verdict.level === 'bad') - Number(a.verdict.level === 'bad'));
  const named = objected.slice(0, NAMED).map(({ name, verdict }) => `${name}: ${verdict.sentence}`);
  const left = objected.length - named.length;
  const more = left === 0 ? [] : [`and ${left} more: --report FILE names all.`];
  const count = (level: Verdict['level']) => answers.filter(({ verdict }) => verdict.level === level).length;
  const summary = `Checks at ${answers.length} observation${answers.length === 1 ? '' : 's'}: ${count('bad')} answered in a way not to be trusted, ${count('warn')} to be taken with care, ${count('good')} without objection.`;
  return [...named, ...more, summary];
}
