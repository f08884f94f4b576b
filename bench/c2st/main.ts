/**
 * `npm run bench:c2st [-- --export FOLDER]`: our C2ST on the example sets beside scikit-learn's, with its time; --export
 * writes the sets for scikit_learn.py instead.
 */
import { exportExamples } from './export.ts';
import { examples, setsOf } from './examples.ts';
import { FoldThreads } from './foldThreads.ts';

const at = process.argv.indexOf('--export');
if (at >= 0) exportExamples(process.argv[at + 1] ?? 'c2st-examples');
else {
  const threads = new FoldThreads();
  console.log('                          d   scikit-learn   ours   seconds');
  for (const example of examples) {
    const { first, second } = setsOf(example);
    const start = performance.now();
    const score = await threads.c2st(first, second, example.d);
    const seconds = (performance.now() - start) / 1000;
    const cells = [example.d, example.sklearn.toFixed(4), score.toFixed(4), seconds.toFixed(0)];
    console.log(example.name.padEnd(20), ...cells.map((cell) => String(cell).padStart(8)));
  }
  threads.terminate();
}
