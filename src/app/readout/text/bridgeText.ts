/** The connection to a simulator in Python, in sentences. */
import { count } from '../../format/number.ts';
import type { BridgeSlice } from '../../store/bridgeSlice.ts';

export function bridgeText({ state, about }: BridgeSlice): string {
  switch (state.kind) {
    case 'none':
      return 'This simulator runs in Python on your machine, and the page is not connected to it: a trained network answers, but nothing can be simulated.';
    case 'connecting':
      return `${state.doing} …`;
    case 'connected': {
      if (about === null) return 'Connected.';
      const done = Object.values(about.done).reduce((sum, each) => sum + each, 0);
      const workers = `${about.workers} ${about.workers === 1 ? 'worker' : 'workers'}`;
      return `Connected to ${about.name} in Python: ${workers}, ${count(done)} simulations since its start, ${secondsText(about.perPair)} each.`;
    }
    case 'silent':
      return 'The bridge does not answer. Simulations wait; start it again with the same key (--token) and they go on by themselves.';
    case 'refused':
      return state.problem;
    default:
      return state satisfies never;
  }
}

/** "12 µs", "3.4 ms", "2 s" */
export function secondsText(seconds: number): string {
  const [unit, scale] = seconds < 1e-3 ? ['µs', 1e6] : seconds < 1 ? ['ms', 1e3] : ['s', 1];
  return `${Number((seconds * scale).toPrecision(2))} ${unit}`;
}
