/** The data of the figure of rejection, from the simulations that are accepted and the posterior on screen. */
import { column, toAxis, fromAxis } from '../../../inference/posterior/axis.ts';
import { quantile } from '../../../inference/math/statistics.ts';
import { entryName } from '../../../inference/simulators/dataShape.ts';
import type { Points, RejectionData, RejectionPlane } from '../../plots/rejectionFigure.ts';
import type { Curve } from '../../plots/types.ts';
import type { ReferenceLabel, System } from '../../../inference/simulators/system.ts';
import { covers } from './cornerData.ts';
import { quantityDraws } from './displayDraws.ts';
import type { FrameDraws } from './frameDraws.ts';
import { layerOf, priorLayer } from './layers.ts';
import { ENOUGH, type Rejected } from './rejected.ts';

/** Points that are drawn, of each kind. */
const MOST_POINTS = 900;
const BINS = 120;
/** Share of the simulations that may lie beyond either end of an axis of summaries. */
const BEYOND = 0.005;

const NO_MASSES: readonly number[] = [];

/**
 * @param draws of the one quantity that is shown
 * @param label of the reference
 */
export function rejectionData(
  system: System,
  rejected: Rejected,
  draws: FrameDraws,
  label: ReferenceLabel,
  observed: Float64Array,
): RejectionData {
  const { simulated, rows, theta } = rejected;
  const { problem, quantities, axes, prior, posterior, reference, truth } = draws;
  const accepted = quantityDraws(theta, theta.length / Math.max(1, rows.length), quantities);
  const [seen] = covers(axes, [posterior, reference, rows.length > 0 ? accepted : null], truth);
  const curveOf = (values: Float64Array): Curve => layerOf(values, axes, NO_MASSES).curves[0];
  const left = everyOther(rejected);
  const valuesAt = (places: ArrayLike<number>) => {
    const D = simulated.theta.length / simulated.count;
    const chosen = new Float64Array(places.length * D);
    for (let i = 0; i < places.length; i++) {
      chosen.set(simulated.theta.subarray(places[i] * D, (places[i] + 1) * D), i * D);
    }
    return column(quantityDraws(chosen, D, quantities), 1, 0);
  };
  const plane = planeOf(system, rejected, problem.design, observed);
  const pointsAt = (places: ArrayLike<number>): Points => {
    if (plane.kind === 'summaries') {
      const [a, b] = rejected.compared;
      return { x: summaryAt(rejected, a, places), y: summaryAt(rejected, b, places) };
    }
    const y =
      plane.kind === 'summary'
        ? summaryAt(rejected, rejected.compared[0], places)
        : Float64Array.from(places, (row) => rejected.distances[row]);
    return { x: valuesAt(places), y };
  };
  return {
    quantity: seen.quantity,
    plane,
    rejected: pointsAt(left),
    accepted: pointsAt(evenly(rows)),
    histogram: rows.length < ENOUGH ? null : histogramOf(accepted, seen.quantity),
    prior: priorLayer(prior, axes, problem).curves[0],
    network: posterior === null ? null : curveOf(posterior),
    reference: reference === null ? null : { curve: curveOf(reference), label },
    truth: truth === null ? null : truth[0],
  };
}

function planeOf(
  system: System,
  { compared, scales, tolerance, distances, simulated }: Rejected,
  design: FrameDraws['problem']['design'],
  observed: Float64Array,
): RejectionPlane {
  const shape = system.model(design).s;
  const axisOf = (j: number, reach: number) => {
    const values = column(simulated.s, observed.length, j).filter(Number.isFinite).sort();
    // As far as the simulations go, and as the tolerance in its lower half: an infinite one would press all flat.
    const near = Math.min(reach, scales.sd[j]);
    return {
      title: entryName(shape, j),
      range: padded(
        Math.min(quantile(values, BEYOND), observed[j] - near),
        Math.max(quantile(values, 1 - BEYOND), observed[j] + near),
      ),
    };
  };
  if (compared.length === 1) {
    const [j] = compared;
    const halfWidth = tolerance * scales.sd[j];
    return { kind: 'summary', y: axisOf(j, halfWidth), observed: observed[j], halfWidth };
  }
  if (compared.length === 2) {
    const [a, b] = compared;
    // The mean of two squares is at most the tolerance's.
    const radii = [a, b].map((j) => Math.SQRT2 * tolerance * scales.sd[j]) as [number, number];
    return {
      kind: 'summaries',
      x: axisOf(a, radii[0]),
      y: axisOf(b, radii[1]),
      observed: [observed[a], observed[b]],
      radii,
    };
  }
  const finite = distances.filter(Number.isFinite).sort();
  const furthest = Math.max(quantile(finite, 0.98), Math.min(1.2 * tolerance, finite[finite.length - 1]));
  return {
    kind: 'distance',
    y: { title: 'distance from the data [sd]', range: [-0.04 * furthest, 1.03 * furthest] },
    tolerance,
  };
}

function padded(low: number, high: number): [number, number] {
  const room = 0.04 * (high - low) || Math.abs(low) * 0.1 || 1;
  return [low - room, high + room];
}

function summaryAt({ simulated, scales }: Rejected, j: number, places: ArrayLike<number>): Float64Array {
  const C = scales.sd.length;
  const out = new Float64Array(places.length);
  for (let i = 0; i < out.length; i++) out[i] = simulated.s[places[i] * C + j];
  return out;
}

/** Rows that are not accepted, at most as many as are drawn. */
function everyOther({ distances, tolerance }: Rejected): number[] {
  const rows: number[] = [];
  const stride = Math.max(1, Math.floor(distances.length / MOST_POINTS));
  for (let i = 0; i < distances.length && rows.length < MOST_POINTS; i += stride) {
    if (distances[i] > tolerance && Number.isFinite(distances[i])) rows.push(i);
  }
  return rows;
}

function evenly(rows: Uint32Array): Uint32Array {
  const stride = Math.max(1, Math.ceil(rows.length / MOST_POINTS));
  return rows.filter((_, i) => i % stride === 0);
}

/** Densities per unit of the axis coordinate; values beyond the axis count, and are not drawn. */
function histogramOf(
  values: Float64Array,
  { scale, range }: RejectionData['quantity'],
): NonNullable<RejectionData['histogram']> {
  const [low, high] = [toAxis(range[0], scale), toAxis(range[1], scale)];
  // Square root of the number, as a rule of thumb: few values make no comb.
  const bins = Math.max(
    6,
    Math.min(BINS, Math.round(Math.sqrt(values.length) * spreadShare(values, scale, high - low))),
  );
  const width = (high - low) / bins;
  const density = new Float64Array(bins);
  for (const value of values) {
    const bin = Math.floor((toAxis(value, scale) - low) / width);
    if (bin >= 0 && bin < bins) density[bin] += 1 / (values.length * width);
    else if (bin === bins && toAxis(value, scale) === high) density[bins - 1] += 1 / (values.length * width);
  }
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => fromAxis(low + i * width, scale));
  return { edges, density };
}

/** Length of the axis in units of what the values cover of it, at least 1: narrow ones need narrower bins. */
function spreadShare(values: Float64Array, scale: 'linear' | 'log', length: number): number {
  const sorted = values.map((value) => toAxis(value, scale)).sort();
  const covered = quantile(sorted, 0.975) - quantile(sorted, 0.025);
  return covered > 0 ? Math.max(1, length / covered) : 1;
}
