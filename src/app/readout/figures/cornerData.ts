/** The data of the corner figure, from draws. */
import { column } from '../../../inference/posterior/axis.ts';
import type { ReferenceLabel } from '../../../inference/simulators/system.ts';
import type { CornerData } from '../../plots/cornerFigure.ts';
import type { AppState } from '../../store/appStore.ts';
import { type QuantityAxis, covering, zoomed } from './axes.ts';
import type { FrameDraws } from './frameDraws.ts';
import { layerOf, POSTERIOR_MASSES, priorLayer, REFERENCE_MASSES } from './layers.ts';
import type { PinnedDraws } from './pinnedDraws.ts';

const NO_MASSES: readonly number[] = [];
/** Of the posterior before, while it stands alone: beside the present one its curves are enough. */
const GHOST_MASSES: readonly number[] = [0.9];

/** What the key says of the reference. */
export interface ReferenceView {
  readonly label: ReferenceLabel;
  readonly distance: number | null;
}

export function referenceView({ results }: AppState): ReferenceView {
  const answer = results.reference?.answer;
  return { label: answer?.kind === 'reference' ? answer.label : 'exact', distance: results.distance?.value ?? null };
}

/**
 * The axes, as long as it takes to show all of these.
 * @param sets draws [n, axes.length] each; null: there are none
 */
export function covers(
  axes: readonly QuantityAxis[],
  sets: readonly (Float64Array | null)[],
  truth: Float64Array | null,
): readonly QuantityAxis[] {
  const drawn = sets.filter((values) => values !== null);
  return axes.map((axis, j) =>
    covering(
      axis,
      drawn.map((values) => column(values, axes.length, j)),
      truth === null ? [] : [truth[j]],
    ),
  );
}

/**
 * @param zoom axes over what the posterior covers instead of over the whole prior
 * @param region draws of the region of focused rounds [n, axes.length]; null: there is none for what is on screen
 */
export function cornerData(
  { problem, axes, prior, posterior, ghost, reference, truth }: FrameDraws,
  pinned: readonly PinnedDraws[],
  { label, distance }: ReferenceView,
  zoom: boolean,
  region: Float64Array | null,
): CornerData {
  const values = zoom ? (reference ?? posterior) : null;
  const seen = covers(axes, [posterior, reference, ...pinned.map((pin) => pin.values)], truth);
  const near = (axis: QuantityAxis, j: number) =>
    values === null ? axis : zoomed(axis, column(values, axes.length, j), truth === null ? [] : [truth[j]]);
  return {
    quantities: seen.map((axis, j) => near(axis, j).quantity),
    prior: priorLayer(prior, axes, problem),
    posterior: posterior === null ? null : layerOf(posterior, axes, POSTERIOR_MASSES),
    ghost: ghost === null ? null : layerOf(ghost, axes, posterior === null ? GHOST_MASSES : NO_MASSES),
    reference: reference === null ? null : { ...layerOf(reference, axes, REFERENCE_MASSES), label, distance },
    pins: pinned.map((pin) => ({
      ...layerOf(pin.values, pin.axes, REFERENCE_MASSES),
      name: pin.name,
      place: pin.place,
    })),
    region: region === null ? null : axes.map((_, j) => column(region, axes.length, j)),
    truth,
  };
}
