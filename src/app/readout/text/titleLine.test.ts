import { describe, expect, it } from 'vitest';
import { createTelemetry, type PosteriorFrame } from '../../store/telemetry.ts';
import { bestOf, networkStep, networkText } from './titleLine.ts';

const empty = createTelemetry().getState();
const at = (step: number) => ({
  ...empty,
  frame: { step } as PosteriorFrame,
  progress: { ...empty.progress, step: 900 },
});
const finished = { reason: 'early-stopping', bestStep: 700 } as const;

describe('networkStep', () => {
  it('is that of the answer while the network trains, and none before', () => {
    expect(networkStep(empty)).toBeNull();
    expect(networkStep(at(850))).toBe(850);
  });

  it('is that of the weights that are kept at the end', () => {
    expect(networkStep({ ...at(900), finished })).toBe(700);
    // An answer from before the end, which is still on screen.
    expect(networkStep({ ...at(850), finished })).toBe(850);
  });

  it('is told as the best of all that were taken, where it is not the last', () => {
    expect(bestOf(empty)).toBeNull();
    expect(bestOf(at(900))).toBeNull();
    expect(bestOf({ ...at(900), finished })).toBe(900);
    expect(bestOf({ ...at(850), finished })).toBeNull();
    expect(bestOf({ ...at(900), finished: { ...finished, bestStep: 900 } })).toBeNull();
    expect(networkText('this-study', 700, 900, null, null, false)).toBe(
      'network of this study, step 700, the best of 900',
    );
  });
});

describe('networkText', () => {
  it('names the network and its step', () => {
    expect(networkText('this-study', 1700, null, null, null, false)).toBe('network of this study, step 1,700');
    expect(networkText('none', null, null, null, null, false)).toBe('prior only: no network yet');
  });
});
