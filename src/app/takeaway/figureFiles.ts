/** Figures as files: SVG, whose text stays text, and PNG with two pixels for one. */
import { figurePng, figureSvg } from '../plots/image.ts';
import type { Export } from './export.ts';
import { headed, type TakenFigure, takenFigures } from './figures.ts';

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
        const text = await figureSvg(headed(figure, { state: store.getState(), telemetry: telemetry.getState() }));
        return new Blob([text], { type: 'image/svg+xml' });
      },
    },
    {
      ...shared,
      id: `${figure.id}-png`,
      format: 'PNG',
      fileName: ({ study }) => `${study.system.id}-${figure.id}.png`,
      make: ({ store, telemetry }) =>
        figurePng(headed(figure, { state: store.getState(), telemetry: telemetry.getState() })),
    },
  ];
}

export const figureFiles: readonly Export[] = Object.values(takenFigures).flatMap(filesOf);
