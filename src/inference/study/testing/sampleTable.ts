/** For tests: a table of simulations of two parameters and two data, and a document of a study of it. */
import { observationFromRaw } from '../../observation/observation.ts';
import { recordOf } from '../../observation/record.ts';
import { tableSystem } from '../../simulators/table/tableSystem.ts';
import type { TableDescription } from '../../simulators/table/tableDescription.ts';
import { defaultStudy } from '../defaults.ts';
import type { StudyDocument } from '../document/document.ts';
import { keyed } from '../table/tableRecord.ts';

export const sampleTable: TableDescription = keyed({
  file: 'night.npz',
  rows: 4000,
  checksum: '0a1b2c3d',
  parameters: [
    { name: 'mu', prior: { family: 'uniform', low: -2, high: 2 }, low: -1.99, high: 1.98 },
    { name: 'σ', prior: { family: 'lognormal', mean: 0, sd: 1, low: 0.01, high: 9 }, low: 0.011, high: 8.5 },
  ],
  data: [
    { name: 'x_1', low: -4, high: 4.5 },
    { name: 'x_2', low: -1e-9, high: 1e12 },
  ],
});

/** With an observation from a file. */
export function tableDocument(description: TableDescription): StudyDocument {
  const system = tableSystem(description);
  const x = Float64Array.from(description.data, ({ low, high }) => (low + high) / 2);
  const source = { kind: 'file', name: description.file, row: '17' } as const;
  const observation = observationFromRaw(system, system.defaultDesign, x, { source, truth: null });
  return { study: defaultStudy(system), observation: recordOf(observation), view: null };
}
