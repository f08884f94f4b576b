/** Handles on the true value: crosses and lines in the corner figure, a cross in the ridge. Dragging one moves theta*. */
import { cornerPanel } from '../../plots/cornerFigure.ts';
import { DragLayer } from '../../plots/DragLayer.tsx';
import type { Handle, Point } from '../../plots/dragging.ts';
import { axisBoxes } from '../../plots/geometry.ts';
import { cornerHandles, truthAfter } from '../../plots/handles.ts';
import type { FigureLayout } from '../../plots/types.ts';
import { short } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import type { FrameDraws } from '../../readout/figures/frameDraws.ts';

interface Props {
  readonly layout: FigureLayout;
  readonly draws: FrameDraws;
}

export function TruthHandles({ layout, draws }: Props) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const theta = useApp((state) => state.observation.current.truth);
  const { truth, axes, problem } = draws;
  const boxes = axisBoxes(layout);
  if (truth === null || theta === null || boxes.length < cornerPanel(axes.length - 1, axes.length - 1) + 1) return null;
  const quantities = axes.map(({ quantity }) => quantity);
  const onDrag = (id: string, at: Point) => {
    const moved = truthAfter(id, at, truth);
    const values = system.display(problem.design).map((quantity) => {
      const shown = axes.findIndex((axis) => axis.quantity.key === quantity.key);
      return shown < 0 ? quantity.value(theta) : moved[shown];
    });
    session.observationEditing.setDragging(true);
    session.observationEditing.setTruth(system.fromDisplay(values, problem.design));
  };
  return (
    <DragLayer
      handles={cornerHandles(layout, quantities, truth)}
      onDrag={onDrag}
      onDragEnd={() => session.observationEditing.setDragging(false)}
    />
  );
}

/** Draggable only where both axes are coordinates of theta: a derived quantity does not tell which theta is meant. */
export function RidgeTruthHandle({ layout, draws }: Props) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const theta = useApp((state) => state.observation.current.truth);
  const { truth, axes, problem } = draws;
  const display = system.display(problem.design);
  const at = axes.map(({ quantity }) => display.findIndex(({ key }) => key === quantity.key));
  const [box] = axisBoxes(layout);
  if (truth === null || theta === null || box === undefined || at.includes(-1) || at[0] === at[1]) return null;
  const onDrag = (_: string, { x, y }: Point) => {
    const values = display.map((quantity) => quantity.value(theta));
    values[at[0]] = x;
    values[at[1]] = y;
    session.observationEditing.setDragging(true);
    session.observationEditing.setTruth(system.fromDisplay(values, problem.design));
  };
  const handle: Handle = {
    id: 'truth',
    label: `True ${axes[0].quantity.label} and ${axes[1].quantity.label}`,
    shape: 'cross',
    moves: 'both',
    box,
    at: { x: truth[0], y: truth[1] },
    describe: ({ x, y }) => `${axes[0].quantity.symbol} = ${short(x)}, ${axes[1].quantity.symbol} = ${short(y)}`,
  };
  return (
    <DragLayer handles={[handle]} onDrag={onDrag} onDragEnd={() => session.observationEditing.setDragging(false)} />
  );
}
