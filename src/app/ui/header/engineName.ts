/** How the engine in use is called on the page, and how fast it is. */
import type { EngineInfo } from '../../../worker/protocol.ts';
import { engineNames } from '../../../worker/protocol.ts';
import { count } from '../../format/number.ts';

/** The engine in use, whether its GPU is emulated, and on how many threads it runs if several. */
export function engineInUse({ engine, software, threads }: EngineInfo): string {
  const notes = [...(software ? ['software'] : []), ...(threads > 1 ? [`${threads} threads`] : [])];
  return notes.length === 0 ? engineNames[engine] : `${engineNames[engine]} (${notes.join(', ')})`;
}

/** A number of steps a second: "4.2", "1,240". */
export function perSecond(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : count(rate);
}
