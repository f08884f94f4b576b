/**
 * Handles over a chart: taken hold of with mouse, finger or keyboard, each a slider to assistive technology. Plain
 * elements rather than SVG ones, because touch-action and focus outlines work on those in every browser. The chart
 * itself draws the marks; a handle shows itself only under the pointer, in focus and while it is dragged.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import styles from './DragLayer.module.css';
import {
  type Handle,
  type Point,
  handlePixel,
  isInside,
  nearestHandle,
  pulledTo,
  REACH,
  steppedBy,
} from './dragging.ts';
import { type FrameThrottle, frameThrottle, nextFrame } from '../async/frameThrottle.ts';

export interface DragLayerProps {
  readonly handles: readonly Handle[];
  /** At most once per frame while a handle moves. */
  readonly onDrag: (id: string, at: Point) => void;
  /** Once, when it is let go (pointer up, key up, focus lost). */
  readonly onDragEnd?: (id: string, at: Point) => void;
}

interface Drag {
  readonly id: string;
  readonly at: Point;
  /** From the pointer to the handle's centre, in pixels: the handle must not jump when it is taken. */
  readonly offset: Point;
  readonly by: 'pointer' | 'keys';
}

export function DragLayer({ handles, onDrag, onDragEnd }: DragLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const report = useRef<FrameThrottle<Drag> | null>(null);
  const dragged = useEffectEvent(({ id, at }: Drag) => onDrag(id, at));
  useEffect(() => {
    const throttle = frameThrottle<Drag>((moved) => dragged(moved), nextFrame);
    report.current = throttle;
    return () => throttle.cancel();
  }, []);

  const shown = handles.filter(isInside);
  const position = (handle: Handle) => (drag?.id === handle.id ? drag.at : handle.at);
  const find = (id: string) => shown.find((handle) => handle.id === id);

  const move = (next: Drag) => {
    setDrag(next);
    report.current?.call(next);
  };
  const end = () => {
    if (!drag) return;
    report.current?.flush();
    setDrag(null);
    onDragEnd?.(drag.id, drag.at);
  };

  /** The pointer in pixels of the figure, whatever zoom or transform lies in between. */
  const pointerAt = (event: PointerEvent): Point => {
    const frame = layer.current?.getBoundingClientRect();
    if (!frame || !layer.current) return { x: 0, y: 0 };
    const scale = frame.width > 0 ? layer.current.offsetWidth / frame.width : 1;
    return { x: (event.clientX - frame.left) * scale, y: (event.clientY - frame.top) * scale };
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const pointer = pointerAt(event);
    const handle = nearestHandle(shown, pointer, position);
    if (!handle) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    layer.current
      ?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(handle.id)}"]`)
      ?.focus({ preventScroll: true });
    const centre = handlePixel(handle, position(handle));
    const offset = { x: centre.x - pointer.x, y: centre.y - pointer.y };
    setDrag({ id: handle.id, at: position(handle), offset, by: 'pointer' });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag?.by !== 'pointer') return;
    const handle = find(drag.id);
    if (!handle) return;
    const pointer = pointerAt(event);
    const pixel = { x: pointer.x + drag.offset.x, y: pointer.y + drag.offset.y };
    move({ ...drag, at: pulledTo(handle, drag.at, pixel) });
  };
  const onKeyDown = (event: KeyboardEvent, handle: Handle) => {
    const at = steppedBy(handle, position(handle), event.key, event.shiftKey);
    if (at) {
      event.preventDefault();
      event.stopPropagation();
      move({ id: handle.id, at, offset: { x: 0, y: 0 }, by: 'keys' });
      return;
    }
    const towards = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (handle.moves !== 'y' || !towards) return;
    const points = shown.filter((other) => other.moves === 'y');
    const neighbour = points[points.indexOf(handle) + towards];
    if (!neighbour) return;
    event.preventDefault();
    layer.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(neighbour.id)}"]`)?.focus();
  };
  const endKeys = () => {
    if (drag?.by === 'keys') end();
  };

  return (
    <div ref={layer} className={styles.layer}>
      {shown.map((handle) => (
        <HandleMark
          key={handle.id}
          handle={handle}
          at={position(handle)}
          dragged={drag?.id === handle.id}
          // Of many points one is a tab stop; left and right go to the others.
          tabbable={handle.moves !== 'y' || handle === shown.find((other) => other.moves === 'y')}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={end}
          onKeyDown={(event) => onKeyDown(event, handle)}
          onKeysDone={endKeys}
        />
      ))}
    </div>
  );
}

interface HandleMarkProps {
  readonly handle: Handle;
  readonly at: Point;
  readonly dragged: boolean;
  readonly tabbable: boolean;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onKeysDone: () => void;
}

function HandleMark({
  handle,
  at,
  dragged,
  tabbable,
  onPointerDown,
  onPointerMove,
  onPointerUp,
  onKeyDown,
  onKeysDone,
}: HandleMarkProps) {
  const { x, y } = handlePixel(handle, at);
  const axis = handle.moves === 'y' ? handle.box.y : handle.box.x;
  const height = handle.shape === 'line' ? handle.box.height : 2 * REACH;
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <input> moves in one direction only
      role="slider"
      tabIndex={tabbable ? 0 : -1}
      aria-label={handle.label}
      title={handle.label}
      aria-valuemin={axis.low}
      aria-valuemax={axis.high}
      aria-valuenow={handle.moves === 'y' ? at.y : at.x}
      aria-valuetext={handle.describe(at)}
      aria-orientation={handle.moves === 'y' ? 'vertical' : 'horizontal'}
      data-handle={handle.id}
      data-shape={handle.shape}
      data-moves={handle.moves}
      data-dragged={dragged || undefined}
      className={styles.handle}
      style={{ left: x - REACH, top: y - height / 2, width: 2 * REACH, height }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
      onKeyUp={onKeysDone}
      onBlur={onKeysDone}
    />
  );
}
