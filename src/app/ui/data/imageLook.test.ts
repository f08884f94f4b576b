import { expect, it } from 'vitest';
import { brushStep, effectOf, panned, partOf, usualLook } from './imageLook.ts';

const shape = { kind: 'image', channels: ['flux'], height: 8, width: 9 } as const;

it('shows the whole image, or a part of it that is moved within the image', () => {
  expect(partOf(usualLook, shape)).toBeNull();
  const near = { ...usualLook, zoom: 4 } as const;
  expect(partOf(near, shape)).toEqual({ row: 3, column: 3, rows: 2, columns: 3 });
  const up = panned(near, shape, 1, 0);
  expect(partOf(up, shape)).toEqual({ row: 4, column: 3, rows: 2, columns: 3 });
  expect(partOf(panned(up, shape, 100, -100), shape)).toEqual({ row: 6, column: 0, rows: 2, columns: 3 });
  expect(panned(usualLook, shape, 1, 1)).toBe(usualLook);
});

it('paints by steps of the range, whole ones in counts', () => {
  expect(effectOf('subtract', brushStep([0, 10], false))).toEqual({ kind: 'add', amount: -2 });
  expect(brushStep([0, 2], true)).toBe(1);
  expect(effectOf('none', 1)).toBeNull();
  expect(effectOf('mask', 1)).toEqual({ kind: 'mask' });
});
