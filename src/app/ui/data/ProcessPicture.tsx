/** What the simulator does, in small, above the data that it makes; on a phone the data need the room. */
import { useApp } from '../hooks/hooks.ts';
import css from './ProcessPicture.module.css';
import { HEIGHT, WIDTH } from './processDrawing.tsx';
import { processPicture } from './processPictures.tsx';

export function ProcessPicture() {
  const system = useApp((state) => state.study.system.id);
  const picture = processPicture(system);
  if (picture === null) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <img> cannot hold SVG that follows the theme
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={css.picture} role="img" aria-label={picture.summary}>
      {picture.draw()}
    </svg>
  );
}
