/**
 * Several fields as one picture, so that they are drawn, edited and kept in a file as one: four stand in two rows of two, the first
 * at the bottom left, the second beside it. Elsewhere they stand one after the other, [fields, 64, 64].
 */
import { PIXELS, SIDE } from './sky.ts';

/** Fields side by side. */
export function acrossOf(fields: number): number {
  return fields === 1 ? 1 : 2;
}

/** Place in the picture of pixel i of [fields, 64, 64]. */
function placeOf(i: number, across: number): number {
  const field = Math.floor(i / PIXELS);
  const row = Math.floor(field / across) * SIDE + Math.floor((i % PIXELS) / SIDE);
  return row * across * SIDE + (field % across) * SIDE + (i % SIDE);
}

const PLACES = new Map<number, Uint32Array>();

function placesOf(size: number): Uint32Array {
  let places = PLACES.get(size);
  if (places === undefined) {
    const across = acrossOf(size / PIXELS);
    places = Uint32Array.from({ length: size }, (_, i) => placeOf(i, across));
    PLACES.set(size, places);
  }
  return places;
}

/** The picture of maps [fields, 64, 64], into `out`. */
export function pictureOf(maps: Float64Array, out: Float64Array): void {
  const places = placesOf(maps.length);
  for (let i = 0; i < maps.length; i++) out[places[i]] = maps[i];
}

/** The maps [fields, 64, 64] of a picture. */
export function mapsOf(picture: Float64Array): Float64Array {
  return Float64Array.from(placesOf(picture.length), (place) => picture[place]);
}
