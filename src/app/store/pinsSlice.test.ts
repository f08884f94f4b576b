import { describe, expect, it } from 'vitest';
import { builtIn } from '../../inference/simulators/registry.ts';
import { defaultStudy } from '../../inference/study/defaults.ts';
import { MOST_PINS, type PinsSlice, pinsSlice, withoutPin, withPin, withPinName } from './pinsSlice.ts';

const system = builtIn('two-moons');
const study = defaultStudy(system);
const run = {
  system,
  study,
  observation: { kind: 'simulated', truth: [0, 0], seed: 1, eta: [], moved: [] },
  marks: [],
  draws: new Float64Array(4),
  validation: null,
  distance: null,
  calibration: null,
  step: 1,
  seconds: 2,
  engine: 'WebAssembly',
} as const;
const pinned = (times: number): PinsSlice =>
  Array.from({ length: times }).reduce<PinsSlice>((slice) => withPin(slice, run), pinsSlice);

describe('pinned runs', () => {
  it('have names and colours of their own, up to five', () => {
    const { pins } = pinned(MOST_PINS);
    expect(pins.map(({ name }) => name)).toEqual(['Run 1', 'Run 2', 'Run 3', 'Run 4', 'Run 5']);
    expect(pins.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4]);
    expect(() => withPin({ pins }, run)).toThrow('5 runs are pinned already: unpin one first.');
  });

  it('keep their colour when another goes, whose colour the next one takes', () => {
    const { pins } = withPin(withoutPin(pinned(3), 2), run);
    expect(pins.map(({ name, place }) => [name, place])).toEqual([
      ['Run 1', 0],
      ['Run 3', 2],
      ['Run 4', 1],
    ]);
  });

  it('take a name, no longer than fits, and none that is empty', () => {
    const named = withPinName(pinned(1), 1, `  ${'long '.repeat(20)}`);
    expect(named.pins[0].name).toHaveLength(40);
    expect(withPinName(named, 1, ' \t').pins[0].name).toBe(named.pins[0].name);
  });
});
