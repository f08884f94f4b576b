/**
 * Times what an amortised posterior costs, on this machine: simulations in the page's workers, training steps and posteriors of a
 * spare network like the page's own, and the reference posteriors of other data. Whatever is cached would cost nothing, so
 * no data set is used twice, and the first of each kind, which also starts what has to be started, is not counted.
 */
import { sizeOf } from '../../../inference/simulators/dataShape.ts';
import { type Timed, timed } from '../../../inference/diagnostics/ledger/ledger.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import { samplePrior } from '../../../inference/priors/prior.ts';
import { stepsOf } from '../../../inference/study/steps.ts';
import type { TaskOptions } from '../../async/latestTask.ts';
import { ledgerKey, ledgerObstacle, simulationsOf, timedStudy } from '../../readout/concepts/ledgerQuestion.ts';
import { patch } from '../../store/appStore.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import { untilState } from '../../store/untilState.ts';
import type { LedgerState, OtherWay } from '../../store/conceptsSlice.ts';
import { posed, type SessionContext } from '../context.ts';
import type { SpareNetwork } from './spareEngine.ts';
import { type LendEngine, SpareTrial } from './spareTrial.ts';

/** Draws of a posterior, of the network's as of the other. */
const LEDGER_DRAWS = 1000;
/** Each is timed at least and at most so often, until it has taken about so many seconds. */
const MOST_TIMES = 12;
const LEAST_TIMES = 3;
const SECONDS = 1;
/** Of the reference, which may take several seconds each. */
const REFERENCE_SECONDS = 6;
/** A first one that took longer has not taken it to start. */
const LONG = 3;
/** Simulations of a first piece; pieces grow until they take this many seconds. */
const FIRST_SIMULATIONS = 64;
const PIECE_SECONDS = 0.3;
/** Likewise of the steps, which are then timed in parts. */
const FIRST_STEPS = 64;
const STEPS_SECONDS = 1;
const PARTS = 5;
/** Further on in the training stream than any training. */
const FROM = 2 ** 24;
/** Other data than those of the checks. */
const DATA_INDEX = 2 ** 22;

export class CostLedger {
  readonly #context: SessionContext;
  readonly #trial: SpareTrial;
  readonly #clock: () => number;

  /** @param clock milliseconds */
  constructor(context: SessionContext, clock: () => number = () => performance.now()) {
    this.#context = context;
    this.#clock = clock;
    this.#trial = new SpareTrial(context, {
      obstacle: ledgerObstacle,
      show: (progress) => this.#patch({ progress }),
      work: (lend, options) => this.#run(lend, options),
    });
  }

  run(): void {
    this.#trial.run();
  }

  cancel(): void {
    this.#trial.cancel();
  }

  async #run(lend: LendEngine, { signal, onProgress }: TaskOptions): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const { study } = state;
    const key = ledgerKey(state);
    this.#patch({ found: null });
    // What else computes would make all times too long.
    await untilState(store, ({ results }) => signal.aborted || results.referenceProgress === null);
    signal.throwIfAborted();

    let from = FROM;
    let given: Float64Array = new Float64Array(0);
    const simulation = await this.#inPieces(FIRST_SIMULATIONS, async (count) => {
      const asked = { ...posed(this.#context, study.problem), seed: study.seed, from, count };
      given = (await engine.call('pairs.simulate', asked, { signal })).s;
      from += count;
    });
    onProgress({ fraction: 0.15 });
    const C = sizeOf(study.system.model(study.problem.design).s);
    const { step, posterior } = await lend(signal, async (train) => {
      const network = await train({ study: timedStudy(study), steps: FIRST_STEPS, onProgress: () => undefined });
      const steps = await this.#ofSteps(network);
      onProgress({ fraction: 0.4 });
      let row = 0;
      const answers = await this.#repeated(SECONDS, 10 * MOST_TIMES, async () => {
        const at = C * (row++ % (given.length / C));
        await network.ask('posterior.take', { s: given.slice(at, at + C), draws: LEDGER_DRAWS });
      });
      return { step: steps, posterior: answers };
    });
    onProgress({ fraction: 0.5 });
    const other = await this.#otherWay(signal, (fraction) => onProgress({ fraction: 0.5 + 0.5 * fraction }));
    const costs = { simulations: simulationsOf(study), simulation, steps: stepsOf(study, null), step, posterior };
    this.#patch({ found: { key, costs, other } });
  }

  /** The reference posteriors of data of their own. */
  async #otherWay(signal: AbortSignal, onProgress: (fraction: number) => void): Promise<OtherWay> {
    const { store, engine } = this.#context;
    const { system, problem, seed } = store.getState().study;
    const obstacle = whyNot(capabilitiesOf(store.getState().study).reference);
    if (obstacle !== null) return { kind: 'none', reason: obstacle };
    const specs = system.parameters(problem.design);
    const random = new Random(seed, STREAMS.calibration);
    let found: OtherWay | null = null;
    let index = DATA_INDEX;
    const seconds = await this.#repeated(REFERENCE_SECONDS, MOST_TIMES, async () => {
      // Once there is none, there is none.
      if (found?.kind === 'none') return;
      random.at(STREAMS.calibration, ++index);
      const theta = specs.map(({ key }) => samplePrior(problem.priors[key], random));
      const x =
        system.apart === true
          ? await engine.call(
              'observation.simulate',
              { ...posed(this.#context, problem), theta, seed: index },
              { signal },
            )
          : simulateObservation(system, problem, theta, null, index).x;
      if (x === null) throw new Error('A simulated observation has data.');
      const asked = { ...posed(this.#context, problem), x, draws: LEDGER_DRAWS };
      const answer = await engine.call('reference.compute', asked, { signal });
      onProgress((index - DATA_INDEX) / (MOST_TIMES + 1));
      found =
        answer.kind === 'unavailable'
          ? { kind: 'none', reason: answer.reason }
          : {
              kind: 'timed',
              timed: { seconds: Number.NaN, se: Number.NaN, times: 0 },
              label: answer.label,
              method: answer.method,
              comparable: answer.comparable,
            };
    });
    const way = found as OtherWay | null;
    if (way === null) throw new Error('No reference was asked for.');
    return way.kind === 'none' ? way : { ...way, timed: seconds };
  }

  /** Seconds of one of many things that are done in pieces; pieces too short to be timed are not counted, but made longer. */
  async #inPieces(first: number, work: (count: number) => Promise<void>): Promise<Timed> {
    let size = first;
    const each: number[] = [];
    const all = this.#clock();
    while (each.length < LEAST_TIMES || (each.length < MOST_TIMES && this.#since(all) < 2 * SECONDS)) {
      const begin = this.#clock();
      await work(size);
      const seconds = this.#since(begin);
      if (seconds >= PIECE_SECONDS) each.push(seconds / size);
      else size *= 4;
    }
    return timed(each);
  }

  /**
   * Seconds of a training step, from when the steps of one call are told: a call begins and ends with work of its own, which is
   * done once in a training and would seem to be that of a few steps.
   */
  async #ofSteps(network: SpareNetwork): Promise<Timed> {
    for (let steps = FIRST_STEPS; ; steps *= 4) {
      const told: { readonly step: number; readonly at: number }[] = [];
      await network.more(steps, (step) => told.push({ step, at: this.#clock() }));
      const done = told.at(-1);
      // What is at its end would seem to cost nothing.
      if (done === undefined) throw new Error('The training has ended: its steps cannot be timed.');
      if ((done.at - told[0].at) / 1000 < STEPS_SECONDS || told.length <= PARTS) continue;
      const ends = Array.from({ length: PARTS + 1 }, (_, i) => told[Math.round((i * (told.length - 1)) / PARTS)]);
      return timed(ends.slice(1).map(({ step, at }, i) => (at - ends[i].at) / 1000 / Math.max(1, step - ends[i].step)));
    }
  }

  /** Seconds of something, done once beforehand without being counted unless that alone takes long. */
  async #repeated(most: number, times: number, work: () => Promise<void>): Promise<Timed> {
    const each: number[] = [];
    const all = this.#clock();
    for (
      let first = true;
      each.length < LEAST_TIMES || (each.length < times && this.#since(all) < most);
      first = false
    ) {
      const begin = this.#clock();
      await work();
      const seconds = this.#since(begin);
      if (!first || seconds > LONG) each.push(seconds);
    }
    return timed(each);
  }

  #since(begin: number): number {
    return (this.#clock() - begin) / 1000;
  }

  #patch(change: Partial<LedgerState>): void {
    const { store } = this.#context;
    patch(store, 'concepts', { ledger: { ...store.getState().concepts.ledger, ...change } });
  }
}
