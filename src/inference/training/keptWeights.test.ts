import { describe, expect, it } from 'vitest';
import { KeptWeights } from './keptWeights.ts';

/** Weights of two members, two each, all of them the step's number. */
const phi = (step: number) => new Float32Array(4).fill(step);

describe('the kept weights', () => {
  it('are those of every member at its own lowest loss', () => {
    const kept = new KeptWeights(2);
    expect(kept.result()).toBe(null);
    expect(kept.consider(10, phi(10), { members: [3, 2], mixture: 1.5 })).toBe(true);
    expect(kept.consider(20, phi(20), { members: [2, 4], mixture: 1.6 })).toBe(false);
    expect(kept.consider(30, phi(30), { members: [2.5, 3], mixture: 1.4 })).toBe(true);
    expect(kept.result()).toEqual({ phi: Float32Array.of(20, 20, 10, 10), step: 20 });
  });

  it('count the validations since any member gained', () => {
    const kept = new KeptWeights(2);
    const losses: [number, number][] = [
      [3, 2],
      [3, 3],
      [4, 2],
      [4, 1],
      [4, 4],
    ];
    const counts = losses.map((members, i) => {
      kept.consider(i, phi(i), { members, mixture: 0 });
      return kept.validationsWithoutGain;
    });
    expect(counts).toEqual([0, 1, 2, 0, 1]);
  });

  it('go on from their state', () => {
    const [whole, first, second] = [new KeptWeights(2), new KeptWeights(2), new KeptWeights(2)];
    for (const kept of [whole, first]) kept.consider(1, phi(1), { members: [3, 2], mixture: 1 });
    second.state = structuredClone(first.state);
    for (const kept of [whole, second]) {
      expect(kept.consider(2, phi(2), { members: [3, 1], mixture: 1 })).toBe(false);
      expect(kept.result()?.phi).toEqual(Float32Array.of(1, 1, 2, 2));
    }
  });
});
