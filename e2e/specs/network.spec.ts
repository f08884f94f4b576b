/** Taking the network away: the models run elsewhere, the weights and simulations are read back. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { readNpy } from '../../src/inference/files/npy.ts';
import { readSafetensors } from '../../src/inference/files/safetensors.ts';
import { readZip } from '../../src/inference/files/zip.ts';
import { openTool } from '../pages/header.ts';
import { expect, test } from '../pages/test.ts';

/** The file behind a button of the sheet. */
async function taken(page: Page, button: string): Promise<Uint8Array> {
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: button, exact: true }).click();
  return readFile(await (await download).path());
}

function unpacked(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const members = readZip(archive, { members: 20, bytes: 1e8 });
  if (!members.ok) throw new Error(members.problem.problem);
  return members.value;
}

test('a trained network is taken away and answers elsewhere', async ({ page, playground }) => {
  await playground.trainBriefly(20);
  await openTool(page, 'Export');

  const network = unpacked(await taken(page, 'Trained network: ONNX'));
  const files = ['density.onnx', 'posterior.py', 'sampler.onnx', 'study.json', 'training.npz'];
  expect([...network.keys()].sort()).toEqual(files);
  const sampler = await InferenceSession.create(network.get('sampler.onnx') ?? new Uint8Array());
  const noise = new Tensor(
    'float64',
    Float64Array.from({ length: 200 }, (_, i) => Math.sin(i)),
    [100, 2],
  );
  const s = new Tensor('float64', new Float64Array(9), [1, 9]);
  const { theta } = await sampler.run({ s, noise });
  // The default priors: A from 0.25 to 4, b from 0.5 to 3.
  const draws = theta.data as Float64Array;
  expect(draws.length).toBe(200);
  draws.forEach((value, i) => {
    const [low, high] = i % 2 === 0 ? [0.25, 4] : [0.5, 3];
    expect(value >= low && value <= high).toBe(true);
  });

  const weights = readSafetensors(await taken(page, 'Trained network: Safetensors'));
  expect(weights).toMatchObject({ ok: true });

  const simulations = unpacked(await taken(page, 'Training simulations: NPZ with raw data'));
  for (const [name, width] of [
    ['theta', 2],
    ['s', 9],
    ['x', 9],
  ] as const) {
    const array = readNpy(simulations.get(`${name}.npy`) ?? new Uint8Array());
    expect(array).toMatchObject({ ok: true, value: { shape: [1000, width] } });
  }
});
