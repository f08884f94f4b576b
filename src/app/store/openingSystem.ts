/**
 * The system of the page that nobody has asked for another one: its posterior looks like something from the first moment, and
 * follows a dragged point. Links that name no system mean another one, which was the first when they were made (readLink.ts).
 */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { System } from '../../inference/simulators/system.ts';

const OPENING = 'birth-death';

export function openingSystem(catalogue: SystemCatalogue): System {
  return catalogue.get(OPENING);
}
