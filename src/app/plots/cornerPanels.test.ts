import { expect, test } from 'vitest';
import { diagonalTop } from './cornerPanels.ts';
import type { Layer } from './types.ts';

/** One quantity whose density has this peak. */
function peaked(peak: number): Layer {
  return { curves: [{ at: [0, 1, 2], density: [0, peak, 0] }], regions: [] };
}

const none = { prior: null, posterior: null, ghost: null, reference: null, pins: [], truth: null };

test('the answer before, a pinned one and the reference are seen whole beside a lower posterior', () => {
  const posterior = peaked(1);
  for (const other of [
    { ghost: peaked(2) },
    { pins: [{ ...peaked(2), name: 'a', place: 0 }] },
    { reference: { ...peaked(2), label: 'exact' as const, distance: null } },
  ]) {
    expect(diagonalTop({ ...none, posterior, ...other }, 0)).toBeGreaterThan(2);
  }
});

test('none of them flattens the posterior', () => {
  expect(diagonalTop({ ...none, posterior: peaked(1), ghost: peaked(100) }, 0)).toBeCloseTo(3.36);
  expect(diagonalTop({ ...none, posterior: peaked(1), prior: peaked(100) }, 0)).toBeCloseTo(1.68);
});
