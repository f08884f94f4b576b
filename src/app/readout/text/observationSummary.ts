/** What the figure of the observation shows, in a sentence for those who cannot see it. */
import { isImage, type ObservationData, type PointsData } from '../../plots/observationRange.ts';
import type { ImageData } from '../../plots/imageFigure.ts';

/** Names what is drawn and nothing else: data that are not known and predictions that are not there yet are left out. */
export function observationSummary(data: ObservationData): string {
  return isImage(data) ? imageText(data) : pointsText(data);
}

/** Points of all series. */
export function countOf({ view }: PointsData): number {
  return view.series.reduce((sum, series) => sum + series.index.length, 0);
}

function pointsText(data: PointsData): string {
  const predictions = [...(data.prior ? ['prior'] : []), ...(data.posterior ? ['posterior'] : [])];
  const against = `against ${data.view.horizontal.label}`;
  const predicted = predictions.length === 0 ? null : `the predictions of ${predictions.join(' and ')}`;
  if (data.values.length > 0) {
    return `${countOf(data) - missingIn(data)} data values ${against}${predicted === null ? '' : `, with ${predicted}`}.`;
  }
  return `None of ${countOf(data)} data values ${against} is known${predicted === null ? '' : `; ${predicted}`}.`;
}

/** Readings that are not there. */
function missingIn({ values }: PointsData): number {
  return Array.from(values).filter(Number.isNaN).length;
}

function imageText({ view, values, posterior }: ImageData): string {
  const { channels, height, width } = view.shape;
  const size = `${height} rows and ${width} columns`;
  const residual = values.length === 0 ? '' : ', and how far the data are from the mean';
  const predicted = posterior === null ? null : `the mean and the sd of what the posterior predicts${residual}`;
  if (values.length > 0) {
    const images = channels.length === 1 ? `An image of ${size}` : `${channels.length} images of ${size}`;
    return `${images}${predicted === null ? '' : `, with ${predicted}`}.`;
  }
  return `No data, which would be ${channels.length === 1 ? 'an image' : `${channels.length} images`} of ${size}${predicted === null ? '' : `; ${predicted}`}.`;
}
