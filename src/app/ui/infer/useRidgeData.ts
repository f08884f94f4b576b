/** The data of the ridge figure. */
import { useMemo } from 'react';
import { column } from '../../../inference/posterior/axis.ts';
import type { Pair, RidgeData } from '../../plots/ridgeFigure.ts';
import { useApp } from '../../store/hooks.ts';
import { REFERENCE_MASSES, regionsOf } from './layers.ts';
import { otherUniverse } from './otherUniverse.ts';
import type { FrameDraws } from './useFrame.ts';
import { useRidgeDirections } from './useRidgeDirections.ts';

const BOTH = { column: 0, row: 1 } as const;

export function useRidgeData(frame: FrameDraws): RidgeData {
  const { problem, quantities, axes, posterior, reference, truth } = frame;
  const system = useApp((state) => state.study.system);
  const x = useApp((state) => state.observation.current.x);
  const theta = useApp((state) => state.observation.current.truth);
  const gap = useApp((state) => state.results.gap?.value ?? null);
  const answer = useApp((state) => state.results.reference?.answer);
  const label = answer?.kind === 'reference' ? answer.label : 'exact';

  const columns = useMemo(
    () => (posterior === null ? null : ([column(posterior, 2, 0), column(posterior, 2, 1)] as const)),
    [posterior],
  );
  const regions = useMemo(
    () => (columns === null ? [] : regionsOf(columns, axes, BOTH, REFERENCE_MASSES)),
    [columns, axes],
  );
  const ofReference = useMemo(() => {
    if (reference === null) return null;
    return regionsOf([column(reference, 2, 0), column(reference, 2, 1)], axes, BOTH, REFERENCE_MASSES);
  }, [reference, axes]);
  const [first, second] = quantities;
  const degeneracy = useMemo(() => {
    const curve = x === null ? null : (system.degeneracy?.(problem, x) ?? null);
    if (curve === null) return null;
    if (curve.axes[0] === first.key && curve.axes[1] === second.key) return curve;
    if (curve.axes[0] !== second.key || curve.axes[1] !== first.key) return null;
    return { ...curve, points: curve.points.map(([a, b]): Pair => [b, a]) };
  }, [system, problem, x, first.key, second.key]);
  const counterpart = useMemo(() => {
    const other = otherUniverse(system, problem.design, theta);
    if (other === null) return null;
    return { label: other.label, at: [first.value(other.theta), second.value(other.theta)] as Pair };
  }, [system, problem.design, theta, first, second]);
  const { field, directions } = useRidgeDirections(frame);
  return useMemo(
    () => ({
      x: axes[0].quantity,
      y: axes[1].quantity,
      draws: columns === null ? null : { x: columns[0], y: columns[1] },
      regions,
      reference: ofReference === null ? null : { regions: ofReference, label, gap },
      degeneracy,
      truth: truth === null ? null : ([truth[0], truth[1]] as Pair),
      counterpart,
      field,
      directions,
    }),
    [axes, columns, regions, ofReference, label, gap, degeneracy, truth, counterpart, field, directions],
  );
}
