/** Handles on the data points of the observation: up and down. */
import { DragLayer } from '../../plots/DragLayer.tsx';
import { entryOf, observationHandles } from '../../plots/handles.ts';
import type { FigureLayout } from '../../plots/types.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';

interface Props {
  readonly layout: FigureLayout;
  readonly onHold: (held: boolean) => void;
}

export function PointHandles({ layout, onHold }: Props) {
  const { session, store } = useParts();
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const dragging = useApp((state) => state.observation.dragging);
  const view = system.view(observation.design);
  const values = view.space === 'x' ? observation.x : observation.s;
  if (view.kind !== 'points' || values === null) return null;
  return (
    <DragLayer
      handles={observationHandles(layout, view, values)}
      onDrag={(id, { y }) => {
        if (!dragging) {
          session.observationEditing.setDragging(true);
          // The hint has done its work.
          patch(store, 'view', { dragged: true });
          onHold(true);
        }
        session.observationEditing.setPoint(entryOf(id), y);
      }}
      onDragEnd={() => {
        session.observationEditing.setDragging(false);
        onHold(false);
      }}
    />
  );
}
