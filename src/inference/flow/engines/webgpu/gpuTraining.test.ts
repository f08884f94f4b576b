import { expect, it } from 'vitest';
import { parameterCount } from '../../layout.ts';
import { type FlowPreset, flowSpec } from '../../spec.ts';
import { sliceCount } from './gpuTraining.ts';
import { tileOf } from './tile.ts';

/** Default maxStorageBufferBindingSize and maxComputeWorkgroupStorageSize of the WebGPU specification: every device has them. */
const BINDING_BYTES = 2 ** 27;
const WORKGROUP_BYTES = 2 ** 14;

it.each<[FlowPreset, number, number]>([
  ['small', 1, 5],
  ['standard', 5, 20],
  ['large', 2, 10],
  ['large', 10, 100],
])(
  'spreads 1 to 8 members of %s with %i parameters and %i summaries over what any device can bind',
  (preset, dim, context) => {
    const spec = flowSpec(preset, dim, context);
    const parameters = parameterCount(spec);
    const tile = tileOf(spec, WORKGROUP_BYTES);
    for (const members of [1, 5, 8]) {
      const workgroups = members * sliceCount(members, parameters, tile);
      // With fewer workgroups than this the tiles of a batch of 200 would queue on the smallest graphics cards.
      expect(workgroups).toBeGreaterThanOrEqual(25);
      expect(4 * (parameters + 1) * workgroups).toBeLessThanOrEqual(BINDING_BYTES);
      expect(16 * tile.kept * workgroups).toBeLessThanOrEqual(BINDING_BYTES);
      expect(4 * tile.keptSplines * workgroups).toBeLessThanOrEqual(BINDING_BYTES);
    }
  },
);
