/** plotly, loaded when the first figure wants it. */
import type * as PlotlyBundle from './plotly.ts';

export type Plotly = typeof PlotlyBundle;

let bundle: Promise<Plotly> | null = null;

/** Starts loading plotly, again after a failure. */
export function loadPlotly(): Promise<Plotly> {
  bundle ??= import('./plotly.ts').catch((error: unknown) => {
    bundle = null;
    throw error;
  });
  return bundle;
}
