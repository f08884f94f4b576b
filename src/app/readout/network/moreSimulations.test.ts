import { describe, expect, it } from 'vitest';
import { systems } from '../../../inference/simulators/registry.ts';
import { tableSystem } from '../../../inference/simulators/table/tableSystem.ts';
import { sampleTable } from '../../../inference/study/testing/sampleTable.ts';
import { defaultTraining, trainingLimits } from '../../../inference/training/defaults.ts';
import { moreSimulations } from './moreSimulations.ts';

const table = tableSystem(sampleTable);
const ofTable = defaultTraining(table, table.defaultDesign);
const [simulated] = systems;
const training = { ...defaultTraining(simulated, simulated.defaultDesign), fresh: false, simulations: 10_000 };

describe('more simulations', () => {
  it('are four times as many of a simulator, up to the limit', () => {
    expect(moreSimulations(simulated, training)).toEqual({ change: { simulations: 40_000 }, simulations: 40_000 });
    const { high } = trainingLimits.simulations;
    expect(moreSimulations(simulated, { ...training, simulations: high / 2 })).toMatchObject({ simulations: high });
    expect(moreSimulations(simulated, { ...training, simulations: high })).toHaveProperty('reason');
  });

  it('are more epochs where each has simulations of its own', () => {
    const fresh = { ...training, fresh: true, epochs: 5 };
    expect(moreSimulations(simulated, fresh)).toEqual({ change: { epochs: 20 }, simulations: 200_000 });
  });

  it('are the other rows of a table, and none where it has no others', () => {
    expect(moreSimulations(table, { ...ofTable, simulations: 1000 })).toMatchObject({ simulations: 3500 });
    expect(moreSimulations(table, ofTable)).toEqual({
      reason:
        'The network has been trained on all 3,500 rows of the table that are not kept for checks: open a table with more rows.',
    });
  });
});
