import { describe, expect, it } from 'vitest';
import { systems } from '../simulators/registry.ts';
import { defaultTraining, freshTraining, trainingLimits } from './defaults.ts';

const RANGES = ['simulations', 'members', 'batchSize', 'epochs', 'learningRate', 'patience', 'clipNorm'] as const;

function stepsOf({ simulations, epochs, batchSize }: ReturnType<typeof freshTraining>): number {
  return (epochs * simulations) / batchSize;
}

describe('default training', () => {
  it.each(systems.map((system) => [system.id, system] as const))('of %s is within the limits', (_, system) => {
    const { defaultDesign: design } = system;
    const counts = [200, 1000, 10_000, 100_000, 1_000_000];
    for (const training of [
      defaultTraining(system, design),
      ...counts.map((n) => defaultTraining(system, design, n)),
    ]) {
      for (const name of RANGES) {
        expect(training[name]).toBeGreaterThanOrEqual(trainingLimits[name].low);
        expect(training[name]).toBeLessThanOrEqual(trainingLimits[name].high);
      }
    }
  });

  it.each(systems.map((system) => [system.id, system] as const))('of %s by its kind of set', (_, system) => {
    const { defaultDesign: design } = system;
    const look = defaultTraining(system, design);
    const named = defaultTraining(system, design, 100_000);
    const small = defaultTraining(system, design, 10_000);
    const D = system.parameters(design).length;
    const { network } = system.budget(design);
    // A set of few simulations is no first look.
    expect(look.preset).toBe(network?.preset ?? (D <= 2 && look.simulations >= 100_000 ? 'small' : 'standard'));
    expect(look.weightPriorSd).toBe(network?.weightPriorSd ?? look.weightPriorSd);
    expect([named.preset, small.preset]).toEqual(['standard', 'standard']);
    expect(stepsOf(named)).toBeGreaterThan(1.5 * stepsOf(look));
    expect(small.batchSize).toBeLessThan(named.batchSize);
    // More parameters, stronger prior; and none where nothing is used twice.
    expect(named.weightPriorSd).toBe(Math.max(0.15, 1 / D));
    expect(look.weightPriorSd === null).toBe(look.fresh);
  });

  it('of a budget in seconds uses no simulation twice', () => {
    expect(freshTraining()).toMatchObject({ fresh: true, weightPriorSd: null, preset: 'standard' });
  });
});
