/** plotly, loaded when the first figure wants it. */
import type * as PlotlyBundle from './plotly.ts';
import { warmUp } from './warmUp.ts';

export type Plotly = typeof PlotlyBundle;

let bundle: Promise<Plotly> | null = null;

/** Starts loading plotly, again after a failure. */
export function loadPlotly(): Promise<Plotly> {
  bundle ??= load().catch((error: unknown) => {
    bundle = null;
    throw error;
  });
  return bundle;
}

async function load(): Promise<Plotly> {
  const plotly = await import('./plotly.ts');
  await warmUp(plotly);
  return plotly;
}
