/** Jumps to other parameter values that give the same law of the data, where the system knows some. */
import { useApp, useLocked, useSession } from '../hooks/hooks.ts';
import css from './ObservationPanel.module.css';
import { Button } from '../controls/Button.tsx';
import { otherUniverse } from '../../readout/figures/otherUniverse.ts';

export function CounterpartButton() {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const truth = useApp((state) => state.observation.current.truth);
  const locked = useLocked('truth');
  const other = otherUniverse(system, design, truth);
  if (other === null || locked) return null;
  return (
    <>
      <Button size="small" onClick={() => session.observationEditing.setTruth(other.theta)}>
        Jump to {other.label}
      </Button>
      <p className={css.note}>{other.explanation}</p>
    </>
  );
}
