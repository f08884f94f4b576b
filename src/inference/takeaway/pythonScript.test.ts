import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readZip } from '../files/zip.ts';
import { flowSpec } from '../flow/spec.ts';
import { ReferenceFlow } from '../flow/referenceFlow.ts';
import { roughNetwork } from '../flow/roughNetwork.ts';
import { asTheta } from '../priors/space.ts';
import { defaultProblem, inferredPrior } from '../simulators/problem.ts';
import { systemById } from '../simulators/registry.ts';
import type { Study } from '../study/study.ts';
import { Standardiser } from '../training/standardiser.ts';
import { defaultTraining } from '../training/defaults.ts';
import { networkCard } from './networkCard.ts';
import { networkFile } from './networkFile.ts';
import { pythonScript } from './pythonScript.ts';
import { pythonJson, pythonString } from './pythonText.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';

const PYTHON = process.env.PYTHON ?? 'python3';
const hasPython = spawnSync(PYTHON, ['-c', 'pass']).status === 0;
const hasOnnx = spawnSync(PYTHON, ['-c', 'import numpy, onnxruntime']).status === 0;

const system = systemById('gaussian-linear');
const problem = defaultProblem(system);
const study: Study = { problem, training: defaultTraining(system, problem.design), seed: 3 };
const { D } = inferredPrior(system, problem);
const spec = { ...flowSpec('small', D, system.model(problem.design).summaryNames.length), hidden: 16, transforms: 2 };
const phi = Float32Array.of(...roughNetwork(spec, 5), ...roughNetwork(spec, 6));
const standardisation = new Standardiser(
  new Float64Array(spec.context).fill(0.1),
  new Float64Array(spec.context).fill(2),
);
const network: TrainedNetwork = { spec, phi, members: 2, standardisation };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'network-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function python(...args: readonly string[]) {
  return spawnSync(PYTHON, args, { encoding: 'utf8', cwd: folder });
}

describe.skipIf(!hasPython)('text in a Python program (skipped where there is no python3)', () => {
  it('is the same string there, whatever it holds', () => {
    const texts = fc.sample(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary' })), {
      seed: 1,
      numRuns: 2000,
    });
    const hostile = ['"""', "'''", '\\', '\\"', '"); import os #', '\n', '\r\n', '\u2028', '{}%s', '\0', '𝒳', '"\\'];
    const all = [...texts, ...hostile].map((text) => text.replace(/\p{Surrogate}/gu, '\ufffd'));
    writeFileSync(join(folder, 'literals.py'), `print(ascii([\n${all.map(pythonString).join(',\n')}\n]))`);
    writeFileSync(
      join(folder, 'compare.py'),
      'import ast, json\ntexts = json.load(open("texts.json"))\nassert ast.literal_eval(open("out.txt").read()) == texts',
    );
    writeFileSync(join(folder, 'texts.json'), JSON.stringify(all));
    const { stdout, stderr } = python('literals.py');
    expect(stderr).toBe('');
    writeFileSync(join(folder, 'out.txt'), stdout);
    expect(python('compare.py').stderr).toBe('');
  });

  it('is data there and never code, even as JSON', () => {
    const value = { 'a"); raise SystemExit(1) #': ['"""', "'", '\\', '𝒳\u2028', 1e-300, null, true] };
    writeFileSync(join(folder, 'value.py'), `import json\nprint(json.dumps(${pythonJson(value)}))`);
    expect(JSON.parse(python('value.py').stdout)).toEqual(value);
  });

  it('makes a program that compiles, for a study with hostile names', () => {
    const card = networkCard(system, study, { spec, members: 2, step: 10 }, ['bad """; import os', '\\']);
    const parameters = card.parameters.map((one) => ({ ...one, key: `${one.key}"""\n#`, label: '\\' }));
    writeFileSync(join(folder, 'hostile.py'), pythonScript({ ...card, parameters, system: '"""\nimport os' }, false));
    expect(python('-m', 'py_compile', 'hostile.py').stderr).toBe('');
  });
});

describe.skipIf(!hasOnnx)('the Python program (skipped where python3 has no numpy and onnxruntime)', () => {
  it('draws for many observations, and its density is that of the reference flow', () => {
    const archive = readZip(networkFile('onnx', system, study, network, 10, [], null), { members: 10, bytes: 1e8 });
    if (!archive.ok) throw new Error(archive.problem.problem);
    for (const [name, bytes] of archive.value) writeFileSync(join(folder, name), bytes);
    const s = Array.from({ length: 3 }, (_, i) => Array.from({ length: spec.context }, (_, j) => 0.1 * i - 0.2 * j));
    writeFileSync(join(folder, 's.csv'), s.map((row) => row.join(',')).join('\n'));
    const run = python('posterior.py', 's.csv', '--draws', '7', '--out', 'draws.csv');
    expect(run.stderr).toBe('');
    const [header, ...rows] = readFileSync(join(folder, 'draws.csv'), 'utf8').trim().split(/\r?\n/);
    expect(header.split(',')).toEqual(['observation', ...system.parameters(problem.design).map(({ key }) => key)]);
    expect(rows.length).toBe(21);
    const [first] = rows.map((row) => row.split(',').slice(1).map(Number));
    writeFileSync(
      join(folder, 'density.py'),
      `import posterior\nprint(posterior.log_prob(${JSON.stringify(first)}, ${JSON.stringify(s[0])})[0])`,
    );
    const prior = inferredPrior(system, problem);
    const theta = asTheta(Float64Array.from(first));
    const each = phi.length / 2;
    const densities = [0, 1].map((m) =>
      new ReferenceFlow(spec, phi.subarray(m * each, (m + 1) * each)).logDensity(
        prior.whiten(theta),
        standardisation.apply(s[0]),
      ),
    );
    const oracle = Math.log((Math.exp(densities[0]) + Math.exp(densities[1])) / 2) + prior.logJacobian(theta);
    expect(Number(python('density.py').stdout)).toBeCloseTo(oracle, 3);
  });
});
