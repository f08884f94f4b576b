/** Draws of the posterior on screen, as many as the user wants, from the network as it is now, with what was done to it. */
import { summariesAwaited } from '../../../inference/observation/observation.ts';
import { posteriorConditions } from '../../../inference/simulators/posteriorConditions.ts';
import { askNpe } from '../../../worker/clients.ts';
import { transformMarks, exactWeightsMark, type Mark, movedPriorsMark } from '../../../inference/correction/marks.ts';
import type { Problem, Quantity } from '../../../inference/simulators/system.ts';
import type { Study } from '../../../inference/study/study.ts';
import { AWAITED, engineObstacle, npeObstacle } from '../../readout/network/obstacles.ts';
import { count } from '../../format/number.ts';
import { resampleForDisplay, type ShownDraws } from '../../readout/figures/resampleForDisplay.ts';
import type { SessionContext } from '../context.ts';
import { quantityDraws } from '../../readout/figures/displayDraws.ts';
import type { AppState } from '../../store/appStore.ts';
import { networkCompatibility, runState, openStudy } from '../../store/engineSlice.ts';
import type { WeightingReport } from '../../store/resultsSlice.ts';
import type { ExactWeighting } from '../../store/telemetry.ts';

export interface ExportRequest {
  /** Number of posterior draws that the user wants. */
  readonly draws: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly fraction: number }) => void;
}

export interface TakenDraws {
  /** The study whose posterior they are from; its priors may have been moved since the training. */
  readonly study: Study;
  /** What the network was trained for. */
  readonly trained: Problem;
  /** The display quantities: a coordinate each of the draws. */
  readonly quantities: readonly Quantity[];
  /** [n, quantities.length], in the quantities' own units. */
  readonly values: Float64Array;
  /** The same draws of theta, [n, dim]. */
  readonly theta: Float64Array;
  readonly dim: number;
  /** Training steps of the network. */
  readonly step: number;
  /** Training steps of the weights that answered. */
  readonly weightsStep: number;
  /** The weights to priors that were moved; null: they were not. */
  readonly weighting: WeightingReport | null;
  /** The weights by the exact likelihood that the draws were resampled by; null: none. */
  readonly exact: ExactWeighting | null;
  /** What the draws are where they are not the network's own. */
  readonly marks: readonly Mark[];
  /** What the posterior is conditional on besides the data, a sentence each. */
  readonly conditions: readonly string[];
  /** Where there are fewer than were asked for: how many, and why. */
  readonly notice: string | undefined;
}

/** Why no draws can be taken now; null if they can. */
export function drawsObstacle(state: AppState): string | null {
  const obstacle = engineObstacle(state) ?? npeObstacle(state);
  if (obstacle !== null) return obstacle;
  const { engine, study, observation } = state;
  if (summariesAwaited(observation.current)) return AWAITED;
  const run = runState(engine);
  if (run === 'none' || run === 'opening') return 'There is no network yet.';
  if (networkCompatibility(engine, study) === 'other-design') {
    return 'The network was trained for another design than that of the observation: train the new study first.';
  }
  return null;
}

/** Of the draws that weights should leave, more are asked for: how many they leave is known to a few per cent. */
const SPARE = 1.1;
/** Numbers that are drawn at most to have enough after weighting: 160 MB. */
const MOST_NUMBERS = 2e7;
/** Draws that are weighted by a likelihood at most. */
const MOST_LIKELIHOODS = 400_000;
/** Resampled, there are so many as are wanted to within a few. */
const ABOUT = 20;

/**
 * Asks the engine for draws of the posterior on screen. Where they are weighted, as many are drawn as leave the number that is
 * wanted; `notice` tells where that would be too many.
 * @throws Error without a network
 */
export async function takeDraws(context: SessionContext, request: ExportRequest): Promise<TakenDraws> {
  const { store, telemetry } = context;
  const { engine: room, study: now, results } = store.getState();
  const open = openStudy(room);
  if (open === null) throw new Error('There is no network yet.');
  const { study } = open;
  const { system } = now;
  const dim = system.parameters(study.problem.design).length;
  const frame = telemetry.getState().frame;
  const exact = frame?.exact?.shown === true ? frame.exact : null;
  const effective = exact?.effective ?? (results.weighting?.shown ? results.weighting.effective : 1);
  const most = exact === null ? Math.floor(MOST_NUMBERS / dim) : MOST_LIKELIHOODS;
  const wanted = request.draws;
  let asked = effective === 1 ? wanted : enough(wanted, effective, most);
  for (;;) {
    const answer = await ask(context, request, asked, exact !== null);
    const shown = resampleForDisplay(system, now.problem, study.problem, answer, wanted + ABOUT);
    if (answer.weighted !== null && !shown.exact?.shown) {
      throw new Error(`${answer.weighted.verdict.sentence} Undo the weights to export the network's own draws.`);
    }
    const rows = shown.draws.length / dim;
    const weighted = shown.weighting?.shown === true || shown.exact !== null;
    if (weighted && rows < wanted && asked < most) {
      asked = enough(wanted, Math.min(rows / asked, wanted / asked / SPARE), most);
      continue;
    }
    const theta = shown.draws.slice(0, wanted * dim);
    const { problem } = shown;
    const quantities = system.display(problem.design);
    return {
      study: { ...study, problem },
      trained: study.problem,
      quantities,
      values: quantityDraws(theta, dim, quantities),
      theta,
      dim,
      step: answer.step,
      weightsStep: answer.weightsStep,
      weighting: shown.weighting,
      exact: shown.exact,
      marks: marksOf(answer, shown),
      conditions: posteriorConditions(system, problem.design),
      notice: weighted ? posteriorDrawsNotice(rows, wanted, asked) : undefined,
    };
  }
}

/** What is said of fewer draws than were asked for; undefined: there are as many. */
export function posteriorDrawsNotice(rows: number, wanted: number, asked: number): string | undefined {
  if (rows >= wanted) return undefined;
  return `The file has ${count(rows)} draws instead of ${count(wanted)}: no more of the ${count(asked)} weighted draws are effective.`;
}

/** Draws of which weights leave `wanted`. */
function enough(wanted: number, effective: number, most: number): number {
  return Math.min(most, Math.ceil((SPARE * (wanted + ABOUT)) / Math.max(effective, 1e-9)));
}

async function ask(
  { store, engine }: SessionContext,
  { signal, onProgress }: ExportRequest,
  draws: number,
  weigh: boolean,
) {
  const { observation, study } = store.getState();
  const s = Float64Array.from(observation.current.s);
  const options = { signal, onProgress };
  const { x } = observation.current;
  if (!weigh || x === null) {
    return { ...(await askNpe(engine, 'posterior.take', { s, draws }, options)), weighted: null };
  }
  const params = { problem: study.problem, s, x: Float64Array.from(x), draws, noise: 'own' as const };
  const weighted = await askNpe(engine, 'importance.weigh', params, options);
  return { ...weighted, weighted };
}

function marksOf({ transform }: Awaited<ReturnType<typeof ask>>, { weighting, exact }: ShownDraws): Mark[] {
  return [
    ...transformMarks(transform),
    ...(weighting === null ? [] : [movedPriorsMark(weighting)]),
    ...(exact?.shown ? [exactWeightsMark(exact)] : []),
  ];
}
