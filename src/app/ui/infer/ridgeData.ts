/** The data of the ridge figure, from draws. */
import { column } from '../../../inference/posterior/axis.ts';
import type { ReferenceLabel, System } from '../../../inference/simulators/system.ts';
import type { Pair, RidgeData } from '../../plots/ridgeFigure.ts';
import type { AppState } from '../../store/appStore.ts';
import type { FrameDraws } from './frameDraws.ts';
import { layerOf, REFERENCE_MASSES } from './layers.ts';
import { otherUniverse } from './otherUniverse.ts';
import type { PinnedDraws } from './pinnedDraws.ts';
import type { Directions } from './ridgeDirections.ts';

/** What is known of the observation and of the reference. */
export interface RidgeView {
  readonly system: System;
  readonly x: Float64Array | null;
  readonly theta: readonly number[] | null;
  readonly label: ReferenceLabel;
  readonly gap: number | null;
}

export function ridgeView({ study, observation, results }: AppState): RidgeView {
  const answer = results.reference?.answer;
  return {
    system: study.system,
    x: observation.current.x,
    theta: observation.current.truth,
    label: answer?.kind === 'reference' ? answer.label : 'exact',
    gap: results.gap?.value ?? null,
  };
}

export function ridgeData(
  { problem, quantities, axes, posterior, reference, truth }: FrameDraws,
  pinned: readonly PinnedDraws[],
  { system, x, theta, label, gap }: RidgeView,
  { field, directions }: Directions,
): RidgeData {
  const [first, second] = quantities;
  const regions = (values: Float64Array, on = axes) => layerOf(values, on, REFERENCE_MASSES).regions[0];
  const other = otherUniverse(system, problem.design, theta);
  return {
    x: axes[0].quantity,
    y: axes[1].quantity,
    draws: posterior === null ? null : { x: column(posterior, 2, 0), y: column(posterior, 2, 1) },
    regions: posterior === null ? [] : regions(posterior),
    reference: reference === null ? null : { regions: regions(reference), label, gap },
    pins: pinned.map(({ name, place, values, axes: own }) => ({ name, place, regions: regions(values, own) })),
    degeneracy: degeneracyOf({ system, x }, problem, [first.key, second.key]),
    truth: truth === null ? null : [truth[0], truth[1]],
    counterpart: other && { label: other.label, at: [first.value(other.theta), second.value(other.theta)] },
    field,
    directions,
  };
}

/** The curve along which the data cannot tell the two quantities apart, on these axes; null where there is none. */
function degeneracyOf(
  { system, x }: Pick<RidgeView, 'system' | 'x'>,
  problem: FrameDraws['problem'],
  axes: readonly [string, string],
): RidgeData['degeneracy'] {
  const curve = x === null ? null : (system.degeneracy?.(problem, x) ?? null);
  if (curve === null) return null;
  if (curve.axes[0] === axes[0] && curve.axes[1] === axes[1]) return curve;
  if (curve.axes[0] !== axes[1] || curve.axes[1] !== axes[0]) return null;
  return { ...curve, points: curve.points.map(([a, b]): Pair => [b, a]) };
}
