/** The section of VALIDATION.md on the public benchmark. */
import { mean } from '../../src/inference/math/statistics.ts';
import { markdownTable } from '../validation/report.ts';
import { type Budget, budgets, type PublishedTask, tasks } from './published.ts';
import type { BenchmarkResult, Results } from './results.ts';

const SHOWN: Readonly<Record<Budget, string>> = {
  1000: '1,000',
  10000: '10,000',
  100000: '100,000',
  fresh60: 'fresh, 60 s',
};

/** Markdown; tasks and budgets without a result are left out. */
export function benchmarkTable(results: Results, machine: string): string {
  const rows = tasks.flatMap((task) =>
    budgets.flatMap((budget, place) => {
      const runs = results.runs.filter((run) => run.task === task.name && run.budget === budget);
      if (runs.length === 0) return [];
      const single = runs.filter(({ members }) => members === 1);
      const ensemble = runs.filter(({ members }) => members === 5);
      return [
        [
          task.name,
          SHOWN[budget],
          scoreOf(single),
          scoreOf(ensemble),
          secondsOf(single),
          secondsOf(ensemble),
          ...publishedOf(task, place),
          meanOf(results.floorOf(task.name) ?? []),
        ],
      ];
    }),
  );
  return [
    `Machine: ${machine}. Mean C2ST over observations 1 to 3 (10,000 draws against 10,000 reference samples; below it those of the three); 0.5 is perfect.`,
    markdownTable(
      [
        'task',
        'simulations',
        'one network',
        'ensemble of 5',
        'training, s',
        'training of 5, s',
        'sbibm NPE',
        'sbi 0.23, one / five',
        'floor',
      ],
      rows,
    ),
    '',
  ].join('\n\n');
}

/** Over seeds and observations, with each observation's own in brackets. */
function scoreOf(runs: readonly BenchmarkResult[]): string {
  if (runs.length === 0) return '';
  const each = runs[0].c2st.map((_, i) => meanOf(runs.map(({ c2st }) => c2st[i])));
  return `**${meanOf(runs.flatMap(({ c2st }) => c2st))}** (${each.join(', ')})`;
}

function secondsOf(runs: readonly BenchmarkResult[]): string {
  if (runs.length === 0) return '';
  return mean(runs.map(({ seconds }) => seconds)).toFixed(0);
}

function publishedOf({ sbibm, sbi, sbiEnsemble }: PublishedTask, place: number): string[] {
  if (place >= sbibm.length) return ['', ''];
  const five = sbiEnsemble === null ? '–' : sbiEnsemble[place].toFixed(3);
  return [sbibm[place].toFixed(3), `${sbi[place].toFixed(3)} / ${five}`];
}

function meanOf(values: readonly number[]): string {
  return values.length === 0 ? '' : mean(values).toFixed(3);
}
