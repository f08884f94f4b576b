/** Study files of earlier pages, whose networks had no embedding or a dense one: the weights still fit what their studies say. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parameterCount } from '../flow/layout.ts';
import { ReferenceFlow } from '../flow/referenceFlow.ts';
import { SystemCatalogue } from '../simulators/catalogue.ts';
import { networkSpec } from '../study/networkSpec.ts';
import { isNetwork } from '../study/run/savedRun.ts';
import { readStudyFile } from './studyFile.ts';

it.each(['version-1', 'unfinished', 'per-pair', 'reweighted', 'table'])(
  '%s.npe.zip is read with its network',
  (name) => {
    const catalogue = new SystemCatalogue();
    const reading = readStudyFile(readFileSync(`e2e/earlier/${name}.npe.zip`), catalogue);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problem));
    const { run } = reading.value;
    if (run === null || !isNetwork(run)) throw new Error('The file has no network.');
    const spec = networkSpec(catalogue.get(run.study.problem.system), run.study);
    const { phi } = run.snapshot.checkpoint;
    expect(phi.length).toBe(run.study.training.members * parameterCount(spec));
    const density = new ReferenceFlow(spec, phi).logDensity(new Float64Array(spec.dim), new Float64Array(spec.context));
    expect(Number.isFinite(density)).toBe(true);
  },
);
