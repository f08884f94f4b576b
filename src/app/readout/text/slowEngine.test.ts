import { describe, expect, it } from 'vitest';
import { type EngineName, NO_SIMD } from '../../../worker/engine/engineInfo.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { systems } from '../../../inference/simulators/registry.ts';
import { opened } from '../../session/testing/scriptedEngine.ts';
import { type EngineSlice, engineSlice } from '../../store/engineSlice.ts';
import { noNetwork } from '../../store/network.ts';
import { slowEngineText } from './slowEngine.ts';

/** An engine in use, on whose trial the kernels ended with `note`. */
function using(
  engine: EngineName,
  msPerStep: number,
  note: string,
  choice: EngineSlice['choice'] = 'auto',
): EngineSlice {
  const info = {
    ...opened.engine,
    engine,
    msPerStep,
    candidates: [{ engine: 'wasm' as const, threads: 1, msPerStep: null, usable: false, note }],
  };
  const open = { study: defaultStudy(systems[0]), info: { ...opened, totalSteps: 6120 } };
  return { ...engineSlice, status: { kind: 'ready', info }, choice, network: { kind: 'paused', open, turn: 1 } };
}

describe('a slow engine', () => {
  it('is said with the time that it takes here, why, and what helps', () => {
    expect(slowEngineText(using('tfjs-wasm', 231.4, NO_SIMD))).toBe(
      'Training this study takes about 24 min here (measured: 230 ms a step): this browser has no WebAssembly SIMD, which the fast engine needs. A newer browser is many times faster; fewer simulations or epochs take less time.',
    );
    expect(slowEngineText(using('tfjs-wasm', 50, 'simd.wasm could not be loaded (404)'))).toBe(
      'Training this study takes about 5 min here (measured: 50 ms a step): the fast engine cannot run (simd.wasm could not be loaded (404)). Reload the page, or try another browser; fewer simulations or epochs take less time.',
    );
  });

  it('is nothing to speak of where it is fast enough, was chosen, or is none of the slow ones', () => {
    expect(slowEngineText(using('tfjs-wasm', 5, NO_SIMD))).toBeNull();
    expect(slowEngineText(using('tfjs-wasm', 230, NO_SIMD, 'tfjs-wasm'))).toBeNull();
    expect(slowEngineText(using('webgpu', 230, NO_SIMD))).toBeNull();
    expect(slowEngineText(using('wasm', 230, ''))).toBeNull();
    expect(slowEngineText({ ...using('tfjs-wasm', 230, NO_SIMD), network: noNetwork })).toBeNull();
  });
});
