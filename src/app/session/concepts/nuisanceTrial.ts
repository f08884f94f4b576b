/**
 * Three networks of one study, which differ in what they were told of a nuisance parameter: nothing, its prior, a prior that is
 * too wide. All three answer the same data sets, whose nuisance parameter is drawn from its prior, and the observation on screen.
 */
import { ranksOf } from '../../../inference/diagnostics/ranks/ranks.ts';
import { type SbcReport, sbcReport } from '../../../inference/diagnostics/calibration/sbc.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { samplePrior } from '../../../inference/priors/prior.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import type { TaskOptions } from '../../async/latestTask.ts';
import {
  nuisanceKey,
  nuisanceStudies,
  nuisanceTried,
  nuisanceTrialObstacle,
} from '../../readout/concepts/nuisanceQuestion.ts';
import { patch } from '../../store/appStore.ts';
import type { NuisanceTrialState, TrialName, TrialNetwork } from '../../store/conceptsSlice.ts';
import { posed, type SessionContext } from '../context.ts';
import type { SpareNetwork } from './spareEngine.ts';
import { type LendEngine, SpareTrial } from './spareTrial.ts';

const ORDER: readonly TrialName[] = ['ignored', 'drawn', 'wide'];
/** Data sets of the check, and draws for each. */
const DATASETS = 200;
const RANKED = 99;
const BINS = 10;
/** Of the observation on screen. */
const DRAWS = 4000;
/** Share of a network's progress that its training is. */
const TRAINING = 0.7;
/** Other data than those of the page's own checks. */
const DATA_INDEX = 2 ** 21;

interface Truths {
  /** [n, D] */
  readonly theta: Float64Array;
  /** [n, C] */
  readonly s: Float64Array;
}

export class NuisanceTrial {
  readonly #context: SessionContext;
  readonly #trial: SpareTrial;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#trial = new SpareTrial(context, {
      obstacle: nuisanceTrialObstacle,
      show: (progress) => this.#patch({ progress }),
      work: (lend, options) => this.#run(lend, options),
    });
  }

  /** Trains all three, one after the other. */
  run(): void {
    this.#trial.run();
  }

  cancel(): void {
    this.#trial.cancel();
  }

  /** Another nuisance parameter, by its key. */
  choose(chosen: string): void {
    this.cancel();
    this.#patch({ chosen });
  }

  async #run(lend: LendEngine, { signal, onProgress }: TaskOptions): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const spec = nuisanceTried(state);
    if (spec === null) return;
    const key = nuisanceKey(state);
    const { system, seed } = state.study;
    const { truth, studies } = nuisanceStudies(state, spec);
    const { s } = state.observation.current;
    this.#patch({ found: { key, networks: {} } });

    const theta = trueValues(system, truth, seed);
    const replicas = { ...posed(this.#context, truth), thetas: theta, seed };
    const truths = { theta, s: await engine.call('predictive.replicate', replicas, { signal }) };
    await lend(signal, async (train) => {
      for (const [i, name] of ORDER.entries()) {
        const share = (fraction: number) => onProgress({ fraction: (i + fraction) / ORDER.length });
        const network = await train({ study: studies[name], onProgress: (fraction) => share(TRAINING * fraction) });
        const { draws } = await network.ask('posterior.take', { s: Float64Array.from(s), draws: DRAWS });
        const sbc = await ranked(network, system, truth, truths, seed, (fraction) =>
          share(TRAINING + (1 - TRAINING) * fraction),
        );
        this.#keep(key, name, { draws, sbc, seconds: network.seconds });
      }
    });
  }

  #keep(key: string, name: TrialName, network: TrialNetwork): void {
    const { found } = this.#context.store.getState().concepts.nuisanceTrial;
    if (found?.key !== key) return;
    this.#patch({ found: { key, networks: { ...found.networks, [name]: network } } });
  }

  #patch(change: Partial<NuisanceTrialState>): void {
    const { store } = this.#context;
    patch(store, 'concepts', { nuisanceTrial: { ...store.getState().concepts.nuisanceTrial, ...change } });
  }
}

/** True values of the check's data sets, from the prior: [n, D]. */
function trueValues(system: System, { design, priors }: Problem, seed: number): Float64Array {
  const keys = system.parameters(design).map(({ key }) => key);
  const theta = new Float64Array(DATASETS * keys.length);
  const random = new Random(seed, STREAMS.calibration);
  for (let i = 0; i < DATASETS; i++) {
    random.at(STREAMS.calibration, DATA_INDEX + i);
    for (const [j, key] of keys.entries()) theta[i * keys.length + j] = samplePrior(priors[key], random);
  }
  return theta;
}

/** Ranks of the true values among draws of the network, each data set with noise of its own. */
async function ranked(
  network: SpareNetwork,
  system: System,
  { design }: Problem,
  { theta, s }: Truths,
  seed: number,
  onProgress: (fraction: number) => void,
): Promise<SbcReport> {
  const specs = system.parameters(design);
  const D = specs.length;
  const C = s.length / DATASETS;
  const draws = new Float64Array(DATASETS * RANKED * D);
  for (let i = 0; i < DATASETS; i++) {
    const answer = await network.ask('posterior.take', { s: s.slice(i * C, (i + 1) * C), draws: RANKED });
    draws.set(answer.draws, i * RANKED * D);
    if (i % 10 === 0) onProgress(i / DATASETS);
  }
  const ties = new Random(seed, STREAMS.ties);
  const values = specs.map((_, j) => (row: ArrayLike<number>) => row[j]);
  const ranks = ranksOf({ draws, truths: theta, datasets: DATASETS, drawsPerDataset: RANKED }, values, ties);
  return sbcReport(
    ranks,
    RANKED,
    specs.map(({ key, symbol }) => ({ key, symbol })),
    ties,
    BINS,
  );
}
