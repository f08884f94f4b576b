/** Writes the example sets for scikit_learn.py: float32 rows, the first set above the second, and index.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples, setsOf } from './examples.ts';

export function exportExamples(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const index = examples.map((example, i) => {
    const { first, second } = setsOf(example);
    const file = `${i}.f32`;
    writeFileSync(join(folder, file), Float32Array.from([...first, ...second]));
    return { name: example.name, d: example.d, file };
  });
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
}
