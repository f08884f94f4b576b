/** The hand on the observation's image: paints with the chosen brush, or moves the part that is shown. */
import { rangeOf } from '../../plots/raster.ts';
import { ImageHand } from '../../plots/ImageHand.tsx';
import type { FigureLayout } from '../../plots/types.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { brushStep, effectOf, type ImageLook, panned, partOf } from './imageLook.ts';

interface Props {
  readonly layout: FigureLayout;
  readonly look: ImageLook;
  readonly onLook: (look: ImageLook) => void;
}

export function ImageEditing({ layout, look, onLook }: Props) {
  const { session, store } = useParts();
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const view = system.view(observation.design);
  const values = view.space === 'x' ? observation.x : observation.s;
  if (view.kind !== 'image' || values === null) return null;
  if (look.brush === 'none' && look.zoom === 1) return null;
  const { channels, height, width } = view.shape;
  const effect = effectOf(look.brush, brushStep(rangeOf(values), view.allowed.integer));
  return (
    <ImageHand
      layout={layout}
      channels={channels}
      part={partOf(look, view.shape) ?? { row: 0, column: 0, rows: height, columns: width }}
      brush={effect === null ? null : look.diameter}
      onPaint={(channel, row, column) => {
        if (effect === null) return;
        patch(store, 'view', { dragged: true });
        session.observationEditing.paint({ channel, row, column }, { effect, diameter: look.diameter });
      }}
      onHold={(held) => session.observationEditing.setDragging(held)}
      onPan={(rows, columns) => onLook(panned(look, view.shape, rows, columns))}
    />
  );
}
