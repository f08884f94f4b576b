/**
 * What a learner other than NPE estimates of the system's parameters, held against the reference posterior and the draws of a network
 * for the same question: the figure's data, rows of numbers, and a verdict. All in logarithms: a most probable point depends on
 * the coordinates in which the density is taken.
 */
import type { FrameEstimate } from '../../../inference/learners/learner.ts';
import { learnerById } from '../../../inference/learners/registry.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { mean, quantile, sd, sorted } from '../../../inference/math/statistics.ts';
import { highestDensityRegions } from '../../../inference/posterior/density2d.ts';
import { count } from '../../format/number.ts';
import type { EstimateData, Pair } from '../../plots/estimateFigure.ts';
import type { AppState } from '../../store/appStore.ts';
import { openStudy, runState } from '../../store/engineSlice.ts';
import { isAnswered } from '../network/answering.ts';
import { referenceKey } from '../network/referenceKey.ts';
import { referenceShown } from './frameDraws.ts';

/** Draws that the regions are made from. */
const REGION_DRAWS = 2000;
const MASSES = [0.68, 0.95] as const;
/** Sds of the ellipse that the axes show at least, and the share of draws that may lie beyond them at each end. */
const REACH = 3.2;
const TAIL = 0.003;
const ROOM = 0.06;

/** A distance in exact sds, and a width over the exact one, that still pass for the same. */
const NEAR = 0.3;
const SAME_WIDTH = 0.15;
const FAR = 1;
const OTHER_WIDTH = 0.4;

export interface EstimateRow {
  readonly name: string;
  readonly mark: 'reference' | 'network' | 'learner';
  readonly values: readonly { readonly at: number; readonly sd: number | null }[];
}

export interface EstimateView {
  readonly figure: EstimateData;
  /** Headings of the columns: "ln λ". */
  readonly names: readonly string[];
  readonly rows: readonly EstimateRow[];
  /** Null: there is nothing to compare it with, or the fit goes on. */
  readonly verdict: Verdict | null;
}

/** The estimate beside what else is known of the same posterior; null where there is nothing to compare it with. */
export function comparedEstimate(state: AppState, { keys, at, covariance }: FrameEstimate) {
  const { system, problem } = state.study;
  const learner = openStudy(state.engine)?.study.learner;
  const parameters = system.parameters(problem.design);
  const places = keys.map((key) => parameters.findIndex((parameter) => parameter.key === key));
  // Of a run that is no answer to the present question nothing is compared.
  if (learner === undefined || keys.length < 2 || places.includes(-1) || !isAnswered(state)) return null;
  const { name } = learnerById(learner.id);
  const D = parameters.length;
  const logs = (draws: ArrayLike<number>) =>
    places.map((place) => Float64Array.from({ length: draws.length / D }, (_, i) => Math.log(draws[i * D + place])));
  const reference = referenceShown(state);
  const exact = reference === null ? null : { label: reference.label, draws: logs(reference.draws) };
  const { networkAnswer } = state.results;
  const network = networkAnswer?.key === referenceKey(state) ? networkAnswer : null;
  const drawn = network === null ? null : { step: network.step, draws: logs(network.draws) };
  const { truth } = state.observation.current;
  const sds = keys.map((_, j) => (covariance === null ? null : Math.sqrt(covariance[j * keys.length + j])));
  const rows: EstimateRow[] = [
    ...(exact === null ? [] : [row(`${LABELS[exact.label]} posterior`, 'reference', exact.draws)]),
    ...(drawn === null ? [] : [row(`NPE, ${count(drawn.step)} steps`, 'network', drawn.draws)]),
    { name, mark: 'learner', values: keys.map((_, j) => ({ at: at[j], sd: sds[j] })) },
  ];
  const names = places.map((place) => `ln ${parameters[place].symbol}`);
  return { name, names, exact, drawn, rows, sds, truth: truth === null ? null : places.map((j) => Math.log(truth[j])) };
}

export function estimateView(state: AppState, estimate: FrameEstimate): EstimateView | null {
  const compared = comparedEstimate(state, estimate);
  if (compared === null) return null;
  const { name, names, exact, drawn, rows, sds, truth } = compared;
  const { keys, at, covariance } = estimate;
  const dim = keys.length;
  const range = (j: 0 | 1): Pair => {
    const away = REACH * (sds[j] ?? 0);
    const ends = [at[j] - away, at[j] + away, ...(truth === null ? [] : [truth[j]])];
    for (const of of [exact, drawn]) {
      if (of === null) continue;
      const ascending = sorted(of.draws[j]);
      ends.push(quantile(ascending, TAIL), quantile(ascending, 1 - TAIL));
    }
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const room = ROOM * (high - low) || 1;
    return [low - room, high + room];
  };
  const unbounded = { scale: 'linear', low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } as const;
  const some = (draws: Float64Array) => draws.subarray(0, REGION_DRAWS);
  const finished = runState(state.engine) === 'finished';
  return {
    names,
    rows,
    verdict: finished && exact !== null ? verdictOf(name, LABELS[exact.label], rows) : null,
    figure: {
      names: [names[0], names[1]],
      ranges: [range(0), range(1)],
      learner: name,
      at: [at[0], at[1]],
      covariance:
        covariance === null
          ? null
          : [
              [covariance[0], covariance[1]],
              [covariance[dim], covariance[dim + 1]],
            ],
      reference:
        exact === null
          ? null
          : {
              label: exact.label,
              regions: highestDensityRegions(
                some(exact.draws[0]),
                some(exact.draws[1]),
                [unbounded, unbounded],
                MASSES,
              ),
            },
      network: drawn === null ? null : { x: drawn.draws[0], y: drawn.draws[1] },
      truth: truth === null ? null : [truth[0], truth[1]],
    },
  };
}

const LABELS = { exact: 'exact', mcmc: 'MCMC', approx: 'approximate' } as const;

function row(name: string, mark: EstimateRow['mark'], draws: readonly Float64Array[]): EstimateRow {
  return { name, mark, values: draws.map((values) => ({ at: mean(values), sd: sd(values) })) };
}

/** The point against the mean of the reference, the sds against its sds; the worst of the parameters counts. */
function verdictOf(name: string, label: string, rows: readonly EstimateRow[]): Verdict | null {
  const reference = rows.find(({ mark }) => mark === 'reference');
  const learner = rows.find(({ mark }) => mark === 'learner');
  if (reference === undefined || learner === undefined) return null;
  let [distance, factor] = [0, 1];
  for (const [j, { at, sd: exact }] of reference.values.entries()) {
    const own = learner.values[j];
    if (exact === null || own.sd === null) return null;
    distance = Math.max(distance, Math.abs(own.at - at) / exact);
    const ratio = own.sd / exact;
    if (Math.abs(Math.log(ratio)) > Math.abs(Math.log(factor))) factor = ratio;
  }
  const off = Math.abs(Math.log(factor));
  const level = distance <= NEAR && off <= SAME_WIDTH ? 'good' : distance <= FAR && off <= OTHER_WIDTH ? 'warn' : 'bad';
  return {
    level,
    sentence: `The most probable point of the ${name} lies ${distance.toPrecision(2)} sd from the ${label} mean, and its ellipse is ${factor.toFixed(2)} times as wide, in the parameter that differs most.`,
  };
}
