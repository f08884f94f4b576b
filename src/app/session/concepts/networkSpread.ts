/**
 * Networks that are trained again: for each of several numbers of simulations five, each on simulations and with weights of its own.
 * All answer the observation on screen, and the same data sets from the prior, whose number makes the result steady.
 */
import { mean } from '../../../inference/math/statistics.ts';
import {
  NETWORKS,
  type Retraining,
  retraining,
  shareBetween,
} from '../../../inference/diagnostics/retraining/retraining.ts';
import { valuesOf } from '../../../inference/posterior/quantityValues.ts';
import type { Quantity } from '../../../inference/simulators/system.ts';
import type { TaskOptions } from '../../async/latestTask.ts';
import {
  networkSpreadKey,
  networkSpreadObstacle,
  retrainedStudies,
  sizesMissing,
  spreadQuantities,
} from '../../readout/concepts/networkSpreadQuestion.ts';
import { patch } from '../../store/appStore.ts';
import type { NetworkSpreadState, RetrainedNetworks } from '../../store/conceptsSlice.ts';
import { posed, type SessionContext } from '../context.ts';
import type { SpareNetwork } from './spareEngine.ts';
import { type LendEngine, SpareTrial } from './spareTrial.ts';

/** Of the observation on screen. */
const DRAWS = 4000;
/** Data sets from the prior, and draws for each. */
const DATASETS = 20;
const FEW = 200;
/** Further on in the training stream than any training. */
const FROM = 2 ** 25;
/** Share of a network's progress that its training is. */
const TRAINING = 0.8;

/** What one network answers: draws of the observation on screen, and of each data set, [n, D]. */
interface Answers {
  readonly here: Float64Array;
  readonly others: readonly Float64Array[];
}

export class NetworkSpread {
  readonly #context: SessionContext;
  readonly #trial: SpareTrial;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#trial = new SpareTrial(context, {
      obstacle: networkSpreadObstacle,
      show: (progress) => this.#patch({ progress }),
      work: (lend, options) => this.#run(lend, options),
    });
  }

  /** Trains what is missing. */
  run(): void {
    this.#trial.run();
  }

  cancel(): void {
    this.#trial.cancel();
  }

  /** Up to how many simulations. */
  extend(upTo: number): void {
    this.#patch({ upTo });
  }

  /** Another parameter in the figure, by its key. */
  show(shown: string): void {
    this.#patch({ shown });
  }

  async #run(lend: LendEngine, { signal, onProgress }: TaskOptions): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const key = networkSpreadKey(state);
    const { system, problem, seed } = state.study;
    const quantities = spreadQuantities(state.study);
    const D = system.parameters(problem.design).length;
    const { s } = state.observation.current;
    const sizes = sizesMissing(state);
    const asked = { ...posed(this.#context, problem), seed, from: FROM, count: DATASETS };
    const others = await engine.call('pairs.simulate', asked, { signal });
    await lend(signal, async (train) => {
      for (const [i, simulations] of sizes.entries()) {
        const answers: Answers[] = [];
        const begin = performance.now();
        for (const [k, study] of retrainedStudies(state, simulations).entries()) {
          const share = (fraction: number) => onProgress({ fraction: (i + (k + fraction) / NETWORKS) / sizes.length });
          const network = await train({ study, onProgress: (fraction) => share(TRAINING * fraction) });
          answers.push(await answersOf(network, s, others.s));
          share(1);
        }
        this.#keep(key, {
          simulations,
          ...spreadOfAnswers(answers, quantities, D),
          seconds: (performance.now() - begin) / 1000,
        });
      }
    });
  }

  #keep(key: string, size: RetrainedNetworks): void {
    const state = this.#context.store.getState();
    if (networkSpreadKey(state) !== key) return;
    const { found } = state.concepts.networkSpread;
    const known = found?.key === key ? found.sizes.filter(({ simulations }) => simulations !== size.simulations) : [];
    const sizes = [...known, size].toSorted((a, b) => a.simulations - b.simulations);
    this.#patch({ found: { key, sizes } });
  }

  #patch(change: Partial<NetworkSpreadState>): void {
    const { store } = this.#context;
    patch(store, 'concepts', { networkSpread: { ...store.getState().concepts.networkSpread, ...change } });
  }
}

async function answersOf(network: SpareNetwork, s: Float64Array, others: Float64Array): Promise<Answers> {
  const ask = async (of: Float64Array, draws: number) => (await network.ask('posterior.take', { s: of, draws })).draws;
  const here = await ask(Float64Array.from(s), DRAWS);
  const C = others.length / DATASETS;
  const each: Float64Array[] = [];
  for (let i = 0; i < DATASETS; i++) each.push(await ask(others.slice(i * C, (i + 1) * C), FEW));
  return { here, others: each };
}

function spreadOfAnswers(
  answers: readonly Answers[],
  quantities: readonly Quantity[],
  D: number,
): Pick<RetrainedNetworks, 'here' | 'share'> {
  const of = (draws: readonly Float64Array[]): Retraining[] =>
    quantities.map((quantity) => retraining(draws.map((values) => valuesOf(quantity, values, D))));
  const shares = Array.from({ length: DATASETS }, (_, i) =>
    mean(of(answers.map(({ others }) => others[i])).map(shareBetween)),
  );
  return { here: of(answers.map(({ here }) => here)), share: mean(shares) };
}
