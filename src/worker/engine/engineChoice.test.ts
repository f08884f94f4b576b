/** Which engine is chosen, on engines whose steps take a made-up time (testing/timedEngines.ts). */
import { describe, expect, it } from 'vitest';
import { flowSpec } from '../../inference/flow/spec.ts';
import { machine } from '../testing/timedEngines.ts';
import type { EngineName } from './engineInfo.ts';
import type { StudyShape } from './engineTrial.ts';

const shape: StudyShape = { spec: flowSpec('small', 2, 3), batchSize: 40, members: 2 };

const none = new Map<EngineName, string>();
const quiet = () => {};

describe('the engine of a study', () => {
  it('is the fastest on its own flow, batch and members', async () => {
    const { chooser, rows } = machine({ wasm: { ms: { 1: 30 } }, webgpu: { ms: { 1: 10 } } });
    const { info } = await chooser.choose('auto', shape, none, false, quiet);
    expect(info).toMatchObject({ engine: 'webgpu', msPerStep: 10 });
    expect(info.reason).toBe('Fastest for this study: 3.0 times faster than WebAssembly.');
    // A small batch for the comparison with the reference, then the study's.
    expect(new Set(rows)).toEqual(new Set([12 * 2, 40 * 2]));
  });

  it('is measured once for each shape', async () => {
    const { chooser, rows } = machine({ wasm: { ms: { 1: 10 } }, webgpu: { ms: { 1: 30 } } });
    await chooser.choose('auto', shape, none, false, quiet);
    const first = rows.length;
    await chooser.choose('auto', shape, none, false, quiet);
    expect(rows.length).toBe(first);
    await chooser.choose('auto', { ...shape, batchSize: 41 }, none, false, quiet);
    expect(rows.length).toBeGreaterThan(first);
  });

  it('runs on as many threads as are fastest', async () => {
    const slow = machine({ wasm: { ms: { 1: 10, 2: 14 } } }, { kind: 'none', note: 'no GPU' });
    expect((await slow.chooser.choose('auto', shape, none, false, quiet)).info.threads).toBe(1);
    const fast = machine({ wasm: { ms: { 1: 10, 2: 6 } } }, { kind: 'none', note: 'no GPU' });
    expect((await fast.chooser.choose('auto', shape, none, false, quiet)).info).toMatchObject({
      threads: 2,
      msPerStep: 6,
    });
    expect((await fast.chooser.choose('auto', shape, none, true, quiet)).info).toMatchObject({
      threads: 1,
      msPerStep: 10,
      oneThread: expect.stringMatching(/has failed/) as string,
    });
  });

  it('is not one with a wrong loss, of whichever member', async () => {
    const { chooser } = machine({ wasm: { ms: { 1: 30 } }, webgpu: { ms: { 1: 1 }, error: 0.05 } });
    const { info } = await chooser.choose('auto', shape, none, false, quiet);
    expect(info.engine).toBe('wasm');
    expect(info.candidates.find(({ engine }) => engine === 'webgpu')).toMatchObject({
      usable: false,
      note: expect.stringMatching(/cannot be trusted/) as string,
    });
  });

  it('is not a GPU that the CPU emulates, unless the user wants it', async () => {
    const engines = { wasm: { ms: { 1: 30 } }, webgpu: { ms: { 1: 10 } } };
    const { chooser, started } = machine(engines, { kind: 'software', note: 'swiftshader' });
    expect((await chooser.choose('auto', shape, none, false, quiet)).info.engine).toBe('wasm');
    expect(started).not.toContain('webgpu');
    expect((await chooser.choose('webgpu', shape, none, false, quiet)).info).toMatchObject({
      engine: 'webgpu',
      software: true,
      reason: 'You chose WebGPU, here a software adapter (swiftshader).',
    });
  });

  it('is TensorFlow.js where no fused engine runs', async () => {
    const { chooser } = machine({ 'tfjs-wasm': { ms: { 1: 300 } }, 'tfjs-cpu': { ms: { 1: 900 } } });
    expect((await chooser.choose('auto', shape, none, false, quiet)).info.engine).toBe('tfjs-wasm');
  });

  it('is not one that has failed', async () => {
    const { chooser } = machine({ wasm: { ms: { 1: 30 } }, webgpu: { ms: { 1: 10 } } });
    const { info } = await chooser.choose(
      'auto',
      shape,
      new Map([['webgpu', 'the GPU was lost (reset)']]),
      false,
      quiet,
    );
    expect(info.engine).toBe('wasm');
    expect(info.reason).toContain('WebGPU: the GPU was lost (reset).');
  });

  it('is another one where the one that was chosen cannot run such a network, and says so', async () => {
    const engines = { wasm: { ms: { 1: 30 } }, webgpu: { ms: { 1: 10 }, unsupported: 'it needs more memory' } };
    const { chooser } = machine(engines);
    const { info } = await chooser.choose('webgpu', shape, none, false, quiet);
    expect(info.engine).toBe('wasm');
    expect(info.reason).toBe('You chose WebGPU, but it needs more memory. Fastest available here.');
    const { info: auto } = await chooser.choose('auto', shape, none, false, quiet);
    expect(auto.reason).toBe('Fastest available here. WebGPU: it needs more memory.');
  });

  it('is the reproducible one where it is asked for, and never by itself', async () => {
    const engines = { wasm: { ms: { 1: 10 } }, 'wasm-reproducible': { ms: { 1: 5 } } };
    const { chooser, started } = machine(engines, { kind: 'none', note: 'no GPU' });
    expect((await chooser.choose('auto', shape, none, false, quiet)).info.engine).toBe('wasm');
    expect(started).not.toContain('wasm-reproducible');
    const { info } = await chooser.choose('wasm-reproducible', shape, none, false, quiet);
    expect(info).toMatchObject({ engine: 'wasm-reproducible', threads: 1 });
  });

  it('is named with all reasons when there is none', async () => {
    const { chooser } = machine({});
    await expect(chooser.choose('auto', shape, none, false, quiet)).rejects.toThrow(
      /No engine can be used \(WebAssembly: there is no wasm; WebGPU: there is no webgpu; WebAssembly, reproducible: there is no wasm/,
    );
    await expect(chooser.choose('wasm', shape, none, false, quiet)).rejects.toMatchObject({
      name: 'NoEngine',
      message: 'WebAssembly cannot be used here: there is no wasm.',
    });
  });
});
