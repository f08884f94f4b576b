/**
 * Where a prior that the user has moved is at odds with the data or with the true value: over the figure. That the data lie
 * outside what the prior predicts is seen here as long as draws are weighted to it; then by UnusualBanner.tsx, in its simulations.
 */
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { conflictSentence, priorConflict } from '../../../inference/diagnostics/data/priorConflict.ts';
import { inferredPrior, problemChange } from '../../../inference/simulators/problem.ts';
import { priorsMoved } from '../../readout/network/dataOutside.ts';
import { useApp } from '../hooks/hooks.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { usePaced } from '../hooks/usePaced.ts';
import css from './CompatibilityBanner.module.css';

/** Rest between two looks, ms: it follows the figure at a slower pace. */
const PACE = 500;
const frameOf = (state: Telemetry) => state.frame;

export function PriorConflict() {
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const observation = useApp((state) => state.observation.id);
  const truth = useApp((state) => state.observation.current.truth);
  const weighted = useApp((state) => state.results.weighting !== null);
  const frame = usePaced(frameOf, PACE);
  const sentence = useMemo(() => {
    const answers = frame !== null && problemChange(frame.study.problem, problem) in { none: 0, priors: 0 };
    if (!priorsMoved(system, problem) || !answers || frame.observation !== observation) return null;
    const symbols = system.parameters(problem.design).map(({ symbol }) => symbol);
    const own = weighted ? frame.answer.draws : null;
    return conflictSentence(priorConflict(inferredPrior(system, problem), frame.draws, own, truth, symbols));
  }, [system, problem, observation, truth, weighted, frame]);
  if (sentence === null) return null;
  return (
    <div className={css.banner} aria-live="polite">
      <TriangleAlert className={css.mark} size={16} aria-hidden />
      <p>{sentence}</p>
    </div>
  );
}
