/**
 * The report as it is printed from the page (Ctrl+P): the same content as the file's (reportFile.ts), made at once, since a
 * browser does not wait between asking to print and printing. Its figures are therefore drawn without plotly.
 */
import { reportPage, type ReportFigure } from '../../inference/export/reportPage.ts';
import { axisBoxes } from '../plots/geometry.ts';
import { rasterAddress } from '../plots/paintRaster.ts';
import { figureSvg } from '../plots/svg/figureSvg.ts';
import type { Figure } from '../plots/types.ts';
import type { Shown } from './figures.ts';
import { contentOf, reportFigures } from './reportFile.ts';

/** Of the figures that only plotly draws. */
const ELSEWHERE = 'This figure is in the one-page report of Export.';

/** A whole page of HTML; null where there is no posterior to report. */
export function printedReport(shown: Shown): string | null {
  const [[posterior]] = reportFigures;
  if (posterior.obstacle(shown) !== null) return null;
  const figures = reportFigures.flatMap(([figure, size]): ReportFigure[] =>
    figure.obstacle(shown) === null ? [{ title: figure.label, svg: drawn(figure.build(shown, size)) }] : [],
  );
  return reportPage({ ...contentOf(shown), figures });
}

function drawn(figure: Figure): string {
  const { rasters = [], ...rest } = figure;
  const { width, height } = figure.layout;
  const boxes = axisBoxes(figure.layout);
  const svg = figureSvg({ ...rest, layout: { ...rest.layout, paper_bgcolor: 'rgba(0,0,0,0)' } }, true);
  if (svg === null) return `<p class="muted">${ELSEWHERE}</p>`;
  const images = rasters.map((raster) => {
    const box = boxes[raster.panel];
    const place = `x="${box.x0}" y="${box.y0}" width="${box.width}" height="${box.height}"`;
    return `<image ${place} preserveAspectRatio="none" href="${rasterAddress(raster, box)}"/>`;
  });
  // Scales with its column; the images lie beneath the marks.
  return svg
    .replace(/^<svg[^>]*?(?=>)/, (tag) => `${tag} viewBox="0 0 ${width} ${height}"`)
    .replace('>', `>${images.join('')}`);
}
