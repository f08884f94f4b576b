import { describe, expect, it } from 'vitest';
import { defaultProblem } from '../simulators/problem.ts';
import { withMissingPixels } from '../simulators/testing/blobs.ts';
import { gaussianBlob } from '../simulators/testing/gaussianBlob.ts';
import { brushed, turned } from './imageEdits.ts';
import { observationFromRaw, simulateObservation } from './observation.ts';
import { recordOf, restoreObservation } from './record.ts';

const design = { rows: 3, columns: 3 };
const problem = { ...defaultProblem(gaussianBlob), design };
const counted = observationFromRaw(
  gaussianBlob,
  design,
  Float64Array.from({ length: 9 }, (_, i) => i),
  {
    source: { kind: 'file', name: 'a.fits' },
  },
);
const add = (amount: number, diameter = 1) => ({ effect: { kind: 'add', amount }, diameter }) as const;
const mask = { effect: { kind: 'mask' }, diameter: 1 } as const;
const at = (row: number, column: number) => ({ channel: 0, row, column });

describe('a brush', () => {
  it('adds to a disc of pixels, within the image and what data may be', () => {
    const one = brushed(gaussianBlob, counted, at(2, 0), add(0.5));
    expect(Array.from(one.x ?? [])).toEqual([0, 1, 2, 3, 4, 5, 6.5, 7, 8]);
    expect(one.source).toMatchObject({ kind: 'edited', entries: [6] });
    const disc = brushed(gaussianBlob, one, at(0, 0), add(-1000, 3));
    expect(Array.from(disc.x ?? [])).toEqual([-100, -100, 2, -100, -100, 5, 6.5, 7, 8]);
    expect(disc.source).toMatchObject({ of: counted.source, entries: [0, 1, 3, 4, 6] });
    expect(brushed(gaussianBlob, counted, at(1, 1), add(0))).toBe(counted);
  });

  it('masks pixels where the network is told which are missing, and there alone', () => {
    expect(() => brushed(gaussianBlob, counted, at(1, 2), mask)).toThrow('no missing pixels');
    const masked = brushed(withMissingPixels, counted, at(1, 2), mask);
    expect(Array.from(masked.s)).toEqual([0, 1, 2, 3, 4, Number.NaN, 6, 7, 8]);
    expect(brushed(withMissingPixels, masked, at(1, 2), add(1))).toBe(masked);
  });

  it('leaves an observation that a document brings back, with its missing pixels', () => {
    const simulated = simulateObservation(withMissingPixels, problem, [2, 1], null, 5);
    for (const start of [counted, simulated]) {
      const observation = brushed(
        withMissingPixels,
        brushed(withMissingPixels, start, at(1, 2), mask),
        at(0, 0),
        add(2),
      );
      const record = JSON.parse(JSON.stringify(recordOf(observation)));
      expect(restoreObservation(withMissingPixels, problem, record)).toMatchObject({
        ok: true,
        observation: { x: observation.x, source: observation.source },
      });
      expect(restoreObservation(gaussianBlob, problem, record).ok).toBe(false);
    }
  });
});

describe('an image', () => {
  it('is rotated counter-clockwise and flipped, four and two of which are none', () => {
    // Rows from the lowest: 6 7 8 is the highest, so that 8 at the upper right comes to the upper left.
    expect(Array.from(turned(gaussianBlob, counted, 'rotate').x ?? [])).toEqual([6, 3, 0, 7, 4, 1, 8, 5, 2]);
    expect(Array.from(turned(gaussianBlob, counted, 'flip').x ?? [])).toEqual([2, 1, 0, 5, 4, 3, 8, 7, 6]);
    const four = Array.from({ length: 4 }).reduce<typeof counted>(
      (image) => turned(gaussianBlob, image, 'rotate'),
      counted,
    );
    expect(four.x).toEqual(counted.x);
  });

  it('that is not square is not rotated', () => {
    const wide = observationFromRaw(gaussianBlob, { rows: 1, columns: 2 }, Float64Array.of(1, 2), counted);
    expect(() => turned(gaussianBlob, wide, 'rotate')).toThrow('1 rows and 2 columns');
    expect(Array.from(turned(gaussianBlob, wide, 'flip').x ?? [])).toEqual([2, 1]);
  });
});
