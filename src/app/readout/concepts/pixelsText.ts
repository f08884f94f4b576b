/** What the view of pixels says in numbers and sentences. */
import { entryName } from '../../../inference/simulators/dataShape.ts';
import type { ImageView, System } from '../../../inference/simulators/system.ts';
import { count, percent, short } from '../../format/number.ts';
import type { PixelsData } from '../../plots/pixelsFigure.ts';
import type { AppState } from '../../store/appStore.ts';
import type { FoundPixels } from '../../store/conceptsSlice.ts';
import { pixelsQuantity } from './pixelsQuestion.ts';

/** How far each pixel moves the mean, in posterior sd for one sd of the pixel's noise: [channels, height, width], NaN where it is not seen. */
export function effectOf({ x, pixels }: FoundPixels, { sd: noise }: ImageView): Float64Array {
  return pixels.gradient.map((slope, i) => (slope * (noise?.(i, x[i]) ?? Number.NaN)) / pixels.sd);
}

/** @throws Error where the data are no image */
export function imageViewOf(system: System, design: FoundPixels['design']): ImageView {
  const view = system.view(design);
  if (view.kind !== 'image') throw new Error('The data are no image.');
  return view;
}

export function pixelsData({ study, concepts }: Pick<AppState, 'study' | 'concepts'>, found: FoundPixels): PixelsData {
  const view = imageViewOf(study.system, found.design);
  return { view, values: found.x, effect: effectOf(found, view), symbol: pixelsQuantity({ study, concepts }).symbol };
}

export interface PixelNumbers {
  /** Pixels that are seen, and those that are not. */
  readonly seen: number;
  readonly masked: number;
  /** The fewest pixels that hold half of the sum of squares. */
  readonly half: number;
  /** Sd of the mean if all pixels had new noise, in posterior sd, to first order. */
  readonly total: number;
  /** Entry of the strongest pixel. */
  readonly strongest: number;
  readonly lowest: number;
  readonly highest: number;
}

export function pixelNumbers(effect: Float64Array): PixelNumbers {
  const seen = effect.filter((value) => !Number.isNaN(value));
  const squares = seen
    .map((value) => value * value)
    .sort()
    .reverse();
  const sum = squares.reduce((all, value) => all + value, 0);
  let half = 0;
  for (let held = 0; half < squares.length && held < sum / 2; half++) held += squares[half];
  let strongest = -1;
  for (const [i, value] of effect.entries()) {
    if (strongest < 0 || Math.abs(value) > Math.abs(effect[strongest]) || Number.isNaN(effect[strongest])) {
      if (!Number.isNaN(value)) strongest = i;
    }
  }
  return {
    seen: seen.length,
    masked: effect.length - seen.length,
    half,
    total: Math.sqrt(sum),
    strongest,
    lowest: seen.reduce((least, value) => Math.min(least, value), Infinity),
    highest: seen.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

/** A sentence or two on what is seen. */
export function pixelsSentence({ view, effect, symbol }: PixelsData): string {
  const { seen, half, total } = pixelNumbers(effect);
  if (total === 0) return `No pixel moves the mean of ${symbol}.`;
  const [row, column] = middleOf(effect, view);
  return (
    `Half of the effect on the mean of ${symbol} comes from ${count(half)} of ${count(seen)} pixels (in squares), around row ${row}, column ${column}. ` +
    `New noise in all pixels would move the mean by about ${short(total, 2)} posterior sd.`
  );
}

/** Row and column, from 1, around which the squares of the effect lie. */
function middleOf(effect: Float64Array, { shape: { height, width } }: ImageView): readonly [number, number] {
  let [sum, rows, columns] = [0, 0, 0];
  for (const [i, value] of effect.entries()) {
    if (Number.isNaN(value)) continue;
    const weight = value * value;
    sum += weight;
    rows += weight * (Math.floor(i / width) % height);
    columns += weight * (i % width);
  }
  return [Math.round(rows / sum) + 1, Math.round(columns / sum) + 1];
}

/** The figure, aloud. */
export function pixelsSummary(data: PixelsData): string {
  const { strongest, lowest, highest, masked, total } = pixelNumbers(data.effect);
  if (total === 0) return pixelsSentence(data);
  const open = masked === 0 ? '' : ` ${maskedText(masked)} and left open.`;
  return (
    `The image, and how far each pixel moves the posterior mean of ${data.symbol}: from ${short(lowest, 2)} to ${short(highest, 2)} posterior sd for one sd of its noise, ` +
    `most at ${entryName(data.view.shape, strongest)}. ${pixelsSentence(data)}${open}`
  );
}

function maskedText(masked: number): string {
  return masked === 1 ? 'One pixel is masked' : `${count(masked)} pixels are masked`;
}

/** Chance of the draws that is told: beyond it the picture itself is rough. */
const ROUGH = 0.2;

/** How it was made, and what it is not. */
export function pixelsNotes(
  { pixels }: FoundPixels,
  masked: number,
  { altered, before }: { readonly altered: boolean; readonly before: boolean },
): readonly string[] {
  const notes = [];
  if (before) notes.push('It is of the image before: the new one is being computed.');
  notes.push(
    'It shows what this network uses, near this image: not what could be learnt from it. Larger changes than a pixel’s noise may move the mean otherwise.',
  );
  if (masked > 0) notes.push(`${maskedText(masked)}, and left open in both images.`);
  if (pixels.held > 0) {
    notes.push(
      `The ${pixels.held} numbers that the network is given besides are held fixed: what pixels do through them is not in it.`,
    );
  }
  if (altered) {
    notes.push('The posterior on screen is also altered, corrected or weighted; this is the network by itself.');
  }
  if (pixels.scatter > ROUGH) notes.push('So few draws leave it rough here.');
  const of = pixels.members === 1 ? '' : ` of each of ${pixels.members} networks`;
  notes.push(
    `The exact gradient through the whole network, at step ${count(pixels.step)}: mean over ${pixels.draws} draws${of} whose base noise is held fixed; their chance makes an error of ${percent(pixels.scatter)}. It took ${short(pixels.milliseconds / 1000, 1)} s.`,
  );
  return notes;
}
