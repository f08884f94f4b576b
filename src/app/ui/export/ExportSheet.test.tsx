// @vitest-environment happy-dom
/** The sheet of files: why they cannot be had yet, the bar and the cancel of one that is made, and what is said of it after. */
import { screen, within } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { download } from '../../browser/download.ts';
import { exportGroups, exports } from '../../export/exports.ts';
import { drawsOf } from '../../session/testing/scriptedEngine.ts';
import { patch } from '../../store/appStore.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { ExportSheet } from './ExportSheet.tsx';

vi.mock('../../browser/download.ts', () => ({ download: vi.fn() }));
beforeEach(() => void vi.mocked(download).mockClear());

async function renderSheet(opens = true) {
  const page = await renderInApp(<ExportSheet />, { opens });
  await page.change(() => patch(page.store, 'view', { sheet: 'take-away' }));
  const button = (name: string) => screen.getByRole('button', { name });
  const group = (title: string) => within(screen.getByRole('region', { name: title }));
  const settle = () => page.change(() => vi.advanceTimersByTime(50));
  return { ...page, button, group, settle };
}

it('has a section for each group and a button for each file', async () => {
  await renderSheet();
  expect(screen.getAllByRole('region').map((part) => part.getAttribute('aria-label'))).toEqual(
    Object.values(exportGroups),
  );
  for (const { label, format } of exports) {
    expect(screen.getAllByRole('button', { name: `${label}: ${format}` })).toHaveLength(1);
  }
});

it('says once of a group why none of its files can be had, and does nothing where such a button is pressed', async () => {
  const { group, button, user, of, store, telemetry } = await renderSheet(false);
  const why = exports[0].enabled(store.getState(), telemetry.getState());
  expect(why).toMatch(/^[A-Z].*\.$/);
  expect(group('Posterior').getAllByText(String(why), { selector: 'p' })).toHaveLength(1);
  const noBatch = 'There is no batch: drop a file with one row per observation.';
  expect(group('Batch').getAllByText(noBatch, { selector: 'p' })).toHaveLength(1);
  const csv = button('Draws as a table: CSV');
  expect(csv.getAttribute('aria-disabled')).toBe('true');
  await user.click(csv);
  expect(of('posterior.take')).toHaveLength(0);
  // The data are there from the start.
  expect(button('Observation: SVG').getAttribute('aria-disabled')).toBeNull();
});

it('shows how far a file is; others wait for it; what has been made is downloaded', async () => {
  const { button, user, of, change, settle } = await renderSheet();
  await user.click(button('Draws as a table: CSV'));
  await settle();
  const [call] = of('posterior.take');
  await change(() => call.progress({ fraction: 0.4 }));
  expect(screen.getByRole('progressbar', { name: 'Draws as a table' }).getAttribute('aria-valuetext')).toBe('40 %');
  expect(button('One-page report: HTML').title).toBe('Another file is being made: wait for it, or cancel it.');
  await change(() => call.resolve(drawsOf(Float64Array.of(1, 2, 3, 4))));
  await settle();
  expect(screen.queryByRole('progressbar')).toBeNull();
  expect(vi.mocked(download).mock.calls.map(([, name]) => name)).toEqual(['galaxy-bias-posterior.csv']);
});

it('cancels a file at once', async () => {
  const { button, user, of, settle } = await renderSheet();
  await user.click(button('Draws as a table: CSV'));
  await settle();
  await user.click(button('Cancel'));
  expect(of('posterior.take')[0].aborted).toBe(true);
  expect(screen.queryByRole('progressbar')).toBeNull();
  expect(button('Draws as a table: CSV').getAttribute('aria-disabled')).toBeNull();
  expect(download).not.toHaveBeenCalled();
});

it('says beside its line why a file could not be made, until another is asked for', async () => {
  const { button, user, of, change, settle } = await renderSheet();
  await user.click(button('Draws as a table: CSV'));
  await settle();
  await change(() => of('posterior.take')[0].reject(new Error('The memory is full.')));
  await settle();
  const line = screen.getAllByRole('listitem').find((item) => item.textContent?.startsWith('Draws as a table'));
  expect(line?.textContent).toContain('galaxy-bias-posterior.csv could not be made: The memory is full.');
  await user.click(button('Draws for NumPy: NPZ'));
  expect(screen.queryByText(/could not be made/)).toBeNull();
});

it('says in a line what a file has less of than the screen', async () => {
  const { button, user, of, change, settle, store } = await renderSheet();
  const broken = { perturbation: { width: 0.5, shift: 0 }, correction: null };
  await change(() => {
    patch(store, 'trust', { transform: broken });
    const posterior = drawsOf(Float64Array.of(1, 1, 2, 1), 1, broken);
    of('run.train')[0].progress({ kind: 'posterior', posterior, observation: store.getState().observation.id });
    vi.advanceTimersByTime(200);
  });
  expect(screen.getByRole('note').textContent).toContain('The files say so as well.');
  await user.click(button('Trained network: Safetensors'));
  await settle();
  await change(() => of('network.file')[0].resolve(Uint8Array.of(1)));
  await settle();
  expect(screen.getByRole('status').textContent).toContain('This file holds the network as it was trained');
  expect(vi.mocked(download).mock.calls[0][1]).toBe('galaxy-bias-network-as-trained.safetensors');
});

it('takes a number of draws, and refuses one that is too small in a sentence', async () => {
  const { user, store } = await renderSheet();
  const box = screen.getByRole('textbox', { name: 'Number of draws' });
  await user.clear(box);
  await user.type(box, '99{Enter}');
  expect(screen.getByText('99 draws: choose 100 to 100,000.')).not.toBeNull();
  await user.clear(box);
  await user.type(box, '250{Enter}');
  expect(store.getState().exporting.draws).toBe(250);
});

it('that is closed cancels what is being made', async () => {
  const { button, user, of, settle, store } = await renderSheet();
  await user.click(button('Draws as a table: CSV'));
  await settle();
  await user.click(button('Close'));
  expect(store.getState().view.sheet).toBeNull();
  expect(of('posterior.take')[0].aborted).toBe(true);
});
