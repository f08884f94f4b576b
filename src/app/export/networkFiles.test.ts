import { expect, it } from 'vitest';
import { UNTRANSFORMED, type PosteriorTransform } from '../../inference/correction/posteriorTransform.ts';
import { systems } from '../../inference/simulators/registry.ts';
import type { SessionContext } from '../session/context.ts';
import { createAppStore } from '../store/appStore.ts';
import { createTelemetry } from '../store/telemetry.ts';
import { markedName } from '../readout/text/markedName.ts';
import { networkAsOnnx, networkAsSafetensors } from './networkFiles.ts';

const broken: PosteriorTransform = { perturbation: { width: 0.5, shift: 0 }, correction: null };

/** The file that is made while the draws on screen were altered so, and what the engine was asked for. */
async function made(entry: typeof networkAsOnnx, transform: PosteriorTransform) {
  const telemetry = createTelemetry();
  const asked: { readonly verdicts: readonly string[] }[] = [];
  const call = (_command: 'run.ask', { params }: { readonly params: never }) => {
    asked.push(params);
    return Promise.resolve(new Uint8Array(4));
  };
  const store = createAppStore(systems[0], 'light');
  telemetry.setState({ frame: { transform, problem: store.getState().study.problem } as never });
  const context = { store, telemetry, engine: { call } };
  const request = { signal: new AbortController().signal, onProgress: () => {} };
  const file = await entry.make(context as unknown as SessionContext, request as never);
  return { file, verdicts: asked[0].verdicts };
}

it.each([
  ['ONNX', networkAsOnnx, 'galaxy-bias-network-as-trained.zip'],
  ['safetensors', networkAsSafetensors, 'galaxy-bias-network-as-trained.safetensors'],
])(
  '%s of a network whose posterior is broken on purpose is told to be as trained, in its name and inside',
  async (_, entry, name) => {
    const { file, verdicts } = await made(entry, broken);
    expect(file.marks).toMatchObject([{ word: 'as-trained' }]);
    expect(markedName(name.replace('-as-trained', ''), file.marks)).toBe(name);
    expect(verdicts[0]).toMatch(
      /^The posterior on screen was broken on purpose: width × 0\.5\. This file holds the network as it/,
    );
    expect(file.notice).toContain('as it was trained, without this change');
  },
);

it('the file of a network whose draws are its own has no mark', async () => {
  const { file, verdicts } = await made(networkAsOnnx, UNTRANSFORMED);
  expect(file.marks).toEqual([]);
  expect(verdicts.join(' ')).not.toContain('as it was trained');
});
