/** How any learner other than NPE is hosted: its task is put together and checked, its questions are answered by the run that is open. */
import type { AnyLearner, LearnerTask, RunData } from '../../../inference/learners/learner.ts';
import { taskFaults } from '../../../inference/learners/faults.ts';
import { isOfLearner } from '../../../inference/learners/snapshot.ts';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { validateProblem } from '../../../inference/simulators/problem.ts';
import type { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { Study } from '../../../inference/study/study.ts';
import { reportAndYieldFor } from '../../rpc/reportAndYield.ts';
import type { HostedLearner } from '../hostedLearner.ts';
import { type HostedRun, type RunHost, superseded } from '../runHost.ts';
import { LearnerSession } from './learnerSession.ts';

export function hostLearner(learner: AnyLearner, host: RunHost<HostedRun>, catalogue: SystemCatalogue): HostedLearner {
  return {
    id: learner.id,
    async prepare({ study, system, data, resume }) {
      if (resume !== null && !isOfLearner(resume)) {
        throw new Error('The saved run is of another learner than its study.');
      }
      const task = taskOf(learner, catalogue.define(system), study, resume?.data ?? data);
      const start = await loadPart(`fits by ${learner.name}`, () => learner.load());
      return { shape: null, begin: () => new LearnerSession(learner, start, task, resume, () => performance.now()) };
    },
    ask: (question, params, context) =>
      host.work((run) => {
        if (!(run instanceof LearnerSession)) throw superseded();
        const { answers } = run;
        if (!Object.hasOwn(answers, question)) {
          const known = Object.keys(answers).join(', ');
          throw new Error(`${learner.name} has no answer to “${question}”. It has: ${known}.`);
        }
        return answers[question](params as never, reportAndYieldFor(context));
      }),
  };
}

/** @throws Error with all that is wrong, in sentences */
function taskOf(learner: AnyLearner, system: System, study: Study, data: RunData | null): LearnerTask {
  if (data === null) throw new Error(`${learner.name} learns from an observation, and there is none.`);
  const { problem, seed } = study;
  const task = { system, problem, settings: study.learner?.settings ?? learner.defaults, seed, data };
  const problems = [...validateProblem(system, problem), ...taskFaults(learner, task)];
  if (problems.length > 0) throw new Error(problems.map((problem) => `${problem}.`).join(' '));
  return task;
}
