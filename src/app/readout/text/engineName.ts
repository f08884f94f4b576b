/** How the engine in use is called on the page, and how fast it is. */
import { type EngineInfo, engineNames } from '../../../worker/engine/engineInfo.ts';
import { count } from '../../format/number.ts';

/** The engine in use, whether its GPU is emulated, and on how many threads it runs where that is a choice. */
export function engineInUse({ engine, software, threads }: EngineInfo): string {
  const split = engine === 'wasm' ? [threads === 1 ? '1 thread' : `${threads} threads`] : [];
  const notes = [...(software ? ['software'] : []), ...split];
  return notes.length === 0 ? engineNames[engine] : `${engineNames[engine]} (${notes.join(', ')})`;
}

/** The same where room is scarce: one thread goes without saying. */
export function engineInShort(info: EngineInfo): string {
  return engineInUse(info).replace(' (1 thread)', '');
}

/** Why an engine that could take several threads runs on one; null where it does not. */
export function oneThreadReason({ engine, threads, oneThread = null }: EngineInfo): string | null {
  if (engine !== 'wasm' || threads > 1) return null;
  return oneThread ?? 'Training runs on one thread, which was faster than several in the trial.';
}

/** A number of steps a second: "4.2", "1,240". */
export function perSecond(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : count(rate);
}
