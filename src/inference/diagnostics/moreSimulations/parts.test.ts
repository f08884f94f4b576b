/** Networks on parts of the simulations: equal in everything but their number. */
import { describe, expect, it } from 'vitest';
import { builtIn } from '../../simulators/registry.ts';
import { defaultTraining } from '../../training/defaults.ts';
import { totalSteps } from '../../training/trainer.ts';
import { partSettings, partsObstacle } from './parts.ts';

const system = builtIn('two-moons');
const training = defaultTraining(system, system.defaultDesign, 1000);

describe('networks on parts of the simulations', () => {
  it('take exactly as many steps, and wait as many for a better loss, also where a form would allow fewer epochs', () => {
    for (const simulations of [900, 1001, 4567]) {
      const whole = { ...training, simulations, epochs: 800 };
      const [quarter, half] = partSettings(whole);
      expect([quarter.simulations, half.simulations]).toEqual([
        Math.round(simulations / 4),
        Math.round(simulations / 2),
      ]);
      for (const part of [quarter, half]) {
        expect(totalSteps(part)).toBe(totalSteps(whole));
        expect((part.patience * part.simulations) / (whole.patience * simulations)).toBeCloseTo(1, 1);
        expect({ ...part, simulations, epochs: 800, patience: whole.patience }).toEqual(whole);
      }
    }
  });

  it('are refused where there is nothing that compares', () => {
    expect(partsObstacle({ training })).toBeNull();
    expect(partsObstacle({ training: { ...training, fresh: true } })).toContain('new simulations in each epoch');
    expect(partsObstacle({ training: { ...training, amortisesPriors: true } })).toContain('learns the priors');
    expect(partsObstacle({ training, ignored: ['d'] })).toContain('is ignored');
    expect(partsObstacle({ training: { ...training, simulations: 799 } })).toContain('800 simulations are needed');
    // A quarter less than a batch would take smaller batches.
    expect(partsObstacle({ training: { ...training, batchSize: 500 } })).toContain('2223 simulations are needed');
  });
});
