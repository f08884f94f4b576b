/** The system of images for tests, changed: pixels with a unit, pixels that may be missing, several channels. */
import type { System } from '../system.ts';
import { gaussianBlob } from './gaussianBlob.ts';

export function withUnit(unit: string): System {
  return { ...gaussianBlob, file: { kind: 'array', value: { kind: 'number', unit, description: 'brightness' } } };
}

export const withMissingPixels: System = {
  ...gaussianBlob,
  model: (design) => ({ ...gaussianBlob.model(design), missing: true }),
};
