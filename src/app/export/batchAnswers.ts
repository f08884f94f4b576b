/** The answers for many observations as files: their summaries, or all the draws behind them. */
import { posteriorConditions } from '../../inference/simulators/posteriorConditions.ts';
import { askNpe } from '../../worker/clients.ts';
import { markText } from '../../inference/correction/marks.ts';
import { batchSummariesCsv } from '../../inference/export/batchSummaries.ts';
import { countOf } from '../../inference/observation/batch.ts';
import { checkObstacle } from '../readout/network/obstacles.ts';
import { count } from '../format/number.ts';
import { quantityDraws } from '../readout/figures/displayDraws.ts';
import type { AppState } from '../store/appStore.ts';
import { MANY_DRAWS } from '../store/batchSlice.ts';
import type { Export } from '../session/exporting/export.ts';

/** Numbers in a file: float64 in the one case, some 20 bytes of text each in the other. */
const MOST = { npz: 50_000_000, csv: 5_000_000 } as const;

const summaries: Export = {
  id: 'many-summaries',
  group: 'batch',
  label: 'Summaries',
  format: 'CSV',
  description:
    'One row per observation: mean, sd, robust sd, stray draws, quantiles and true value of each quantity, whether the data look unusual, and the verdict of the checks.',
  fileName: ({ study }) => `${study.system.id}-many-summaries.csv`,
  enabled: ({ batch }) => (batch.answers === null ? unanswered : true),
  make: ({ store }) => {
    const { study, batch } = store.getState();
    const { file, answers } = batch;
    if (file === null || answers === null) return Promise.reject(new Error(unanswered));
    const { marks } = answers;
    const quantities = study.system.display(file.design);
    const dim = study.system.parameters(file.design).length;
    const text = batchSummariesCsv({
      names: quantities.map(({ key }) => key),
      labels: file.labels,
      table: answers.table,
      truths: file.truths === null ? null : quantityDraws(file.truths, dim, quantities),
      outlier: answers.outlier,
      verdicts: file.labels.map((_, i) => batch.verdicts[i] ?? null),
      altered: markText(marks),
      conditions: posteriorConditions(study.system, file.design),
    });
    return Promise.resolve({ blob: new Blob([text], { type: 'text/csv' }), marks });
  },
};

const unanswered = 'There is no batch: drop a file with one row per observation.';

function allDraws(format: 'npz' | 'csv', description: string): Export {
  return {
    id: `many-draws-${format}`,
    group: 'batch',
    label: 'All draws',
    format: format.toUpperCase(),
    description,
    fileName: ({ study }) => `${study.system.id}-many-draws.${format}`,
    enabled: (state) => drawsObstacle(state, format) ?? true,
    make: async ({ store, engine }, { signal, onProgress }) => {
      const { batch, study } = store.getState();
      const { file } = batch;
      if (file === null) throw new Error(unanswered);
      const params = {
        problem: study.problem,
        s: Float64Array.from(file.s),
        draws: MANY_DRAWS,
        labels: file.labels,
        format,
      };
      const { file: blob, marks } = await askNpe(engine, 'batch.export', params, { signal, onProgress });
      return { blob, marks };
    },
  };
}

function drawsObstacle(state: AppState, format: keyof typeof MOST): string | null {
  const { file, answers, stale } = state.batch;
  if (file === null || answers === null) return unanswered;
  if (stale !== null) return `${stale} Recompute the posteriors first.`;
  const numbers = countOf(file) * MANY_DRAWS * state.study.system.display(file.design).length;
  if (numbers > MOST[format]) {
    const other = format === 'csv' ? 'export NPZ instead' : 'split the file of observations';
    return `The batch has ${count(numbers)} numbers, and this format takes at most ${count(MOST[format])}: ${other}.`;
  }
  return checkObstacle(state);
}

export const batchExports: readonly Export[] = [
  summaries,
  allDraws(
    'npz',
    `One array [observations, ${count(MANY_DRAWS)}, quantities] of float64 for numpy.load, with the names beside it.`,
  ),
  allDraws('csv', 'One row per draw, beginning with the name of its observation.'),
];
