/** Figures as images, drawn by plotly out of sight. */
import { loadPlotly } from './loadPlotly.ts';
import { withImages } from './paintRaster.ts';
import type { Figure } from './types.ts';

/** Pixels of a PNG for one of the figure. */
const PNG_SCALE = 2;

/** The text of an SVG image; its text stays text. */
export async function figureSvg(figure: Figure): Promise<string> {
  return drawn(figure, { format: 'svg', imageDataOnly: true });
}

export async function figurePng(figure: Figure): Promise<Blob> {
  const base64 = await drawn(figure, { format: 'png', scale: PNG_SCALE, imageDataOnly: true });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

async function drawn(
  figure: Figure,
  options: { readonly format: 'svg' | 'png'; readonly scale?: number; readonly imageDataOnly: true },
): Promise<string> {
  const { toImage } = await loadPlotly();
  const { data, layout } = withImages(figure);
  const { width, height } = layout;
  return toImage({ data, layout }, { ...options, width, height });
}
