/**
 * Which engine is chosen. The engines are one under several names whose steps take a made-up time; the first loss that they
 * give is the float64 reference's, which is what a trial compares it with, unless the test spoils it.
 */
import { describe, expect, it } from 'vitest';
import type { FlowEngine, TrainingStep } from '../../inference/flow/engines/engine.ts';
import type { AdapterProbe } from '../../inference/flow/engines/tfjs/adapter.ts';
import { ReferenceFlow } from '../../inference/flow/referenceFlow.ts';
import { flowSpec } from '../../inference/flow/spec.ts';
import { parameterCount } from '../../inference/flow/layout.ts';
import { EngineChooser } from './engineChoice.ts';
import type { EngineSource, MakeEngine, Variant } from './engines.ts';
import type { StudyShape } from './engineTrial.ts';
import type { EngineName } from './engineInfo.ts';

const shape: StudyShape = { spec: flowSpec('small', 2, 3), batchSize: 40, members: 2 };
const hardware: AdapterProbe = { kind: 'hardware', note: 'a card' };

interface Made {
  /** Time of a step, of every way to run: by number of threads. */
  readonly ms: Readonly<Record<number, number>>;
  /** Added to the second member's loss, nats. */
  readonly error?: number;
}

/** Engines that are there, with a clock that their steps advance, and a count of how often each was started. */
function machine(made: Partial<Record<EngineName, Made>>, adapter: AdapterProbe = hardware) {
  let time = 0;
  const rows: number[] = [];
  const started: EngineName[] = [];
  const maker =
    (ms: number, error: number): MakeEngine =>
    (spec, members) => {
      let phi = new Float32Array(0);
      let [z, context] = [new Float32Array(0), new Float32Array(0)];
      const loss = (member: number, count: number) => {
        const P = parameterCount(spec);
        const flow = new ReferenceFlow(spec, phi.subarray(member * P, (member + 1) * P));
        let sum = member === 1 ? count * error : 0;
        for (let row = 0; row < count; row++) {
          const c = context.subarray(row * spec.context, (row + 1) * spec.context);
          sum -= flow.logDensity(z.subarray(row * spec.dim, (row + 1) * spec.dim), c);
        }
        return sum / count;
      };
      const engine: Partial<FlowEngine> = {
        spec,
        members,
        setParameters: (given) => void (phi = Float32Array.from(given)),
        reserve: () => {},
        store: (_, data) => void ([z, context] = [Float32Array.from(data.z), Float32Array.from(data.context)]),
        train: (steps: readonly TrainingStep[]) => {
          time += ms * steps.length;
          rows.push(steps[0].rows.length);
          const count = steps[0].rows.length / members;
          const losses = steps.flatMap(() => Array.from({ length: members }, (_, m) => (m < 2 ? loss(m, count) : 0)));
          return Promise.resolve(Float32Array.from(losses));
        },
        dispose: () => {},
      };
      return engine as FlowEngine;
    };
  const source: EngineSource = {
    lost: null,
    adapter: () => Promise.resolve(adapter),
    start: (engine) => {
      started.push(engine);
      const found = made[engine];
      if (found === undefined) return Promise.reject(new Error(`there is no ${engine}`));
      const variants = Object.entries(found.ms).map(
        ([threads, ms]): Variant => ({ threads: Number(threads), make: maker(ms, found.error ?? 0) }),
      );
      return Promise.resolve(variants);
    },
  };
  return { chooser: new EngineChooser(source, () => time), rows, started };
}

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
