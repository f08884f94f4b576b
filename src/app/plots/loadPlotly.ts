/** plotly, loaded once the page answers: the figures do without it until then (svg/). */
import { loadPart } from '../../inference/parts/loadPart.ts';
import type * as PlotlyBundle from './plotly.ts';
import { warmUp } from './warmUp.ts';

export type Plotly = typeof PlotlyBundle;

let bundle: Promise<Plotly> | null = null;
let there: Plotly | null = null;
/** Why the last attempt to load it failed; null: none did, or another one goes on. */
let failure: unknown = null;
/** Told null when plotly is there, else why it is not. */
type Listener = (reason: unknown) => void;
const listeners = new Set<Listener>();

/** Starts loading plotly, again after a failure. */
export function loadPlotly(): Promise<Plotly> {
  if (bundle !== null) return bundle;
  failure = null;
  bundle = load().catch((error: unknown) => {
    bundle = null;
    failure = error;
    for (const listener of listeners) listener(error);
    throw error;
  });
  return bundle;
}

/** Why plotly could not be loaded; null: it is there, or may still come. */
export function plotlyFailure(): unknown {
  return failure;
}

/** plotly, if it is there and warm. */
export function plotlyNow(): Plotly | null {
  return there;
}

/** Calls back when plotly comes, or could not be loaded. @returns a function that stops that */
export function onPlotly(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

async function load(): Promise<Plotly> {
  const plotly = await loadPart('draws figures', () => import('./plotly.ts'));
  await warmUp(plotly);
  there = plotly;
  for (const listener of listeners) listener(null);
  return plotly;
}
