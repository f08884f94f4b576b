import { describe, expect, it } from 'vitest';
import { type Circumstances, distanceVerdict, untrainedText } from './circumstances.ts';
import { createTelemetry, type PosteriorFrame } from '../../store/telemetry.ts';

const finished: Circumstances = { sandbox: false, corrected: false, unusual: false, moved: false, run: 'finished' };
const far = { step: 300, verdict: { level: 'bad', sentence: '0.9 sd from the reference posterior.' } } as const;
const said = (change: Partial<Circumstances>) => distanceVerdict(far, { ...finished, ...change }).sentence;

describe('the remedy beside the distance from the reference', () => {
  it('is more simulations where nothing else is wrong', () => {
    expect(said({})).toBe(
      '0.9 sd from the reference posterior: train on more simulations, or longer if the loss is still falling.',
    );
  });

  it.each([
    [{ sandbox: true }, 'broken on purpose'],
    [{ sandbox: true, unusual: true, run: 'running' }, 'broken on purpose'],
    [{ unusual: true }, 'training longer does not help'],
    [{ run: 'running' }, 'training continues'],
    [{ run: 'stepping' }, 'training continues'],
    [{ run: 'paused' }, 'training is paused'],
    [{ moved: true }, 'train for the moved priors'],
    [{ corrected: true }, 'undo it'],
  ] as const)('is another for %o', (change, words) => {
    expect(said(change)).toContain(words);
    expect(said(change)).not.toContain('train on more simulations, or longer');
  });

  it('is none where the distance is small', () => {
    const near = { step: 300, verdict: { level: 'good', sentence: '0.04 sd.' } } as const;
    expect(distanceVerdict(near, { ...finished, sandbox: true })).toBe(near.verdict);
  });
});

describe('a number of a network that trains', () => {
  it('names the step that it is of', () => {
    expect(said({ run: 'running' })).toBe('Step 300: 0.9 sd from the reference posterior: training continues.');
  });
});

describe('a network that is hardly trained', () => {
  const empty = createTelemetry().getState();
  const at = (step: number) => ({
    ...empty,
    frame: { step } as PosteriorFrame,
    progress: { ...empty.progress, step, totalSteps: 6120 },
  });

  it('gets no verdict before a twentieth of its steps', () => {
    expect(untrainedText(at(1))).toBe('No verdict yet: the network has taken 1 of 6,120 steps.');
    expect(untrainedText(at(305))).not.toBeNull();
    expect(untrainedText(at(306))).toBeNull();
  });

  it('gets none either where it began with trained weights', () => {
    // The steps of a warm start, none of them taken: whatever its weights know, they have not seen these simulations.
    expect(untrainedText(at(0))).toBe('No verdict yet: the network has taken 0 of 6,120 steps.');
  });

  it('gets none from what was found at its first steps, until it has been looked at again', () => {
    expect(untrainedText(at(400), 3)).toBe('No verdict yet: the last one is from step 3 of 6,120.');
    expect(untrainedText(at(400), 306)).toBeNull();
    expect(untrainedText(at(3), 6000)).not.toBeNull();
  });

  it('is none that was trained before, or has ended early', () => {
    expect(untrainedText({ ...at(1), pretrainedNotes: { seconds: 14, machine: '' } })).toBeNull();
    expect(untrainedText({ ...at(200), finished: { reason: 'early-stopping', bestStep: 100 } })).toBeNull();
    expect(untrainedText(empty)).toBeNull();
  });
});
