/** "Drag me", beside a data point with free room, until a point was dragged once. It covers no data and takes no clicks. */
import { type Handle, handlePixel } from '../../plots/dragging.ts';
import { observationHandles } from '../../plots/handles.ts';
import type { FigureLayout } from '../../plots/types.ts';
import { trains } from '../../store/engineSlice.ts';
import { useApp, useLecture } from '../hooks/hooks.ts';
import css from './DragHint.module.css';

/** Size of the words, and their distance from the point, pixels. */
const WORDS = { width: 84, height: 28, gap: 16 };
/** Of the ring around the point. */
const RING = 14;

export function DragHint({ layout }: { readonly layout: FigureLayout }) {
  const system = useApp((state) => state.study.system);
  const observation = useApp((state) => state.observation.current);
  const dragged = useApp((state) => state.view.dragged);
  const lecture = useLecture();
  // The axes follow what the network answers: the words would jump with them.
  const training = useApp(({ engine }) => trains(engine));
  // A lesson says itself what is to be dragged.
  const lesson = useApp((state) => state.lesson.open !== null);
  const view = system.view(observation.design);
  const values = view.space === 'x' ? observation.x : observation.s;
  if (dragged || lecture || lesson || training || view.kind !== 'points' || values === null) return null;
  const place = freest(observationHandles(layout, view, values), layout);
  if (place === null) return null;
  const { x, y, side } = place;
  return (
    <div className={css.hint} aria-hidden style={{ left: x, top: y }} data-side={side}>
      <span className={css.ring} />
      <span className={css.words}>Drag me</span>
    </div>
  );
}

/** The point, and the side of it, whose words would be farthest from all other points; null: none has room. */
function freest(handles: readonly Handle[], layout: FigureLayout) {
  const points = handles.map((handle) => handlePixel(handle));
  let best: { x: number; y: number; side: 'left' | 'right'; room: number } | null = null;
  for (const [i, { x, y }] of points.entries()) {
    const { box } = handles[i];
    if (y - RING < box.y0 || y + RING > box.y0 + box.height) continue;
    for (const side of ['right', 'left'] as const) {
      const start = side === 'right' ? x + WORDS.gap : x - WORDS.gap - WORDS.width;
      if (start < box.x0 || start + WORDS.width > Math.min(box.x0 + box.width, layout.width)) continue;
      const room = Math.min(
        ...points.map((other, j) => {
          if (i === j) return Infinity;
          const dx = Math.max(start - other.x, 0, other.x - start - WORDS.width);
          const dy = Math.max(y - WORDS.height / 2 - other.y, 0, other.y - y - WORDS.height / 2);
          return Math.hypot(dx, dy);
        }),
      );
      if (best === null || room > best.room) best = { x, y, side, room };
    }
  }
  return best;
}
