/**
 * A run of a learner other than NPE as the host of runs takes it: steps in this thread, as many between two messages as fit into
 * a moment, with the same pausing, snapshots and frames as a run of NPE.
 */
import type {
  AnyLearner,
  LearnerFrame,
  LearnerState,
  LearnerTask,
  StartAnyRun,
} from '../../../inference/learners/learner.ts';
import type { LearnerSnapshot } from '../../../inference/learners/snapshot.ts';
import type { HandlerContext } from '../../rpc/dispatcher.ts';
import { Cadence } from '../cadence.ts';
import type { RunInfo, TrainingProgress } from '../reports.ts';
import type { Frames, HostedRun } from '../runHost.ts';

/** Time that steps may take before messages are heard, ms. */
const STEPS_MS = 20;
/** Steps before messages are heard at most, however short they are: what is reported of each is kept. */
const MOST_STEPS = 64;
/** Time between two snapshots, ms. */
const SNAPSHOT_MS = 1000;
const FRAME = { everyMs: 100, share: 0.2 };
/** Time over which the speed is measured, ms. */
const WINDOW_MS = 500;

type Run = ReturnType<StartAnyRun>;
type Terms = ReturnType<Run['advance']>;

export class LearnerSession implements HostedRun {
  readonly learner: string;
  readonly info: RunInfo;
  readonly engineUser = null;
  readonly #learner: AnyLearner;
  readonly #start: StartAnyRun;
  readonly #task: LearnerTask;
  readonly #now: () => number;
  #run: Run;
  #lastSnapshot: LearnerSnapshot | null;

  /**
   * @param start what `learner.load` has brought
   * @param resume the state that it continues from; null: the start
   * @param now milliseconds
   */
  constructor(
    learner: AnyLearner,
    start: StartAnyRun,
    task: LearnerTask,
    resume: LearnerState | null,
    now: () => number,
  ) {
    this.#learner = learner;
    this.#start = start;
    this.#task = task;
    this.#now = now;
    this.#run = start(task, resume);
    this.#lastSnapshot = resume === null ? null : this.#snapshot();
    this.learner = learner.id;
    this.info = {
      spec: null,
      parameterCount: learner.unknowns(task),
      totalSteps: learner.totalSteps(task.settings),
      warm: false,
    };
  }

  get step(): number {
    return this.#run.step;
  }

  get finished(): boolean {
    return this.#run.finished;
  }

  get frame(): LearnerFrame | null {
    return this.step === 0 ? null : this.#run.frame();
  }

  get lastSnapshot(): LearnerSnapshot | null {
    return this.#lastSnapshot;
  }

  /** What can be asked of it now. */
  get answers(): Run['answers'] {
    return this.#run.answers;
  }

  snapshot(): Promise<LearnerSnapshot> {
    return Promise.resolve(this.#snapshot());
  }

  reset(): void {
    this.#run = this.#start(this.#task, null);
    this.#lastSnapshot = null;
  }

  async *run(steps: number | null): AsyncGenerator<TrainingProgress, void, void> {
    const goal = steps === null ? Number.POSITIVE_INFINITY : this.step + steps;
    const { totalSteps } = this.info;
    let [since, done, stepsPerSecond] = [this.#now(), 0, 0];
    let saved = since;
    while (!this.finished && this.step < goal) {
      const { taken, failure } = this.#advance(goal);
      const now = this.#now();
      done += taken.length;
      if (now - since > WINDOW_MS || stepsPerSecond === 0) {
        stepsPerSecond = now > since ? (1000 * done) / (now - since) : 0;
        [since, done] = [now, 0];
      }
      if (failure === null && (this.finished || now - saved >= SNAPSHOT_MS)) {
        this.#lastSnapshot = this.#snapshot();
        saved = now;
      }
      if (taken.length > 0) {
        yield { kind: 'terms', step: this.step, totalSteps, stepsPerSecond, terms: this.#byTerm(taken) };
      }
      if (failure !== null) throw failure;
    }
    if (this.finished) {
      yield { kind: 'ended', reason: this.step < totalSteps ? 'converged' : 'budget', step: this.step };
    }
  }

  frames(report: HandlerContext<TrainingProgress>['progress']): Frames {
    const cadence = new Cadence(FRAME);
    let sent = this.#lastSnapshot;
    return {
      next: async (always) => {
        if (this.#lastSnapshot !== null && this.#lastSnapshot !== sent) {
          report({ kind: 'snapshot', snapshot: this.#lastSnapshot });
        }
        sent = this.#lastSnapshot;
        if (!always && !cadence.due) return;
        await cadence.spend(() => Promise.resolve(report({ kind: 'frame', frame: this.#run.frame() })));
      },
    };
  }

  close(): void {
    // It does nothing in the background.
  }

  dispose(): void {
    // It is plain memory.
  }

  /** Takes steps for a moment, or up to one that fails: the run then stands at the step before it. */
  #advance(goal: number): { readonly taken: readonly Terms[]; readonly failure: Error | null } {
    const start = this.#now();
    const taken: Terms[] = [];
    try {
      do {
        const before = this.#run.state();
        const terms = this.#run.advance();
        const bad = Object.keys(terms).find((key) => !Number.isFinite(terms[key]));
        if (bad !== undefined) {
          const { step } = this;
          // What it has found by such a step is of no use: a file with it would be refused.
          this.#run = this.#start(this.#task, before);
          throw new Error(`The loss is not finite after step ${step} (${bad}): reset, and try other settings.`);
        }
        taken.push(terms);
      } while (!this.finished && this.step < goal && taken.length < MOST_STEPS && this.#now() - start < STEPS_MS);
      return { taken, failure: null };
    } catch (cause) {
      return { taken, failure: cause instanceof Error ? cause : new Error(String(cause)) };
    }
  }

  #byTerm(taken: readonly Terms[]): Readonly<Record<string, Float64Array>> {
    return Object.fromEntries(
      this.#learner.losses.map(({ key }) => [key, Float64Array.from(taken, (terms) => terms[key] ?? Number.NaN)]),
    );
  }

  #snapshot(): LearnerSnapshot {
    return { ...this.#run.state(), data: this.#task.data };
  }
}
