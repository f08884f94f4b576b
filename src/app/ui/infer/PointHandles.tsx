/** Handles on the data points of the observation: up and down. */
import { DragLayer } from '../../plots/DragLayer.tsx';
import type { Handle } from '../../plots/dragging.ts';
import { axisBoxes } from '../../plots/geometry.ts';
import { plotted } from '../../plots/observationRange.ts';
import type { FigureLayout } from '../../plots/types.ts';
import { short } from '../../format/number.ts';
import { useApp, useSession } from '../../store/hooks.ts';

interface Props {
  readonly layout: FigureLayout;
  readonly onHold: (held: boolean) => void;
}

export function PointHandles({ layout, onHold }: Props) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const dragging = useApp((state) => state.observation.dragging);
  const view = system.view(observation.design);
  const values = view.space === 'x' ? observation.x : observation.s;
  const [box] = axisBoxes(layout);
  if (values === null || box === undefined) return null;
  const { categories, label } = view.horizontal;
  const handles = view.series.flatMap((series) =>
    series.index.map(
      (entry, i): Handle => ({
        id: String(entry),
        label: `${series.name}, ${categories?.[i] ?? `${label} ${short(series.at[i])}`}`,
        shape: 'point',
        moves: 'y',
        box,
        at: { x: series.at[i], y: plotted(view, entry, values[entry]) },
        describe: ({ y }) => `${view.vertical.label}: ${short(y)}`,
      }),
    ),
  );
  return (
    <DragLayer
      handles={handles}
      onDrag={(entry, { y }) => {
        if (!dragging) {
          session.setDragging(true);
          onHold(true);
        }
        session.setPoint(Number(entry), y);
      }}
      onDragEnd={() => {
        session.setDragging(false);
        onHold(false);
      }}
    />
  );
}
