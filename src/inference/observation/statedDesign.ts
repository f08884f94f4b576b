/**
 * What the headers of a FITS file state of a study's design, and of what the simulator takes for granted: cards such as EXPTIME. A
 * design field that a card states is the file's own (`DesignField.fitsCards`), so that an image of another exposure is never
 * taken for one of the study's; a constant (`ArrayFormat.constants`) cannot be changed, and a difference is told.
 */
import type { FitsCard } from '../files/fitsHeader.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { listed, shownNumber } from '../math/shown.ts';
import { sameUnit } from '../math/units.ts';
import { PIXEL_SCALE_CARDS } from './pixelScale.ts';
import type { ArrayFormat, Design, DesignField, DesignValue, FileProblem, System } from '../simulators/system.ts';

/** A card of a header, and where it stands: "the primary image", in a batch behind the name of its file. */
export interface StatedCard extends FitsCard {
  readonly place: string;
}

type NumberField = Extract<DesignField, { kind: 'number' }>;

/** Shutters and sums leave such a relative difference, of which no network knows. */
const TOLERANCE = 1e-6;

/** All cards that the reader of a system's files looks for. */
export function cardsWanted({ designFields, file }: System): readonly string[] {
  const constants = file.kind === 'array' ? (file.constants ?? []) : [];
  return [
    ...fieldsInCards(designFields).flatMap(({ fitsCards }) => fitsCards ?? []),
    ...constants.flatMap(({ fitsCards }) => fitsCards),
    ...(file.kind === 'array' && file.pixelScale !== undefined ? PIXEL_SCALE_CARDS : []),
  ];
}

/**
 * The design fields that cards state, all of them with one value.
 * @param own what the file declares in its own words: a card must not contradict it
 */
export function designInCards(
  { designFields }: System,
  cards: readonly StatedCard[],
  design: Design,
  own: Readonly<Record<string, DesignValue>>,
): Outcome<Readonly<Record<string, DesignValue>>> {
  const stated: Record<string, DesignValue> = {};
  for (const field of fieldsInCards(designFields)) {
    const about = cards.filter(({ key }) => field.fitsCards?.includes(key));
    const [first] = about;
    if (first === undefined) continue;
    for (const card of about) {
      const fault = faultOfCard(card, field);
      if (fault !== null) return bad(fault);
    }
    const value = numberIn(first);
    const other = about.find((card) => !near(numberIn(card), value));
    if (other !== undefined) {
      const problem = `${field.label}: the card says ${other.text}, and ${placeOf(first)} says ${first.text}.`;
      const remedy = 'Correct the headers; images of different settings are no batch.';
      return bad({ column: placeOf(other), value: other.text, problem, remedy });
    }
    const declared = own[field.key];
    if (declared !== undefined && !(typeof declared === 'number' && near(declared, value))) {
      const problem = `The card says ${first.text}, but the file declares ${field.key} = ${String(declared)}.`;
      return bad({ column: placeOf(first), value: first.text, problem, remedy: 'Correct one of the two.' });
    }
    const studys = design[field.key];
    stated[field.key] = typeof studys === 'number' && near(studys, value) ? studys : value;
  }
  return good(stated);
}

/** Sentences: which design fields a file leaves open, and which constants of the simulator its headers contradict. */
export function cardNotices(
  { designFields }: System,
  { constants = [] }: ArrayFormat,
  cards: readonly StatedCard[],
  design: Design,
  declared: Readonly<Record<string, DesignValue>>,
): string[] {
  const open = fieldsInCards(designFields).filter(
    (field) => !Object.hasOwn(declared, field.key) && (field.when?.(design) ?? true),
  );
  return [
    ...open.map(({ key, label, unit, fitsCards = [] }) => {
      const value = `${String(design[key])}${unit === '' ? '' : ` ${unit}`}`;
      return `The file does not give ${label} (in FITS: ${fitsCards.join(' or ')}), so the study's ${value} is used.`;
    }),
    ...constants.flatMap(({ fitsCards, value, told }) => {
      const numbers = cards.filter(({ key }) => fitsCards.includes(key)).map(numberIn);
      const others = [...new Set(numbers.filter((number) => !near(number, value)))];
      return others.length === 0 ? [] : [told(others)];
    }),
  ];
}

function fieldsInCards(fields: readonly DesignField[]): readonly NumberField[] {
  return fields.filter((field): field is NumberField => field.kind === 'number' && field.fitsCards !== undefined);
}

function faultOfCard(card: StatedCard, { label, unit }: NumberField): FileProblem | null {
  const at = { column: placeOf(card), value: card.text };
  if (!Number.isFinite(numberIn(card))) {
    const problem = `The card does not hold a number (${label}${unit === '' ? '' : `, ${unit}`}).`;
    return { ...at, problem, remedy: 'Correct the card, or remove it to have the value of the study used.' };
  }
  if (card.unit === null || sameUnit(card.unit, unit)) return null;
  const problem = `The card is in ${listed([card.unit])}; ${label} is in ${unit}.`;
  return { ...at, problem, remedy: `Convert the number, and write [${unit}] in the card's comment.` };
}

/** Some programs write numbers as text. */
function numberIn({ value }: FitsCard): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.abs(b);
}

function placeOf({ place, key }: StatedCard): string {
  return `${place}, card ${key}`;
}

/** "25.9", or "25.9 to 27". */
export function spanText(numbers: readonly number[]): string {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return low === high ? shownNumber(low) : `${shownNumber(low)} to ${shownNumber(high)}`;
}
