import { SystemCatalogue } from '../simulators/catalogue.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutlierScore, NEVER } from '../diagnostics/data/outlier.ts';
import { SimulatedValues } from '../diagnostics/data/strangeValues.ts';
import { readZip } from '../files/zip.ts';
import { flowSpec } from '../flow/spec.ts';
import { randomNetwork } from '../flow/testing/randomNetwork.ts';
import { withEstimator } from '../flow/testing/specs.ts';
import { defaultProblem, inferredPrior } from '../simulators/problem.ts';
import { builtIn } from '../simulators/registry.ts';
import type { Design } from '../simulators/system.ts';
import type { Study } from '../study/study.ts';
import { BAD } from '../diagnostics/report/verdict.ts';
import { Standardiser } from '../training/standardiser.ts';
import { defaultTraining } from '../training/defaults.ts';
import { networkCard } from './networkCard.ts';
import { networkFile } from './networkFile.ts';
import { pythonScript } from './pythonScript.ts';
import { pythonJson, pythonString } from './pythonText.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';
import { sizeOf } from '../simulators/dataShape.ts';

const PYTHON = process.env.PYTHON ?? 'python3';
const hasPython = spawnSync(PYTHON, ['-c', 'pass']).status === 0;

const system = builtIn('gaussian-linear');
const problem = defaultProblem(system);
const study: Study = { problem, training: defaultTraining(system, problem.design), seed: 3 };
const { D } = inferredPrior(system, problem);
const spec = withEstimator(flowSpec('small', D, sizeOf(system.model(problem.design).s)), {
  hidden: 16,
  transforms: 2,
});
const phi = Float32Array.of(...randomNetwork(spec, 5), ...randomNetwork(spec, 6));
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
    expect(python('-W', 'error', '-m', 'py_compile', 'hostile.py').stderr).toBe('');
  });
});

describe('the text of the Python program (that it answers as the page does is for npm run python)', () => {
  const galaxies = builtIn('galaxy-bias');
  const cardOf = (design: Design) => {
    const own = defaultProblem(galaxies, design);
    return networkCard(galaxies, { ...study, problem: own }, { spec, members: 1, step: 10 }, ['90 % of 100 %']);
  };
  const value = (text: string, name: string): unknown => {
    const [, literal] = new RegExp(`^${name} = json.loads\\((".*?[^\\\\]")\\)`, 'm').exec(text) ?? [];
    // A string of Python in plain ASCII, without "\\U", is one of JSON.
    return JSON.parse(JSON.parse(literal ?? 'null') as string);
  };

  it('says of a network with a mask what takes missing summaries', () => {
    const card = cardOf(galaxies.defaultDesign);
    const said = 'The ONNX models take NaN for a missing summary';
    expect(pythonScript(card, true)).not.toContain(said);
    expect(pythonScript({ ...card, spec: flowSpec('small', 2, 9, true) }, true)).toContain(said);
  });

  it('carries the constants of the summaries of its design, and the layout of its files', () => {
    const design = { ...galaxies.defaultDesign, rsd: true };
    const text = pythonScript(cardOf(design), true);
    const matter = value(text, 'MATTER') as number[];
    const model = galaxies.model(design);
    const x = new Float64Array(45).fill(1e4);
    const s = new Float64Array(45);
    model.summarise(x, s);
    expect(matter.map((power) => Math.log(1e4 / power))).toEqual(Array.from(s));
    expect(value(text, 'DATA')).toMatchObject({ header: ['k', 'mu', 'P'], declared: { rsd: 'true', nbar: '0.0003' } });
  });

  it('says whether there is anything to compare data with, and keeps percent signs', () => {
    const text = pythonScript(cardOf(galaxies.defaultDesign), false);
    expect(text).toMatch(/^TRAINING = False/m);
    expect(text).toContain('"  90 % of 100 %"');
  });

  it('calls data outside of the training where the page does', () => {
    const text = pythonScript(cardOf(galaxies.defaultDesign), true);
    expect([text.match(/^NEVER = (\S+)/m)?.[1], text.match(/^UNUSUAL = (\S+)/m)?.[1]]).toEqual([`${NEVER}`, `${BAD}`]);
    expect(text).toContain('outside = (p < NEVER) | ((farther == 0) & (p < UNUSUAL))');
  });

  it('comes with what it reads', () => {
    const rows = Float32Array.from({ length: 100 * spec.context }, (_, i) => Math.sin(i * i));
    const score = new OutlierScore(rows, rows, spec.context, new SimulatedValues(rows, spec.context));
    for (const [given, more] of [
      [score, ['training.npz']],
      [null, []],
    ] as const) {
      const archive = readZip(networkFile('onnx', new SystemCatalogue(), study, network, 10, [], given), {
        members: 10,
        bytes: 1e8,
      });
      if (!archive.ok) throw new Error(archive.problem.problem);
      const files = ['density.onnx', 'posterior.py', 'sampler.onnx', 'study.json', ...more];
      expect([...archive.value.keys()].toSorted()).toEqual(files);
    }
  });
});
