import { expect, it, vi } from 'vitest';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { FileClient } from '../../../worker/clients.ts';
import type { WorkerPort } from '../../../worker/rpc/client.ts';
import { readDroppedFile } from './fileReading.ts';

const catalogue = new SystemCatalogue();
const system = catalogue.get('two-moons');
/** A ZIP archive by its first bytes: it goes to the worker. */
const archive = new Blob([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])]);

/** A reader that never answers. */
function slowReader() {
  const terminate = vi.fn();
  const port: WorkerPort = { onmessage: null, onmessageerror: null, onerror: null, postMessage: () => {}, terminate };
  return { terminate, start: () => new FileClient(() => port) };
}

function reading(signal: AbortSignal, start: () => FileClient, seconds: number) {
  return readDroppedFile('slow.npz', archive, { system, design: system.defaultDesign, catalogue }, signal, {
    start,
    seconds: () => seconds,
  });
}

it('a reader that does not end is ended after its seconds: the file is refused by its name, with a remedy', async () => {
  const { terminate, start } = slowReader();
  const content = await reading(new AbortController().signal, start, 0.05);
  expect(content).toMatchObject({ kind: 'observation', result: { ok: false, error: { file: 'slow.npz' } } });
  const message = content.kind === 'observation' && !content.result.ok ? content.result.error.message : '';
  expect(message).toMatch(/^slow\.npz: Reading the file took longer than 0\.05 s and was stopped\. It may be damaged/);
  expect(terminate).toHaveBeenCalledOnce();
});

it('a reader whose file is no longer wanted is ended at once, and nothing is refused', async () => {
  const { terminate, start } = slowReader();
  const wanted = new AbortController();
  const content = reading(wanted.signal, start, 60);
  setTimeout(() => wanted.abort(), 20);
  await expect(content).rejects.toMatchObject({ name: 'AbortError' });
  expect(terminate).toHaveBeenCalledOnce();
});
