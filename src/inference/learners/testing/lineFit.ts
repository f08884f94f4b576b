/**
 * For tests: the smallest learner that has everything, a line through the summaries by damped Gauss-Newton. Its start is far
 * off, each step goes a part of the way, so that a run has a beginning, a middle and an end.
 */
import type { Learner, LearnerRun, LearnerState, LearnerTask, StartRun } from '../learner.ts';

export interface LineQuestions {
  /** Heights of the line at these places. */
  'line.at': { readonly params: { readonly at: readonly number[] }; readonly result: readonly number[] };
}

class LineRun implements LearnerRun<LineQuestions> {
  step: number;
  readonly #task: LearnerTask;
  readonly #line: Float64Array;
  readonly answers = {
    'line.at': ({ at }: { readonly at: readonly number[] }) => at.map((x) => this.#height(x)),
  };

  constructor(task: LearnerTask, state: LearnerState | null) {
    this.#task = task;
    this.step = state?.step ?? 0;
    this.#line = state?.arrays.line.slice() ?? Float64Array.of(task.seed, 0);
  }

  get finished(): boolean {
    return this.step >= Number(this.#task.settings.steps);
  }

  advance() {
    const { settings, data } = this.#task;
    if (this.step === Number(settings.failsAt)) throw new Error('The normal equations are singular: use other data.');
    const n = data.s.length;
    const mean = (of: (i: number) => number) => data.s.reduce((sum, _, i) => sum + of(i), 0) / n;
    const middle = (n - 1) / 2;
    const spread = mean((i) => (i - middle) ** 2);
    const slope = mean((i) => (i - middle) * data.s[i]) / spread;
    const target = [mean((i) => data.s[i]) - slope * middle, slope];
    for (const [k, value] of target.entries()) this.#line[k] += Number(settings.damping) * (value - this.#line[k]);
    this.step++;
    return this.#terms();
  }

  state(): LearnerState {
    return { step: this.step, finished: this.finished, arrays: { line: this.#line.slice() } };
  }

  frame() {
    const { s } = this.#task.data;
    const x = Float64Array.from(s, (_, i) => i);
    const { misfit, prior } = this.#terms();
    return {
      curves: [
        {
          title: 'Line',
          axes: ['place', 'summary'] as const,
          curves: [
            { name: 'fit', role: 'learnt' as const, x, y: x.map((at) => this.#height(at)) },
            { name: 'data', role: 'data' as const, x, y: s.slice(), sd: x.map(() => 1) },
          ],
        },
      ],
      bars: {
        title: 'Loss',
        bars: [
          { name: 'misfit', value: misfit },
          { name: 'prior', value: prior },
        ],
      },
      numbers: [{ name: 'slope', value: this.#line[1], sd: 0.25, unit: 'per place' }],
    };
  }

  #height(x: number): number {
    return this.#line[0] + this.#line[1] * x;
  }

  #terms() {
    const misfit = this.#task.data.s.reduce((sum, y, i) => sum + 0.5 * (y - this.#height(i)) ** 2, 0);
    return { misfit, prior: 0.5 * 1e-4 * this.#line[1] ** 2 };
  }
}

export const startLine: StartRun<LineQuestions> = (task, state) => new LineRun(task, state);

export const lineFit: Learner<LineQuestions> = {
  id: 'line-fit',
  name: 'Line fit',
  explanation: 'Fits a line to the summaries. The result is one line, not a posterior over lines.',
  systems: ['galaxy-bias'],
  settings: [
    {
      key: 'steps',
      label: 'Steps',
      help: '',
      kind: 'number',
      unit: '',
      low: 1,
      high: 100_000,
      scale: 'log',
      integer: true,
    },
    { key: 'damping', label: 'Damping', help: '', kind: 'number', unit: '', low: 0.01, high: 1, scale: 'linear' },
    {
      key: 'failsAt',
      label: 'Fails at step',
      help: '',
      kind: 'number',
      unit: '',
      low: -1,
      high: 1000,
      scale: 'linear',
      integer: true,
    },
  ],
  defaults: { steps: 40, damping: 0.5, failsAt: -1 },
  losses: [
    { key: 'misfit', label: 'Misfit' },
    { key: 'prior', label: 'Prior of the slope' },
  ],
  totalSteps: ({ steps }) => Number(steps),
  unknowns: () => 2,
  faults: ({ data }) => (data.s.length >= 2 ? [] : ['there is 1 summary; a line needs 2: use finer bins']),
  arrays: () => ({ line: 2 }),
  load: async () => startLine,
};
