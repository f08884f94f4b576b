import { expect, it } from 'vitest';
import { flowSpec } from '../../spec.ts';
import { tileOf } from './tile.ts';

/** What every WebGPU device has, and what most have. */
const [GUARANTEED, COMMON] = [16_384, 32_768];

it('refuses a network whose splines do not fit into the workgroup memory, with what is needed and what to do', () => {
  const wide = flowSpec('small', 180, 10);
  expect(() => tileOf(wide, COMMON)).toThrow(
    'it needs 147104 bytes of workgroup memory for this network and the device has 32768: fewer parameters, summaries or bins need less',
  );
  expect(() => tileOf(flowSpec('small', 30, 10), GUARANTEED)).toThrow('the device has 16384');
  expect(tileOf(flowSpec('small', 30, 10), COMMON).rows).toBe(4);
});
