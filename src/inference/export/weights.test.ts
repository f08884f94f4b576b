import { describe, expect, it } from 'vitest';
import { readNpy } from '../files/npy.ts';
import { readSafetensors } from '../files/safetensors.ts';
import { readZip } from '../files/zip.ts';
import { layout } from '../flow/layout.ts';
import { randomNetwork } from '../flow/testing/randomNetwork.ts';
import { smallSpec } from '../flow/testing/specs.ts';
import { STREAMS } from '../math/random.ts';
import { defaultProblem, simulatePairs } from '../simulators/problem.ts';
import { builtIn } from '../simulators/registry.ts';
import { simulatedData } from '../simulators/simulatedData.ts';
import { defaultTraining } from '../training/defaults.ts';
import { networkCard } from './networkCard.ts';
import { simulationsFile } from './simulationsFile.ts';
import { weightsFile } from './weights.ts';
import { entryNames } from '../simulators/dataShape.ts';

const system = builtIn('galaxy-bias');
const problem = defaultProblem(system);
const study = { problem, training: defaultTraining(system, problem.design), seed: 1 };

describe('the weights as safetensors', () => {
  const spec = smallSpec(2, 9, 16);
  const own = [randomNetwork(spec, 1), randomNetwork(spec, 2)];
  const phi = Float32Array.of(...own[0], ...own[1]);
  const standardisation = { mean: new Float64Array(9).fill(3), sd: new Float64Array(9).fill(2) };
  const card = networkCard(system, study, { spec, members: 2, step: 5 }, ['good: “fine”']);
  const reading = readSafetensors(weightsFile({ spec, phi, members: 2, standardisation }, card));
  if (!reading.ok) throw new Error(reading.problem);
  const { tensors, metadata } = reading.file;

  it('hold every matrix of every member under its name in the layout, and the standardisation', () => {
    expect(tensors.size).toBe(2 * layout(spec).length + 2);
    for (const { name, offset, shape } of layout(spec)) {
      const size = shape.reduce((product, length) => product * length, 1);
      expect(tensors.get(`member.1.${name}`)).toEqual({ shape, data: own[1].slice(offset, offset + size) });
    }
    expect(tensors.get('standardisation.sd')?.data).toEqual(standardisation.sd);
  });

  it('say what goes in, what comes out and under which priors', () => {
    const said = (key: string): unknown => JSON.parse(metadata.get(key) ?? 'null');
    expect(said('parameters')).toMatchObject([{ key: 'A', prior: problem.priors.A }, { key: 'b' }]);
    expect(said('summaries')).toEqual(entryNames(system.model(problem.design).s));
    expect(said('spec')).toEqual(spec);
    expect(said('study')).toEqual(study);
    expect(said('verdicts')).toEqual(['good: “fine”']);
  });
});

describe('simulations as NPZ', () => {
  const source = { seed: 4, stream: STREAMS.simulation, from: 10 };
  const { theta, s } = simulatePairs(system, problem, 4, STREAMS.simulation, 10, 20);
  const x = simulatedData(system, problem, source, 20);

  it('simulated once more have the very data that the summaries were made of', () => {
    const model = system.model(problem.design);
    const again = new Float64Array(9);
    for (let i = 0; i < 20; i++) {
      model.summarise(x.subarray(9 * i, 9 * i + 9), again);
      expect(again).toEqual(s.slice(9 * i, 9 * i + 9));
    }
  });

  it('hold theta, s and x by their shapes, and the names beside them', () => {
    const file = simulationsFile(system, study, { theta, s, x });
    const members = readZip(file, { members: 10, bytes: 1e6 });
    if (!members.ok) throw new Error(members.problem.problem);
    const names = JSON.parse(new TextDecoder().decode(members.value.get('names.json'))) as { parameters: unknown };
    expect(names.parameters).toMatchObject([{ key: 'A' }, { key: 'b' }]);
    const array = (name: string) => readNpy(members.value.get(`${name}.npy`) ?? new Uint8Array());
    expect(array('theta')).toMatchObject({ ok: true, value: { shape: [20, 2], values: Float64Array.from(theta) } });
    expect(array('s')).toMatchObject({ ok: true, value: { shape: [20, 9], values: Float64Array.from(s) } });
    expect(array('x')).toMatchObject({ ok: true, value: { shape: [20, 9], values: x } });
  });
});
