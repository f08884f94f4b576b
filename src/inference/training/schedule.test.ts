import { describe, expect, it } from 'vitest';
import { learningRate } from './schedule.ts';
import type { TrainingSettings } from './settings.ts';

const settings = { learningRate: 0.002, schedule: 'cosine' } as TrainingSettings;

describe('the learning rate', () => {
  it('rises linearly over the first 3 % of the steps', () => {
    expect(learningRate(settings, 0, 1000)).toBeCloseTo(0.002 / 30, 6);
    expect(learningRate(settings, 14, 1000)).toBeCloseTo(0.001, 6);
    expect(learningRate(settings, 29, 1000)).toBeCloseTo(0.002, 6);
  });

  it('falls along a cosine to zero at the end', () => {
    expect(learningRate(settings, 30 + 485, 1000)).toBeCloseTo(0.001, 6);
    expect(learningRate(settings, 1000, 1000)).toBeCloseTo(0, 9);
  });

  it('stays at its peak with a constant schedule', () => {
    expect(learningRate({ ...settings, schedule: 'constant' }, 900, 1000)).toBe(0.002);
  });
});
