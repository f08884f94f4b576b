/** The ellipse that a lesson's step asks for, over the figure of two quantities: dragged until the guess is revealed, and left under the answer. */
import type { Ellipse } from '../../../lessons/guess.ts';
import { short } from '../../format/number.ts';
import { DragLayer } from '../../plots/DragLayer.tsx';
import { type EllipseHandle, ellipseHandles, outlineOf, pulledEllipse } from '../../plots/ellipse.ts';
import { axisBoxes } from '../../plots/geometry.ts';
import type { FigureLayout } from '../../plots/types.ts';
import { useSession } from '../hooks/hooks.ts';
import css from './EllipseGuess.module.css';
import { useLesson } from './useLesson.ts';

export function EllipseGuess({ layout }: { readonly layout: FigureLayout }) {
  const { lessons } = useSession();
  const shown = useLesson();
  const [box] = axisBoxes(layout);
  if (shown === null || box === undefined) return null;
  if (shown.step.kind !== 'predict' || shown.step.guess.kind !== 'ellipse') return null;
  const { given, outcome, revealing } = shown.open;
  const ellipse: Ellipse = given?.kind === 'ellipse' ? given.ellipse : shown.step.guess.start;
  const over = outcome !== null || revealing;
  const { x, y, rx, ry, turn } = outlineOf(box, ellipse);
  const handles = ellipseHandles(box, ellipse, (at) => `${short(at.x)}, ${short(at.y)}`);
  return (
    <>
      <svg className={css.layer} width={layout.width} height={layout.height} aria-hidden>
        <defs>
          <clipPath id="guess-plot">
            <rect x={box.x0} y={box.y0} width={box.width} height={box.height} />
          </clipPath>
          <pattern id="guess-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-24)">
            <line x1="0" y1="0" x2="7" y2="0" className={css.hatch} />
          </pattern>
        </defs>
        <g clipPath="url(#guess-plot)">
          <ellipse
            className={css.outline}
            fill="url(#guess-hatch)"
            cx={x}
            cy={y}
            rx={rx}
            ry={ry}
            transform={`rotate(${-turn} ${x} ${y})`}
          />
        </g>
        {over
          ? null
          : handles.map((handle) => {
              const outer = outlineOf(box, { ...ellipse, x: handle.at.x, y: handle.at.y });
              return <circle key={handle.id} className={css.knob} cx={outer.x} cy={outer.y} r={8} />;
            })}
      </svg>
      {over ? null : (
        <DragLayer
          handles={handles}
          onDrag={(id, at) =>
            lessons.guess({ kind: 'ellipse', ellipse: pulledEllipse(box, ellipse, id as EllipseHandle, at) })
          }
        />
      )}
    </>
  );
}
