/** A run whose learner goes wrong: what is left of it can be saved and opened again. */
import { expect, it } from 'vitest';
import type { StartAnyRun } from '../../../inference/learners/learner.ts';
import { lineFit, startLine } from '../../../inference/learners/testing/lineFit.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import type { TrainingProgress } from '../reports.ts';
import { LearnerSession } from './learnerSession.ts';

const system = builtIn('galaxy-bias');
const data = { s: Float64Array.of(1, 2, 4), x: null };
const task = { system, problem: defaultStudy(system).problem, settings: lineFit.defaults, seed: 1, data };

/** The line fit, whose line and misfit are NaN from this step on. */
function divergingAt(step: number): StartAnyRun {
  return (given, state) => {
    const run = startLine(given, state);
    return {
      get step() {
        return run.step;
      },
      get finished() {
        return run.finished;
      },
      answers: run.answers,
      frame: () => run.frame(),
      advance() {
        const terms = run.advance();
        return run.step < step ? terms : { ...terms, misfit: Number.NaN };
      },
      state() {
        const now = run.state();
        return run.step < step ? now : { ...now, arrays: { line: Float64Array.of(Number.NaN, Number.NaN) } };
      },
    };
  };
}

it.each([6, 40])('a loss that is not finite after step %i: the run stands at the step before it', async (bad) => {
  // Every pass is long enough for a snapshot.
  let time = 0;
  const session = new LearnerSession(lineFit, divergingAt(bad), task, null, () => (time += 2000));
  const events: TrainingProgress[] = [];
  const train = async () => {
    for await (const event of session.run(null)) events.push(event);
  };
  const sentence = `The loss is not finite after step ${bad} (misfit): reset, and try other settings.`;
  await expect(train()).rejects.toThrow(sentence);
  expect([session.step, session.finished]).toEqual([bad - 1, false]);
  expect(events.at(-1)).toMatchObject({ kind: 'terms', step: bad - 1 });
  for (const snapshot of [session.lastSnapshot, await session.snapshot()]) {
    expect(snapshot).toMatchObject({ step: bad - 1, finished: false });
    expect(snapshot?.arrays.line.every(Number.isFinite)).toBe(true);
  }
  await expect(train()).rejects.toThrow(sentence);
});
