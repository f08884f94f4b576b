/** Figures as files: SVG, whose text stays text, and PNG with two pixels for one. */
import { figurePng, figureSvg } from '../plots/image.ts';
import type { Mark } from '../../inference/correction/marks.ts';
import { marksShown } from '../readout/text/marksShown.ts';
import type { Export } from '../session/exporting/export.ts';
import { conceptFigures } from './conceptFigures.ts';
import { headed, type Shown, type TakenFigure, takenFigures } from './figures.ts';

function filesOf(figure: TakenFigure): Export[] {
  const shared = {
    group: 'figures',
    label: figure.label,
    description: figure.description,
    enabled: (state, telemetry) => figure.obstacle({ state, telemetry }) ?? true,
  } satisfies Partial<Export>;
  return [
    {
      ...shared,
      id: `${figure.id}-svg`,
      format: 'SVG',
      fileName: ({ study }) => `${study.system.id}-${figure.id}.svg`,
      make: async ({ store, telemetry }) => {
        const shown = { state: store.getState(), telemetry: telemetry.getState() };
        const text = await figureSvg(headed(figure, shown));
        return { blob: new Blob([text], { type: 'image/svg+xml' }), marks: marksOf(figure, shown) };
      },
    },
    {
      ...shared,
      id: `${figure.id}-png`,
      format: 'PNG',
      fileName: ({ study }) => `${study.system.id}-${figure.id}.png`,
      make: async ({ store, telemetry }) => {
        const shown = { state: store.getState(), telemetry: telemetry.getState() };
        return { blob: await figurePng(headed(figure, shown)), marks: marksOf(figure, shown) };
      },
    },
  ];
}

function marksOf({ marked }: TakenFigure, { state, telemetry }: Shown): Mark[] {
  return marked ? marksShown(state, telemetry) : [];
}

export const figureFiles: readonly Export[] = Object.values({ ...takenFigures, ...conceptFigures }).flatMap(filesOf);
