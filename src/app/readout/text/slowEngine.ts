/** What is said before a training where the fused engines cannot run, and TensorFlow.js is many times slower. */
import { NO_SIMD } from '../../../worker/engine/engineInfo.ts';
import { duration, short } from '../../format/number.ts';
import { type EngineSlice, openStudy } from '../../store/engineSlice.ts';

/** A training that takes no longer is nothing to be warned of, s. */
const SHORT = 60;

/** How long a training takes, why, and what helps; null: the engine is none of the slow ones, or the user has chosen it. */
export function slowEngineText(slice: EngineSlice): string | null {
  const { status, choice } = slice;
  const open = openStudy(slice);
  if (status.kind !== 'ready' || status.info === null || open === null || choice !== 'auto') return null;
  const { engine, msPerStep, candidates } = status.info;
  if (engine === 'wasm' || engine === 'wasm-reproducible' || engine === 'webgpu') return null;
  // By the steps that were timed when the study was opened.
  const seconds = (msPerStep * open.info.totalSteps) / 1000;
  if (!(seconds >= SHORT)) return null;
  const note = candidates.find((candidate) => candidate.engine === 'wasm')?.note ?? '';
  const old = note === NO_SIMD;
  const why = old
    ? 'this browser has no WebAssembly SIMD, which the fast engine needs'
    : `the fast engine cannot run (${note})`;
  const remedy = old ? 'A newer browser is many times faster' : 'Reload the page, or try another browser';
  return `Training this study takes about ${duration(seconds)} here (measured: ${short(msPerStep, 2)} ms a step): ${why}. ${remedy}; fewer simulations or epochs take less time.`;
}
