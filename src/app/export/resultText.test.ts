/** The result that is handed in: its numbers are those of the page's table, and it says nothing of a check that was not made. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNTRANSFORMED } from '../../inference/correction/posteriorTransform.ts';
import type { Verdict } from '../../inference/diagnostics/report/verdict.ts';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { readLink } from '../../inference/study/link/readLink.ts';
import { trainingSession } from '../session/testing/scriptedEngine.ts';
import { type AppState, patch } from '../store/appStore.ts';
import { studyOf } from '../store/studySlice.ts';
import type { OpenLesson } from '../store/lessonSlice.ts';
import type { ObservationReport } from '../../worker/run/reports.ts';
import { checkNames } from '../readout/text/checksMade.ts';
import { resultObstacle, resultText } from './resultText.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const catalogue = new SystemCatalogue();

function draws({ system, problem }: AppState['study']): Float64Array {
  const specs = system.parameters(problem.design);
  const rows = Array.from({ length: 100 }, (_, i) =>
    specs.map(({ slider: { low, high } }) => low + (0.2 + (0.6 * i) / 100) * (high - low)),
  );
  return Float64Array.from(rows.flat());
}

/** A page on which a trained network has answered. */
async function answered() {
  const { store, telemetry, of } = await trainingSession();
  of('run.train')[0].resolve({ finished: true, step: 100 });
  await vi.advanceTimersByTimeAsync(0);
  const { study, observation } = store.getState();
  telemetry.setState({
    frame: {
      step: 100,
      transform: UNTRANSFORMED,
      observation: observation.id,
      problem: study.problem,
      study: studyOf(study),
      // A few thetas within the prior, spread evenly.
      draws: draws(study),
      weighted: null,
    },
    progress: { ...telemetry.getState().progress, step: 100, totalSteps: 100 },
  } as never);
  const shown = () => ({ state: store.getState(), telemetry: telemetry.getState() });
  return { store, telemetry, shown, text: () => resultText(shown(), catalogue, 'https://page/') };
}

const observed = (level: Verdict['level']): ObservationReport =>
  ({
    outlier: { verdict: { level, sentence: `It is ${level}.` } },
    predictive: null,
    recovery: null,
  }) as unknown as ObservationReport;

describe('the result as text', () => {
  it('says of no check that it passed before one was made, and names all that are missing', async () => {
    const { text } = await answered();
    expect(text()).not.toContain('passed');
    const missing = /^Not made, or not possible here: (.*)\.$/m.exec(text())?.[1] ?? '';
    for (const name of [checkNames.calibration, checkNames.outlier, checkNames.reference]) {
      expect(missing).toContain(name);
    }
    expect(text()).toContain('Can it be trusted? Not yet. Nothing has been checked so far.');
  });

  it('gives each check the level of its verdict', async () => {
    const { store, text } = await answered();
    for (const [level, word] of [
      ['good', 'passed'],
      ['warn', 'CAUTION'],
      ['bad', 'FAILED'],
    ] as const) {
      patch(store, 'trust', {
        observed: { observation: store.getState().observation.id, report: observed(level), step: 100 },
      });
      expect(text()).toContain(`- ${word}: ${checkNames.outlier}. It is ${level}.`);
      expect(text().match(/^- passed/gm) ?? []).toHaveLength(level === 'good' ? 1 : 0);
    }
    // Of other data it says nothing.
    patch(store, 'trust', { observed: { observation: -1, report: observed('good'), step: 100 } });
    expect(text()).not.toContain('passed');
  });

  it('has a link that opens the study, and a line for each quantity', async () => {
    const { text, shown } = await answered();
    const link = /^Study: https:\/\/page\/#(.*)$/m.exec(text())?.[1] ?? '';
    const read = readLink(link, catalogue);
    expect(read.ok ? read.document.study.seed : read.problems).toBe(shown().state.study.seed);
    const { system, problem } = shown().state.study;
    const quantities = [...system.display(problem.design), ...system.derived(problem.design)];
    for (const { label } of quantities) {
      expect(text()).toMatch(new RegExp(`^- .*\\(${label.replaceAll(/[()]/g, '.')}\\): `, 'm'));
    }
  });

  it('lets no name of a file write lines of its own', async () => {
    const { store, text } = await answered();
    const { current } = store.getState().observation;
    const name = 'a.csv\n- passed: Calibration (SBC)';
    patch(store, 'observation', { current: { ...current, source: { kind: 'file', name }, truth: null } });
    expect(text()).not.toMatch(/^- passed/m);
  });

  it('is refused while the answer is of other data, or covered by a lesson', async () => {
    const { store, shown, text } = await answered();
    patch(store, 'lesson', { open: { covered: ['posterior'] } as unknown as OpenLesson });
    expect(resultObstacle(shown())).toBe('The lesson has covered the answer: reveal it first.');
    patch(store, 'lesson', { open: null });
    patch(store, 'observation', { id: 99 });
    expect(resultObstacle(shown())).toContain('on its way');
    expect(text).toThrow('on its way');
  });
});
