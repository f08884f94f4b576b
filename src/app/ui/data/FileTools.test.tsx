// @vitest-environment happy-dom
/** Which files are offered to be read, by what the files of the system are. */
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { gaussianBlob } from '../../../inference/simulators/testing/gaussianBlob.ts';
import { fileKind } from '../../../inference/observation/writeFile.ts';
import { downloadObservation } from '../../actions/page.ts';
import { trainingSession } from '../../session/testing/scriptedEngine.ts';
import { createAppStore, patch } from '../../store/appStore.ts';
import { AppContext } from '../hooks/hooks.ts';
import '../testing/renderInApp.tsx';
import { FileTools } from './FileTools.tsx';
import { LinkSheet } from '../infer/LinkSheet.tsx';

/** Both, over a page whose study is of the system. */
async function renderFor(system: System) {
  const parts = await trainingSession();
  const store = createAppStore(system, 'light');
  patch(store, 'view', { sheet: 'link' });
  render(
    <AppContext value={{ ...parts, store }}>
      <FileTools />
      <LinkSheet />
    </AppContext>,
  );
}

it('are every format for tables', async () => {
  await renderFor(builtIn('two-moons'));
  expect(screen.getByText(/drop or paste CSV, JSON, NPY, NPZ or Parquet anywhere/)).toBeDefined();
  expect(screen.getByText('Address of a CSV, JSON, NPY, NPZ or Parquet file')).toBeDefined();
});

it('are not Parquet for arrays, which it does not hold', async () => {
  await renderFor(gaussianBlob);
  expect(screen.getByText(/drop or paste CSV, JSON, NPY, NPZ or FITS anywhere/)).toBeDefined();
  expect(screen.getByText('Address of a CSV, JSON, NPY, NPZ or FITS file')).toBeDefined();
});

it('the action that writes one names the formats of both', () => {
  const named = (system: System) => fileKind(system).ending.toUpperCase();
  expect(downloadObservation.description).toContain(`a table as ${named(builtIn('two-moons'))}`);
  expect(downloadObservation.description).toContain(`an array as ${named(gaussianBlob)}`);
});
