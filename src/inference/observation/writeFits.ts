/** Observations that are images as a FITS file, which `readArray` reads back to the same numbers, design and true values. */
import { writeFits } from '../files/fitsWrite.ts';
import type { FitsValue } from '../files/fitsHeader.ts';
import { sizeOf } from '../simulators/dataShape.ts';
import type { Design, System } from '../simulators/system.ts';
import { fileAxes } from './arrayAxes.ts';
import { designAsText } from './declaredDesign.ts';
import { OWN_CARDS } from './fitsBatch.ts';
import { type MovedByHand, movedText } from './movedEntries.ts';

/** Whether raw data of this design are images. */
export function isImage(system: System, design: Design): boolean {
  return system.file.kind === 'array' && system.model(design).x.kind === 'image';
}

/**
 * One observation, row 0 of the image being the first row of the file, which is the lowest.
 * @param x raw data, of the order of the model's x; NaN where a pixel is missing
 * @param truth in the order of theta; null where it is not known
 * @param moved what of it was moved by hand; null: nothing
 */
export function fitsOf(
  system: System,
  design: Design,
  x: Float64Array,
  truth: readonly number[] | null,
  moved: MovedByHand | null = null,
): Uint8Array {
  const { x: shape } = system.model(design);
  if (system.file.kind !== 'array' || shape.kind !== 'image') {
    throw new TypeError(`The data of ${system.name} are no image.`);
  }
  if (x.length !== sizeOf(shape)) throw new RangeError(`${x.length} pixels, but this design has ${sizeOf(shape)}`);
  const { unit } = system.file.value;
  const numbered = (prefix: string, lines: readonly (readonly [string, string])[]) =>
    lines.map(([key, value], i): [string, FitsValue] => [`${prefix}${i + 1}`, `${key}: ${value}`]);
  const keys = system.parameters(design).map(({ key }) => key);
  return writeFits({
    shape: fileAxes(shape),
    values: x,
    cards: [
      ...(unit === '' ? [] : [['BUNIT', ascii(unit)] as const]),
      ...system.designFields.flatMap((field): [string, FitsValue][] => {
        const value = design[field.key];
        const [card] = (field.kind === 'number' && field.fitsCards) || [];
        return card === undefined || typeof value !== 'number' ? [] : [[card, value]];
      }),
      [OWN_CARDS.system, system.id],
      ...numbered(OWN_CARDS.design, Object.entries(designAsText(design))),
      ...(moved === null ? [] : [[OWN_CARDS.moved, movedText(moved.entries)] as const]),
      ...(moved?.noise === undefined ? [] : [[OWN_CARDS.noise, moved.noise] as const]),
      ...numbered(OWN_CARDS.truth, truth === null ? [] : keys.map((key, j) => [key, String(truth[j])] as const)),
    ],
  });
}

/** FITS headers hold nothing else. */
function ascii(text: string): string {
  return text
    .replaceAll('μ', 'u')
    .replaceAll('²', '2')
    .replace(/[^ -~]/g, '?');
}
