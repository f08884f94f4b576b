/**
 * NetCDF files of answers, read back by h5wasm, and by netCDF4 and xarray where this machine's python3 has them (Debian:
 * python3-netcdf4, python3-xarray); elsewhere the last test is skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import h5wasm, { type Dataset } from 'h5wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { type ArvizAnswer, arvizGroups } from './arviz.ts';
import { writeNetcdf } from './netcdf.ts';

const answer: ArvizAnswer = {
  quantities: [
    { key: 'A', symbol: 'A', label: 'matter amplitude', unit: '' },
    { key: 'draw', symbol: 'λ', label: 'birth rate', unit: '1/day' },
  ],
  posterior: Float64Array.of(1, 10, 2, 20, 3, 30.5),
  prior: Float64Array.of(0.1, 7, 0.2, 8),
  reference: { method: 'a grid', label: 'exact', draws: Float64Array.of(5, 6) },
  summaryNames: ['P(0.03)', 'Pλ'],
  replicated: Float64Array.of(1, 2, 3, 4),
  s: Float64Array.of(0.5, 1 / 3),
  x: Float64Array.of(4, 5, 6),
  altered: 'broken on purpose: width × 0.5',
};
const attributes = { creation_library: 'Posterior Playground', study: '{"kind": "study"}', nothing: '', step: 12 };

const folder = mkdtempSync(join(tmpdir(), 'netcdf-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'answer.nc');

const PYTHON = `
import json, sys, netCDF4, xarray
path = sys.argv[1]
with netCDF4.Dataset(path) as file:
    groups = {name: {key: list(v.dimensions) for key, v in group.variables.items()} for name, group in file.groups.items()}
    study = file.study
posterior = xarray.open_dataset(path, group='posterior')
observed = xarray.open_dataset(path, group='observed_data')
data = xarray.open_dataset(path, group='constant_data')
print(json.dumps(dict(groups=groups, study=study, A=posterior['A'].values.tolist(), dims=dict(posterior.sizes),
    coords=sorted(posterior.coords), units=posterior['draw_2'].attrs['units'], summary=observed['summary'].values.tolist(),
    s=float(observed['s'].sel(summary='Pλ')), x=data['x'].values.tolist())))
`;
const withXarray = spawnSync('python3', ['-c', 'import netCDF4, xarray']).status === 0;

/** Opens the bytes as h5wasm sees them and hands over a look at its datasets. */
async function opened<T>(
  bytes: Uint8Array,
  look: (at: (path: string) => Dataset, file: InstanceType<typeof h5wasm.File>) => T,
) {
  const { FS } = await h5wasm.ready;
  FS.writeFile('read.nc', bytes);
  const file = new h5wasm.File('read.nc', 'r');
  try {
    return look((at) => file.get(at) as Dataset, file);
  } finally {
    file.close();
    FS.unlink('read.nc');
  }
}

describe('an answer as NetCDF', () => {
  it('has the groups of ArviZ, with every variable over its dimensions', async () => {
    await opened(await writeNetcdf(attributes, arvizGroups(answer)), (at, file) => {
      expect(file.keys().toSorted()).toEqual([
        'constant_data',
        'observed_data',
        'posterior',
        'posterior_predictive',
        'prior',
        'reference',
      ]);
      expect(file.get_attribute('study', true)).toBe('{"kind": "study"}');
      expect(at('posterior/A').shape).toEqual([1, 3]);
      expect(Array.from(at('posterior/A').value as Float64Array)).toEqual([1, 2, 3]);
      expect(at('posterior/A').get_attached_scales(0)).toEqual(['/posterior/chain']);
      expect(at('posterior/A').get_attached_scales(1)).toEqual(['/posterior/draw']);
      expect(at('posterior_predictive/s').shape).toEqual([1, 2, 2]);
      expect(at('observed_data/s').get_attached_scales(0)).toEqual(['/observed_data/summary']);
      expect(at('observed_data/summary').value).toEqual(['P(0.03)', 'Pλ']);
    });
  });

  it('gives a quantity whose key is the name of a dimension another name, and says the key', async () => {
    await opened(await writeNetcdf(attributes, arvizGroups(answer)), (at) => {
      expect(Array.from(at('posterior/draw').value as Int32Array)).toEqual([0, 1, 2]);
      expect(Array.from(at('posterior/draw_2').value as Float64Array)).toEqual([10, 20, 30.5]);
      expect(at('posterior/draw_2').get_attribute('key', true)).toBe('draw');
    });
  });

  it('names each dimension as the specification does, with and without a coordinate', async () => {
    await opened(await writeNetcdf(attributes, arvizGroups(answer)), (at) => {
      expect(at('posterior/chain').get_attribute('NAME', true)).toBe('chain');
      expect(Array.from(at('posterior/chain').value as Int32Array)).toEqual([0]);
      expect(at('constant_data/x_dim_0').get_attribute('NAME', true)).toBe(
        'This is a netCDF dimension but not a netCDF variable.         3',
      );
    });
  });

  it('numbers the dimensions of all groups through: with the same number in two groups netCDF4 confuses them', async () => {
    const groups = arvizGroups(answer);
    await opened(await writeNetcdf(attributes, groups), (at) => {
      const numbers = groups.flatMap(({ name, dimensions }) =>
        Object.keys(dimensions).map((dimension) => at(`${name}/${dimension}`).get_attribute('_Netcdf4Dimid', true)),
      );
      expect(new Set(numbers).size).toBe(numbers.length);
    });
  });

  it('without raw data and without a reference has neither', async () => {
    const bytes = await writeNetcdf({}, arvizGroups({ ...answer, x: null, reference: null }));
    await opened(bytes, (_, file) => {
      expect(file.keys()).not.toContain('reference');
      expect(file.keys()).not.toContain('constant_data');
    });
  });

  it('holds a variable whatever its name means elsewhere', async () => {
    const variables = [{ name: 'constructor', dimensions: ['draw'], values: Float64Array.of(1, 2), attributes: {} }];
    const group = { name: 'posterior', attributes: {}, dimensions: { draw: 2 }, variables };
    await opened(await writeNetcdf({}, [group]), (at) => {
      expect(Array.from(at('posterior/constructor').value as Float64Array)).toEqual([1, 2]);
    });
  });

  it('is refused when a variable has not the values that its dimensions ask for', async () => {
    const variables = [{ name: 'A', dimensions: ['draw'], values: Float64Array.of(1, 2), attributes: {} }];
    const group = { name: 'posterior', attributes: {}, dimensions: { draw: 3 }, variables };
    await expect(writeNetcdf({}, [group])).rejects.toThrow('A has 2 values; its dimensions (3) want 3.');
  });

  it.skipIf(!withXarray)('is opened by netCDF4 and xarray (skipped without them)', async () => {
    writeFileSync(path, await writeNetcdf(attributes, arvizGroups(answer)));
    const { stdout, stderr } = spawnSync('python3', ['-c', PYTHON, path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      groups: {
        posterior: { chain: ['chain'], draw: ['draw'], A: ['chain', 'draw'], draw_2: ['chain', 'draw'] },
        prior: { chain: ['chain'], draw: ['draw'], A: ['chain', 'draw'], draw_2: ['chain', 'draw'] },
        reference: { chain: ['chain'], draw: ['draw'], A: ['chain', 'draw'], draw_2: ['chain', 'draw'] },
        posterior_predictive: {
          chain: ['chain'],
          draw: ['draw'],
          summary: ['summary'],
          s: ['chain', 'draw', 'summary'],
        },
        observed_data: { summary: ['summary'], s: ['summary'] },
        constant_data: { x: ['x_dim_0'] },
      },
      study: '{"kind": "study"}',
      A: [[1, 2, 3]],
      dims: { chain: 1, draw: 3 },
      coords: ['chain', 'draw'],
      units: '1/day',
      summary: ['P(0.03)', 'Pλ'],
      s: 1 / 3,
      x: [4, 5, 6],
    });
  });
});
