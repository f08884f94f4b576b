import { describe, expect, it } from 'vitest';
import { FreshEpochs } from './freshEpochs.ts';

/** Epochs of one pair whose z is the epoch's number. */
function counted(last: number) {
  const begun: number[] = [];
  const epochs = new FreshEpochs((epoch) => {
    begun.push(epoch);
    return Promise.resolve({ size: 1, z: Float32Array.of(epoch), context: new Float32Array(1) });
  }, last);
  return { begun, epochs };
}

describe('fresh epochs', () => {
  it('are simulated once each, one ahead of the training and none beyond the last', async () => {
    const { begun, epochs } = counted(3);
    epochs.prepare(1);
    expect(begun).toEqual([1]);
    expect((await epochs.take(1)).z[0]).toBe(1);
    expect(begun).toEqual([1, 2]);
    expect((await epochs.take(2)).z[0]).toBe(2);
    expect((await epochs.take(2)).z[0]).toBe(2);
    expect((await epochs.take(3)).z[0]).toBe(3);
    expect(begun).toEqual([1, 2, 3]);
    await expect(epochs.take(4)).rejects.toThrow('the run ends with 3');
  });

  it('can begin in the middle, for a run that is resumed', async () => {
    const { begun, epochs } = counted(9);
    expect((await epochs.take(5)).z[0]).toBe(5);
    expect(begun).toEqual([5, 6]);
  });

  it('tell who takes an epoch that its simulation failed, and nobody else', async () => {
    const epochs = new FreshEpochs(() => Promise.reject(new Error('the simulator broke')), 3);
    epochs.prepare(1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await expect(epochs.take(1)).rejects.toThrow('the simulator broke');
  });
});
