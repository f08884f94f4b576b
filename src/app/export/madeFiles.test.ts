// @vitest-environment happy-dom
/** Every file of the Export sheet, made to its end from a small trained network, and opened again. */
import { sampleFocus } from '../../inference/study/testing/sampleFocus.ts';
import { withFocus } from '../readout/concepts/focusQuestion.ts';
import { ledgerKey } from '../readout/concepts/ledgerQuestion.ts';
import { networkSpreadKey, spreadQuantities } from '../readout/concepts/networkSpreadQuestion.ts';
import { flowTraced } from '../readout/figures/flowShown.ts';
import { rejectedOf } from '../readout/figures/rejected.ts';
import { patch } from '../store/appStore.ts';
import { Blob as PortableBlob } from 'node:buffer';
import { readFileSync } from 'node:fs';
import h5wasm, { type Dataset } from 'h5wasm';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { readNpz } from '../../inference/files/npz.ts';
import { readSafetensors } from '../../inference/files/safetensors.ts';
import { readZip } from '../../inference/files/zip.ts';
import { readText } from '../../inference/observation/readFile.ts';
import { STREAMS } from '../../inference/math/random.ts';
import { exampleBatch } from '../../inference/observation/writeBatch.ts';
import { simulatePairs } from '../../inference/simulators/problem.ts';
import { systems } from '../../inference/simulators/registry.ts';
import { readStudy } from '../../inference/study/document/document.ts';
import { markedName } from '../readout/text/markedName.ts';
import type { Export, MadeFile } from '../session/exporting/export.ts';
import { trainedPage } from '../session/testing/trainedPage.ts';
import { wasmClient } from '../../worker/testing/wasmClient.ts';
import { MANY_DRAWS } from '../store/batchSlice.ts';
import { openStudy } from '../store/engineSlice.ts';
import { exports } from './exports.ts';

const [system] = systems;
/** A figure of data that are an image, which is made in session/concepts/pixelTracing.test.ts. */
const OF_IMAGES = 'pixels-svg';
const DRAWS = 200;
const SIMULATIONS = 1000;
const OBSERVATIONS = 3;
const LIMITS = { members: 20, bytes: 1e8 };
const keys = system.display(system.defaultDesign).map(({ key }) => key);

let page: Awaited<ReturnType<typeof trainedPage>>;
const files = new Map<string, MadeFile>();

// happy-dom's own does not survive a message between workers.
vi.stubGlobal('Blob', PortableBlob);
afterAll(() => void vi.unstubAllGlobals());

/** A page with a trained network, its checks, and answers for three observations of a file. */
beforeAll(async () => {
  const settings = { simulations: SIMULATIONS, batchSize: 100, epochs: 4, fresh: false };
  const engine = await wasmClient((build) => new Uint8Array(readFileSync(`assembly/build/${build}.wasm`)));
  page = await trainedPage(system, settings, engine);
  const { store, session, telemetry, until } = page;
  const { problem } = store.getState().study;
  const bytes = new TextEncoder().encode(exampleBatch(system, problem, OBSERVATIONS, 3));
  const read = readText({ name: 'few.csv', bytes }, system, problem.design, page.catalogue.listed);
  if (!read.ok || read.batch === null) throw new Error('The example cannot be read.');
  session.batch.use(read.batch);
  await until(() => store.getState().batch.answers !== null && telemetry.getState().calibration !== null);
  await concepts();
}, 60_000);

/** What the views of concepts have on screen: the flow, simulations, and what was found of networks and costs. */
async function concepts() {
  const { store, until } = page;
  patch(store, 'view', { inferTab: 'flow' });
  await until(() => flowTraced(store.getState()) !== null);
  patch(store, 'view', { inferTab: 'rejection' });
  await until(() => rejectedOf(store.getState()) !== null);
  patch(store, 'view', { inferTab: 'posterior' });
  const of = (seconds: number) => ({ seconds, se: 0.1 * seconds, times: 5 });
  const costs = { simulations: 1000, simulation: of(1e-3), steps: 1000, step: of(2e-3), posterior: of(0.01) };
  const { ledger, networkSpread } = store.getState().concepts;
  const here = spreadQuantities(store.getState().study).map(() => ({
    within: 1,
    between: 0.1,
    ofMeans: 0.11,
    scatter: 0.01,
  }));
  const sizes = [200, 1000].map((simulations) => ({ simulations, here, share: 0.1, seconds: 1 }));
  patch(store, 'concepts', {
    ledger: { ...ledger, found: { key: ledgerKey(store.getState()), costs, other: { kind: 'none', reason: 'None.' } } },
    networkSpread: { ...networkSpread, found: { key: networkSpreadKey(store.getState()), sizes } },
  });
  // As many draws as are asked for.
  const draws = Float64Array.from({ length: 2 * DRAWS }, (_, i) => 1 + i / DRAWS);
  store.setState(withFocus(store.getState(), { ...sampleFocus, focused: { ...sampleFocus.focused, draws } }));
}

async function made(id: string): Promise<MadeFile> {
  const known = files.get(id);
  if (known !== undefined) return known;
  const entry = exports.find((one) => one.id === id) as Export;
  expect(entry.enabled(page.store.getState(), page.telemetry.getState())).toBe(true);
  const fractions: number[] = [];
  const request = {
    draws: DRAWS,
    signal: new AbortController().signal,
    onProgress: ({ fraction }: { readonly fraction: number }) => void fractions.push(fraction),
  };
  const file = await entry.make(page, request);
  files.set(id, file);
  expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  return file;
}

const bytesOf = async (id: string) => new Uint8Array(await (await made(id)).blob.arrayBuffer());
const textOf = async (id: string) => (await made(id)).blob.text();
const tableOf = async (id: string) =>
  (await textOf(id))
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));

function arraysOf(bytes: Uint8Array) {
  const read = readNpz(bytes, LIMITS);
  if (!read.ok) throw new Error(read.problem.problem);
  return read.value.arrays;
}

function membersOf(bytes: Uint8Array) {
  const read = readZip(bytes, LIMITS);
  if (!read.ok) throw new Error(read.problem.problem);
  return read.value;
}

test.each(exports.map(({ id }) => id).filter((id) => !/-(svg|png)$|^report/.test(id)))(
  '%s is made, is not empty, and is marked as nothing but the network’s own',
  async (id) => {
    const { blob, marks, notice } = await made(id);
    expect(blob.size).toBeGreaterThan(100);
    expect(blob.type).toMatch(/^[a-z]+\/[a-z-]+$/);
    expect(marks).toEqual([]);
    expect(notice).toBeUndefined();
  },
);

it('draws are the same in CSV, NPZ and NetCDF, which has the data, the prior and predictions beside them', async () => {
  const [head, ...rows] = await tableOf('draws-csv');
  expect(head).toEqual(keys);
  expect(rows).toHaveLength(DRAWS);
  const columns = keys.map((_, j) => rows.map((row) => Number(row[j])));
  const arrays = arraysOf(await bytesOf('draws-npz'));
  expect(keys.map((key) => Array.from(arrays.get(key)?.values ?? []))).toEqual(columns);
  const { FS } = await h5wasm.ready;
  FS.writeFile('made.nc', await bytesOf('draws-netcdf'));
  const file = new h5wasm.File('made.nc', 'r');
  const values = (path: string) => Array.from((file.get(path) as Dataset).value as Float64Array);
  expect(keys.map((key) => values(`posterior/${key}`))).toEqual(columns);
  expect(values(`prior/${keys[0]}`)).toHaveLength(DRAWS);
  expect(values('constant_data/x')).toEqual(Array.from(page.store.getState().observation.current.x ?? []));
  expect((file.get('posterior_predictive/s') as Dataset).shape).toEqual([1, DRAWS, 9]);
  expect(readStudy(String(file.get_attribute('study', true)), page.catalogue)).toMatchObject({ ok: true });
  file.close();
});

it('a batch has a row of summaries for each observation, which are those of all its draws', async () => {
  const [head, ...rows] = await tableOf('many-summaries');
  expect(rows.map(([name]) => name)).toEqual(['1', '2', '3']);
  const { shape, values } = arraysOf(await bytesOf('many-draws-npz')).get('draws') ?? { shape: [], values: [] };
  expect(shape).toEqual([OBSERVATIONS, MANY_DRAWS, keys.length]);
  const [, ...lines] = await tableOf('many-draws-csv');
  expect(lines.flatMap((line) => line.slice(1, 1 + keys.length).map(Number))).toEqual(Array.from(values));
  const mean = head.indexOf(`${keys[0]}_mean`);
  for (const [i, row] of rows.entries()) {
    let sum = 0;
    for (let k = 0; k < MANY_DRAWS; k++) sum += values[(i * MANY_DRAWS + k) * keys.length];
    expect(Number(row[mean])).toBeCloseTo(sum / MANY_DRAWS, 9);
  }
});

describe('figures', () => {
  it.each(exports.filter(({ id, group, format }) => group === 'figures' && format === 'SVG' && id !== OF_IMAGES))(
    '$label: an image with its heading, whose text stays text',
    async ({ id, label }) => {
      const svg = await textOf(id);
      expect(svg).toMatch(/^<svg .* width="\d+" height="\d+"/);
      expect(svg).toContain(`${system.name}: ${label.toLowerCase()}`);
      expect(svg).not.toMatch(/NaN/);
    },
    60_000,
  );

  it('stand in the report, with the verdicts and without a script', async () => {
    const html = await textOf('report-html');
    expect(html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(5);
    expect(html).not.toMatch(/<script/i);
    expect(html).toMatch(/Coverage of central intervals/);
    for (const { label } of system.display(system.defaultDesign)) expect(html).toContain(label);
  }, 60_000);
});

it('a figure of images says why there is none', () => {
  const entry = exports.find(({ id }) => id === OF_IMAGES) as Export;
  expect(entry.enabled(page.store.getState(), page.telemetry.getState())).toMatch(/for data that are an image/);
});

it('the network is an archive of two models and a program, or its weights by name', async () => {
  const members = membersOf(await bytesOf('network-onnx'));
  expect([...members.keys()].toSorted()).toEqual([
    'density.onnx',
    'posterior.py',
    'sampler.onnx',
    'study.json',
    'training.npz',
  ]);
  const text = (name: string) => new TextDecoder().decode(members.get(name));
  expect(readStudy(text('study.json'), page.catalogue)).toMatchObject({ ok: true });
  expect(text('posterior.py')).toContain('def main(');
  const weights = readSafetensors(await bytesOf('network-safetensors'));
  if (!weights.ok) throw new Error('The weights cannot be read.');
  const numbers = [...weights.file.tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  expect(numbers).toBeGreaterThanOrEqual(openStudy(page.store.getState().engine)?.info.parameterCount ?? Infinity);
});

it('simulations are those that it was trained on, with or without their raw data', async () => {
  const { problem, seed } = page.store.getState().study;
  const { theta, s } = simulatePairs(system, problem, seed, STREAMS.simulation, 0, SIMULATIONS);
  for (const id of ['simulations-npz', 'simulations-raw-npz']) {
    const arrays = arraysOf(await bytesOf(id));
    expect(arrays.get('theta')).toMatchObject({ shape: [SIMULATIONS, keys.length], values: Float64Array.from(theta) });
    expect(arrays.get('s')).toMatchObject({ values: Float64Array.from(s) });
    expect(arrays.has('x')).toBe(id === 'simulations-raw-npz');
  }
});

it('of a posterior that is broken on purpose, draws say so and the network says that it is as it was trained', async () => {
  const { session, telemetry, until } = page;
  files.clear();
  const widthShown = () => telemetry.getState().frame?.transform.perturbation?.width;
  session.trust.perturbation({ width: 0.5, shift: 0 });
  await until(() => widthShown() === 0.5);
  const draws = await made('draws-csv');
  expect(markedName('draws.csv', draws.marks)).not.toBe('draws.csv');
  expect((await tableOf('draws-csv'))[1].join()).toContain('width × 0.5');
  const { notice, marks } = await made('network-safetensors');
  expect(notice).toMatch(/broken on purpose: width × 0\.5\. This file holds the network as it was trained/);
  expect(markedName('a.safetensors', marks)).toBe('a-as-trained.safetensors');
  session.trust.perturbation(null);
  await until(() => widthShown() === undefined);
});
