/**
 * Images that are changed by hand: a brush that adds to pixels or masks them, and the whole image turned or flipped. Only views of the
 * kind 'image' are changed so. Every changed pixel counts as moved by hand; a pixel of which a mask says nothing is NaN.
 */
import type { ImageShape } from '../simulators/dataShape.ts';
import type { System } from '../simulators/system.ts';
import { clampedValue, type Observation, observationFromRaw } from './observation.ts';
import { keptUnseen, unseenOf } from './unseen.ts';

/** What the brush does to the pixels that it touches: adds so much in the data's units, or masks them. */
export type BrushEffect = { readonly kind: 'add'; readonly amount: number } | { readonly kind: 'mask' };

export interface Brush {
  readonly effect: BrushEffect;
  /** Of the disc, pixels. */
  readonly diameter: number;
}

/** Channel, row and column from 0; row 0 is the lowest. */
export interface PixelPlace {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** Rotated counter-clockwise by 90 degrees, or its left and right exchanged. */
export type Turn = 'rotate' | 'flip';

/** Whether pixels of the raw data may be missing: the network is then told which are. */
export function mayMask(system: System, { design }: Pick<Observation, 'design'>): boolean {
  return system.view(design).space === 'x' && system.model(design).missing === true;
}

/**
 * One touch of the brush: a disc around a pixel, within its channel. The same observation where nothing changes.
 * @throws RangeError for a mask where no pixel may be missing, or where the observation shows no image
 */
export function brushed(system: System, observation: Observation, place: PixelPlace, brush: Brush): Observation {
  const { shape, before } = imageOf(system, observation);
  if (brush.effect.kind === 'mask' && !mayMask(system, observation)) {
    throw new RangeError(`${system.name} takes no missing pixels.`);
  }
  const view = system.view(observation.design);
  const after = Float64Array.from(before);
  const reach = brush.diameter / 2;
  const most = Math.ceil(reach);
  for (let row = Math.max(0, place.row - most); row <= Math.min(shape.height - 1, place.row + most); row++) {
    for (
      let column = Math.max(0, place.column - most);
      column <= Math.min(shape.width - 1, place.column + most);
      column++
    ) {
      if (Math.hypot(row - place.row, column - place.column) >= reach) continue;
      const i = (place.channel * shape.height + row) * shape.width + column;
      // What is masked stays so under a brush that adds.
      after[i] = brush.effect.kind === 'mask' ? Number.NaN : clampedValue(view, before[i] + brush.effect.amount);
    }
  }
  return withPixels(system, observation, before, keptUnseen(system, observation.design, before, after));
}

/** Whether the image may be turned and flipped; or why not. A mask that all simulations have does not turn with it. */
export function mayTurn(system: System, { design }: Pick<Observation, 'design'>): true | string {
  return unseenOf(system, design) === null
    ? true
    : 'Every simulation has the mask where it is: turned, the image would have another one.';
}

/** @throws RangeError for a rotation of an image that is not square, for one with a fixed mask, or where the observation shows no image */
export function turned(system: System, observation: Observation, turn: Turn): Observation {
  const allowed = mayTurn(system, observation);
  if (allowed !== true) throw new RangeError(allowed);
  const { shape, before } = imageOf(system, observation);
  const { height, width } = shape;
  if (turn === 'rotate' && height !== width) {
    throw new RangeError(`An image of ${height} rows and ${width} columns would have other sizes after a rotation.`);
  }
  const after = before.map((_, i) => {
    const column = i % width;
    const row = Math.floor(i / width) % height;
    const channel = i - column - row * width;
    // Counter-clockwise, what was at the right is above.
    return turn === 'rotate'
      ? before[channel + (height - 1 - column) * width + row]
      : before[channel + row * width + (width - 1 - column)];
  });
  return withPixels(system, observation, before, after);
}

function imageOf(
  system: System,
  observation: Observation,
): { readonly shape: ImageShape; readonly before: Float64Array } {
  const view = system.view(observation.design);
  if (view.kind !== 'image') throw new RangeError(`${system.name} shows no image.`);
  const before = view.space === 'x' ? observation.x : observation.s;
  if (before === null) throw new RangeError('This observation has no raw data: it was edited as summaries.');
  return { shape: view.shape, before };
}

function withPixels(system: System, observation: Observation, before: Float64Array, after: Float64Array): Observation {
  const moved = Array.from(after.keys()).filter((i) => !Object.is(after[i], before[i]));
  if (moved.length === 0) return observation;
  const { source } = observation;
  const entries = new Set([...(source.kind === 'edited' ? source.entries : []), ...moved]);
  const edited = {
    kind: 'edited',
    of: source.kind === 'edited' ? source.of : source,
    ...(source.kind === 'edited' && source.noise !== undefined ? { noise: source.noise } : {}),
    entries: [...entries].sort((a, b) => a - b),
  } as const;
  if (system.view(observation.design).space === 's') return { ...observation, x: null, s: after, source: edited };
  return observationFromRaw(system, observation.design, after, { ...observation, source: edited });
}
