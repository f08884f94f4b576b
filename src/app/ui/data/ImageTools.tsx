/** What is done with an observation that is an image: how it is looked at, and the hand that paints on it, turns or flips it. */
import { FlipHorizontal2, RotateCcwSquare } from 'lucide-react';
import { mayMask, mayTurn } from '../../../inference/observation/imageEdits.ts';
import type { ImageView } from '../../../inference/simulators/system.ts';
import { Choice } from '../controls/Choice.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { useApp, useLocked, useSession } from '../hooks/hooks.ts';
import { type BrushChoice, diameters, type ImageLook, type Zoom, zooms } from './imageLook.ts';
import css from './ImageTools.module.css';

interface Props {
  readonly view: ImageView;
  readonly look: ImageLook;
  readonly onLook: (look: ImageLook) => void;
}

const brushes: readonly { readonly value: BrushChoice; readonly label: string }[] = [
  { value: 'none', label: 'No brush' },
  { value: 'add', label: 'Add' },
  { value: 'subtract', label: 'Subtract' },
];
const mask = { value: 'mask', label: 'Mask' } as const;

export function ImageTools({ view, look, onLook }: Props) {
  const session = useSession();
  const locked = useLocked('observation');
  const maskable = useApp(({ study, observation }) => mayMask(study.system, observation.current));
  const turnable = useApp(({ study, observation }) => mayTurn(study.system, observation.current) === true);
  const { height, width } = view.shape;
  return (
    <fieldset className={css.tools} aria-label="Image">
      <Segmented
        label="Stretch of the colours"
        value={look.stretch}
        options={[
          { value: 'linear', label: 'Linear' },
          { value: 'asinh', label: 'Faint (asinh)' },
        ]}
        onChange={(stretch) => onLook({ ...look, stretch })}
      />
      <Segmented
        label="Zoom"
        value={String(look.zoom)}
        options={zooms.map((zoom) => ({ value: String(zoom), label: `${zoom}×` }))}
        onChange={(zoom) => onLook({ ...look, zoom: Number(zoom) as Zoom })}
      />
      {locked ? null : (
        <>
          <Segmented
            label="Brush"
            value={look.brush}
            options={maskable ? [...brushes, mask] : brushes}
            onChange={(brush) => onLook({ ...look, brush })}
          />
          {look.brush === 'none' ? null : (
            <Choice
              label="Size of the brush"
              value={String(look.diameter)}
              options={diameters.map((size) => ({ value: String(size), label: `${size} px` }))}
              onChange={(size) => onLook({ ...look, diameter: Number(size) })}
              boxed
            />
          )}
          {turnable && height === width ? (
            <IconButton
              icon={RotateCcwSquare}
              title="Rotate the image by 90 degrees"
              onClick={() => session.observationEditing.turn('rotate')}
            />
          ) : null}
          {turnable ? (
            <IconButton
              icon={FlipHorizontal2}
              title="Flip the image: exchange left and right"
              onClick={() => session.observationEditing.turn('flip')}
            />
          ) : null}
        </>
      )}
    </fieldset>
  );
}
