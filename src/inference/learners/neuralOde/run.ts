/** A run of a neural ODE: one network on its way to the minimum, and the questions that take more networks. */
import type {
  Finding,
  FrameFigure,
  LearnerFrame,
  LearnerRun,
  LearnerState,
  LearnerTask,
  ReportAndYield,
} from '../learner.ts';
import { Descent } from './descent.ts';
import { ensemble, startOf } from './ensemble.ts';
import {
  comparisonFinding,
  type Fitted,
  lagsFinding,
  loopFinding,
  profileFinding,
  readings,
  squared,
} from './findings.ts';
import { type Experiment, GRID } from './experiments.ts';
import { type Objective, type Terms } from './objective.ts';
import type { NeuralOdeQuestions } from './questions.ts';
import { arraysOf, EARLIER, VARIANTS, type Variant } from './sizes.ts';
import { profileOf } from './profile.ts';
import { remarksOf } from './remarks.ts';
import { objectiveOf, type Parted, parted, sharedOptions } from './objectives.ts';
import { variantOf } from './settings.ts';

class NeuralOdeRun implements LearnerRun<NeuralOdeQuestions> {
  step: number;
  readonly #task: LearnerTask;
  readonly #data: Parted;
  readonly #objective: Objective;
  readonly #descent: Descent;
  /** Unknowns at the steps of EARLIER that have been taken. */
  readonly #earlier: Float64Array[];
  readonly #fitted = new Map<Variant, Fitted>();
  readonly answers = {
    'ode.profile': (_: null, reportAndYield: ReportAndYield) => this.#profile(reportAndYield),
    'ode.compare': (_: null, reportAndYield: ReportAndYield) => this.#compare(reportAndYield),
    'ode.lags': (_: null, reportAndYield: ReportAndYield) => this.#lags(reportAndYield),
    'ode.loop': (_: null, reportAndYield: ReportAndYield) => this.#loop(reportAndYield),
  };

  constructor(task: LearnerTask, state: LearnerState | null) {
    this.#task = task;
    this.#data = parted(task);
    const objective = objectiveOf(task, this.#data.used, variantOf(task.settings));
    this.#objective = objective;
    this.step = state?.step ?? 0;
    if (state === null) {
      this.#descent = Descent.from(objective, startOf(objective, task.seed, 0));
      this.#earlier = [];
      return;
    }
    for (const [name, length] of Object.entries(arraysOf(objective.unknowns))) {
      if (state.arrays[name]?.length !== length) {
        throw new Error(
          `The saved state has ${state.arrays[name]?.length ?? 'no'} numbers of ${name}, but the run has ${length}.`,
        );
      }
    }
    const { u, descent, earlier } = state.arrays;
    this.#descent = new Descent(objective, { u, damping: descent[0], idle: descent[1] });
    this.#earlier = EARLIER.filter((step) => step <= state.step).map((_, i) =>
      earlier.slice(i * objective.unknowns, (i + 1) * objective.unknowns),
    );
  }

  get finished(): boolean {
    return this.step > 0 && (this.#descent.converged || this.step >= Number(this.#task.settings.steps));
  }

  advance(): Terms {
    const terms = this.#descent.step();
    this.step++;
    if (EARLIER.some((step) => step === this.step)) this.#earlier.push(this.#descent.u.slice());
    return terms;
  }

  state(): LearnerState {
    const { u, damping, idle } = this.#descent.state;
    const earlier = new Float64Array(EARLIER.length * u.length);
    this.#earlier.forEach((each, i) => earlier.set(each, i * u.length));
    return {
      step: this.step,
      finished: this.finished,
      arrays: { u, descent: Float64Array.of(damping, idle), earlier },
    };
  }

  frame(): LearnerFrame {
    const objective = this.#objective;
    const { u, converged } = this.#descent;
    const { heldOut, all, used } = this.#data;
    const noise = objective.noise(u);
    const terms = objective.terms(u);
    const error = heldOut === null ? null : squared(objective, u, heldOut, noise);
    const inside = used.flatMap((experiment) => Array.from(objective.standardised(u, experiment, noise)));
    const delay = objective.delay(u);
    const number = (name: string, value: number, unit = '') => ({ name, value, sd: null, unit });
    return {
      curves: all.map((experiment) => this.#figure(experiment, noise)),
      bars: {
        title: 'Minus log posterior',
        bars: [
          {
            name: 'misfit',
            group: 'readings',
            value: terms.misfit,
            mark: { name: 'expected', value: inside.length / 2 },
          },
          { name: 'size of the noise, against 10 %', group: 'readings', value: terms.noise },
          { name: 'weights of the network', group: 'priors', value: terms.weights },
          { name: 'half-life and noise', group: 'priors', value: terms.priors },
        ],
      },
      numbers: [
        ...(delay === null ? [] : [number('delay τ', delay, 'min')]),
        number('half-life of the protein', objective.halfLife(u), 'min'),
        number('relative noise', noise),
        number(
          'squared residual of the pulses learnt from, mean',
          inside.reduce((sum, r) => sum + r * r, 0) / inside.length,
        ),
        ...(error === null ? [] : [number('squared residual of the held-out pulse, mean', error)]),
      ],
      remarks: remarksOf({
        objective,
        u,
        problem: this.#task.problem,
        finished: this.finished,
        converged,
        heldOut: error,
        pulse: heldOut?.pulse ?? null,
      }),
    };
  }

  #figure(experiment: Experiment, noise: number): FrameFigure {
    const held = experiment === this.#data.heldOut ? ', held out' : '';
    return {
      title: `Protein, gene on for ${experiment.pulse} min${held}`,
      axes: ['t [min]', 'protein'],
      beside: true,
      curves: [
        ...this.#earlier.map((u) => ({
          name: `steps ${EARLIER.join(', ')}`,
          role: 'earlier' as const,
          x: GRID,
          y: this.#objective.law(u, experiment).protein,
        })),
        { name: 'learnt', role: 'learnt', x: GRID, y: this.#objective.law(this.#descent.u, experiment).protein },
        readings(experiment, noise),
      ],
    };
  }

  /** The five networks of a law; computed once. @param part its share of the question, from and to */
  async #fit(variant: Variant, reportAndYield: ReportAndYield, [from, to]: readonly [number, number]): Promise<Fitted> {
    const known = this.#fitted.get(variant);
    if (known !== undefined) return known;
    const objective = objectiveOf(this.#task, this.#data.used, variant);
    const members = await ensemble(objective, this.#task.seed, (share) => reportAndYield(from + (to - from) * share));
    const fitted = { objective, members };
    this.#fitted.set(variant, fitted);
    return fitted;
  }

  async #profile(reportAndYield: ReportAndYield): Promise<Finding> {
    const fitted = await this.#fit('M1', reportAndYield, [0, 0.2]);
    const shared = sharedOptions(this.#task, this.#data.used);
    const profile = await profileOf(shared, this.#task.seed, (share) => reportAndYield(0.2 + 0.8 * share));
    return profileFinding(profile, fitted);
  }

  async #compare(reportAndYield: ReportAndYield): Promise<Finding> {
    const parts = VARIANTS.map((_, i) => [i / VARIANTS.length, (i + 1) / VARIANTS.length] as const);
    const [M0, M1, M2] = [
      await this.#fit('M0', reportAndYield, parts[0]),
      await this.#fit('M1', reportAndYield, parts[1]),
      await this.#fit('M2', reportAndYield, parts[2]),
    ];
    return comparisonFinding({ M0, M1, M2 }, this.#data.heldOut);
  }

  async #lags(reportAndYield: ReportAndYield): Promise<Finding> {
    const [history, delay] = await this.#historyAndDelay(reportAndYield);
    return lagsFinding(history, delay);
  }

  async #loop(reportAndYield: ReportAndYield): Promise<Finding> {
    const [history, delay] = await this.#historyAndDelay(reportAndYield);
    return loopFinding(history, delay, this.#data.used);
  }

  async #historyAndDelay(reportAndYield: ReportAndYield): Promise<readonly [Fitted, number]> {
    const { objective, members } = await this.#fit('M1', reportAndYield, [0, 0.5]);
    const history = await this.#fit('M2', reportAndYield, [0.5, 1]);
    return [history, objective.delay(members[0].u) ?? Number.NaN];
  }
}

export function startNeuralOde(task: LearnerTask, state: LearnerState | null): NeuralOdeRun {
  return new NeuralOdeRun(task, state);
}
