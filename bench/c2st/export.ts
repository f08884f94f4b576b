/** Writes the example sets for scikit_learn.py: float32 rows, the first set above the second, and index.json. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { examples, setsOf } from './examples.ts';
import { writeWhole } from '../../scripts/wholeFile.mjs';

export function exportExamples(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const index = examples.map((example, i) => {
    const { first, second } = setsOf(example);
    const file = `${i}.f32`;
    writeWhole(join(folder, file), new Uint8Array(Float32Array.from([...first, ...second]).buffer));
    return { name: example.name, d: example.d, file };
  });
  writeWhole(join(folder, 'index.json'), JSON.stringify(index));
}
